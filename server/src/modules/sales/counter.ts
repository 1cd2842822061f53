import { inChain, together } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { recordAll } from '#kernel/audit.ts'
import { openLane } from '#kernel/lane.ts'
import type { Lane, Outcome } from '#kernel/lane.ts'
import { leaveNotes } from '#kernel/notes.ts'
import { answerOf, keyOf, recall, remember } from '#kernel/once.ts'
import { Refusal } from '#kernel/refusal.ts'
import { writeUses } from '#modules/approvals/approvals.ts'
import { writeStock } from '#modules/inventory/inventory.ts'
import { writeBooks } from '#modules/ledger/ledger.ts'
import { writeAdjustments, writeTopUps } from '#modules/storedvalue/storedvalue.ts'
import { decideAdjust } from './adjust.ts'
import type { Change } from './change.ts'
import { decideReturn } from './giveback.ts'
import { keyOfOrder } from './orders.ts'
import type { Answer, Answers, Order } from './orders.ts'
import { decideSale } from './settle.ts'
import { lock, seqKey } from './state.ts'
import type { State } from './state.ts'
import * as store from './store.ts'
import { decideTopUp } from './topup.ts'

/** The most orders in one transaction, and the most that may wait for it. */
const most = 32, queue = 512

/** Where sales, returns, top-ups and adjustments of all chains are settled: one lane for each chain. */
export type Counter = {
  settle<Kind extends Order['kind']>(order: Extract<Order, { kind: Kind }>): Promise<Answers[Kind]>
  /** When all lanes stand still. */
  idle(): Promise<void>
}

export type CounterOptions = {
  db: Db
  /** Told after each commit that left notes. */
  wake?: (chain_id: string) => void
}

export function openCounter({ db, wake }: CounterOptions): Counter {
  const lanes = new Map<string, Lane<Order, Answer>>()
  const laneOf = (chain_id: string) => {
    let lane = lanes.get(chain_id)
    if (!lane) {
      lane = openLane<Order, Answer>({
        most, queue,
        async work(orders) {
          const outcomes = await inChain(db, chain_id, async (tx) => await settleBatch(tx, chain_id, orders))
          wake?.(chain_id)
          return outcomes
        },
      })
      lanes.set(chain_id, lane)
    }
    return lane
  }
  return {
    settle: async <Kind extends Order['kind']>(order: Extract<Order, { kind: Kind }>) =>
      await laneOf(order.who.chain_id).submit(order) as Answers[Kind],
    idle: async () => { await Promise.all([...lanes.values()].map((lane) => lane.idle())) },
  }
}

/**
 * One batch in one transaction: lock and read what all orders need, decide each in order of arrival on the
 * state the ones before it left, write everything set-based. A refusal stays with its order.
 */
export async function settleBatch(
  tx: Tx, chain_id: string, orders: readonly Order[],
): Promise<Outcome<Answer>[]> {
  const state = await lock(tx, chain_id, orders)
  const begun = new Set(state.seqs.keys())
  const changes: { change: Change; order: Order }[] = []
  const outcomes = orders.map((order) => asOutcome(() => {
    const key = keyOfOrder(order)
    const before = answerOf(state.remembered.get(keyOf(key)), key)
    if (before !== undefined) return before as Answer
    const change = decide(state, order)
    changes.push({ change, order })
    // A twin further down in this very batch finds the answer here.
    state.remembered.set(keyOf(key), { ...key, answer: change.answer })
    return change.answer
  }))
  if (changes.length > 0) await write(tx, chain_id, { state, begun, changes })
  return await withLateAnswers(tx, chain_id, { orders, outcomes })
}

function asOutcome(answer: () => Answer): Outcome<Answer> {
  try {
    return { answer: answer() }
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error }
    throw error
  }
}

/**
 * A refused order may stand in the books all the same: when the answers were read its twin (in another
 * process, or before a connection broke) was still being committed, the locks waited for it, and what it took
 * is what was missing then. Whoever is refused is therefore looked up once more.
 */
async function withLateAnswers(
  tx: Tx, chain_id: string, { orders, outcomes }: { orders: readonly Order[]; outcomes: Outcome<Answer>[] },
): Promise<Outcome<Answer>[]> {
  const refused = orders.filter((_, at) => 'refusal' in outcomes[at]!)
  if (refused.length === 0) return outcomes
  const late = await recall(tx, chain_id, refused.map(keyOfOrder))
  return outcomes.map((outcome, at) => {
    const key = keyOfOrder(orders[at]!), found = late.get(keyOf(key))
    return 'refusal' in outcome && found ? asOutcome(() => answerOf(found, key) as Answer) : outcome
  })
}

function decide(state: State, order: Order): Change {
  switch (order.kind) {
    case 'sale': return decideSale(state, order)
    case 'return': return decideReturn(state, order)
    case 'top_up': return decideTopUp(state, order)
    case 'adjust': return decideAdjust(state, order)
  }
}

type Written = {
  state: State; begun: ReadonlySet<string>; changes: readonly { change: Change; order: Order }[]
}

async function write(tx: Tx, chain_id: string, { state, begun, changes }: Written): Promise<void> {
  const all = changes.map((one) => one.change), who = all[0]!.who
  const receipts = all.flatMap((change) => change.receipt ?? [])
  await together([
    writeBooks(tx, chain_id, {
      books: state.books, new_lots: all.flatMap((change) => change.lots),
      transfers: all.flatMap((change) => change.transfers),
    }),
    writeStock(tx, who, all.flatMap((change) => change.stock)),
    store.writeTillDays(tx, chain_id, lastNumbers(receipts, begun)),
    store.insertReceipts(tx, chain_id, receipts),
    store.insertSales(tx, chain_id, all.flatMap((change) => change.sale ?? [])),
    store.insertReturns(tx, chain_id, all.flatMap((change) => change.returned ?? [])),
    writeTopUps(tx, all.flatMap((change) => change.top_up ?? [])),
    writeAdjustments(tx, all.flatMap((change) => change.adjustment ?? [])),
    writeUses(tx, chain_id, all.flatMap((change) => change.uses)),
    leaveNotes(tx, who, all.flatMap((change) => change.notes)),
    recordAll(tx, all),
    remember(tx, who, changes.map(({ change, order }) =>
      ({ ...keyOfOrder(order), answer: change.answer, at: change.who.now }))),
  ])
}

function lastNumbers(receipts: readonly store.Receipt[], begun: ReadonlySet<string>) {
  const last = new Map<string, store.TillDay & { last_seq: number; begun: boolean }>()
  for (const { store_id, till_id, business_day, seq } of receipts) {
    const key = seqKey(till_id, business_day)
    last.set(key, { store_id, till_id, business_day, last_seq: seq, begun: begun.has(key) })
  }
  return [...last.values()]
}
