import type { Fen, Milli } from '#contract/money.ts'
import { asFen, assert } from './assert.ts'

/**
 * A whole number; bigint only where a product leaves the safe integers, since it is some ten times slower.
 */
export type Whole = number | bigint

/** 抹零: off, drop the fen, drop the jiao, nearest jiao, nearest yuan (R2.08). */
export type RoundingMode = 'off' | 'drop_fen' | 'drop_jiao' | 'round_jiao' | 'round_yuan'

/** The exact product of whole numbers. */
export function times(a: Whole, b: number): Whole {
  if (typeof a === 'number') {
    const product = a * b
    if (Number.isSafeInteger(product)) return product
  }
  return BigInt(a) * BigInt(b)
}

/**
 * Quotient and rest of a whole division, numerator at or above zero, denominator above zero. Both answers
 * are exact.
 */
export function divide(numerator: Whole, denominator: number): { quotient: number, rest: number } {
  assert(Number.isSafeInteger(denominator) && denominator > 0, `not a denominator: ${denominator}`)
  assert(numerator >= 0, `a numerator below zero: ${numerator}`)
  if (typeof numerator === 'number') {
    assert(Number.isSafeInteger(numerator), `not a whole numerator: ${numerator}`)
    const rest = numerator % denominator
    return { quotient: (numerator - rest) / denominator, rest }
  }
  const quotient = Number(numerator / BigInt(denominator))
  assert(Number.isSafeInteger(quotient), `too large an amount: ${numerator} / ${denominator}`)
  return { quotient, rest: Number(numerator % BigInt(denominator)) }
}

/** numerator / denominator, halves away from zero: 0.225 is 0.23 and -0.225 is -0.23 (R4.01). */
export function halfUp(numerator: Whole, denominator: number): number {
  const negative = numerator < 0
  const { quotient, rest } = divide(negative ? -numerator : numerator, denominator)
  // Compared as rest against what is missing, since 2 x rest could leave the safe integers.
  const size = rest >= denominator - rest ? quotient + 1 : quotient
  return negative ? 0 - size : size
}

/** Unit price (fen per piece or kilogram) times quantity (thousandths), rounded once (R4.01). */
export function lineAmount(unit_price_fen: Fen, qty_m: Milli): Fen {
  return asFen(halfUp(times(unit_price_fen, qty_m), 1000))
}

/** A share of an amount in basis points, HALF_UP: 8.8 折 is 8,800 (W6). */
export function percent(amount_fen: Fen, share_bp: number): Fen {
  return asFen(halfUp(times(amount_fen, share_bp), 10_000))
}

/**
 * The signed 抹零 adjustment of an amount at or above zero: add it to the amount to get what is paid (R2.08,
 * W6).
 */
export function roundTotal(mode: RoundingMode, amount_fen: Fen): Fen {
  assert(Number.isSafeInteger(amount_fen) && amount_fen >= 0, `not an amount to round: ${amount_fen}`)
  switch (mode) {
    case 'off': return asFen(0)
    case 'drop_fen': return asFen(0 - amount_fen % 10)
    case 'drop_jiao': return asFen(0 - amount_fen % 100)
    case 'round_jiao': return asFen(halfUp(amount_fen, 10) * 10 - amount_fen)
    case 'round_yuan': return asFen(halfUp(amount_fen, 100) * 100 - amount_fen)
  }
}
