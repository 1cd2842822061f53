import * as contract from '#contract/setting-doors.ts'
import { isSetByChain, settingKeys } from '#contract/settings.ts'
import type { SettingKey } from '#contract/settings.ts'
import type { Input } from '#contract/endpoint.ts'
import { aNumber, keyAt, pageOf } from '#kernel/cursor.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/refusal.ts'
import { pair } from '#kernel/route.ts'
import type { Answer, Route } from '#kernel/route.ts'
import { changeSetting, readSettingHistory, readSettings } from '#kernel/settings.ts'
import type { SettingRow } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { mayReach } from '#kernel/who.ts'
import { placeInReach, readPlaceBook, readStaffNames } from '#modules/org/org.ts'
import type { NamedPlace } from '#modules/org/org.ts'

const usual_limit = 50

export const settingsRoutes: Route[] = [
  pair(contract.readSettings, read), pair(contract.listSettingHistory, history),
  pair(contract.changeSetting, async (tx, who, { key, place_id, value, starts_at }) => {
    await placeInReach(tx, who, { place_id, to_change: true })
    refuseHeadquarters(who, key)
    const to = { value }
    return await changeSetting(tx, who,
      { key, place_id, to, starts_at: starts_at === null ? null : new Date(starts_at) })
  }),
  pair(contract.unsetSetting, async (tx, who, { key, place_id }) => {
    const place = await placeInReach(tx, who, { place_id, to_change: true })
    refuseHeadquarters(who, key)
    return await changeSetting(tx, who,
      { key, place_id: place.kind === 'chain' ? null : place_id, to: 'unset' })
  }),
]

/**
 * What headquarters alone sets is nobody's whose reach is smaller, though the place is theirs; nor is it a
 * visitor's of the platform, who puts settings right and moves no value. Refuses `setting_is_hq`.
 */
function refuseHeadquarters({ stores, principal }: Who, key: SettingKey): void {
  if (isSetByChain(key) && (stores !== 'all' || principal.kind === 'operator')) refuse('setting_is_hq')
}

const asTold = ({ id, kind, name }: NamedPlace) => ({ id, kind, name })

async function read(
  tx: Tx, who: Who, input: Input<typeof contract.readSettings>,
): Promise<Answer<typeof contract.readSettings>> {
  const place = await placeInReach(tx, who, { place_id: input.place_id ?? null, to_change: false })
  const place_id = place.kind === 'chain' ? null : place.id
  const book = await readSettings(tx, who.chain_id), places = await readPlaceBook(tx, who.chain_id)
  const found = settingKeys.map((key) => ({
    key, standing: book.standing(key, place_id, who.now), coming: book.coming(key, place_id, who.now),
  }))
  const makers = found.flatMap(({ standing, coming }) => [...standing.from ? [standing.from] : [], ...coming])
  const nameOf = await namesFor(tx, who, makers)
  return {
    version: book.version, place: asTold(place),
    rows: found.map(({ key, standing: { value, from }, coming }) => ({
      key, value, own: from?.place_id === place.id,
      from: from && {
        place: asTold(places.get(from.place_id) ?? place), since: from.starts_at, by: nameOf(from),
      },
      coming: coming.map((row) => ({
        value: row.value, unset: row.unset, starts_at: row.starts_at, by: nameOf(row),
      })),
    })),
  }
}

async function history(
  tx: Tx, who: Who, { key, place_id, cursor, limit = usual_limit }: Input<typeof contract.listSettingHistory>,
): Promise<Answer<typeof contract.listSettingHistory>> {
  const places = await readPlaceBook(tx, who.chain_id)
  if (place_id !== undefined) await placeInReach(tx, who, { place_id, to_change: false })
  const reached = [...places.values()].filter(({ kind, store_ids }) =>
    who.stores === 'all' || kind === 'chain' || store_ids.some((id) => mayReach(who, id)))
  const [before = null] = keyAt(cursor, [aNumber]) ?? []
  const found = await readSettingHistory(tx, who.chain_id, {
    key: key ?? null, place_ids: place_id ? [place_id] : who.stores === 'all' ? null
      : reached.map(({ id }) => id),
    before: before === null ? null : Number(before), limit: limit + 1,
  })
  const { rows, next } = pageOf(found, limit, (row) => [String(row.version)])
  const nameOf = await namesFor(tx, who, rows)
  return {
    rows: rows.map((row) => ({
      key: row.key, version: row.version, value: row.value, unset: row.unset, starts_at: row.starts_at,
      at: row.at, by: nameOf(row),
      // A region that was removed keeps its history, without its name.
      place: asTold(places.get(row.place_id)
        ?? { id: row.place_id, kind: 'region', name: '', store_ids: [] }),
    })),
    next,
  }
}

async function namesFor(tx: Tx, who: Who, rows: readonly SettingRow[]): Promise<(row: SettingRow) => string> {
  const names = await readStaffNames(tx, who.chain_id, [...new Set(rows.map(({ made_by }) => made_by))])
  return ({ made_by }) => names.get(made_by) ?? 'Shuke'
}
