import { asFen, sumFen } from '#contract/money.ts'
import type { Input, Reply } from '#contract/endpoint.ts'
import type { quoteReturn, quoteSale } from '#contract/sales.ts'
import type { Settings } from '#contract/settings.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/refusal.ts'
import { readSettings } from '#kernel/settings.ts'
import { readVersions } from '#kernel/versions.ts'
import { refuseOutOfReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { readSkus } from '#modules/catalog/catalog.ts'
import { peekBooks } from '#modules/ledger/ledger.ts'
import { readTillBook } from '#modules/org/org.ts'
import type { Priced } from '#pricing/basket.ts'
import { earned, pointsValue } from '#pricing/points.ts'
import { roundTotal } from '#pricing/round.ts'
import { needsApproval, workOut } from './giveback.ts'
import type { QuoteInput } from './orders.ts'
import { linesToApprove, refuseAboveMarked, refuseFarBelow } from './overrides.ts'
import { saleInReach } from './reach.ts'
import {
  earningRate, goodsOf, pointsLimit, priceBasket, refusePoints, refuseSwitchedOff, roundingFor,
} from './sale-rules.ts'
import type { PointsHeld } from './sale-rules.ts'
import { holdingsOf, pointsHeld, refuseStranger } from './settle.ts'
import { readHeads, readSold } from './store.ts'

/** Prices a basket as settling would, without locking or writing anything. */
export async function quote(tx: Tx, who: Who, input: QuoteInput): Promise<Reply<typeof quoteSale>> {
  const versions = await readVersions(tx, who.chain_id)
  refuseOutOfReach(who, input.store_id)
  const till = (await readTillBook(tx, who.chain_id, versions.org)).get(input.till_id)
  if (till?.store_id !== input.store_id) refuse('till_unknown')
  const settings = (await readSettings(tx, who.chain_id, versions.settings)).at(input.till_id, who.now)
  const skus = await readSkus(tx, who.chain_id, [...new Set(input.lines.map((line) => line.sku_id))])
  const books = await peekBooks(tx, who.chain_id, {
    owner_ids: input.member_id ? [input.member_id] : [], acts: [],
  })
  refuseSwitchedOff(settings, input)
  const goods = goodsOf(skus, input)
  refuseStranger(books, input.member_id)
  const priced = priceBasket(goods, input, { settings, rounding: roundingFor(settings, input.tender_mix) })
  const basket = { wanted: input, goods, priced }
  refuseAboveMarked(basket)
  refuseFarBelow(basket, settings)
  const held = pointsHeld(books, { input, who })
  refusePoints(input.points, held, pointsLimit(priced.subtotal_fen, settings).points)

  const before_rounding = asFen(priced.subtotal_fen - priced.points_fen)
  // Coupons are the engine's already, but not yet the contract's.
  const { coupon_fen: _none, engine_version: _engine, lines, ...totals } = priced
  return {
    ...totals,
    lines: lines.map(({ coupon_fen: _nothing, ...line }, index) => ({ ...line, ...shown(goods[index]!) })),
    ...pointsIn(priced, held, settings), holdings: holdingsOf(books, input.member_id),
    catalog_version: versions.catalog, to_approve: linesToApprove(basket, who, settings),
    rounding: {
      cash_fen: roundTotal(roundingFor(settings, 'cash'), before_rounding),
      mixed_fen: roundTotal(roundingFor(settings, 'mixed'), before_rounding),
    },
  }
}

/** What points do for a basket: the most it takes, and what it earns if paid in real money (C5, C9). */
function pointsIn(priced: Priced, held: PointsHeld, settings: Settings) {
  if (!held || settings.features_off.includes('points'))
    return { points_max: 0, points_max_fen: asFen(0), points_blocked: null, points_to_earn: 0 }
  const usable_fen = pointsValue(held.usable, { points_per_yuan: settings.points_per_yuan })
  const most = pointsLimit(asFen(Math.min(priced.subtotal_fen, usable_fen)), settings)
  return {
    points_max: most.points, points_max_fen: most.fen,
    points_blocked: held.balance < 0 ? 'points_below_zero' : null,
    points_to_earn: earned(priced.payable_fen,
      { points_per_yuan: earningRate(settings), multiplier_bp: 10_000 }),
  }
}

const shown = ({ name, unit, sold_by }: { name: string; unit: string; sold_by: 'piece' | 'weight' }) =>
  ({ name, unit, sold_by })

/** What a return would give back, without locking or writing anything. */
export async function quoteGivingBack(
  tx: Tx, who: Who, input: Input<typeof quoteReturn>,
): Promise<Reply<typeof quoteReturn>> {
  if (input.store_id !== undefined) refuseOutOfReach(who, input.store_id)
  const book = await readSettings(tx, who.chain_id), at = (place: string | null) => book.at(place, who.now)
  const [head] = await readHeads(tx, who.chain_id, [input.sale_id])
  const reached = saleInReach(who, head, {
    token: input.token, anywhere: at(input.store_id ?? null).returns_anywhere,
  })
  const sale = (await readSold(tx, who.chain_id, { heads: [reached] }))[0]!
  const back = workOut(sale, input.lines)
  return {
    to_approve: needsApproval(sale, back.amount_fen, at(input.store_id ?? sale.store_id)),
    amount_fen: back.amount_fen, points_back: back.points_back, points_clawed: back.points_clawed,
    tenders: sale.tenders.map(({ column, kind }) => ({ column, kind, amount_fen: back.cells_fen[column]! })),
    lines: back.lines.map(({ line, qty_m, amount_fen, cells, points }) =>
      ({ line: line + 1, qty_m, amount_fen: sumFen([amount_fen]), cells_fen: cells, points })),
  }
}
