import type { Store as Shop, Till } from '#contract/org.ts'
import type { Me } from '#contract/session.ts'
import { keep, kept } from '../ui/keep.ts'
import { makeStore } from './store.ts'

/** The store and till this device stands at; chosen once, remembered. */
export type Place = { store_id: string; till_id: string }
/** The same with what is known of both. */
export type At = { store: Shop; till: Till }

export const place = makeStore<Place | null, Place | null>(
  kept<Place>('place'),
  (_, next) => next,
  (next) => keep('place', next),
)

/** The chosen store and till as the person signed in may use them; null when they must choose. */
export function placeOf(me: Me, chosen: Place | null): At | null {
  const store = me.stores.find(({ id }) => id === chosen?.store_id)
  const till = store?.tills.find(({ id }) => id === chosen?.till_id)
  return store && till ? { store, till } : null
}

/** Where there is nothing to choose, nobody is asked. */
export function onlyPlace(me: Me): Place | null {
  const tills = me.stores.flatMap((store) => store.tills)
  return tills.length === 1 ? { store_id: tills[0]!.store_id, till_id: tills[0]!.id } : null
}
