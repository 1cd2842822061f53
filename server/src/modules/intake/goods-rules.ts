import { createHash } from 'node:crypto'
import type { SheetRow } from '#kernel/spreadsheet.ts'
import { barcodeKey } from './goods-barcode.ts'
import type { ColumnMap, GoodsTable, IgnoredColumn } from './goods-headers.ts'
import type { GoodsNote, GoodsReason, GoodsRow, Params, Said } from './goods-row.ts'
import { readRow, short } from './goods-row.ts'

export type { GoodsNote, GoodsReason, GoodsRow, Params, Said } from './goods-row.ts'

/**
 * A row that does not enter: every reason against it, and its cells as they stood, to be mended and sent
 * again.
 */
export type RefusedGoods = { row: number, reasons: Said<GoodsReason>[], cells: string[] }
/** Something to know about a row that enters. */
export type NotedGoods = { row: number, code: GoodsNote, params: Params }

export type GoodsReading = {
  goods: GoodsRow[], refused: RefusedGoods[], notes: NotedGoods[], ignored_columns: IgnoredColumn[]
}

/**
 * Reads a table of goods. Pure: the same file always gives the same goods under the same codes. Every row of
 * the table is in `goods` or in `refused`, never in both.
 */
export function readGoods(
  { rows, columns, ignored_columns }: Pick<GoodsTable, 'rows' | 'columns' | 'ignored_columns'>,
): GoodsReading {
  const reading: GoodsReading = { goods: [], refused: [], notes: [], ignored_columns }
  const seen: Seen = { codes: new Map(), names: new Map() }
  for (const row of rows) takeRow(reading, seen, { row, columns })
  return reading
}

type Input = { row: SheetRow, columns: ColumnMap }
/** In which row a code or a name was first taken over. */
type Seen = { codes: Map<string, number>, names: Map<string, number> }

function takeRow(reading: GoodsReading, seen: Seen, { row, columns }: Input): void {
  const { reasons, notes, goods: read } = readRow(row, columns)
  if (read === null) {
    reading.refused.push({ row: row.row, reasons, cells: row.cells })
    return
  }
  const goods: GoodsRow = { ...read, code: read.barcode ?? codeFromName(read.name) }
  const repeated = whyRepeated(goods, seen)
  if (repeated !== null) {
    reading.refused.push({ row: row.row, reasons: [repeated], cells: row.cells })
    return
  }
  // Two products may share a name (a box and a single tin), so this is worth a word and no more.
  const first_row = seen.names.get(goods.name)
  if (first_row !== undefined) {
    notes.push({ code: 'name_repeated', params: { name: short(goods.name), first_row } })
  } else seen.names.set(goods.name, goods.row)
  seen.codes.set(keyOf(goods), goods.row)

  reading.goods.push(goods)
  for (const { code, params } of notes) reading.notes.push({ row: row.row, code, params })
}

/** The first row with a code has it; which of two prices is right, nobody here can know. */
function whyRepeated(goods: GoodsRow, seen: Seen): Said<GoodsReason> | null {
  const first_row = seen.codes.get(keyOf(goods))
  if (first_row === undefined) return null
  if (goods.barcode === null) {
    return { code: 'name_repeated_without_barcode', params: { name: short(goods.name), first_row } }
  }
  return { code: 'barcode_repeated', params: { barcode: goods.barcode, first_row } }
}

/** The key by which the same product is found again, however its code is written the next time. */
export const keyOf = (goods: GoodsRow): string =>
  goods.barcode === null ? goods.code : barcodeKey(goods.barcode, goods.barcode_kind)

/**
 * A code for goods without barcode. Spaces, width and case of the name do not change it, so a re-import finds
 * it again.
 */
export function codeFromName(name: string): string {
  const plain = name.normalize('NFKC').toLowerCase().replace(/\s/g, '')
  return `n-${createHash('sha256').update(plain).digest('hex').slice(0, 16)}`
}
