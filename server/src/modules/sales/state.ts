import type { Settings } from '#contract/settings.ts'
import { together } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { keyOf, recall } from '#kernel/once.ts'
import type { Remembered } from '#kernel/once.ts'
import { businessDay } from '#kernel/clock.ts'
import { readSettings } from '#kernel/settings.ts'
import { readVersions } from '#kernel/versions.ts'
import type { Versioned } from '#kernel/versions.ts'
import { lockApprovals } from '#modules/approvals/approvals.ts'
import type { Approvals } from '#modules/approvals/approvals.ts'
import { readSkus } from '#modules/catalog/catalog.ts'
import type { SkuForSale } from '#modules/catalog/catalog.ts'
import { lockStock } from '#modules/inventory/inventory.ts'
import type { StockNeed, StockState } from '#modules/inventory/inventory.ts'
import { lockBooks } from '#modules/ledger/ledger.ts'
import type { Books } from '#modules/ledger/ledger.ts'
import { readTillBook } from '#modules/org/org.ts'
import type { TillFacts } from '#modules/org/org.ts'
import { keyOfOrder } from './orders.ts'
import type { Order } from './orders.ts'
import * as store from './store.ts'
import type { SoldSale } from './store.ts'

/** Everything a batch is decided on: locked once, then moved on in memory by each order in turn. */
export type State = {
  versions: Record<Versioned, number>
  remembered: Map<string, Remembered>
  settings: (place_id: string, now: Date) => Settings
  tills: Map<string, TillFacts>
  skus: Map<string, SkuForSale>
  books: Books
  stock: StockState
  /** The last receipt number by till and business day. */
  seqs: Map<string, number>
  sales: Map<string, SoldSale>
  /** What second persons approved, of what the batch names. */
  approvals: Approvals
}

export const seqKey = (till_id: string, business_day: string): string => `${till_id} ${business_day}`

/**
 * Locks and reads what all orders of a batch need, in the one order every process keeps: member rows
 * by key, then store rows by key.
 */
export async function lock(tx: Tx, chain_id: string, orders: readonly Order[]): Promise<State> {
  // What needs no lock is read first, for all orders; the next answers wait for locks.
  const [versions, remembered, skus, allHeads] = await together([
    readVersions(tx, chain_id), recall(tx, chain_id, orders.map(keyOfOrder)),
    readSkus(tx, chain_id, [...new Set(orders.flatMap(soldGoods).map((need) => need.sku_id))]),
    readHeads(tx, chain_id, [...new Set(orders.flatMap(saleOf))]),
  ])
  const settings = await readSettings(tx, chain_id, versions.settings)
  const tills = await readTillBook(tx, chain_id, versions.org)
  // An order at a till that is not this store's is refused when it is decided; it must lock nothing before.
  const open = orders.filter((order) => !remembered.has(keyOf(keyOfOrder(order)))
    && (order.kind === 'adjust' || tills.get(order.input.till_id)?.store_id === order.input.store_id))

  // Each sale once: two returns of it in one batch share what is read.
  const returned = new Set(open.flatMap(saleOf))
  const heads = allHeads.filter((head) => returned.has(head.id))
  const acts = heads.flatMap((sale) =>
    sale.member_id === null ? [] : [{ owner_id: sale.member_id, ref: sale.id }])
  const members = new Set([...acts.map((act) => act.owner_id), ...open.flatMap(memberOf)])
  const sold = open.flatMap(soldGoods).filter((need) => skus.has(need.sku_id))

  // Sent in the order in which everybody locks: members, sales that come back, approvals, stock, tills.
  const lockingBooks = lockBooks(tx, chain_id, { owner_ids: [...members], acts })
  const sales = new Map<string, SoldSale>()
  if (heads.length > 0) {
    await lockingBooks
    for (const sale of await store.lockSold(tx, chain_id, heads)) sales.set(sale.id, sale)
  }
  const back = [...sales.values()].flatMap((sale) => returnedGoods(sale, open))
  const [books, approvals, stock, seqs] = await together([
    lockingBooks, lockApprovals(tx, chain_id, open.flatMap(approvalOf)),
    lockStock(tx, chain_id, [...sold, ...back]), store.lockTillDays(tx, chain_id, tillDays(open, tills)),
  ])
  return { versions, remembered, settings: settings.at, tills, skus, books, stock, seqs, sales, approvals }
}

const saleOf = (order: Order): string[] => order.kind === 'return' ? [order.input.sale_id] : []

function approvalOf(order: Order): string[] {
  const approval_id = order.kind === 'top_up' ? null : order.input.approval_id ?? null
  return approval_id === null ? [] : [approval_id]
}

function memberOf(order: Order): string[] {
  if (order.kind === 'return') return []
  return order.input.member_id === null ? [] : [order.input.member_id]
}

function soldGoods(order: Order): StockNeed[] {
  if (order.kind !== 'sale') return []
  return order.input.lines.map((line) => ({ store_id: order.input.store_id, sku_id: line.sku_id }))
}

const readHeads = async (tx: Tx, chain_id: string, ids: readonly string[]) =>
  ids.length === 0 ? [] : await store.readHeads(tx, chain_id, ids)

/** What comes back goes into the stock of the store that takes it back. */
function returnedGoods(sale: SoldSale, orders: readonly Order[]): StockNeed[] {
  return orders.flatMap((order) => order.kind === 'return' && order.input.sale_id === sale.id
    ? sale.lines.map((line) => ({ store_id: order.input.store_id, sku_id: line.sku_id })) : [])
}

function tillDays(orders: readonly Order[], tills: Map<string, TillFacts>): store.TillDay[] {
  const days = new Map<string, store.TillDay>()
  for (const { kind, input, who } of orders) {
    if (kind === 'adjust') continue
    const till = tills.get(input.till_id)!
    const business_day = businessDay(who.now, who.zone, till.cutoff_hour)
    days.set(seqKey(till.till_id, business_day), {
      store_id: till.store_id, till_id: till.till_id, business_day,
    })
  }
  return [...days.values()]
}
