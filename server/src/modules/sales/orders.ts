import type { quoteSale, returnSale, settleSale } from '#contract/sales.ts'
import type { adjust, topUp } from '#contract/value.ts'
import type { Input, Reply } from '#contract/endpoint.ts'
import type { Who } from '#kernel/who.ts'
import { hashOf } from '#kernel/once.ts'
import type { OpKey } from '#kernel/once.ts'

export type SaleInput = Input<typeof settleSale>
export type ReturnInput = Input<typeof returnSale>
export type TopUpInput = Input<typeof topUp>
export type AdjustInput = Input<typeof adjust>
export type QuoteInput = Input<typeof quoteSale>

/** Everything that goes through the counter: one lane for all of them, since they meet at the same rows. */
export type Order =
  | { kind: 'sale'; who: Who; input: SaleInput }
  | { kind: 'return'; who: Who; input: ReturnInput }
  | { kind: 'top_up'; who: Who; input: TopUpInput }
  | { kind: 'adjust'; who: Who; input: AdjustInput }

export type OrderOf<Kind extends Order['kind']> = Extract<Order, { kind: Kind }>

export type Answers = {
  sale: Reply<typeof settleSale>; return: Reply<typeof returnSale>; top_up: Reply<typeof topUp>
  adjust: Reply<typeof adjust>
}
export type Answer = Answers[Order['kind']]

const keys = new WeakMap<Order, OpKey>()

/** The key an order is remembered by: under the store where it is made. Its digest is worked out once. */
export function keyOfOrder(order: Order): OpKey {
  const known = keys.get(order)
  if (known) return known
  const { op_key, ...input } = order.input
  const key = { owner_id: order.input.store_id, op_key, verb: order.kind, input_hash: hashOf(input) }
  keys.set(order, key)
  return key
}
