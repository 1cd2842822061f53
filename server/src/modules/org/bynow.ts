import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Who } from '#kernel/who.ts'
import { narrowest, permissionsOf, reachOf } from './rules.ts'
import * as people from './store-people.ts'

/**
 * Whoever acts on people and roles, with no more than they may by now: a session remembers up to two seconds
 * longer what somebody was, and who is just being dismissed must not have the last word. Refuses
 * `not_permitted` for whoever left.
 */
export async function byNow(tx: Tx, who: Who): Promise<Who> {
  if (who.principal.kind !== 'staff') return who
  const me = await people.selectPerson(tx, who.chain_id, who.principal.id) ?? refuse('not_permitted')
  const reach = reachOf(me.scope, me)
  return {
    ...who, scope: narrowest(who.scope, me.scope),
    permissions: who.permissions.intersection(new Set(permissionsOf(me))),
    stores: who.stores === 'all' ? reach : who.stores.filter((id) => reach === 'all' || reach.includes(id)),
  }
}
