import * as z from 'zod/mini'

/** Whole fen, 0.01 yuan. A branded integer: plain numbers do not pass as money, and a fraction never does. */
export type Fen = number & { readonly __unit: 'fen' }

/** Thousandths of a piece or of a kilogram: 1 piece = 1000, 0.612 kg = 612. */
export type Milli = number & { readonly __unit: 'milli' }

/**
 * The largest amount any field accepts: 100 million yuan. Keeps every sum and
 * product of a basket a safe integer.
 */
export const amount_max_fen = 10_000_000_000

/**
 * States that a number is whole fen. Throws when it is not: that is a bug of ours, never
 * input (input goes through `fen`).
 */
export function asFen(value: number): Fen {
  if (!Number.isSafeInteger(value)) throw new Error(`not whole fen: ${value}`)
  return value as Fen
}

/** The sum of amounts, in fen. */
export function sumFen(amounts: Iterable<Fen>): Fen {
  let total = 0
  for (const amount of amounts) total += amount
  return asFen(total)
}

/**
 * A schema that checks whole numbers and hands them on under their brand; JSON Schema sees a plain integer.
 */
const branded = <Brand extends number>(minimum: number, maximum: number) =>
  z.int().check(z.minimum(minimum), z.maximum(maximum)) as unknown as z.ZodMiniType<Brand, number>

/** Input: zero or more whole fen. */
export const fen = branded<Fen>(0, amount_max_fen)
/** Input: one fen or more. */
export const fenAboveZero = branded<Fen>(1, amount_max_fen)
/** Output and corrections: whole fen with a sign. */
export const signedFen = branded<Fen>(-amount_max_fen, amount_max_fen)
/** Input: a quantity above zero, at most 100,000 pieces or kilograms. */
export const qty = branded<Milli>(1, 100_000_000)
/** Output: a stock level, which may stand below zero. */
export const signedMilli = branded<Milli>(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
