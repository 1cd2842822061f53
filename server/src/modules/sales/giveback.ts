import { asFen, sumFen } from '#contract/money.ts'
import type { Fen, Milli } from '#contract/money.ts'
import type { Settings } from '#contract/settings.ts'
import type { Act } from '#kernel/audit.ts'
import { newId } from '#kernel/ids.ts'
import { localTime } from '#kernel/clock.ts'
import { refuse } from '#kernel/refusal.ts'
import { takeApproval } from '#modules/approvals/approvals.ts'
import type { Use } from '#modules/approvals/approvals.ts'
import { moveStock } from '#modules/inventory/inventory.ts'
import { post, shelve } from '#modules/ledger/ledger.ts'
import type { Entry, Lot } from '#modules/ledger/ledger.ts'
import { claw, restore } from '#modules/points/points.ts'
import { restoreValue } from '#modules/storedvalue/storedvalue.ts'
import { clawBack } from '#pricing/points.ts'
import { refund } from '#pricing/refund.ts'
import type { RefundLine } from '#pricing/refund.ts'
import type { Change } from './change.ts'
import type { Answers, OrderOf } from './orders.ts'
import { saleInReach } from './reach.ts'
import { nextReceipt, tillFor } from './receipts.ts'
import { holdingsOf } from './settle.ts'
import type { State } from './state.ts'
import type { ReturnDoc, SoldSale } from './store.ts'

type ReturnOrder = OrderOf<'return'>

/** What a return gives back: by line, by tender column, and in points. */
export type GiveBack = {
  lines: RefundLine[]; amount_fen: Fen; cells_fen: Fen[]; points_back: number; points_clawed: number
}

/**
 * Works out a return from the stored cells (C3) and the real money that stays (C5).
 * Refuses by name what is too much.
 */
export function workOut(sale: SoldSale, wanted: readonly { line: number; qty_m: Milli }[]): GiveBack {
  for (const { line, qty_m } of wanted) {
    const sold = sale.lines[line - 1]
    if (sold?.sold_by === 'piece' && qty_m % 1000 !== 0) refuse('return_not_whole', { name: sold.name })
  }
  const lines = refund(
    sale.lines.map((line) =>
      ({ qty_m: line.qty_m, payable_fen: line.payable_fen, cells: line.cells_fen, points: line.points })),
    sale.lines.flatMap((line, at) => line.returned_m > 0 ? [{ line: at, qty_m: line.returned_m }] : []),
    wanted.map(({ line, qty_m }) => ({ line: line - 1, qty_m })))
  if (typeof lines === 'string') return refuseReturn(sale, wanted, lines)
  const cells_fen = sale.tenders.map((_, column) => sumFen(lines.map((line) => line.cells[column]!)))
  const stays = sale.tenders.filter((tender) => tender.kind !== 'bonus')
    .map((tender) => asFen(tender.amount_fen - tender.returned_fen - cells_fen[tender.column]!))
  const standing = sale.points_earned - sale.points_clawed
  return {
    lines, cells_fen, amount_fen: sumFen(cells_fen),
    points_back: lines.reduce((sum, line) => sum + line.points, 0),
    points_clawed: standing === 0 ? 0
      : clawBack(standing, sumFen(stays), { points_per_yuan: sale.points_rate, multiplier_bp: 10_000 }),
  }
}

function refuseReturn(
  sale: SoldSale, wanted: readonly { line: number; qty_m: number }[],
  reason: 'return_nothing' | 'return_line_unknown' | 'return_more_than_sold',
): never {
  if (reason === 'return_line_unknown')
    refuse(reason, { line: wanted.find(({ line }) => !sale.lines[line - 1])?.line ?? 0 })
  const asked = (line: number) =>
    wanted.filter((one) => one.line === line).reduce((sum, one) => sum + one.qty_m, 0)
  const over = sale.lines.find((line) => line.returned_m + asked(line.line) > line.qty_m)
  if (reason === 'return_nothing' || !over) refuse('return_nothing')
  refuse(reason, {
    name: over.name, left: (over.qty_m - over.returned_m) / 1000, wanted: asked(over.line) / 1000,
  })
}

/** Decides one return on the locked state. A sale out of reach answers as one that is not there. */
export function decideReturn(state: State, order: ReturnOrder): Change {
  const { input, who } = order
  const till = tillFor(state, order)
  const settings = state.settings(input.till_id, who.now)
  const sale = saleInReach(who, state.sales.get(input.sale_id), {
    token: input.token, anywhere: settings.returns_anywhere,
  })
  const back = workOut(sale, input.lines)
  const id = newId()
  const approved = approvedReturn(state, order, { sale, back, return_id: id })
  const moved = moveLedger(state, order, { sale, back, return_id: id })

  // Nothing is refused from here on. What came back counts for the next order of this batch too.
  takeIn(sale, back)
  const receipt = nextReceipt(state, order, { till, kind: 'return', doc_id: id })
  const returned: ReturnDoc = {
    id, sale_id: sale.id, store_id: sale.store_id, at_store_id: input.store_id, till_id: input.till_id,
    receipt_no: receipt.receipt_no, business_day: receipt.business_day, made_by: who.principal.id,
    reason: input.reason, amount_fen: back.amount_fen, cells_fen: back.cells_fen,
    points_back: back.points_back, points_clawed: back.points_clawed, at: who.now,
    lines: back.lines.map((line) => ({ ...line, line: line.line + 1 })),
  }
  return {
    who, receipt, returned, ...moved, uses: approved.uses,
    stock: back.lines.map((line) => moveStock(state.stock, {
      store_id: input.store_id, sku_id: sale.lines[line.line]!.sku_id, kind: 'return', delta_m: line.qty_m,
      ref: sale.id, made_by: who.principal.id, at: who.now,
    })),
    notes: [returnedNote(order, { sale, back, business_day: receipt.business_day })],
    acts: [{
      verb: 'sale.return', ref: sale.id,
      detail: {
        return_id: id, receipt_no: receipt.receipt_no, amount_fen: back.amount_fen, store_id: input.store_id,
        ...sale.store_id === input.store_id ? {} : { sold_store_id: sale.store_id },
      },
    }, ...approved.acts],
    answer: {
      return_id: id, receipt_no: receipt.receipt_no, amount_fen: back.amount_fen,
      points_back: back.points_back, points_clawed: back.points_clawed,
      holdings: holdingsOf(state.books, sale.member_id), at: who.now.toISOString(),
      tenders: sale.tenders.map(({ column, kind }) =>
        ({ column, kind, amount_fen: back.cells_fen[column]! })),
    } satisfies Answers['return'],
  }
}

/**
 * Whether so much money needs a second person: all that went back of the sale counts, so that nobody gives it
 * back in small parts.
 */
export function needsApproval(sale: SoldSale, amount_fen: Fen, settings: Settings): boolean {
  const { approve_return_over_fen: most } = settings
  return most !== null && sumFen(sale.tenders.map((tender) => tender.returned_fen)) + amount_fen > most
}

function approvedReturn(
  state: State, { input, who }: ReturnOrder, done: { sale: SoldSale; back: GiveBack; return_id: string },
): { uses: Use[]; acts: Act[] } {
  const { sale, back: { amount_fen }, return_id } = done
  if (!needsApproval(sale, amount_fen, state.settings(input.till_id, who.now))) return { uses: [], acts: [] }
  const { use, act } = takeApproval(state.approvals, who, {
    approval_id: input.approval_id ?? null, store_id: input.store_id, doc_id: return_id,
    about: { act: 'return_over', sale_id: sale.id, amount_fen },
  })
  return { uses: [use], acts: [act] }
}

function takeIn(sale: SoldSale, back: GiveBack): void {
  for (const line of back.lines) {
    const sold = sale.lines[line.line]!
    sold.returned_m = sold.returned_m + line.qty_m as Milli
  }
  for (const tender of sale.tenders)
    tender.returned_fen = asFen(tender.returned_fen + back.cells_fen[tender.column]!)
  sale.points_clawed += back.points_clawed
}

function moveLedger(
  state: State, { input, who }: ReturnOrder, done: { sale: SoldSale; back: GiveBack; return_id: string },
) {
  const { sale, back, return_id } = done
  const lots: Lot[] = []
  if (sale.member_id === null) return { lots, transfers: [] }
  const stamp = {
    op_key: input.op_key, store_id: input.store_id, staff_id: who.principal.id, occurred_at: who.now,
  }
  const act = { member_id: sale.member_id, ref: sale.id, doc_id: return_id, at: who.now, zone: who.zone }
  const run = (change: { entries: readonly Entry[]; lots: readonly Lot[] }) => {
    for (const lot of change.lots) { shelve(state.books, lot); lots.push(lot) }
    return post(state.books, { entries: change.entries, stamp, newId })
  }
  const paid = (kind: string) =>
    sumFen(sale.tenders.filter((t) => t.kind === kind).map((t) => back.cells_fen[t.column]!))
  const transfers = run({
    lots: [],
    entries: restoreValue(state.books, act, { principal_fen: paid('principal'), bonus_fen: paid('bonus') }),
  })
  if (back.points_back > 0)
    transfers.push(...run(restore(state.books, act, { points: back.points_back, newId })))
  if (back.points_clawed > 0) transfers.push(...run(claw(state.books, act, back.points_clawed)))
  return { lots, transfers }
}

type Returned = { sale: SoldSale; back: GiveBack; business_day: string }

function returnedNote({ input, who }: ReturnOrder, { sale, back, business_day }: Returned) {
  const value_fen = sumFen(sale.tenders.filter((t) => t.kind === 'bonus' || t.kind === 'principal')
    .map((t) => back.cells_fen[t.column]!))
  return {
    owner_id: input.store_id, kind: 'sale.returned' as const, at: who.now,
    data: {
      sale_id: sale.id, store_id: input.store_id, sold_store_id: sale.store_id, member_id: sale.member_id,
      business_day, hour: localTime(who.now, who.zone).hour, amount_fen: back.amount_fen, value_fen,
    },
  }
}
