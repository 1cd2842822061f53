import { sql } from 'kysely'
import type { Tx } from './db.ts'
import { insertRows } from './rows.ts'
import { bumpVersion } from './versions.ts'

/** A place under the chain that settings are made for. Its parent is the chain itself or another place. */
export type Place = { place_id: string; parent_id: string; kind: 'region' | 'store' | 'till' }

export async function readPlaces(tx: Tx, chain_id: string): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select place_id, parent_id, kind from kernel.places where chain_id = ${chain_id}`.execute(tx)
  return rows
}

/** Puts new places into the tree. */
export async function enterPlaces(tx: Tx, chain_id: string, places: readonly Place[]): Promise<void> {
  await insertRows(tx, {
    table: 'kernel.places',
    columns: { chain_id: 'uuid', place_id: 'uuid', parent_id: 'uuid', kind: 'text' },
  }, places.map((place) => ({ chain_id, ...place })))
  await bumpVersion(tx, chain_id, 'settings')
}

/** A place goes under another parent; from now on it follows what is set there. */
export async function movePlace(
  tx: Tx, chain_id: string, move: Pick<Place, 'place_id' | 'parent_id'>,
): Promise<void> {
  await sql`update kernel.places set parent_id = ${move.parent_id}
    where chain_id = ${chain_id} and place_id = ${move.place_id}`.execute(tx)
  await bumpVersion(tx, chain_id, 'settings')
}

/** A region without stores goes; the settings made for it stay on record. */
export async function leavePlace(tx: Tx, chain_id: string, place_id: string): Promise<void> {
  await sql`delete from kernel.places where chain_id = ${chain_id} and place_id = ${place_id}`.execute(tx)
  await bumpVersion(tx, chain_id, 'settings')
}

/** A place and those above it, the nearest first; the last is the chain. */
export function wayUp(places: ReadonlyMap<string, Place>, chain_id: string,
  place_id: string | null): string[] {
  const way: string[] = []
  for (let at = place_id === null ? undefined : places.get(place_id); at; at = places.get(at.parent_id))
    way.push(at.place_id)
  return [...way, chain_id]
}
