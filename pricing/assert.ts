import type { Fen } from '#contract/money.ts'

/** States what must hold here. A failure is a bug of ours, never the customer's case. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`pricing: ${message}`)
}

/**
 * States that a number is whole fen, of either sign. The engine imports no schema, so it checks for itself.
 */
export function asFen(value: number): Fen {
  assert(Number.isSafeInteger(value), `not whole fen: ${value}`)
  return value as Fen
}

/** The sum of whole numbers of one unit; throws when it leaves the safe integers. */
export function sum<Unit extends number>(amounts: readonly Unit[]): Unit {
  let total = 0
  for (const amount of amounts) total += amount
  assert(Number.isSafeInteger(total), `not a whole sum: ${total}`)
  return total as Unit
}
