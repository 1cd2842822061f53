import type { Fen } from '#contract/money.ts'
import { assert, sum } from './assert.ts'
import { allocateInTurn } from './split.ts'

/**
 * The line x tender matrix, fixed at payment and never computed again (C3): cell [line][tender] in fen.
 * Tenders come in the order bonus, principal, others (C10: one column for all bonus, one for all
 * principal), cash less its change. Throws unless the tenders sum to what is payable.
 */
export function matrix(payable: readonly Fen[], tenders: readonly Fen[]): Fen[][] {
  assert(sum(payable) === sum(tenders), `tenders ${sum(tenders)} for ${sum(payable)} payable`)
  const columns = allocateInTurn(payable, tenders)
  return payable.map((_, line) => columns.map((column) => column[line]!))
}
