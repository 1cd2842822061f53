import { createHash } from 'node:crypto'
import { record } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/refusal.ts'
import { readSheets } from '#kernel/spreadsheet.ts'
import { refuseOutOfReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { upsertGoods } from '#modules/catalog/catalog.ts'
import { lockStock, openStock } from '#modules/inventory/inventory.ts'
import { readStores } from '#modules/org/org.ts'
import { findGoodsTable } from './goods-headers.ts'
import type { GoodsTable } from './goods-headers.ts'
import { notesOf, totalsOf } from './goods-report.ts'
import type { GoodsReport, Met } from './goods-report.ts'
import { short } from './goods-row.ts'
import { keyOf, readGoods } from './goods-rules.ts'
import type { GoodsRow } from './goods-rules.ts'
import { rehearse } from './store.ts'

export { milliText } from './goods-report.ts'
export type { GoodsReport, ImportNote } from './goods-report.ts'
export type { GoodsReason } from './goods-rules.ts'

export type GoodsFile = { name: string, bytes: Uint8Array }
export type GoodsImport = {
  /** Where the file's stock lies. */
  store_id: string
  file: GoodsFile
  /** Says what the import would do, and does nothing. */
  dry_run?: boolean
}

/**
 * Takes a shop's file of goods into the chain, and their stock into one store. The same file again changes
 * nothing; stock is booked only for articles that never moved in that store, so that no sale is undone.
 *
 * Refuses `store_unknown`, `file_no_header`, and whatever `readSheets` refuses. A row that cannot enter is
 * listed in the report and holds up no other.
 */
export async function importGoods(
  tx: Tx, who: Who, { store_id, file, dry_run = false }: GoodsImport,
): Promise<GoodsReport> {
  await refuseUnknownStore(tx, who, store_id)
  const table = await readTable(file)
  const reading = readGoods(table)

  const into = { store_id, file_sha256: createHash('sha256').update(file.bytes).digest('hex') }
  const act = () => enter(tx, who, { goods: reading.goods, refused: reading.refused.length, into })
  const { met, stocked } = await (dry_run ? rehearse(tx, act) : act())
  return {
    sheet: table.sheet, header_row: table.header_row, dry_run, ...countsOf(met), stocked,
    refused: reading.refused.map((refused) =>
      ({ ...refused, name: short(refused.cells[table.columns.name ?? -1]?.trim() ?? '') })),
    notes: notesOf(reading, met), ignored_columns: table.ignored_columns, other_sheets: table.other_sheets,
    totals: totalsOf(reading.goods),
  }
}

async function refuseUnknownStore(tx: Tx, who: Who, store_id: string): Promise<void> {
  refuseOutOfReach(who, store_id)
  const stores = await readStores(tx, who)
  if (!stores.some(({ id }) => id === store_id)) refuse('store_unknown')
}

async function readTable({ name, bytes }: GoodsFile): Promise<GoodsTable> {
  const table = findGoodsTable(await readSheets(bytes, name))
  if ('missing' in table) refuse('file_no_header', { missing: table.missing.join(' ') })
  return table
}

type Entry = { goods: readonly GoodsRow[], refused: number, into: { store_id: string, file_sha256: string } }

/** Writes goods and stock. The file is on record by its digest: its name is a person's own words. */
async function enter(
  tx: Tx, who: Who, { goods, refused, into }: Entry,
): Promise<{ met: Met[], stocked: number }> {
  if (goods.length === 0) return { met: [], stocked: 0 }
  const entered = await upsertGoods(tx, who, goods.map(asImported))
  const rows = goods.map((row, at) => ({ row, ...entered[at]! }))
  const { kept, stocked } = await bookStock(tx, who, { store_id: into.store_id, rows })
  const met = rows.map(({ row, sku_id, outcome, barcode_held_by }): Met =>
    ({ row, outcome, barcode_held_by, on_hand_m: kept.get(sku_id) ?? null }))
  const counts = countsOf(met)
  if (counts.new + counts.changed + stocked > 0) {
    const { store_id, ...file } = into, detail = { ...file, ...counts, refused, stocked }
    await record(tx, who, [{ verb: 'goods.import_file', ref: store_id, store_id, detail }])
  }
  return { met, stocked }
}

function asImported(row: GoodsRow) {
  const { name, category, barcode, sold_by, unit, price_fen, member_price_fen, cost_fen } = row
  return {
    source_code: keyOf(row), name, category, barcode, sold_by, unit, list_price_fen: price_fen,
    member_price_fen, cost_fen, pinyin: row.pinyin, initials: row.initials,
  }
}

type Stocking = { store_id: string, rows: readonly { row: GoodsRow, sku_id: string }[] }

/** Books opening stock in. `kept` holds what stands in the store where the file says something else. */
async function bookStock(tx: Tx, who: Who, { store_id, rows }: Stocking) {
  const counted = rows.flatMap(({ row: { stock_m }, sku_id }) =>
    stock_m === null ? [] : [{ store_id, sku_id, on_hand_m: stock_m }])
  const told = new Map<string, number>(counted.map(({ sku_id, on_hand_m }) => [sku_id, on_hand_m]))
  const before = [...(await lockStock(tx, who.chain_id, counted)).values()]
  const moved = before.filter(({ version }) => version > 0)
  const other = moved.filter(({ sku_id, on_hand_m }) => on_hand_m !== told.get(sku_id))
  const booked = await openStock(tx, who, counted)
  return { kept: new Map(other.map(({ sku_id, on_hand_m }) => [sku_id, on_hand_m])), stocked: booked.length }
}

function countsOf(met: readonly Met[]): Pick<GoodsReport, 'new' | 'changed' | 'unchanged'> {
  const count = (wanted: Met['outcome']) => met.filter(({ outcome }) => outcome === wanted).length
  return { new: count('new'), changed: count('changed'), unchanged: count('unchanged') }
}
