import { approvalActs, priceOverride } from './approvals.ts'
import type { Endpoint } from './endpoint.ts'
import { day, id, instant, oneLine, opKey, pageOf, paging, searchText } from './fields.ts'
import { holdings } from './members.ts'
import { fen, fenAboveZero, qty, signedFen } from './money.ts'
import * as z from 'zod/mini'

export const lineInput = z.object({
  sku_id: id, qty_m: qty,
  /** The amount printed on a scale's price label; it is authoritative for this line (R2.04). */
  label_fen: z.optional(z.nullable(fenAboveZero)),
  /** A price set for this line by a person: before label and member price, never above what is marked. */
  override: z.optional(z.nullable(priceOverride)),
})

export const roundingModes = ['off', 'drop_fen', 'drop_jiao', 'round_jiao', 'round_yuan'] as const
export type RoundingMode = (typeof roundingModes)[number]

/** Why a line or the order costs what it costs; `kind` is a text key, `params` fill it. */
export const reason = z.object({
  kind: z.string(), saved_fen: signedFen, params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Reason = z.output<typeof reason>

export const pricedLine = z.object({
  sku_id: id, name: z.string(), unit: z.string(), sold_by: z.enum(['piece', 'weight']), qty_m: qty,
  list_price_fen: fen, unit_price_fen: fen, list_fen: fen, amount_fen: fen, points_fen: fen, points: z.int(),
  rounding_fen: signedFen, payable_fen: fen, reasons: z.array(reason),
})
export type PricedLine = z.output<typeof pricedLine>

export const pricedOrder = z.object({
  lines: z.array(pricedLine), list_fen: fen, saved_fen: signedFen, subtotal_fen: fen, points: z.int(),
  points_fen: fen, rounding_fen: signedFen, payable_fen: fen,
})

/** How the customer pays. 'stored_value' is split by the server into bonus and principal (C4). */
export const tenderInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stored_value'), amount_fen: fenAboveZero }),
  z.object({ kind: z.literal('cash'), amount_fen: fenAboveZero, tendered_fen: fenAboveZero }),
  z.object({
    kind: z.literal('other'), amount_fen: fenAboveZero,
    reference: z.string().check(z.trim(), z.minLength(1), z.maxLength(60), oneLine),
  }),
])
export type TenderInput = z.output<typeof tenderInput>

/**
 * What a receipt carries beside its number: 128 random bits in digits that are read without mistakes, as text
 * and as a QR code. Whoever has it may return the goods in another store of the chain.
 */
export const receiptToken = z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{26,32}$/))
/** Whether what was scanned or typed is a token; a receipt number never is one, since it has dashes. */
export const isReceiptToken = (text: string): boolean => receiptToken.safeParse(text).success

const order = {
  store_id: id, till_id: id, member_id: z.nullable(id),
  lines: z.array(lineInput).check(z.minLength(1), z.maxLength(500)),
  points: z.int().check(z.minimum(0), z.maximum(100_000_000)),
}

/** How the tenders stand, which decides the 抹零 (C9): it may be for wholly cash payment only. */
export const tenderMix = ['cash', 'mixed'] as const

export const quoteSale = {
  method: 'POST', path: '/api/quotes',
  summary: 'Price a basket: every line with its reasons, and what the member gains',
  need: 'sales.settle', scope: 'store', feature: null,
  body: z.object({ ...order, tender_mix: z.enum(tenderMix) }),
  reply: z.extend(pricedOrder, {
    /** The most points this order can take, and what they are worth. */
    points_max: z.int(), points_max_fen: fen, points_blocked: z.nullable(z.string()),
    /** Points earned if paid wholly in real money (C5). */
    points_to_earn: z.int(), holdings: z.nullable(holdings), catalog_version: z.int(),
    /** What 抹零 would do for each mix of tenders, so that the pay sheet needs no second quote. */
    rounding: z.object({ cash_fen: signedFen, mixed_fen: signedFen }),
    /** The lines, by their place from 0, whose price a second person must approve. */
    to_approve: z.array(z.int()),
  }),
} satisfies Endpoint

export const tenderRow = z.object({
  column: z.int(), kind: z.enum(['bonus', 'principal', 'cash', 'other']), amount_fen: fen,
  tendered_fen: z.nullable(fen), change_fen: fen, reference: z.nullable(z.string()),
})
export type TenderRow = z.output<typeof tenderRow>

export const saleState = ['settled', 'partly_returned', 'returned'] as const
export type SaleState = (typeof saleState)[number]
/** When a sale may be returned; the button greys out by it, the server refuses by it. */
export const saleCan = { return: ['settled', 'partly_returned'] } satisfies Record<string, SaleState[]>

const saleHead = z.object({
  id, receipt_no: z.string(), store_id: id, store: z.string(), till: z.string(), cashier: z.string(),
  at: instant, business_day: day,
  member: z.nullable(z.object({ id, name: z.string(), phone_masked: z.string() })),
  list_fen: fen, saved_fen: signedFen, points: z.int(), points_fen: fen, rounding_fen: signedFen,
  payable_fen: fen, returned_fen: fen, points_earned: z.int(), points_balance: z.nullable(z.int()),
  state: z.enum(saleState),
})
export type SaleHead = z.output<typeof saleHead>

/**
 * A line of a sale with its row of the matrix: `cells_fen[i]` is what tender column i paid of this line (C3).
 */
const saleLine = z.extend(pricedLine, { line: z.int(), cells_fen: z.array(fen), returned_m: z.int() })
export type SaleLine = z.output<typeof saleLine>

const returnRow = z.object({
  id, receipt_no: z.string(), at: instant, store_id: id, store: z.string(), cashier: z.string(),
  reason: z.string(), amount_fen: fen, points_back: z.int(), points_clawed: z.int(),
  tenders: z.array(z.object({
    column: z.int(), kind: z.enum(['bonus', 'principal', 'cash', 'other']), amount_fen: fen,
  })),
  lines: z.array(z.object({
    line: z.int(), qty_m: qty, amount_fen: fen, cells_fen: z.array(fen), points: z.int(),
  })),
})
export type ReturnRow = z.output<typeof returnRow>

export const sale = z.extend(saleHead, {
  token: receiptToken,
  lines: z.array(saleLine), tenders: z.array(tenderRow), returns: z.array(returnRow), change_fen: fen,
  /** Who approved the sale's prices and its returns; `doc_id` is the sale's or the return's. */
  approved: z.array(z.object({ doc_id: id, act: z.enum(approvalActs), by: z.string(), at: instant })),
})
export type Sale = z.output<typeof sale>

export const settleSale = {
  method: 'POST', path: '/api/sales',
  summary: 'Settle a sale: priced again here, paid, and in the books at once',
  need: 'sales.settle', scope: 'store', feature: null,
  body: z.object({
    op_key: opKey, ...order, tenders: z.array(tenderInput).check(z.maxLength(8)),
    /**
     * What the cashier's screen showed as payable; another amount is refused so that nobody pays a surprise.
     */
    payable_fen: fen,
    /** What a second person approved, where a line's price needs it. */
    approval_id: z.optional(z.nullable(id)),
  }),
  reply: z.object({
    sale_id: id, receipt_no: z.string(), token: receiptToken, payable_fen: fen, change_fen: fen,
    points_earned: z.int(), holdings: z.nullable(holdings), at: instant,
  }),
} satisfies Endpoint

export const readSale = {
  method: 'GET', path: '/api/sales/:sale_id', summary: 'One sale with lines, tenders, matrix and returns',
  need: 'sales.read', scope: 'store', feature: null, params: z.object({ sale_id: id }), reply: sale,
} satisfies Endpoint

/** By its token a sale of another store opens too, for whoever may return goods there. */
export const findReceipt = {
  method: 'GET', path: '/api/receipts/:receipt_no', summary: 'The sale behind a receipt number or its token',
  need: 'sales.read', scope: 'store', feature: null,
  params: z.object({ receipt_no: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)) }), reply: sale,
} satisfies Endpoint

export const listSales = {
  method: 'GET', path: '/api/sales', summary: 'Sales, newest first',
  need: 'sales.read', scope: 'store', feature: null,
  query: z.object({
    search: z.optional(searchText), store_id: z.optional(id), member_id: z.optional(id),
    from: z.optional(day), to: z.optional(day), state: z.optional(z.enum(saleState)), ...paging,
  }),
  reply: pageOf(saleHead),
} satisfies Endpoint

const returnInput = z.array(z.object({ line: z.int(), qty_m: qty })).check(z.minLength(1), z.maxLength(500))

export const quoteReturn = {
  method: 'POST', path: '/api/sales/:sale_id/return-quotes',
  summary: 'What a return would give back, cell by cell',
  need: 'sales.return', scope: 'store', feature: null, params: z.object({ sale_id: id }),
  body: z.object({
    lines: returnInput,
    /** Where the goods are handed over; without it, the store that sold them. */
    store_id: z.optional(id), token: z.optional(z.nullable(receiptToken)),
  }),
  reply: z.object({
    /** Whether a second person must approve so much. */
    to_approve: z.boolean(),
    amount_fen: fen, points_back: z.int(), points_clawed: z.int(),
    tenders: z.array(z.object({
      column: z.int(), kind: z.enum(['bonus', 'principal', 'cash', 'other']), amount_fen: fen,
    })),
    lines: z.array(z.object({
      line: z.int(), qty_m: qty, amount_fen: fen, cells_fen: z.array(fen), points: z.int(),
    })),
  }),
} satisfies Endpoint

export const returnSale = {
  method: 'POST', path: '/api/sales/:sale_id/returns',
  summary: 'Return a sale whole or in part, by its stored matrix',
  need: 'sales.return', scope: 'store', feature: null, params: z.object({ sale_id: id }),
  body: z.object({
    op_key: opKey, store_id: id, till_id: id, lines: returnInput,
    reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(120), oneLine),
    /** Of a sale of another store: the token on its receipt. */
    token: z.optional(z.nullable(receiptToken)), approval_id: z.optional(z.nullable(id)),
  }),
  reply: z.object({
    return_id: id, receipt_no: z.string(), amount_fen: fen, points_back: z.int(), points_clawed: z.int(),
    tenders: z.array(z.object({
      column: z.int(), kind: z.enum(['bonus', 'principal', 'cash', 'other']), amount_fen: fen,
    })),
    holdings: z.nullable(holdings), at: instant,
  }),
} satisfies Endpoint
