import type { Milli } from '#contract/money.ts'
import { decimalOf, decimalText, parseDecimal, times } from './goods-numbers.ts'
import type { Decimal } from './goods-numbers.ts'
import type { IgnoredColumn } from './goods-headers.ts'
import type { GoodsNote, GoodsReading, GoodsRow, NotedGoods, Params, RefusedGoods } from './goods-rules.ts'

/** What is told about a row that enters: from the file alone, or because of what the chain has already. */
export type ImportNote = GoodsNote | 'barcode_held' | 'stock_kept'

/**
 * What became of a file. Every row of its table is counted once: new, changed, unchanged or refused. `totals`
 * are about the rows that enter, values in yuan with every digit; `stocked` counts the articles whose stock
 * was booked.
 */
export type GoodsReport = {
  sheet: string, header_row: number, dry_run: boolean
  new: number, changed: number, unchanged: number, stocked: number
  refused: (RefusedGoods & { name: string })[]
  notes: { row: number, name: string, code: ImportNote, params: Params }[]
  ignored_columns: IgnoredColumn[], other_sheets: string[]
  totals: { goods: number, stock_m: Milli, value_at_cost: string, value_at_price: string }
}

/** How a row of the file met the chain. `on_hand_m` is set where other stock was kept than the file says. */
export type Met = {
  row: GoodsRow, outcome: 'new' | 'changed' | 'unchanged'
  barcode_held_by: string | null, on_hand_m: number | null
}

/** Puts the notes of the file and those of the chain in the order of the rows. */
export function notesOf(reading: GoodsReading, met: readonly Met[]): GoodsReport['notes'] {
  const names = new Map(reading.goods.map(({ row, name }) => [row, name]))
  const fromFile = reading.notes.map((note: NotedGoods) => ({ ...note, name: names.get(note.row) ?? '' }))
  return [...fromFile, ...met.flatMap(notesOfMeeting)].toSorted((a, b) => a.row - b.row)
}

function notesOfMeeting({ row, barcode_held_by, on_hand_m }: Met): GoodsReport['notes'] {
  const about = { row: row.row, name: row.name }
  const notes: GoodsReport['notes'] = []
  if (barcode_held_by !== null) {
    const params = { barcode: row.barcode ?? '', held_by: barcode_held_by }
    notes.push({ ...about, code: 'barcode_held', params })
  }
  if (on_hand_m !== null) {
    const params = { stock: milliText(row.stock_m ?? 0), on_hand: milliText(on_hand_m) }
    notes.push({ ...about, code: 'stock_kept', params })
  }
  return notes
}

/** Exact sums: a cost keeps its four places, stock its three. */
export function totalsOf(goods: readonly GoodsRow[]): GoodsReport['totals'] {
  const stock = sumOf(goods, ({ stock_m }) => milli(stock_m ?? 0))
  const atCost = sumOf(goods, ({ stock_m, cost_text }) =>
    times(milli(stock_m ?? 0), parseDecimal(cost_text ?? '0')!))
  const atPrice = sumOf(goods, ({ stock_m, price_fen }) =>
    times(milli(stock_m ?? 0), decimalOf(BigInt(price_fen), 2)))
  return {
    goods: goods.length, stock_m: Number(stock.digits * 10n ** BigInt(3 - stock.scale)) as Milli,
    value_at_cost: yuanText(atCost), value_at_price: yuanText(atPrice),
  }
}

const milli = (quantity_m: number): Decimal => decimalOf(BigInt(quantity_m), 3)
/** "2.9" for 2900 thousandths. */
export const milliText = (quantity_m: number): string => decimalText(milli(quantity_m))

function sumOf(goods: readonly GoodsRow[], value: (row: GoodsRow) => Decimal): Decimal {
  const scale = 7
  const digits = goods.reduce((total, row) => {
    const part = value(row)
    return total + part.digits * 10n ** BigInt(scale - part.scale)
  }, 0n)
  return decimalOf(digits, scale)
}

/** At least the two places of money, and more where there are more. */
function yuanText(value: Decimal): string {
  const [whole = '0', fraction = ''] = decimalText(value).split('.')
  return `${whole}.${fraction.padEnd(2, '0')}`
}
