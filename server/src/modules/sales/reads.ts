import { asFen, sumFen } from '#contract/money.ts'
import type { Input, Reply } from '#contract/endpoint.ts'
import { isReceiptToken } from '#contract/sales.ts'
import type { findReceipt, listSales, readSale, Sale } from '#contract/sales.ts'
import { anId, anInstant, keyAt, pageOf } from '#kernel/cursor.ts'
import type { Tx } from '#kernel/db.ts'
import { readSettings } from '#kernel/settings.ts'
import { mayReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { readApproved } from '#modules/approvals/approvals.ts'
import type { Approved } from '#modules/approvals/approvals.ts'
import { readProfiles } from '#modules/members/members.ts'
import { readStaffNames, storesOf } from '#modules/org/org.ts'
import * as pages from './pages.ts'
import { saleInReach } from './reach.ts'
import { readHeads, readSold } from './store.ts'
import type { SaleHead, SoldSale } from './store.ts'

/** One sale with all that hangs on it. Out of reach answers as not there. */
export async function read(
  tx: Tx, who: Who, { sale_id }: Input<typeof readSale>,
): Promise<Reply<typeof readSale>> {
  const [head] = await readHeads(tx, who.chain_id, [sale_id])
  return await tellSale(tx, who, saleInReach(who, head))
}

async function tellSale(tx: Tx, who: Who, head: SaleHead): Promise<Sale> {
  const sale = (await readSold(tx, who.chain_id, { heads: [head] }))[0]!
  const returns = await pages.readReturns(tx, who.chain_id, sale)
  const approved = await approvedFor(tx, who, { sale, returns })
  const names = await namesFor(tx, who, {
    heads: [head], staff_ids: [...returns, ...approved].map((one) => one.made_by),
  })
  const { lines, tenders } = sale
  return {
    ...headOf(sale, names, {
      returned_fen: sumFen(returns.map((one) => one.amount_fen)), state: stateOf(lines),
    }),
    token: sale.token, change_fen: sale.change_fen, lines,
    tenders: tenders.map(({ returned_fen: _, ...tender }) => tender),
    returns: returns.map((one) => ({
      id: one.id, receipt_no: one.receipt_no, at: one.at.toISOString(), store_id: one.at_store_id,
      store: names.store(one.at_store_id), cashier: names.staff(one.made_by), reason: one.reason,
      amount_fen: one.amount_fen, points_back: one.points_back, points_clawed: one.points_clawed,
      lines: one.lines,
      tenders: tenders.map(({ column, kind }) => ({ column, kind, amount_fen: one.cells_fen[column]! })),
    })),
    approved: approved.map(({ doc_id, act, made_by, at }) =>
      ({ doc_id, act, by: names.staff(made_by), at: at.toISOString() })),
  }
}

/**
 * Who approved what of a sale. Asked only where something may have been: most sales are as they were marked.
 */
async function approvedFor(
  tx: Tx, who: Who, { sale, returns }: { sale: SoldSale; returns: readonly pages.ReturnRead[] },
): Promise<Approved[]> {
  const set = sale.lines.some((line) => line.reasons.some(({ kind }) => kind === 'override'))
  const doc_ids = [...set ? [sale.id] : [], ...returns.map((one) => one.id)]
  return doc_ids.length === 0 ? [] : await readApproved(tx, who.chain_id, doc_ids)
}

/**
 * The sale behind a receipt number (a return's number leads to its sale too), or behind a receipt's token,
 * which opens one of another store as well.
 */
export async function byReceipt(
  tx: Tx, who: Who, { receipt_no }: Input<typeof findReceipt>,
): Promise<Reply<typeof findReceipt>> {
  const typed = receipt_no.toUpperCase(), token = isReceiptToken(typed) ? typed : null
  const found = token === null ? await byNumber(tx, who, receipt_no)
    : await pages.findToken(tx, who.chain_id, token)
  // Looked for whatever was found: the wait must not tell another store's receipt from none.
  const [head] = await readHeads(tx, who.chain_id, [found?.id ?? nobodys])
  const { returns_anywhere: anywhere } = (await readSettings(tx, who.chain_id)).at(null, who.now)
  return await tellSale(tx, who, saleInReach(who, head, { token, anywhere }))
}

/** The id of no sale. */
const nobodys = '00000000-0000-0000-0000-000000000000'

async function byNumber(tx: Tx, who: Who, receipt_no: string): Promise<{ id: string } | null> {
  const store_ids = (await storesOf(tx, who.chain_id)).map(({ id }) => id)
  return await pages.findReceipt(tx, who.chain_id, { receipt_no, store_ids })
}

/** Receipt numbers of sales in reach, by sale id. */
export async function receiptNumbers(
  tx: Tx, who: Who, sale_ids: readonly string[],
): Promise<Map<string, string>> {
  return await pages.readReceiptNumbers(tx, who.chain_id, { sale_ids, store_ids: who.stores })
}

const usual_limit = 50

/** Sales in reach, newest first, by keyset: as quick on the last page as on the first. */
export async function list(
  tx: Tx, who: Who, input: Input<typeof listSales>,
): Promise<Reply<typeof listSales>> {
  const limit = input.limit ?? usual_limit
  const [at, id] = keyAt(input.cursor, [anInstant, anId]) ?? []
  const store_ids = (await storesOf(tx, who.chain_id)).map((store) => store.id)
    .filter((store_id) =>
      mayReach(who, store_id) && (input.store_id === undefined || store_id === input.store_id))
  const read_rows = await pages.listSales(tx, who.chain_id, {
    store_ids, cashier_id: who.scope === 'own' ? who.principal.id : null,
    member_id: input.member_id ?? null, from: input.from ?? null, to: input.to ?? null,
    state: input.state ?? null, receipt: input.search ? input.search.toUpperCase() : null,
    before: at && id ? { at: new Date(at), id } : null, limit: limit + 1,
  })
  const { rows, next } = pageOf(read_rows, limit, (row) => [row.at.toISOString(), row.id])
  const names = await namesFor(tx, who, { heads: rows, staff_ids: [] })
  return { rows: rows.map((row) => headOf(row, names, row)), next }
}

type Names = {
  store(id: string): string; till(id: string): string; staff(id: string): string
  member(id: string | null): Sale['member']
}

async function namesFor(
  tx: Tx, who: Who, wanted: { heads: readonly SaleHead[]; staff_ids: string[] },
): Promise<Names> {
  const stores = await storesOf(tx, who.chain_id)
  const tills = new Map(stores.flatMap((store) => store.tills.map((till) => [till.id, till.name])))
  const staff = await readStaffNames(tx, who.chain_id,
    [...new Set([...wanted.heads.map((head) => head.cashier_id), ...wanted.staff_ids])])
  const member_ids = [...new Set(wanted.heads.flatMap((head) => head.member_id ?? []))]
  const members = await readProfiles(tx, who.chain_id, member_ids)
  return {
    store: (id) => stores.find((store) => store.id === id)?.name ?? '',
    till: (id) => tills.get(id) ?? '', staff: (id) => staff.get(id) ?? '',
    member(id) {
      const profile = id === null ? undefined : members.get(id)
      return profile ? { id: id!, name: profile.name, phone_masked: profile.phone_masked } : null
    },
  }
}

function stateOf(lines: readonly { qty_m: number; returned_m: number }[]): Sale['state'] {
  if (lines.every((line) => line.returned_m === 0)) return 'settled'
  return lines.every((line) => line.returned_m === line.qty_m) ? 'returned' : 'partly_returned'
}

function headOf(head: SaleHead, names: Names, back: { returned_fen: number; state: Sale['state'] }) {
  return {
    id: head.id, receipt_no: head.receipt_no, store_id: head.store_id, store: names.store(head.store_id),
    till: names.till(head.till_id), cashier: names.staff(head.cashier_id), at: head.at.toISOString(),
    business_day: head.business_day, member: names.member(head.member_id), list_fen: head.list_fen,
    saved_fen: head.saved_fen, points: head.points, points_fen: head.points_fen,
    rounding_fen: head.rounding_fen, payable_fen: head.payable_fen, returned_fen: asFen(back.returned_fen),
    points_earned: head.points_earned, points_balance: head.points_balance, state: back.state,
  }
}
