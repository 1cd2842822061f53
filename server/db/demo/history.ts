import type { Holdings } from '#contract/members.ts'
import { asFen } from '#contract/money.ts'
import type { Milli } from '#contract/money.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Who } from '#kernel/who.ts'
import type { Answers, Counter, Order } from '#modules/sales/sales.ts'
import type { DemoSite } from './chain.ts'
import { choosePayment, labelOf, paymentByPhone } from './paying.ts'
import type { Payment } from './paying.ts'
import { seed } from './size.ts'
import type { Happening, Returning, Selling } from './timetable.ts'

/** What came of the history. `passed_over`: what was refused since somebody else was at work in the demo. */
export type Tally = { sales: number; top_ups: number; returns: number; passed_over: number }

export type History = {
  counter: Counter
  site: DemoSite
  timetable: readonly Happening[]
  /** The ids of the demo's members by their number; null for one who is not to be had. */
  member_ids: readonly (string | null)[]
  /** Told how many of the timetable are done. */
  progress: (done: number) => void
  signal?: AbortSignal | undefined
}

/** With the top-ups that some bring along, about as many orders as the counter takes into one transaction. */
const together = 26
/** A top-up is made this long before its sale. */
const top_up_before_ms = 40_000

type Desk = History & { tally: Tally; held: Map<string, Holdings>; sold: Map<number, Answers['sale']> }

/**
 * Carries the timetable out at the counter, oldest first, as many together as the lane takes. An order is
 * decided on what its member holds, so a member comes once in a batch. Orders that were settled before are
 * answered again as they were. Hands back null when it was told to stop.
 */
export async function carryOut(history: History): Promise<Tally | null> {
  const desk: Desk = {
    ...history, tally: { sales: 0, top_ups: 0, returns: 0, passed_over: 0 }, held: new Map(), sold: new Map(),
  }
  let batch: Promise<void>[] = [], done = 0
  const busy = new Set<number | string>()
  const finish = async (): Promise<void> => {
    await Promise.all(batch)
    history.progress(done += batch.length)
    batch = []
    busy.clear()
  }
  for (const happening of history.timetable) {
    if (history.signal?.aborted) break
    const { n, visit: { member } } = happening
    const keys = [`visit ${n}`, ...member ? [`member ${member.n}`] : []]
    if (batch.length >= together || keys.some((key) => busy.has(key))) await finish()
    for (const key of keys) busy.add(key)
    batch.push(happening.kind === 'sale' ? sell(desk, happening) : takeBack(desk, happening))
  }
  await finish()
  return history.signal?.aborted ? null : desk.tally
}

/** Both orders are handed in before anything is waited for: the lane keeps them in this order. */
async function sell(desk: Desk, selling: Selling): Promise<void> {
  const { n } = selling
  const member_id = memberOf(desk, selling)
  const visit = member_id === null ? { ...selling.visit, member: null } : selling.visit
  const held = member_id === null ? undefined : desk.held.get(member_id)
  const chosen = choosePayment(visit, n, held ?? nothing)
  const topped = chosen.top_up && member_id !== null
    ? tried(desk.counter.settle(topUpOrder(desk, selling, { member_id, top_up: chosen.top_up }))) : null
  const settled = tried(desk.counter.settle(saleOrder(desk, selling, { member_id, payment: chosen })))
  const top_up = await topped
  if (top_up && !(top_up instanceof Refusal)) desk.tally.top_ups += 1
  let sale = await settled
  if (sale instanceof Refusal) {
    const payment = paymentByPhone(visit, n)
    sale = await tried(desk.counter.settle(saleOrder(desk, selling, { member_id, payment })))
  }
  if (sale instanceof Refusal) { desk.tally.passed_over += 1; return }
  desk.tally.sales += 1
  desk.sold.set(n, sale)
  hold(desk, member_id, sale.holdings)
}

async function takeBack(desk: Desk, returning: Returning): Promise<void> {
  const { n, line, qty_m, reason } = returning
  const sale = desk.sold.get(n)
  if (!sale) { desk.tally.passed_over += 1; return }
  const back = await tried(desk.counter.settle({
    kind: 'return', who: actor(desk, returning),
    input: {
      ...placeOf(desk, returning), op_key: `demo:${seed}:return:${n}`, sale_id: sale.sale_id, reason,
      lines: [{ line, qty_m: qty_m as Milli }],
    },
  }))
  if (back instanceof Refusal) { desk.tally.passed_over += 1; return }
  desk.tally.returns += 1
  hold(desk, memberOf(desk, returning), back.holdings)
}

/** Somebody who tries the demo may spend, reprice or take off sale what this order counts on: no alarm. */
async function tried<Answer>(order: Promise<Answer>): Promise<Answer | Refusal> {
  return await order.catch((error: unknown) => {
    if (error instanceof Refusal) return error
    throw error
  })
}

const nothing: Holdings = { principal_fen: asFen(0), bonus_fen: asFen(0), points: 0 }

const memberOf = ({ member_ids }: Desk, { visit: { member } }: Happening): string | null =>
  member && (member_ids[member.n] ?? null)

function hold(desk: Desk, member_id: string | null, holdings: Holdings | null): void {
  if (member_id !== null && holdings) desk.held.set(member_id, holdings)
}

function actor({ site }: Desk, { store, crew, at }: Happening, before_ms = 0): Who {
  const people = site.crews[store]!
  return { ...people[crew % people.length]!, now: new Date(at.getTime() - before_ms) }
}

function placeOf({ site }: Desk, { store, till }: Happening): { store_id: string; till_id: string } {
  const { id, tills } = site.stores[store]!
  return { store_id: id, till_id: tills[till]!.id }
}

type OrderOf<Kind extends Order['kind']> = Extract<Order, { kind: Kind }>

function topUpOrder(
  desk: Desk, selling: Selling, paying: { member_id: string; top_up: NonNullable<Payment['top_up']> },
): OrderOf<'top_up'> {
  const { member_id, top_up: { pay_fen, bonus_fen, tender } } = paying
  return {
    kind: 'top_up', who: actor(desk, selling, top_up_before_ms),
    input: {
      ...placeOf(desk, selling), op_key: `demo:${seed}:top-up:${selling.n}`, member_id,
      principal_fen: pay_fen, bonus_fen, tender,
    },
  }
}

function saleOrder(
  desk: Desk, selling: Selling, { member_id, payment }: { member_id: string | null; payment: Payment },
): OrderOf<'sale'> {
  const { points, tenders, payable_fen } = payment
  const lines = selling.visit.lines.map((line) =>
    ({ sku_id: desk.site.sku_ids[line.good]!, qty_m: line.qty_m as Milli, label_fen: labelOf(line) }))
  return {
    kind: 'sale', who: actor(desk, selling),
    input: {
      ...placeOf(desk, selling), op_key: `demo:${seed}:sale:${selling.n}`, member_id, lines, points, tenders,
      payable_fen,
    },
  }
}
