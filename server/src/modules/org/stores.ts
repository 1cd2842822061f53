import type { Input } from '#contract/endpoint.ts'
import { features } from '#contract/features.ts'
import type * as contract from '#contract/org.ts'
import type { Store, StoreRow as ToldStore } from '#contract/org.ts'
import { record } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { enterPlaces, movePlace } from '#kernel/places.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Answer } from '#kernel/route.ts'
import { readSettings } from '#kernel/settings.ts'
import type { SettingsBook } from '#kernel/settings.ts'
import { bumpVersion } from '#kernel/versions.ts'
import { mayReach, refuseOutOfReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import * as people from './store-people.ts'
import * as store from './store.ts'
import type { StoreFacts, StoreRow, TillRow } from './store.ts'

/** A store with its tills. */
export type StoreWithTills = StoreRow & { tills: TillRow[] }
export type NewStore = Pick<StoreFacts, 'name' | 'ownership'> & Partial<StoreFacts> & {
  code: string
  /** How many tills it opens with. */
  tills: number
}
type Told = Answer<typeof contract.addStore>

/** Opens a store. Refuses `store_code_taken`, `region_unknown`. */
export async function addStore(tx: Tx, who: Who, { tills, ...given }: NewStore): Promise<StoreWithTills> {
  const { chain_id } = who
  const added: StoreRow = {
    legal_entity: given.name, cutoff_hour: 0, region_id: null, credit_code: null, hours: null, address: '',
    phone: '', ...given, id: newId(), opened_at: who.now, closed_at: null,
  }
  await refuseForeignRegion(tx, who, added.region_id)
  if (!await store.insertStore(tx, chain_id, added)) refuse('store_code_taken', { code: added.code })
  await record(tx, who, [{
    verb: 'store.add', ref: added.id, store_id: added.id, detail: { code: added.code, after: factsOf(added) },
  }])
  const opened = Array.from({ length: tills }, (_, index) => tillOf(added.id, index + 1))
  await store.insertTills(tx, chain_id, opened)
  await enterPlaces(tx, chain_id, [
    { place_id: added.id, parent_id: added.region_id ?? chain_id, kind: 'store' }, ...opened.map(asPlace),
  ])
  await bumpVersion(tx, chain_id, 'org')
  return { ...added, tills: opened }
}

/** The same, told as the list tells a store. */
export async function openStore(tx: Tx, who: Who, input: Input<typeof contract.addStore>): Promise<Told> {
  return await tell(tx, who, (await addStore(tx, who, input)).id)
}

/**
 * Changes what is known of a store. What it was stays on record. Only headquarters moves a store between
 * regions and owners: both decide who sees it.
 */
export async function changeStore(
  tx: Tx, who: Who, { store_id, ...facts }: Input<typeof contract.changeStore>,
): Promise<Told> {
  const before = await lockOne(tx, who, store_id)
  const moves = before.region_id !== facts.region_id || before.ownership !== facts.ownership
  if (moves && who.stores !== 'all') refuse('store_move_is_hq')
  await refuseForeignRegion(tx, who, facts.region_id)
  await store.updateStore(tx, who.chain_id, { ...facts, id: store_id })
  if (before.region_id !== facts.region_id)
    await movePlace(tx, who.chain_id, { place_id: store_id, parent_id: facts.region_id ?? who.chain_id })
  await bumpVersion(tx, who.chain_id, 'org')
  await record(tx, who, [{
    verb: 'store.change', ref: store_id, store_id, detail: { before: factsOf(before), after: factsOf(facts) },
  }])
  return await tell(tx, who, store_id)
}

/** A closed store sells no more. Closing twice changes nothing. */
export async function closeStore(tx: Tx, who: Who, { store_id }: { store_id: string }): Promise<Told> {
  return await setClosed(tx, who, { store_id, closed_at: who.now })
}

export async function reopenStore(tx: Tx, who: Who, { store_id }: { store_id: string }): Promise<Told> {
  return await setClosed(tx, who, { store_id, closed_at: null })
}

async function setClosed(
  tx: Tx, who: Who, { store_id, closed_at }: { store_id: string; closed_at: Date | null },
): Promise<Told> {
  const before = await lockOne(tx, who, store_id)
  if ((before.closed_at === null) !== (closed_at === null)) {
    await store.updateClosed(tx, who.chain_id, { id: store_id, closed_at })
    await bumpVersion(tx, who.chain_id, 'org')
    await record(tx, who, [{
      verb: closed_at ? 'store.close' : 'store.reopen', ref: store_id, store_id, detail: {},
    }])
  }
  return await tell(tx, who, store_id)
}

async function lockOne(tx: Tx, who: Who, store_id: string): Promise<StoreRow> {
  refuseOutOfReach(who, store_id)
  if (!await store.lockStore(tx, who.chain_id, store_id)) refuse('store_unknown')
  return (await store.selectStores(tx, who.chain_id)).find(({ id }) => id === store_id)!
}

async function refuseForeignRegion(tx: Tx, who: Who, region_id: string | null): Promise<void> {
  if (region_id === null) return
  await store.holdRegions(tx, who.chain_id, [region_id])
  if (!(await store.selectRegions(tx, who.chain_id)).some(({ id }) =>
    id === region_id)) refuse('region_unknown')
}

/** What the record keeps of a store before and after; no phone number, though it is the shop's own. */
const factsOf = ({ name, region_id, ownership, legal_entity, credit_code, cutoff_hour, hours }: StoreFacts) =>
  ({ name, region_id, ownership, legal_entity, credit_code, cutoff_hour, hours })

/** Adds a till with the store's next number. Refuses `store_unknown`. */
export async function addTill(tx: Tx, who: Who, { store_id }: { store_id: string }): Promise<TillRow> {
  await lockOne(tx, who, store_id)
  const till = tillOf(store_id, await store.selectLastTillNumber(tx, who.chain_id, store_id) + 1)
  await store.insertTills(tx, who.chain_id, [till])
  await enterPlaces(tx, who.chain_id, [asPlace(till)])
  await bumpVersion(tx, who.chain_id, 'org')
  await record(tx, who, [{ verb: 'till.add', ref: till.id, detail: { store_id, number: till.number } }])
  return till
}

const tillOf = (store_id: string, number: number): TillRow =>
  ({ id: newId(), store_id, number, name: `${number}` })
const asPlace = ({ id, store_id }: TillRow) => ({ place_id: id, parent_id: store_id, kind: 'till' as const })

/**
 * Every store of the chain with its tills, by code: for what is kept in memory and for the machine's own
 * work.
 */
export async function storesOf(tx: Tx, chain_id: string): Promise<StoreWithTills[]> {
  const tills = await store.selectTills(tx, chain_id)
  return (await store.selectStores(tx, chain_id)).map((row) =>
    ({ ...row, tills: tills.filter(({ store_id }) => store_id === row.id) }))
}

/** The stores in reach, by code. */
export async function readStores(tx: Tx, who: Who): Promise<StoreWithTills[]> {
  return (await storesOf(tx, who.chain_id)).filter(({ id }) => mayReach(who, id))
}

/** A store as the screens of whoever works there know it, without the features that are off there. */
export function asShown(
  { id, code, name, ownership, cutoff_hour, region_id, tills }: StoreWithTills,
  { book, now }: { book: SettingsBook; now: Date },
): Store {
  const off = book.at(id, now).features_off
  return {
    id, code, name, ownership, cutoff_hour, region_id, tills,
    features: features.filter((feature) => !off.includes(feature)),
  }
}

/** Stores in reach with everything headquarters knows of them. */
export async function listStores(
  tx: Tx, who: Who, asked: Input<typeof contract.listStores>,
): Promise<Answer<typeof contract.listStores>> {
  const wanted = asked.search?.toLowerCase() ?? ''
  const rows = (await tellAll(tx, who)).filter((row) =>
    (row.closed_at !== null) === (asked.closed === 'yes')
    && (asked.region_id === undefined || row.region_id === asked.region_id)
    && (asked.ownership === undefined || row.ownership === asked.ownership)
    && [row.code, row.name, row.legal_entity, row.address].some((text) =>
      String(text).toLowerCase().includes(wanted)))
  return { rows }
}

async function tell(tx: Tx, who: Who, store_id: string): Promise<Told> {
  return (await tellAll(tx, who)).find(({ id }) => id === store_id) ?? refuse('store_unknown')
}

async function tellAll(tx: Tx, who: Who): Promise<Told[]> {
  const regions = new Map((await store.selectRegions(tx, who.chain_id)).map(({ id, name }) => [id, name]))
  const book = await readSettings(tx, who.chain_id)
  const staff = (await people.selectStaff(tx, who.chain_id)).filter(({ left_at }) => left_at === null)
  return (await readStores(tx, who)).map(({ opened_at, closed_at, ...row }) => ({
    ...row, region: row.region_id === null ? null : regions.get(row.region_id) ?? null,
    features_off: book.at(row.id, who.now).features_off,
    staff: staff.filter(({ store_ids }) => store_ids.includes(row.id)).length,
    opened_at, closed_at,
  } satisfies Record<keyof ToldStore, unknown>))
}
