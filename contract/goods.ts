import type { Endpoint } from './endpoint.ts'
import {
  day, fileName, goodsName, id, instant, oneLine, opKey, pageOf, paging, searchText,
} from './fields.ts'
import { fen, fenAboveZero, signedMilli } from './money.ts'
import * as z from 'zod/mini'

export const soldBy = ['piece', 'weight'] as const
export type SoldBy = (typeof soldBy)[number]

/**
 * What the till keeps of an article: enough to find it, show it and price it. Prices
 * are per piece or per kilogram.
 */
export const sku = z.object({
  id, product_id: id, code: z.string(), name: z.string(), category: z.string(), unit: z.string(),
  sold_by: z.enum(soldBy), list_price_fen: fen, member_price_fen: z.nullable(fen),
  barcodes: z.array(z.string()), plu: z.nullable(z.string()), pinyin: z.string(), initials: z.string(),
  picture: z.nullable(fileName),
})
export type Sku = z.output<typeof sku>

/**
 * How one kind of scale label is read (R2.02, R2.03). The pattern has one sign per digit: the prefix as
 * digits, then P for the article's number, A for the amount, W for the weight, C for the check digit.
 */
export const labelLayout = z.object({
  pattern: z.string().check(z.regex(/^2\d?P{1,8}(A{1,8}W{0,8}|W{1,8}A{0,8})C$/)),
  amount_decimals: z.int().check(z.minimum(0), z.maximum(2)),
  weight_decimals: z.int().check(z.minimum(0), z.maximum(3)),
})
export type LabelLayout = z.output<typeof labelLayout>

export const readTillCatalog = {
  method: 'GET', path: '/api/till/catalog',
  summary: 'All goods a till sells, with prices, and the catalogue version',
  need: 'goods.read', scope: 'store', feature: null,
  query: z.object({ store_id: id }),
  reply: z.object({
    version: z.int(), categories: z.array(z.string()), skus: z.array(sku),
    label_layouts: z.array(labelLayout),
  }),
} satisfies Endpoint

const goodsRow = z.object({
  id, code: z.string(), name: z.string(), category: z.string(), unit: z.string(), sold_by: z.enum(soldBy),
  barcode: z.nullable(z.string()), list_price_fen: fen, member_price_fen: z.nullable(fen),
  cost_fen: z.nullable(fen),
  /** Null where stock is switched off or not for the caller to see. */
  on_hand_m: z.nullable(signedMilli), deleted: z.boolean(), picture: z.nullable(fileName),
})
export type GoodsRow = z.output<typeof goodsRow>

export const listGoods = {
  method: 'GET', path: '/api/goods', summary: 'Goods with prices and stock, by name, code, pinyin or barcode',
  need: 'goods.read', scope: 'store', feature: null,
  query: z.object({
    search: z.optional(searchText), category: z.optional(z.string().check(z.maxLength(120))),
    store_id: z.optional(id), deleted: z.optional(z.enum(['yes', 'no'])), ...paging,
  }),
  reply: z.extend(pageOf(goodsRow), {
    categories: z.array(z.object({ name: z.string(), goods: z.int() })), total: z.int(),
  }),
} satisfies Endpoint

export const readGoods = {
  method: 'GET', path: '/api/goods/:sku_id',
  summary: 'One article: prices, barcodes, stock per store, latest moves',
  need: 'goods.read', scope: 'store', feature: null, params: z.object({ sku_id: id }),
  reply: z.object({
    sku: z.extend(goodsRow, { barcodes: z.array(z.string()), product_id: id, created_at: instant }),
    stock: z.array(z.object({ store_id: id, store: z.string(), on_hand_m: signedMilli })),
    moves: z.array(z.object({
      id, store: z.string(), kind: z.string(), delta_m: signedMilli, after_m: signedMilli, ref: z.string(),
      at: instant,
    })),
  }),
} satisfies Endpoint

export const findBarcode = {
  method: 'GET', path: '/api/barcodes/:barcode',
  summary: 'The article behind a barcode; refused by name when unknown',
  need: 'goods.read', scope: 'chain', feature: null,
  params: z.object({ barcode: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)) }),
  reply: sku,
} satisfies Endpoint

export const createGoods = {
  method: 'POST', path: '/api/goods',
  summary: 'Create an article, for instance for a barcode the till did not know',
  need: 'goods.edit', scope: 'chain', feature: null,
  body: z.object({
    op_key: opKey, name: goodsName,
    category: z.string().check(z.trim(), z.minLength(1), z.maxLength(120), oneLine),
    barcode: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(40))),
    unit: z.string().check(z.trim(), z.minLength(1), z.maxLength(20), oneLine), sold_by: z.enum(soldBy),
    list_price_fen: fenAboveZero, member_price_fen: z.nullable(fenAboveZero),
  }),
  reply: sku,
} satisfies Endpoint

export const priceGoods = {
  method: 'PUT', path: '/api/goods/:sku_id/price', summary: 'Set list and member price, from now on',
  need: 'goods.edit', scope: 'chain', feature: null, params: z.object({ sku_id: id }),
  body: z.object({ list_price_fen: fenAboveZero, member_price_fen: z.nullable(fenAboveZero) }), reply: sku,
} satisfies Endpoint

export const deleteGoods = {
  method: 'DELETE', path: '/api/goods/:sku_id', summary: 'Take an article off sale; its history stays',
  need: 'goods.edit', scope: 'chain', feature: null, params: z.object({ sku_id: id }),
  reply: z.object({ deleted_on: day }),
} satisfies Endpoint

const barcodeOfGoods = z.object({
  sku_id: id, barcode: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)),
})

export const addBarcode = {
  method: 'PUT', path: '/api/goods/:sku_id/barcodes/:barcode', summary: 'Give an article one more barcode',
  need: 'goods.edit', scope: 'chain', feature: null, params: barcodeOfGoods, reply: sku,
} satisfies Endpoint

export const removeBarcode = {
  method: 'DELETE', path: '/api/goods/:sku_id/barcodes/:barcode', summary: 'Take a barcode from an article',
  need: 'goods.edit', scope: 'chain', feature: null, params: barcodeOfGoods, reply: sku,
} satisfies Endpoint
