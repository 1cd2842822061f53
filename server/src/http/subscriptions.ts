import { subscriptions } from '#contract/notes.ts'
import type { NoteKind, Subscription } from '#contract/notes.ts'
import type { Tx } from '#kernel/db.ts'
import type { Delivered } from '#kernel/notes.ts'
import type { Who } from '#kernel/who.ts'
import { addHours } from '#modules/insights/insights.ts'
import { markVisits } from '#modules/members/members.ts'

/**
 * What a subscription does with its notes, in the transaction that ends their deliveries; `who` is the
 * machine itself.
 */
export type Reaction = (tx: Tx, who: Who, notes: readonly Delivered[]) => Promise<void>

/** The code behind the page of subscriptions, complete by the compiler. */
export const reactions: { readonly [Name in Subscription]: Reaction } = {
  'insights.hours': async (tx, { chain_id }, notes) => { await addHours(tx, chain_id, notes) },
  'members.visits': async (tx, { chain_id }, notes) => { await markVisits(tx, chain_id, notes) },
}

type Page = Record<string, { on: readonly NoteKind[]; may_cause: readonly NoteKind[] }>

/**
 * A way on which one reaction's notes would come back to it, as the names on the way, or null. Such a circle
 * would feed itself for ever.
 */
export function circleIn(page: Page = subscriptions): string[] | null {
  const listenersOf = (name: string) => Object.keys(page).filter((other) =>
    page[other]!.on.some((kind) => page[name]!.may_cause.includes(kind)))
  const walk = (way: readonly string[]): string[] | null => {
    for (const next of listenersOf(way.at(-1)!)) {
      const found = way.includes(next) ? [...way.slice(way.indexOf(next)), next] : walk([...way, next])
      if (found) return found
    }
    return null
  }
  for (const name of Object.keys(page)) {
    const found = walk([name])
    if (found) return found
  }
  return null
}
