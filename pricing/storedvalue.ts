import type { Fen } from '#contract/money.ts'
import { asFen, assert, sum } from './assert.ts'
import { divide, times } from './round.ts'

/** Which half of a lot a payment takes first (C4); a chain chooses, proportional is the default. */
export type DrawOrder = 'proportional' | 'principal_first' | 'bonus_first'

/** What is left of one top-up: principal 本金 and the bonus 赠金 given on it. `id` names the pair. */
export type Lot = { id: string, principal_left_fen: Fen, bonus_left_fen: Fen }

/** What a payment takes from one lot. */
export type LotDraw = { id: string, principal_fen: Fen, bonus_fen: Fen }

/** The bonus share of an amount that the lot can carry (C4, R4.04). */
function bonusOf(lot: Lot, amount: number, order: DrawOrder): number {
  const { principal_left_fen: principal, bonus_left_fen: bonus } = lot
  switch (order) {
    case 'proportional': return divide(times(amount, bonus), principal + bonus).quotient
    case 'principal_first': return Math.max(0, amount - principal)
    case 'bonus_first': return Math.min(amount, bonus)
  }
}

/**
 * Draws an amount from lots given oldest first, first in first out (C4, W8). Untouched lots are left out.
 * Null when the lots together hold less than the amount: nothing is drawn in part.
 */
export function drawLots(lots: readonly Lot[], amount_fen: Fen, order: DrawOrder): LotDraw[] | null {
  assert(Number.isSafeInteger(amount_fen) && amount_fen >= 0, `not an amount to draw: ${amount_fen}`)
  const draws: LotDraw[] = []
  let lacking: number = amount_fen
  for (const lot of lots) {
    assert(lot.principal_left_fen >= 0 && lot.bonus_left_fen >= 0, `lot ${lot.id} is below zero`)
    const taken = Math.min(lacking, lot.principal_left_fen + lot.bonus_left_fen)
    if (taken === 0) continue
    const bonus = bonusOf(lot, taken, order)
    draws.push({ id: lot.id, principal_fen: asFen(taken - bonus), bonus_fen: asFen(bonus) })
    lacking -= taken
  }
  return lacking === 0 ? draws : null
}

/**
 * Where a refund of principal, of bonus or of points goes: filled into what each draw still holds, last
 * drawn first (C10), so a full refund restores the very lots. Answers in the order of the draws. Throws
 * when more comes back than was drawn.
 */
export function giveBack<Unit extends number>(drawn: readonly Unit[], amount: Unit): Unit[] {
  assert(amount >= 0 && amount <= sum(drawn), `${amount} back, but ${sum(drawn)} drawn`)
  let left: number = amount
  return drawn.map((_, index) => {
    const held = drawn[drawn.length - 1 - index]!
    const back = Math.min(left, held)
    left -= back
    return back as Unit
  }).reverse()
}
