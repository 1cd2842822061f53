import type { Tx } from '#kernel/db.ts'
import { gramsOf } from '#kernel/grams.ts'
import { spellingsBetween } from '#kernel/spelling.ts'
import * as store from './store.ts'

/**
 * Spells the names of some members who were there before names were spelled so, and hands back who they
 * were: none when nobody is left. Any number of processes may do it at once, and again.
 */
export async function spellSome(tx: Tx, chain_id: string, limit: number): Promise<string[]> {
  const members = await store.lockUnspelled(tx, chain_id, limit)
  const ids = members.map(({ member_id }) => member_id)
  await store.writeNames(tx, chain_id, members.map(({ member_id, name }) =>
    ({ member_id, grams: gramsOf(name), spellings: spellingsBetween(name) })))
  await store.markSpelled(tx, chain_id, ids)
  return ids
}
