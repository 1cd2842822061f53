import { asFen, sumFen } from '#contract/money.ts'
import type { Reply } from '#contract/endpoint.ts'
import type { Input } from '#contract/endpoint.ts'
import type { quoteReturn, quoteSale } from '#contract/sales.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/refusal.ts'
import { readSettings } from '#kernel/settings.ts'
import { readVersions } from '#kernel/versions.ts'
import { mayReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { readSkus } from '#modules/catalog/catalog.ts'
import { peekBooks } from '#modules/ledger/ledger.ts'
import { earned } from '#pricing/points.ts'
import { roundTotal } from '#pricing/round.ts'
import { workOut } from './giveback.ts'
import type { QuoteInput } from './orders.ts'
import { goodsOf, pointsLimit, priceBasket, refusePoints, roundingFor } from './sale-rules.ts'
import { holdingsOf, pointsHeld, refuseStranger } from './settle.ts'
import { readHeads, readSold } from './store.ts'

/** Prices a basket as settling would, without locking or writing anything. */
export async function quote(tx: Tx, who: Who, input: QuoteInput): Promise<Reply<typeof quoteSale>> {
  const versions = await readVersions(tx, who.chain_id)
  const settings = (await readSettings(tx, who.chain_id, versions.settings)).at(input.store_id)
  const skus = await readSkus(tx, who.chain_id, [...new Set(input.lines.map((line) => line.sku_id))])
  const books = await peekBooks(tx, who.chain_id, {
    owner_ids: input.member_id ? [input.member_id] : [], acts: [],
  })
  const goods = goodsOf(skus, input)
  refuseStranger(books, input.member_id)
  const priced = priceBasket(goods, input, { settings, rounding: roundingFor(settings, input.tender_mix) })
  const held = pointsHeld(books, { input, who })
  const limit = pointsLimit(priced.subtotal_fen, settings)
  refusePoints(input.points, held, limit.points)

  const before_rounding = asFen(priced.subtotal_fen - priced.points_fen)
  const rule = { points_per_yuan: settings.points_earned_per_yuan, multiplier_bp: 10_000 }
  const most = pointsLimit(
    asFen(Math.min(priced.subtotal_fen, worth(held?.usable ?? 0, settings.points_per_yuan))), settings)
  // Coupons are the engine's already, but not yet the contract's.
  const { coupon_fen: _none, engine_version: _engine, lines, ...totals } = priced
  return {
    ...totals,
    lines: lines.map(({ coupon_fen: _nothing, ...line }, index) => ({ ...line, ...shown(goods[index]!) })),
    points_max: held ? most.points : 0, points_max_fen: held ? most.fen : asFen(0),
    points_blocked: held && held.balance < 0 ? 'points_below_zero' : null,
    points_to_earn: held ? earned(priced.payable_fen, rule) : 0, holdings: holdingsOf(books, input.member_id),
    catalog_version: versions.catalog,
    rounding: {
      cash_fen: roundTotal(roundingFor(settings, 'cash'), before_rounding),
      mixed_fen: roundTotal(roundingFor(settings, 'mixed'), before_rounding),
    },
  }
}

const worth = (points: number, per_yuan: number): number => Math.floor(points * 100 / per_yuan)
const shown = ({ name, unit, sold_by }: { name: string; unit: string; sold_by: 'piece' | 'weight' }) =>
  ({ name, unit, sold_by })

/** What a return would give back, without locking or writing anything. */
export async function quoteGivingBack(
  tx: Tx, who: Who, input: Input<typeof quoteReturn>,
): Promise<Reply<typeof quoteReturn>> {
  const heads = (await readHeads(tx, who.chain_id, [input.sale_id]))
    .filter((head) => mayReach(who, head.store_id))
  const [sale] = await readSold(tx, who.chain_id, { heads })
  if (!sale) refuse('not_found')
  const back = workOut(sale, input.lines)
  return {
    amount_fen: back.amount_fen, points_back: back.points_back, points_clawed: back.points_clawed,
    tenders: sale.tenders.map(({ column, kind }) => ({ column, kind, amount_fen: back.cells_fen[column]! })),
    lines: back.lines.map(({ line, qty_m, amount_fen, cells, points }) =>
      ({ line: line + 1, qty_m, amount_fen: sumFen([amount_fen]), cells_fen: cells, points })),
  }
}
