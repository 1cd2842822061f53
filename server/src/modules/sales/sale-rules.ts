import type { Feature } from '#contract/features.ts'
import { asFen, sumFen } from '#contract/money.ts'
import type { Fen } from '#contract/money.ts'
import type { RoundingMode, TenderInput } from '#contract/sales.ts'
import type { Settings } from '#contract/settings.ts'
import { amount_max_fen } from '#contract/money.ts'
import { refuse } from '#kernel/refusal.ts'
import type { SkuForSale } from '#modules/catalog/catalog.ts'
import { pointsMax, pointsValue } from '#pricing/points.ts'
import { price } from '#pricing/price.ts'
import type { BasketLine, Priced } from '#pricing/basket.ts'
import type { QuoteInput, SaleInput } from './orders.ts'

export type Wanted = Pick<SaleInput | QuoteInput, 'lines' | 'member_id' | 'points'>

/** The goods of a basket, each refused by name when it cannot be sold as asked. */
export function goodsOf(skus: Map<string, SkuForSale>, wanted: Wanted): SkuForSale[] {
  return wanted.lines.map((line) => {
    const sku = skus.get(line.sku_id)
    if (!sku) refuse('sku_unknown', { sku_id: line.sku_id })
    if (sku.deleted) refuse('sku_deleted', { name: sku.name })
    if (sku.sold_by === 'piece' && line.qty_m % 1000 !== 0) refuse('qty_must_be_whole', { name: sku.name })
    // A label's amount goes before the price list (R2.04), so it is taken only where a scale prints one.
    if (sku.sold_by === 'piece' && line.label_fen) refuse('label_without_scale', { name: sku.name })
    if (line.qty_m * sku.list_price_fen / 1000 > amount_max_fen) refuse('order_too_large')
    return sku
  })
}

/** What the store has switched off is neither paid with nor named in a sale; returns of older sales go on. */
export function refuseSwitchedOff(
  { features_off }: Settings, wanted: Wanted & { tenders?: readonly TenderInput[] },
): void {
  const used: Feature[] = [
    ...wanted.member_id === null ? [] : ['members' as const], ...wanted.points > 0 ? ['points' as const] : [],
    ...wanted.tenders?.some(({ kind }) => kind === 'stored_value') ? ['stored_value' as const] : [],
  ]
  if (used.some((feature) => features_off.includes(feature))) refuse('feature_off')
}

/** Points that a yuan of real money earns: none where points are switched off (C5). */
export const earningRate = (settings: Settings): number =>
  settings.features_off.includes('points') ? 0 : settings.points_earned_per_yuan

/** 抹零 holds for wholly cash payment, or for all tenders, as the store chose (C9). */
export function roundingFor(settings: Settings, mix: 'cash' | 'mixed'): RoundingMode {
  return settings.rounding_for === 'all' || mix === 'cash' ? settings.rounding_mode : 'off'
}

/** No tender at all is wholly cash too: 抹零 may have taken the last fen off what was to be paid in cash. */
export const mixOf = (tenders: readonly TenderInput[]): 'cash' | 'mixed' =>
  tenders.every((tender) => tender.kind === 'cash') ? 'cash' : 'mixed'

/** A line as the price engine knows it. */
export function basketLine(line: Wanted['lines'][number], sku: SkuForSale): BasketLine {
  const { id, name, sold_by, list_price_fen, member_price_fen } = sku
  return {
    sku_id: id, name, sold_by, list_price_fen, member_price_fen, qty_m: line.qty_m,
    label_fen: line.label_fen ?? null, override: line.override ?? null,
  }
}

/** Prices a basket by the one engine, under the store's settings. */
export function priceBasket(
  goods: readonly SkuForSale[], wanted: Wanted, rules: { settings: Settings; rounding: RoundingMode },
): Priced {
  const priced = price({
    lines: wanted.lines.map((line, index) => basketLine(line, goods[index]!)),
    member: wanted.member_id === null ? null : { id: wanted.member_id },
    coupon_fen: asFen(0), points: wanted.points,
    points_rule: { points_per_yuan: rules.settings.points_per_yuan }, rounding: rules.rounding,
  })
  const nothing = priced.lines.findIndex((line) => line.list_fen === 0 && line.list_price_fen > 0)
  if (nothing >= 0) refuse('line_amount_zero', { name: goods[nothing]!.name })
  if (priced.list_fen > amount_max_fen) refuse('order_too_large')
  return priced
}

/** The most points an amount takes, and what they are worth. */
export function pointsLimit(subtotal_fen: Fen, settings: Settings): { points: number; fen: Fen } {
  const rule = { points_per_yuan: settings.points_per_yuan }
  const points = pointsMax(subtotal_fen, rule)
  return { points, fen: pointsValue(points, rule) }
}

export type PointsHeld = { balance: number; usable: number } | null

/** The first thing in the way of redeeming points (C5, C9). */
export function refusePoints(points: number, held: PointsHeld, most: number): void {
  if (points === 0) return
  if (!held) refuse('points_need_member')
  if (held.balance < 0) refuse('points_below_zero', { balance: held.balance })
  if (points > held.usable) refuse('points_over_balance', { points, balance: held.usable })
  if (points > most) refuse('points_over_amount', { max: most })
}

/**
 * The tenders must come to what is payable, to the fen; change is given on cash alone. Returns the change.
 */
export function refuseTenders(tenders: readonly TenderInput[], payable_fen: Fen): Fen {
  for (const kind of ['stored_value', 'cash'] as const)
    if (tenders.filter((tender) => tender.kind === kind).length > 1) refuse('tender_twice')
  const paid_fen = sumFen(tenders.map((tender) => tender.amount_fen))
  if (paid_fen < payable_fen) refuse('tenders_short', { short_fen: payable_fen - paid_fen })
  if (paid_fen > payable_fen) refuse('tenders_over', { over_fen: paid_fen - payable_fen })
  const cash = tenders.find((tender) => tender.kind === 'cash')
  if (!cash) return asFen(0)
  if (cash.tendered_fen < cash.amount_fen)
    refuse('cash_short', { tendered_fen: cash.tendered_fen, amount_fen: cash.amount_fen })
  return asFen(cash.tendered_fen - cash.amount_fen)
}
