import type { Fen } from '#contract/money.ts'
import type { Basket, Priced, PricedLine } from './basket.ts'
import { asFen, assert, sum } from './assert.ts'
import { linePrice } from './lineprice.ts'
import { pointsFor, pointsMax, pointsValue } from './points.ts'
import { roundTotal } from './round.ts'
import { split } from './split.ts'
import { engine_version } from './version.ts'

/**
 * Prices a basket in the order of C1: line prices, coupon, points, 抹零. Each reduction is split over the
 * lines by their current amounts (C2), so no line ever goes below zero. Pure: the same basket has the same
 * price everywhere. Throws only on input the contract should have stopped.
 */
export function price(basket: Basket): Priced {
  assert(Number.isSafeInteger(basket.coupon_fen) && basket.coupon_fen >= 0, `coupon ${basket.coupon_fen}`)
  assert(Number.isSafeInteger(basket.points) && basket.points >= 0, `points ${basket.points}`)
  assert(basket.points_rule.points_per_yuan > 0, 'points per yuan above zero')

  const prices = basket.lines.map((line) => linePrice(line, basket.member))
  const amounts = prices.map((line) => line.amount_fen)
  const subtotal_fen = sum(amounts)

  const coupon_fen = asFen(Math.min(basket.coupon_fen, subtotal_fen))
  const coupons = split(coupon_fen, amounts)
  const afterCoupon = minus(amounts, coupons)

  const points_fen = redeemable(basket, sum(afterCoupon))
  const points = pointsFor(points_fen, basket.points_rule)
  const pointsFen = split(points_fen, afterCoupon)
  const pointsOf = split(points, pointsFen)
  const afterPoints = minus(afterCoupon, pointsFen)

  const rounding_fen = roundTotal(basket.rounding, sum(afterPoints))
  const roundings = split(rounding_fen, afterPoints)

  const lines = prices.map((line, at): PricedLine => ({
    ...line, coupon_fen: coupons[at]!, points: pointsOf[at]!, points_fen: pointsFen[at]!,
    rounding_fen: roundings[at]!, payable_fen: asFen(afterPoints[at]! + roundings[at]!),
  }))
  const list_fen = sum(prices.map((line) => line.list_fen))
  const payable_fen = sum(lines.map((line) => line.payable_fen))
  assert(payable_fen === subtotal_fen - coupon_fen - points_fen + rounding_fen, 'the total does not close')
  return {
    lines, list_fen, saved_fen: asFen(list_fen - subtotal_fen), subtotal_fen,
    coupon_fen, points, points_fen, rounding_fen, payable_fen, engine_version,
  }
}

/** What the wanted points take off: never more than is left to pay. */
function redeemable({ points, points_rule }: Basket, left_fen: Fen): Fen {
  return pointsValue(Math.min(points, pointsMax(left_fen, points_rule)), points_rule)
}

function minus(amounts: readonly Fen[], parts: readonly Fen[]): Fen[] {
  return amounts.map((amount, line) => {
    assert(parts[line]! <= amount, `line ${line} would go below zero`)
    return asFen(amount - parts[line]!)
  })
}
