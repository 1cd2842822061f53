import { OutOfReach, refuse } from '#kernel/refusal.ts'
import { mayReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'

/** A sale that was looked for. One of a store out of reach answers as one that is not there. */
export function saleInReach<Sale extends { id: string; store_id: string }>(
  who: Who, sale: Sale | null | undefined,
): Sale {
  if (!sale) refuse('not_found')
  if (!mayReach(who, sale.store_id)) throw new OutOfReach('not_found', sale.id)
  return sale
}
