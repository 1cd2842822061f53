import { settingKeys, settings as known } from '#contract/settings.ts'
import type { SettingKey, Settings } from '#contract/settings.ts'
import { sql } from 'kysely'
import type { Tx } from './db.ts'
import { refuse } from './refusal.ts'
import { bumpVersion, readVersion } from './versions.ts'
import { record } from './audit.ts'
import { leaveNotes } from './notes.ts'
import type { Who } from './who.ts'

type SettingRow = { place_id: string; key: SettingKey; value: unknown }
export type SettingsBook = { version: number; at(store_id: string | null): Settings }

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
  const { rows } = await sql<SettingRow>`
    select distinct on (place_id, key) place_id, key, value from kernel.settings
     where chain_id = ${chain_id} and version <= ${version} order by place_id, key, version desc`.execute(tx)
  return bookOf(chain_id, version, rows)
}

/** Resolves chain › store: the nearest place that set a value wins, else the usual one. */
function bookOf(chain_id: string, version: number, rows: readonly SettingRow[]): SettingsBook {
  const set = new Map(rows.map((row) => [`${row.place_id} ${row.key}`, row.value]))
  const resolved = new Map<string | null, Settings>()
  const at = (store_id: string | null): Settings => {
    const found = resolved.get(store_id)
    if (found) return found
    const values = Object.fromEntries(settingKeys.map((key) => {
      const places = [`${store_id} ${key}`, `${chain_id} ${key}`]
      const place = places.find((name) => set.has(name))
      return [key, place === undefined ? known[key].usual : set.get(place)]
    })) as Settings
    resolved.set(store_id, values)
    return values
  }
  return { version, at }
}

/** Sets a value from now on; the old one stays on record. */
export async function changeSetting(
  tx: Tx, who: Who, change: { key: SettingKey; store_id: string | null; value: unknown },
): Promise<{ version: number }> {
  const shaped = known[change.key].shape.safeParse(change.value)
  if (!shaped.success) refuse('setting_wrong')
  // Past the memory: this transaction may have set values that are taken back, and
  // their version is given again.
  const known_version = await readVersion(tx, who.chain_id, 'settings')
  const before = (await loadSettings(tx, who.chain_id, known_version)).at(change.store_id)[change.key]
  const version = await bumpVersion(tx, who.chain_id, 'settings')
  await sql`insert into kernel.settings (chain_id, place_id, key, value, version, made_by, at)
    values (${who.chain_id}, ${change.store_id ?? who.chain_id}, ${change.key},
            ${JSON.stringify(shaped.data)}::jsonb, ${version}, ${who.principal.id}, ${who.now})`.execute(tx)
  await record(tx, who, [{
    verb: 'setting.change', ref: change.key,
    detail: { store_id: change.store_id, before, after: shaped.data },
  }])
  await leaveNotes(tx, who, [{
    owner_id: change.store_id ?? who.chain_id, kind: 'setting.changed', data: { key: change.key, version },
    at: who.now,
  }])
  return { version }
}
