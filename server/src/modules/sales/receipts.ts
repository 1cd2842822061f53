import { businessDay } from '#kernel/clock.ts'
import { refuse, refuseIf } from '#kernel/refusal.ts'
import { refuseOutOfReach } from '#kernel/who.ts'
import { whyNotHere } from '#modules/access/access.ts'
import type { TillFacts } from '#modules/org/org.ts'
import type { Order, OrderOf } from './orders.ts'
import { seqKey } from './state.ts'
import type { State } from './state.ts'
import type { Receipt } from './store.ts'

/** An order that is made at a till. */
export type AtTill = Exclude<Order, { kind: 'adjust' }>

/**
 * The till an order is made at, refused when it is not of this store, or the store is out of reach or
 * closed; and where only enrolled tills take money, when the session stands at another device.
 */
export function tillFor(state: State, { input, who }: AtTill): TillFacts {
  refuseOutOfReach(who, input.store_id)
  const till = state.tills.get(input.till_id)
  if (till?.store_id !== input.store_id) refuse('till_unknown')
  if (till.is_closed) refuse('store_closed')
  const { tills_enrolled_only } = state.settings(input.till_id, who.now)
  refuseIf(whyNotHere(who, { till_id: input.till_id, tills_enrolled_only }))
  return till
}

/** What is known of the store an order is made for. */
export function storeFor(state: State, { input, who }: OrderOf<'adjust'>): Pick<TillFacts, 'legal_entity'> {
  refuseOutOfReach(who, input.store_id)
  const till = [...state.tills.values()].find((one) => one.store_id === input.store_id)
  if (!till) refuse('store_unknown')
  return till
}

/**
 * The next number of a till on its business day: GH2-261121-0215 is store GH, till 2, 21 November 2026,
 * number 215. Taken last of all, when nothing can be refused any more, so that numbers have no gaps.
 */
export function nextReceipt(
  state: State, { who }: AtTill, wanted: { till: TillFacts; kind: Receipt['kind']; doc_id: string },
): Receipt {
  const { till, kind, doc_id } = wanted
  const business_day = businessDay(who.now, who.zone, till.cutoff_hour)
  const key = seqKey(till.till_id, business_day)
  const seq = (state.seqs.get(key) ?? 0) + 1
  state.seqs.set(key, seq)
  const receipt_no = `${till.store_code}${till.number}-${business_day.slice(2).replaceAll('-', '')}-${
    String(seq).padStart(4, '0')}`
  return { store_id: till.store_id, till_id: till.till_id, business_day, seq, receipt_no, kind, doc_id }
}
