import { settingKeys, settings as known } from '#contract/settings.ts'
import type { SettingKey, Settings } from '#contract/settings.ts'
import { record } from './audit.ts'
import type { Tx } from './db.ts'
import { leaveNotes } from './notes.ts'
import { readPlaces, wayUp } from './places.ts'
import type { Place } from './places.ts'
import { refuse } from './refusal.ts'
import * as store from './settings-store.ts'
import type { SettingRow } from './settings-store.ts'
import { bumpVersion, readVersion } from './versions.ts'
import type { Who } from './who.ts'

/** A value in force: where it was made and since when; `from` is null for the usual one. */
export type Standing = { value: unknown; from: SettingRow | null }

export type SettingsBook = {
  version: number
  /** What holds at a place (null: the chain) at a moment. */
  at(place_id: string | null, now: Date): Settings
  /** The same for one setting, with where it comes from. */
  standing(key: SettingKey, place_id: string | null, now: Date): Standing
  /** What was made for this very place and is still to begin, the first first. */
  coming(key: SettingKey, place_id: string | null, now: Date): SettingRow[]
}

const cache = new Map<string, SettingsBook>()

/**
 * Every setting of a chain, kept in memory by version: another process's change
 * shows by the version it bumped.
 */
export async function readSettings(tx: Tx, chain_id: string, known_version?: number): Promise<SettingsBook> {
  const version = known_version ?? await readVersion(tx, chain_id, 'settings')
  const kept = cache.get(chain_id)
  if (kept?.version === version) return kept
  const book = await loadSettings(tx, chain_id, version)
  cache.set(chain_id, book)
  return book
}

/** The values as of a version: what another process sets meanwhile belongs to the next. */
async function loadSettings(tx: Tx, chain_id: string, version: number): Promise<SettingsBook> {
  const rows = await store.selectSettings(tx, chain_id, version)
  return bookOf(rows, { chain_id, version, places: await readPlaces(tx, chain_id) })
}

type Kept = { from_ms: number; until_ms: number; values: Settings }

/** Resolves chain › region › store › till: the nearest place that set a value wins, else the usual one. */
function bookOf(
  rows: readonly SettingRow[], about: { chain_id: string; version: number; places: readonly Place[] },
): SettingsBook {
  const { chain_id, version } = about
  const places = new Map(about.places.map((place) => [place.place_id, place]))
  // The latest beginning first: the first that has begun is in force.
  const made = Map.groupBy(rows, (row) => `${row.place_id} ${row.key}`)
  const begins_ms = [...new Set(rows.map((row) => row.starts_at.getTime()))].sort((a, b) => a - b)
  const resolved = new Map<string | null, Kept>()

  const standing = (key: SettingKey, place_id: string | null, now: Date): Standing => {
    const set = wayUp(places, chain_id, place_id)
      .map((place) => made.get(`${place} ${key}`)?.find(({ starts_at }) => starts_at <= now))
      .filter((row) => row !== undefined && !row.unset) as SettingRow[]
    const [nearest = null] = set
    if (nearest === null) return { value: known[key].usual, from: null }
    const value = 'adds_up' in known[key]
      ? [...new Set(set.flatMap((row) => row.value as unknown[]))] : nearest.value
    return { value, from: nearest }
  }
  const at = (place_id: string | null, now: Date): Settings => {
    const now_ms = now.getTime(), kept = resolved.get(place_id)
    if (kept && kept.from_ms <= now_ms && now_ms < kept.until_ms) return kept.values
    const values = Object.fromEntries(
      settingKeys.map((key) => [key, standing(key, place_id, now).value])) as Settings
    resolved.set(place_id, {
      values, from_ms: begins_ms.findLast((ms) => ms <= now_ms) ?? -Infinity,
      until_ms: begins_ms.find((ms) => ms > now_ms) ?? Infinity,
    })
    return values
  }
  const coming = (key: SettingKey, place_id: string | null, now: Date): SettingRow[] =>
    (made.get(`${place_id ?? chain_id} ${key}`) ?? []).filter(({ starts_at }) => starts_at > now)
      .sort((a, b) => a.starts_at.getTime() - b.starts_at.getTime())
  return { version, at, standing, coming }
}

export type SettingChange = {
  key: SettingKey
  /** A region, store or till; null for the chain. */
  place_id: string | null
  /** Unset: the place follows the one above it again. */
  to: { value: unknown } | 'unset'
  /** When it begins; null for now. */
  starts_at?: Date | null
}

/**
 * Sets a value from now or a later moment on; the old one stays on record. The caller has checked that the
 * place is in reach. Refuses `setting_wrong`, `setting_not_there`, `setting_in_past`.
 */
export async function changeSetting(tx: Tx, who: Who, change: SettingChange): Promise<{ version: number }> {
  const { key, place_id, starts_at = null } = change
  const value = change.to === 'unset' ? null : shaped(key, change.to.value)
  if (starts_at !== null && starts_at < who.now) refuse('setting_in_past')
  const store_id = await storeOrRefuse(tx, who, { key, place_id })
  // Past the memory: this transaction may have set values that are taken back, and
  // their version is given again.
  const known_version = await readVersion(tx, who.chain_id, 'settings')
  const before = (await loadSettings(tx, who.chain_id, known_version)).standing(key, place_id, who.now).value
  const version = await bumpVersion(tx, who.chain_id, 'settings')
  const row: SettingRow = {
    place_id: place_id ?? who.chain_id, key, version, value, unset: change.to === 'unset',
    starts_at: starts_at ?? who.now, made_by: who.principal.id, at: who.now,
  }
  await store.insertSetting(tx, who.chain_id, row)
  await record(tx, who, [{
    verb: 'setting.change', ref: key, store_id,
    detail: {
      place_id, before, ...row.unset ? { unset: true } : { after: value },
      ...starts_at ? { starts_at: starts_at.toISOString() } : {},
    },
  }])
  await leaveNotes(tx, who, [{
    owner_id: row.place_id, kind: 'setting.changed', data: { key, version }, at: who.now,
  }])
  return { version }
}

function shaped(key: SettingKey, value: unknown): unknown {
  const read = known[key].shape.safeParse(value)
  return read.success ? read.data : refuse('setting_wrong')
}

/**
 * Some settings make sense for the chain alone, and none for a till that they do not reach. Hands back the
 * store that the place is or stands in.
 */
async function storeOrRefuse(
  tx: Tx, who: Who, { key, place_id }: Pick<SettingChange, 'key' | 'place_id'>,
): Promise<string | null> {
  const place = place_id === null ? undefined
    : (await readPlaces(tx, who.chain_id)).find((one) => one.place_id === place_id)
  if (place_id !== null && !place) refuse('place_unknown')
  const kind = place?.kind ?? 'chain'
  if (!(known[key].places as readonly string[]).includes(kind)) refuse('setting_not_there')
  if (kind === 'till') return place!.parent_id
  return kind === 'store' ? place_id : null
}

/** Every value a setting had, newest first, before the version `before`. */
export const readSettingHistory = store.selectHistory
export type { SettingRow } from './settings-store.ts'
