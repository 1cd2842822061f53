import { assert, sum } from './assert.ts'
import { divide, times } from './round.ts'

/**
 * Largest remainder; ties go to the lower line; the parts always sum to the whole (R4.01, C2).
 * A weight of zero gets nothing. A total below zero is split like its size, then signed, so a reduction and
 * an addition of the same size fall alike. While the size is within the weights, no part exceeds its weight.
 * Throws when there is something to split and no weight to carry it.
 */
export function split<Unit extends number>(total: Unit, weights: readonly number[]): Unit[] {
  assert(Number.isSafeInteger(total), `not a whole total: ${total}`)
  for (const weight of weights) assert(Number.isSafeInteger(weight) && weight >= 0, `not a weight: ${weight}`)
  const whole = sum(weights)
  if (total === 0) return weights.map(() => 0 as Unit)
  assert(whole > 0, `nothing to split ${total} over`)

  const size = Math.abs(total)
  const shares = weights.map((weight) => divide(times(size, weight), whole))
  const parts = shares.map((share) => share.quotient)
  const left = size - sum(parts)
  if (left > 0) {
    const byRest = shares.map((share, line) => ({ line, rest: share.rest }))
      .sort((a, b) => b.rest - a.rest || a.line - b.line)
    for (const { line } of byRest.slice(0, left)) parts[line]! += 1
  }
  assert(sum(parts) === size, 'the parts do not sum to the whole')
  return (total < 0 ? parts.map((part) => 0 - part) : parts) as Unit[]
}

/**
 * What k of n are worth together out of a stored cell: floor(cell x k / n) (C3, R4.02). Unlike repeated
 * largest remainders it never falls as k grows, so what one return takes is the difference of two.
 */
export function cumulativeFloor<Unit extends number>(cell: Unit, k: number, n: number): Unit {
  assert(Number.isSafeInteger(k) && k >= 0 && k <= n, `not ${k} of ${n}`)
  return divide(times(cell, k), n).quotient as Unit
}

/**
 * Sequential allocation: each total in turn is split over what the lines still lack (C3). [total][line].
 * Throws when the totals together pass the capacity.
 */
export function allocateInTurn<Unit extends number>(
  capacity: readonly Unit[], totals: readonly Unit[],
): Unit[][] {
  const lacking: number[] = [...capacity]
  return totals.map((total) => {
    assert(total >= 0 && total <= sum(lacking), `${total} does not fit into what is left`)
    const parts = split(total, lacking)
    parts.forEach((part, line) => { lacking[line]! -= part })
    return parts
  })
}
