import type { Fen } from '#contract/money.ts'
import { asFen, assert } from './assert.ts'
import { divide, times } from './round.ts'

/** How many points are worth one yuan when redeemed; 100 is the default (C5). */
export type PointsRule = { points_per_yuan: number }

/** How many points one yuan of real money earns, and the sale's one multiplier in basis points (C5, C13). */
export type EarnRule = { points_per_yuan: number, multiplier_bp: number }

/** What points are worth in whole fen, floored. */
export function pointsValue(points: number, rule: PointsRule): Fen {
  return asFen(divide(times(points, 100), rule.points_per_yuan).quotient)
}

/** The fewest points that reach a value: a point that buys no further fen stays with the member. */
export function pointsFor(value_fen: Fen, rule: PointsRule): number {
  return ceiling(value_fen, rule.points_per_yuan)
}

/** The most points an amount can take without going below zero (C5, C9), none of them wasted. */
export function pointsMax(amount_fen: Fen, rule: PointsRule): number {
  assert(amount_fen >= 0, `an amount below zero: ${amount_fen}`)
  // Points are worth at most the amount while points x 100 < (amount + 1) x points_per_yuan.
  const most = ceiling(amount_fen + 1, rule.points_per_yuan) - 1
  return pointsFor(pointsValue(most, rule), rule)
}

function ceiling(amount: number, points_per_yuan: number): number {
  const { quotient, rest } = divide(times(amount, points_per_yuan), 100)
  return rest === 0 ? quotient : quotient + 1
}

/**
 * Points that real money earns (principal and outside tenders, never bonus, points or coupon value): one
 * floor over money x rate x multiplier (C5, C13). Multipliers do not compound: the caller passes the
 * largest.
 */
export function earned(real_money_fen: Fen, rule: EarnRule): number {
  return divide(times(times(real_money_fen, rule.points_per_yuan), rule.multiplier_bp), 1_000_000).quotient
}

/**
 * Points taken back on a return: what the sale still has earned less what the real money that remains earns
 * (C5).
 */
export function clawBack(earned_so_far: number, real_remaining_fen: Fen, rule: EarnRule): number {
  return Math.max(0, earned_so_far - earned(real_remaining_fen, rule))
}
