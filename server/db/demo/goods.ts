import { asFen } from '#contract/money.ts'
import type { GoodsForImport } from '#modules/catalog/catalog.ts'
import { eanCheckDigit } from '#pricing/barcodes.ts'
import { fresh } from './goods-fresh.ts'
import type { GoodsRow } from './goods-fresh.ts'
import { shelf } from './goods-shelf.ts'

/** An article of the demo: what enters the catalogue, and what makes people buy it. */
export type DemoGoods = GoodsForImport & {
  /** How well it sells beside the others. */
  liking: number
  /** The least and the most grams people take; null for what is sold by the piece. */
  grams: readonly [number, number] | null
}

/** Taken a little at a time, however cheap. */
const by_the_handful = new Set(['老姜', '紫皮大蒜', '大葱', '螺丝椒', '散装原味瓜子', '散装蒜香花生'])
/** Taken whole or by the half. */
const by_the_whole = new Set(['无籽西瓜', '冬瓜', '大白菜', '哈密瓜'])
const dear_fen = 3_000

/** The 300 articles of the demo, in the order of their source codes. */
export const demoGoods: readonly DemoGoods[] = Object.entries({ ...fresh, ...shelf })
  .flatMap(([category, rows]) => rows.map((row) => ({ category, row })))
  .map(({ category, row }, index) => goodsOf(category, row, index + 1))

function goodsOf(category: string, row: GoodsRow, number: number): DemoGoods {
  const [name, unit, list_fen, cost_fen, liking, member_fen] = row
  const sold_by = unit === 'kg' ? 'weight' : 'piece'
  return {
    source_code: `demo-${String(number).padStart(3, '0')}`, name, category, unit, sold_by,
    barcode: inStoreBarcode(number),
    list_price_fen: asFen(list_fen), cost_fen: asFen(cost_fen),
    member_price_fen: member_fen === undefined ? null : asFen(member_fen),
    liking, grams: sold_by === 'weight' ? gramsOf(name, list_fen) : null,
  }
}

/** An in-store EAN-13 (R2.02) under 29, a prefix that no label of the usual scale layouts begins with. */
function inStoreBarcode(number: number): string {
  const body = `29${String(number).padStart(10, '0')}`
  return `${body}${eanCheckDigit(body)}`
}

function gramsOf(name: string, list_fen: number): readonly [number, number] {
  if (by_the_handful.has(name)) return [90, 320]
  if (by_the_whole.has(name)) return [1_400, 3_600]
  return list_fen >= dear_fen ? [220, 760] : [320, 1_250]
}
