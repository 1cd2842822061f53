import type { PlaceKind } from '#contract/settings.ts'
import type { Tx } from '#kernel/db.ts'
import { OutOfReach, refuse } from '#kernel/refusal.ts'
import { mayReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { selectRegions } from './store.ts'
import { storesOf } from './stores.ts'

/** A place by name, with the stores that lie in it. */
export type NamedPlace = { id: string; kind: PlaceKind; name: string; store_ids: readonly string[] }

/** Every place of the chain by its id, the chain itself among them. */
export async function readPlaceBook(tx: Tx, chain_id: string): Promise<Map<string, NamedPlace>> {
  const stores = await storesOf(tx, chain_id)
  const places: NamedPlace[] = [
    { id: chain_id, kind: 'chain', name: '', store_ids: stores.map(({ id }) => id) },
    ...(await selectRegions(tx, chain_id)).map(({ id, name }) => ({
      id, kind: 'region' as const, name,
      store_ids: stores.filter(({ region_id }) => region_id === id).map((store) => store.id),
    })),
    ...stores.flatMap(({ id, name, tills }) => [
      { id, kind: 'store' as const, name, store_ids: [id] },
      ...tills.map((till) => ({
        id: till.id, kind: 'till' as const, name: `${name} ${till.name}`, store_ids: [id],
      })),
    ]),
  ]
  return new Map(places.map((place) => [place.id, place]))
}

/**
 * The place somebody names (null: the chain). Everybody in the chain lives under what is set for it, so they
 * may read it; `to_change` asks for reach over all of its stores. Refuses `place_unknown`.
 */
export async function placeInReach(
  tx: Tx, who: Who, { place_id, to_change }: { place_id: string | null; to_change: boolean },
): Promise<NamedPlace> {
  const place = (await readPlaceBook(tx, who.chain_id)).get(place_id ?? who.chain_id)
    ?? refuse('place_unknown')
  const reached = place.store_ids.filter((id) => mayReach(who, id))
  const enough = who.stores === 'all' || (to_change
    ? place.kind !== 'chain' && reached.length > 0 && reached.length === place.store_ids.length
    : place.kind === 'chain' || reached.length > 0)
  if (!enough) throw new OutOfReach('place_unknown', place.id)
  return place
}
