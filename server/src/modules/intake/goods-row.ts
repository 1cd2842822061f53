import { amount_max_fen, asFen, type Fen, type Milli } from '#contract/money.ts'
import { lettersOf, spellingOf } from '#kernel/spelling.ts'
import type { SheetRow } from '#kernel/spreadsheet.ts'
import { type BarcodeKind, readBarcode } from './goods-barcode.ts'
import { type ColumnMap, type GoodsField, readSoldBy } from './goods-headers.ts'
import { compare, type Decimal, decimalText, fitTo, parseDecimal, roundTo, times } from './goods-numbers.ts'

type Amount = 'price' | 'cost' | 'member_price'

/** Why a row is refused; the keys of its texts. */
export type GoodsReason =
  | 'name_missing' | 'name_too_long' | 'category_too_long' | 'unit_too_long'
  | 'cell_is_formula' | 'cell_is_error'
  | 'total_row' | 'barcode_scientific' | 'barcode_unreadable' | 'barcode_repeated'
  | 'name_repeated_without_barcode' | 'sold_by_unreadable' | 'unit_not_weight'
  | 'price_missing' | 'price_three_decimals' | 'member_price_three_decimals'
  | `${Amount}_unreadable` | `${Amount}_negative` | `${Amount}_too_large`
  | 'stock_unreadable' | 'stock_too_large'

/** What is told about a row that is taken over. */
export type GoodsNote =
  | 'price_noise' | 'price_zero' | 'cost_rounded' | 'cost_zero' | 'cost_missing' | 'below_cost'
  | 'member_price_missing' | 'member_price_above_price'
  | 'barcode_not_ean' | 'barcode_missing' | 'barcode_expanded'
  | 'category_missing' | 'name_repeated' | 'test_row'
  | 'stock_fractional' | 'stock_rounded' | 'stock_negative'
  | 'sold_by_from_unit' | 'unit_assumed' | 'unit_converted'

export type Params = Record<string, string | number>
export type Said<Code extends string> = { code: Code, params: Params }

/**
 * One product as it will enter. Weighed goods are in kilograms whatever the file used: prices per kg, stock
 * in grams. `cost_fen` is rounded HALF_UP; `cost_text` keeps the exact cost in yuan to 4 places. `code` is
 * the key under which the same product is found again: its barcode, or one made from its name.
 */
export type GoodsRow = {
  row: number, name: string, category: string
  barcode: string | null, barcode_kind: BarcodeKind, code: string
  sold_by: 'piece' | 'weight', unit: string
  cost_fen: Fen | null, cost_text: string | null, price_fen: Fen, member_price_fen: Fen | null
  stock_m: Milli | null
  pinyin: string, initials: string
}

/** A row on its way: what was read, what speaks against it, what is worth telling. */
type Reading = {
  cell: (field: GoodsField) => string
  has: (field: GoodsField) => boolean
  /** Returns null, so that a reader may refuse and end in one line. */
  refuse: (code: GoodsReason, params?: Params) => null
  note: (code: GoodsNote, params?: Params) => void
}

export type RowResult = {
  reasons: Said<GoodsReason>[], notes: Said<GoodsNote>[], goods: Omit<GoodsRow, 'code'> | null
}

/** Reads one row by itself; what rows have to do with each other is the matter of `readGoods`. */
export function readRow({ row, cells }: SheetRow, columns: ColumnMap): RowResult {
  const reasons: Said<GoodsReason>[] = []
  const notes: Said<GoodsNote>[] = []
  const reading: Reading = {
    cell: (field) => cells[columns[field] ?? -1]?.trim() ?? '',
    has: (field) => columns[field] !== undefined,
    refuse: (code, params = {}) => {
      reasons.push({ code, params })
      return null
    },
    note: (code, params = {}) => { notes.push({ code, params }) },
  }
  const texts = readTexts(reading)
  const code = readCode(reading)
  if (code.barcode === null && isTotal(texts.name)) reading.refuse('total_row')
  const { measure, ...sold } = readSale(reading)
  const money = readPrices(reading, measure)
  const stock_m = readStock(reading, { sold_by: sold.sold_by, measure })
  if (reasons.length > 0 || money === null) return { reasons, notes: [], goods: null }
  if (isTest(texts.name)) reading.note('test_row', { name: short(texts.name) })
  const found_by = findWords(texts.name, reading.cell('pinyin_code'))
  return { reasons, notes, goods: { row, ...texts, ...code, ...sold, ...money, stock_m, ...found_by } }
}

/**
 * How a name is found from a keyboard. A shop's own shorthand (拼音码), where it has one, takes the place of the
 * first letters: it is what the hands at the till know.
 */
function findWords(name: string, own: string): { pinyin: string, initials: string } {
  const { pinyin, initials } = spellingOf(name, 'thing')
  return { pinyin, initials: lettersOf(own) || initials }
}

/** What a file says may be long; what is said back is short, and never half an emoji. */
export function short(text: string): string {
  if (text.length <= 40) return text
  const letters = Array.from(segmenter.segment(text.slice(0, 1000)), ({ segment }) => segment)
  return letters.length > 40 ? `${letters.slice(0, 39).join('')}…` : text
}

const segmenter = new Intl.Segmenter('zh')
const lengthOf = (text: string) => Array.from(text).length

/** Text without control characters, invisible marks and doubled spaces. Emoji keep their joiners. */
function cleanText(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(/[\u200b\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[\s\p{Cc}]+/gu, ' ').trim()
}

const isTotal = (name: string) => /^(合计|总计|小计|共计|总数|total|grand total|subtotal)\s*[:：]?$/i.test(name)
const isTest = (name: string) => /^(test|测试|ceshi)\s*(商品|产品|item)?[\s_-]*\d*$/i.test(name)
const isError = (text: string) => /^#(n\/a|ref!|value!|name\?|div\/0!|null!|num!|spill!|calc!)$/i.test(text)

function readTexts({ cell, has, refuse, note }: Reading): { name: string, category: string } {
  const name = cleanText(cell('name'))
  const category = cleanText(cell('category'))
  const unit = cleanText(cell('unit'))
  for (const value of [name, category, unit]) {
    if (value.startsWith('=')) refuse('cell_is_formula', { value: short(value) })
    if (isError(value)) refuse('cell_is_error', { value })
  }
  if (name === '') refuse('name_missing')
  if (lengthOf(name) > 120) refuse('name_too_long', { name: short(name), most: 120 })
  if (lengthOf(category) > 60) refuse('category_too_long', { category: short(category), most: 60 })
  if (lengthOf(unit) > 20) refuse('unit_too_long', { unit: short(unit), most: 20 })
  if (category === '' && has('category')) note('category_missing')
  return { name, category }
}

function readCode({ cell, has, refuse, note }: Reading): Pick<GoodsRow, 'barcode' | 'barcode_kind'> {
  const read = readBarcode(cell('barcode'))
  if ('reason' in read) {
    refuse(read.reason, { value: short(cell('barcode')) })
    return { barcode: null, barcode_kind: 'plain' }
  }
  if (read.barcode === null) {
    if (has('barcode')) note('barcode_missing')
    return { barcode: null, barcode_kind: 'plain' }
  }
  if (read.kind === 'plain') note('barcode_not_ean', { barcode: read.barcode })
  else if (/e/i.test(cell('barcode'))) {
    note('barcode_expanded', { value: short(cell('barcode')), barcode: read.barcode })
  }
  return { barcode: read.barcode, barcode_kind: read.kind }
}

/**
 * How many of a file's weight units make what one kilogram costs, and how much of a kilogram one of them is.
 */
type Measure = { price: Decimal, stock: Decimal }
const one: Decimal = { digits: 1n, scale: 0 }
const asIs: Measure = { price: one, stock: one }
const weightUnits: [RegExp, Measure][] = [
  [/^(kg|千克|公斤)$/i, asIs],
  [/^(斤|市斤|500g|500克)$/i, { price: { digits: 2n, scale: 0 }, stock: { digits: 5n, scale: 1 } }],
  [/^(两|50g|50克)$/i, { price: { digits: 20n, scale: 0 }, stock: { digits: 5n, scale: 2 } }],
  [/^(g|克)$/i, { price: { digits: 1000n, scale: 0 }, stock: { digits: 1n, scale: 3 } }],
]

type Sale = { sold_by: 'piece' | 'weight', unit: string, measure: Measure }

/** Goods are weighed where the file says so, or where it says nothing and their unit is one of weight. */
function readSale({ cell, refuse, note }: Reading): Sale {
  const unit = cleanText(cell('unit'))
  const told = readSoldBy(cell('sold_by'))
  if (cell('sold_by') !== '' && told === null) refuse('sold_by_unreadable', { value: short(cell('sold_by')) })
  const measure = weightUnits.find(([spelling]) => spelling.test(unit.normalize('NFKC')))?.[1]
  if (told === null && measure !== undefined) note('sold_by_from_unit', { unit })
  const sold_by = told ?? (measure === undefined ? 'piece' : 'weight')
  if (sold_by === 'piece') return { sold_by, unit: unit === '' ? '件' : unit, measure: asIs }

  if (unit === '') note('unit_assumed', { unit: 'kg' })
  else if (measure === undefined) refuse('unit_not_weight', { unit: short(unit) })
  else if (measure !== asIs) note('unit_converted', { unit })
  return { sold_by, unit: 'kg', measure: measure ?? asIs }
}

type Money = { fen: Fen, exact: Decimal }
type Prices = Pick<GoodsRow, 'price_fen' | 'cost_fen' | 'cost_text' | 'member_price_fen'>

function readPrices(reading: Reading, measure: Measure): Prices | null {
  const price = readAmount('price', reading, measure)
  const cost = readAmount('cost', reading, measure)
  const member = readAmount('member_price', reading, measure)
  const { note, cell, refuse, has } = reading
  if (cell('price') === '') refuse('price_missing')
  if (price === null) return null
  if (price.fen === 0) note('price_zero')
  if (cost === null && has('cost')) note('cost_missing')
  if (cost?.fen === 0) note('cost_zero')
  if (cost !== null && compare(price.exact, cost.exact) < 0) {
    note('below_cost', { price: decimalText(price.exact), cost: decimalText(cost.exact) })
  }
  if (member === null && has('member_price')) note('member_price_missing')
  if (member !== null && member.fen > price.fen) {
    const params = { price: decimalText(price.exact), member_price: decimalText(member.exact) }
    note('member_price_above_price', params)
  }
  return {
    price_fen: price.fen, cost_fen: cost?.fen ?? null, member_price_fen: member?.fen ?? null,
    cost_text: cost === null ? null : decimalText(cost.exact),
  }
}

/**
 * An amount in fen, and in yuan to 4 places. Only a cost may have parts of a fen: nobody pays it at the till.
 */
function readAmount(field: Amount, { cell, refuse, note }: Reading, measure: Measure): Money | null {
  const text = cell(field)
  if (text === '') return null
  const parsed = parseDecimal(text)
  if (parsed === null) return refuse(`${field}_unreadable`, { value: short(text) })
  if (parsed.digits < 0n) return refuse(`${field}_negative`, { value: short(text) })
  const value = times(parsed, measure.price)
  const { units, fit } = fitTo(value, 2)
  if (units > BigInt(amount_max_fen)) return refuse(`${field}_too_large`, { value: short(text) })
  const kept = roundTo(value, 2)
  if (fit === 'noise') note('price_noise', { value: short(text), kept: decimalText(kept) })
  if (fit === 'rounded') {
    if (field !== 'cost') return refuse(`${field}_three_decimals`, { value: short(text) })
    note('cost_rounded', { value: short(text), kept: decimalText(kept) })
  }
  return { fen: asFen(Number(units)), exact: roundTo(value, 4) }
}

const stock_most_m = 1_000_000_000_000n

/** Stock in thousandths. Below zero and in fractions it is taken as it stands, and told. */
function readStock(
  { cell, refuse, note }: Reading, { sold_by, measure }: Omit<Sale, 'unit'>,
): Milli | null {
  const text = cell('stock')
  if (text === '') return null
  const parsed = parseDecimal(text)
  if (parsed === null) return refuse('stock_unreadable', { value: short(text) })
  const value = times(parsed, measure.stock)
  const { units, fit } = fitTo(value, 3)
  if (units > stock_most_m || units < -stock_most_m) return refuse('stock_too_large', { value: short(text) })
  const kept = decimalText(roundTo(value, 3))
  if (fit === 'rounded') note('stock_rounded', { value: short(text), kept })
  if (units < 0n) note('stock_negative', { value: kept })
  if (sold_by === 'piece' && units % 1000n !== 0n) note('stock_fractional', { value: kept })
  return Number(units) as Milli
}
