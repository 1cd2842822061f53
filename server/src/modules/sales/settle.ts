import { asFen, sumFen } from '#contract/money.ts'
import type { Fen } from '#contract/money.ts'
import type { Act } from '#kernel/audit.ts'
import { newId } from '#kernel/ids.ts'
import { localTime } from '#kernel/clock.ts'
import { refuse } from '#kernel/refusal.ts'
import { takeApproval } from '#modules/approvals/approvals.ts'
import type { Use } from '#modules/approvals/approvals.ts'
import { moveStock } from '#modules/inventory/inventory.ts'
import { accountOf, post, shelve } from '#modules/ledger/ledger.ts'
import type { Books, Entry, Lot } from '#modules/ledger/ledger.ts'
import { earn, redeem, usablePoints } from '#modules/points/points.ts'
import { drawValue, usableValue } from '#modules/storedvalue/storedvalue.ts'
import type { ValueDraw } from '#modules/storedvalue/storedvalue.ts'
import { earned } from '#pricing/points.ts'
import { matrix } from '#pricing/matrix.ts'
import type { Priced } from '#pricing/basket.ts'
import type { Change } from './change.ts'
import type { Answers, OrderOf } from './orders.ts'
import {
  aboutLines, linesToApprove, lowLabelActs, overrideActs, refuseAboveMarked, refuseFarBelow,
} from './overrides.ts'
import type { PricedBasket } from './overrides.ts'
import { nextReceipt, tillFor } from './receipts.ts'
import {
  earningRate, goodsOf, mixOf, pointsLimit, priceBasket, refusePoints, refuseSwitchedOff, refuseTenders,
  roundingFor,
} from './sale-rules.ts'
import type { State } from './state.ts'
import type { SaleDoc, TenderColumn } from './store.ts'
import { newToken } from './token.ts'

type SaleOrder = OrderOf<'sale'>

/**
 * Decides one sale on the locked state: priced again here, paid to the fen, matrix
 * fixed (C3). Refuses by throwing.
 */
export function decideSale(state: State, order: SaleOrder): Change {
  const { input, who } = order
  const till = tillFor(state, order)
  const settings = state.settings(input.till_id, who.now)
  refuseSwitchedOff(settings, input)
  const goods = goodsOf(state.skus, input)
  refuseStranger(state.books, input.member_id)
  const priced = priceBasket(goods, input, {
    settings, rounding: roundingFor(settings, mixOf(input.tenders)),
  })
  refuseAboveMarked({ wanted: input, goods, priced })
  refuseFarBelow({ wanted: input, goods, priced }, settings)
  refusePoints(input.points, pointsHeld(state.books, order),
    pointsLimit(priced.subtotal_fen, settings).points)
  if (priced.payable_fen !== input.payable_fen)
    refuse('payable_changed', { expected_fen: input.payable_fen, payable_fen: priced.payable_fen })
  const change_fen = refuseTenders(input.tenders, priced.payable_fen)

  const sale_id = newId()
  const value = drawFor(state, order, sale_id)
  const columns = columnsOf(order, value, change_fen)
  const rate = earningRate(settings)
  const points_earned = input.member_id === null ? 0
    : earned(realMoney(columns), { points_per_yuan: rate, multiplier_bp: 10_000 })
  // The last that can refuse: an approval that is marked used must not be lost to a refusal after it.
  const prices = setPrices(state, order, { basket: { wanted: input, goods, priced }, sale_id })
  const moved = moveLedger(state, order, { sale_id, value, priced, points_earned })

  // Nothing is refused from here on.
  const receipt = nextReceipt(state, order, { till, kind: 'sale', doc_id: sale_id })
  const holdings = holdingsOf(state.books, input.member_id)
  const sale: SaleDoc = {
    id: sale_id, token: newToken(), store_id: input.store_id, till_id: input.till_id,
    receipt_no: receipt.receipt_no,
    business_day: receipt.business_day, cashier_id: who.principal.id, member_id: input.member_id,
    list_fen: priced.list_fen, saved_fen: priced.saved_fen, points: priced.points,
    points_fen: priced.points_fen, rounding_fen: priced.rounding_fen, payable_fen: priced.payable_fen,
    change_fen, points_earned, points_rate: rate, points_balance: holdings?.points ?? null,
    settings_version: state.versions.settings, catalog_version: state.versions.catalog,
    engine_version: priced.engine_version, at: who.now, lines: linesOf(goods, priced, columns),
    tenders: columns,
  }
  return {
    who, receipt, sale, ...moved, ...prices,
    stock: input.lines.map((line) => moveStock(state.stock, {
      store_id: input.store_id, sku_id: line.sku_id, kind: 'sale', delta_m: -line.qty_m, ref: sale_id,
      made_by: who.principal.id, at: who.now,
    })),
    notes: [settledNote(order, sale)],
    answer: {
      sale_id, receipt_no: receipt.receipt_no, token: sale.token, payable_fen: priced.payable_fen, change_fen,
      points_earned, holdings, at: who.now.toISOString(),
    } satisfies Answers['sale'],
  }
}

/** Prices that a person set: what a second person had to approve, and what goes on record. */
function setPrices(
  state: State, { input, who }: SaleOrder, { basket, sale_id }: { basket: PricedBasket; sale_id: string },
): { uses: Use[]; acts: Act[] } {
  const sale = { id: sale_id, store_id: input.store_id }, settings = state.settings(input.till_id, who.now)
  const acts = [
    ...overrideActs(basket, sale), ...lowLabelActs(basket, sale, settings.price_override_free_bp),
  ]
  const places = linesToApprove(basket, who, settings)
  if (places.length === 0) return { uses: [], acts }
  const { use, act } = takeApproval(state.approvals, who, {
    approval_id: input.approval_id ?? null, store_id: input.store_id, about: aboutLines(basket, places),
    doc_id: sale_id,
  })
  return { uses: [use], acts: [...acts, act] }
}

export function refuseStranger(books: Books, member_id: string | null): void {
  if (member_id !== null && !books.accounts.has(`${member_id} points`)) refuse('member_unknown')
}

export function pointsHeld(
  books: Books, { input, who }: Pick<SaleOrder, 'who'> & { input: { member_id: string | null } },
) {
  if (input.member_id === null) return null
  return {
    balance: accountOf(books, input.member_id, 'points').balance,
    usable: usablePoints(books, input.member_id, who.now),
  }
}

export function holdingsOf(books: Books, member_id: string | null) {
  if (member_id === null) return null
  const balance = (id: string) => accountOf(books, member_id, id).balance
  return {
    principal_fen: asFen(balance('principal')), bonus_fen: asFen(balance('bonus')), points: balance('points'),
  }
}

function drawFor(state: State, { input, who }: SaleOrder, sale_id: string): ValueDraw | null {
  const tender = input.tenders.find((one) => one.kind === 'stored_value')
  if (!tender) return null
  if (input.member_id === null) refuse('value_needs_member')
  const act = { member_id: input.member_id, ref: sale_id, doc_id: sale_id, at: who.now }
  const drawn = drawValue(state.books, act, {
    amount_fen: tender.amount_fen, order: state.settings(input.till_id, who.now).value_order,
  })
  if (drawn) return drawn
  const balance_fen = usableValue(state.books, input.member_id, who.now)
  refuse('value_short', {
    needed_fen: tender.amount_fen, balance_fen, short_fen: tender.amount_fen - balance_fen,
  })
}

/** The columns of the matrix in the order of C3: bonus, principal, then the others as given. */
function columnsOf({ input }: SaleOrder, value: ValueDraw | null, change_fen: Fen): TenderColumn[] {
  const none = { tendered_fen: null, change_fen: asFen(0), reference: null }
  const columns: Omit<TenderColumn, 'column'>[] = value ? [
    { kind: 'bonus', amount_fen: value.bonus_fen, ...none },
    { kind: 'principal', amount_fen: value.principal_fen, ...none },
  ] : []
  for (const tender of input.tenders) {
    if (tender.kind === 'cash')
      columns.push({
        kind: 'cash', amount_fen: tender.amount_fen, tendered_fen: tender.tendered_fen, change_fen,
        reference: null,
      })
    if (tender.kind === 'other')
      columns.push({ kind: 'other', amount_fen: tender.amount_fen, ...none, reference: tender.reference })
  }
  return columns.filter((column) => column.amount_fen > 0).map((column, at) => ({ ...column, column: at }))
}

/** Points are earned on principal and outside tenders, never on bonus (C5). */
export function realMoney(columns: readonly { kind: string; amount_fen: number }[]): Fen {
  return sumFen(columns.filter((column) => column.kind !== 'bonus').map((column) => asFen(column.amount_fen)))
}

type Moves = { sale_id: string; value: ValueDraw | null; priced: Priced; points_earned: number }

function moveLedger(
  state: State, { input, who }: SaleOrder, { sale_id, value, priced, points_earned }: Moves,
) {
  const { books } = state
  const stamp = {
    op_key: input.op_key, store_id: input.store_id, staff_id: who.principal.id, occurred_at: who.now,
  }
  const lots: Lot[] = []
  const run = (change: { entries: readonly Entry[]; lots: readonly Lot[] }) => {
    for (const lot of change.lots) { shelve(books, lot); lots.push(lot) }
    return post(books, { entries: change.entries, stamp, newId })
  }
  if (input.member_id === null) return { lots, transfers: [] }
  const act = { member_id: input.member_id, ref: sale_id, doc_id: sale_id, at: who.now, zone: who.zone }
  const transfers = run({ entries: value?.entries ?? [], lots: [] })
  if (priced.points > 0) transfers.push(...run(redeem(books, act, priced.points)))
  const last_months = state.settings(input.till_id, who.now).points_last_months
  if (points_earned > 0)
    transfers.push(...run(earn(books, act, { points: points_earned, last_months, id: newId() })))
  return { lots, transfers }
}

function linesOf(
  goods: readonly { name: string; unit: string; sold_by: 'piece' | 'weight' }[], priced: Priced,
  columns: TenderColumn[],
) {
  const cells = matrix(
    priced.lines.map((line) => line.payable_fen), columns.map((column) => column.amount_fen))
  return priced.lines.map((line, index) => {
    const { name, unit, sold_by } = goods[index]!
    return {
      line: index + 1, sku_id: line.sku_id, name, unit, sold_by, qty_m: line.qty_m,
      list_price_fen: line.list_price_fen, unit_price_fen: line.unit_price_fen, list_fen: line.list_fen,
      amount_fen: line.amount_fen, points: line.points, points_fen: line.points_fen,
      rounding_fen: line.rounding_fen, payable_fen: line.payable_fen, reasons: line.reasons,
      cells_fen: cells[index]!,
    }
  })
}

function settledNote({ who }: SaleOrder, sale: SaleDoc) {
  const value_fen = sumFen(sale.tenders
    .filter((t) => t.kind === 'bonus' || t.kind === 'principal').map((t) => t.amount_fen))
  return {
    owner_id: sale.store_id, kind: 'sale.settled' as const, at: who.now,
    data: {
      sale_id: sale.id, store_id: sale.store_id, member_id: sale.member_id, business_day: sale.business_day,
      hour: localTime(who.now, who.zone).hour, payable_fen: sale.payable_fen, value_fen,
    },
  }
}
