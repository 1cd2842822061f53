import { record } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { enterPlaces, leavePlace } from '#kernel/places.ts'
import { refuse } from '#kernel/refusal.ts'
import { bumpVersion } from '#kernel/versions.ts'
import type { Who } from '#kernel/who.ts'
import * as store from './store.ts'
import type { RegionRow } from './store.ts'

type Nothing = Record<never, never>

/** The regions of the chain; somebody who reaches some stores sees those of their stores, with only these. */
export async function listRegions(tx: Tx, who: Who): Promise<{ rows: RegionRow[] }> {
  const rows = await store.selectRegions(tx, who.chain_id)
  if (who.stores === 'all') return { rows }
  const reached = (await store.selectStores(tx, who.chain_id)).filter(({ id }) => who.stores.includes(id))
  return {
    rows: rows.flatMap((row) => {
      const stores = reached.filter(({ region_id }) => region_id === row.id).length
      return stores === 0 ? [] : [{ ...row, stores }]
    }),
  }
}

/** Refuses `region_taken`. */
export async function addRegion(tx: Tx, who: Who, { name }: { name: string }): Promise<RegionRow> {
  refuseUnlessChain(who)
  const region = { id: newId(), name, made_at: who.now }
  if (!await store.insertRegion(tx, who.chain_id, region)) refuse('region_taken', { name })
  await enterPlaces(tx, who.chain_id, [{ place_id: region.id, parent_id: who.chain_id, kind: 'region' }])
  await record(tx, who, [{ verb: 'region.add', ref: region.id, detail: { after: name } }])
  return { id: region.id, name, stores: 0 }
}

export async function renameRegion(
  tx: Tx, who: Who, { region_id, name }: { region_id: string; name: string },
): Promise<RegionRow> {
  const all = await store.selectRegions(tx, who.chain_id), region = await one(tx, who, region_id)
  if (all.some((other) => other.id !== region_id && other.name === name)) refuse('region_taken', { name })
  await store.updateRegion(tx, who.chain_id, { id: region_id, name })
  await record(tx, who,
    [{ verb: 'region.rename', ref: region_id, detail: { before: region.name, after: name } }])
  return { ...region, name }
}

/** Refuses `region_has_stores`: they would fall out of every region's reach without anybody saying so. */
export async function removeRegion(tx: Tx, who: Who,
  { region_id }: { region_id: string }): Promise<Nothing> {
  refuseUnlessChain(who)
  await store.lockRegion(tx, who.chain_id, region_id)
  const region = await one(tx, who, region_id)
  if (region.stores > 0) refuse('region_has_stores', { stores: region.stores })
  await store.deleteRegion(tx, who.chain_id, region_id)
  await leavePlace(tx, who.chain_id, region_id)
  await bumpVersion(tx, who.chain_id, 'org')
  await record(tx, who, [{ verb: 'region.remove', ref: region_id, detail: { before: region.name } }])
  return {}
}

async function one(tx: Tx, who: Who, region_id: string): Promise<RegionRow> {
  refuseUnlessChain(who)
  return (await store.selectRegions(tx, who.chain_id)).find(({ id }) => id === region_id)
    ?? refuse('region_unknown')
}

/** Regions decide who sees which stores: they are headquarters' to draw. */
function refuseUnlessChain(who: Who): void {
  if (who.stores !== 'all') refuse('region_unknown')
}
