import type { Fen, Milli } from '#contract/money.ts'
import type { PointsRule } from './points.ts'
import type { RoundingMode } from './round.ts'

/** One line as it was rung up. Prices are per piece or per kilogram; qty_m is above zero. */
export type BasketLine = {
  sku_id: string
  name?: string
  sold_by: 'piece' | 'weight'
  qty_m: Milli
  list_price_fen: Fen
  member_price_fen: Fen | null
  /**
   * The amount printed on a price label: authoritative for the line, whatever the price list says (R2.04).
   */
  label_fen: Fen | null
  /** A price a person with the permission set at the till; it goes before label and member price. */
  override?: { unit_price_fen: Fen, reason: string } | null
}

/** What is to be priced. Which 抹零 mode holds is decided before, from the tenders (C9). */
export type Basket = {
  lines: readonly BasketLine[]
  member: { id: string } | null
  /**
   * The reduction of the whole basket that stands in for coupons; 0 for none. Capped at what the lines come
   * to.
   */
  coupon_fen: Fen
  /** The points the member wants to redeem; 0 for none. Capped at what is left to pay. */
  points: number
  points_rule: PointsRule
  rounding: RoundingMode
}

/**
 * Why a line costs what it costs. `saved_fen` is against the list amount, below zero when an override is
 * dearer.
 */
export type Reason =
  | { kind: 'member_price', saved_fen: Fen, params: { unit_price_fen: Fen } }
  | { kind: 'label_price', saved_fen: Fen, params: { label_fen: Fen } }
  | { kind: 'override', saved_fen: Fen, params: { unit_price_fen: Fen, reason: string } }

/** One line's price before the reductions of the whole basket. */
export type LinePrice = {
  sku_id: string, qty_m: Milli, list_price_fen: Fen, unit_price_fen: Fen
  list_fen: Fen, amount_fen: Fen, reasons: Reason[]
}

/** payable_fen = amount_fen - coupon_fen - points_fen + rounding_fen, line by line and in total. */
export type PricedLine = LinePrice & {
  coupon_fen: Fen, points: number, points_fen: Fen, rounding_fen: Fen, payable_fen: Fen
}

export type Priced = {
  lines: PricedLine[]
  list_fen: Fen
  /** list_fen - subtotal_fen: what the line prices saved. */
  saved_fen: Fen
  /** After the line prices, before coupon, points and 抹零. */
  subtotal_fen: Fen
  /** The coupon and the points that were really taken: fewer than asked where less was left to pay. */
  coupon_fen: Fen
  points: number
  points_fen: Fen
  /** Signed: below zero where the customer pays less. */
  rounding_fen: Fen
  payable_fen: Fen
  engine_version: string
}
