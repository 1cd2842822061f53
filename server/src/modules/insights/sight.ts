import { mayReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'

/** Whose dealings with a member are read: those of some stores (null: all), or of these only one person's. */
export type Sight = { reach: readonly string[] | null; by: string | null }

/** What somebody sees of a member's dealings: their stores' (R3.06), with scope `own` only what they did. */
export const sightOf = ({ stores, scope, principal }: Who): Sight =>
  ({ reach: stores === 'all' ? null : [...stores], by: scope === 'own' ? principal.id : null })

/** Whether one of them is told with its place, paper and people; its amount alone is the member's own. */
export const sees = (who: Who, dealing: { store_id: string; staff_id: string }): boolean =>
  mayReach(who, dealing.store_id) && (who.scope !== 'own' || dealing.staff_id === who.principal.id)
