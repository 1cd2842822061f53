import type { Fen, Milli } from '#contract/money.ts'
import { assert, sum } from './assert.ts'
import { cumulativeFloor } from './split.ts'

/**
 * One line as it was sold: its row of the matrix (in the order of the tenders) and the points redeemed on
 * it.
 */
export type SoldLine = { qty_m: Milli, payable_fen: Fen, cells: readonly Fen[], points: number }

/** A quantity of one line, by its place in the sold lines counted from 0. */
export type LineQty = { line: number, qty_m: Milli }

/** What one line gives back: fen per tender, their sum, and the points redeemed on it. */
export type RefundLine = { line: number, qty_m: Milli, cells: Fen[], amount_fen: Fen, points: number }

/** Why nothing can be returned. */
export type ReturnRefusal = 'return_nothing' | 'return_line_unknown' | 'return_more_than_sold'

/**
 * What a return gives back out of the stored cells: k of n are worth floor(cell x k / n), less what was
 * returned before (C3, R4.02); k and n are thousandths for pieces and for weight alike. Answers the first
 * reason, or one row per returned line, in the order of lines; a line wanted twice is added up.
 */
export function refund(
  sold: readonly SoldLine[], returned: readonly LineQty[], wanted: readonly LineQty[],
): RefundLine[] | ReturnRefusal {
  if (wanted.length === 0 || wanted.some(({ qty_m }) => qty_m <= 0)) return 'return_nothing'
  if (wanted.some(({ line }) => !sold[line])) return 'return_line_unknown'

  const before = quantities(sold, returned)
  const now = quantities(sold, wanted)
  if (sold.some(({ qty_m }, line) => before[line]! + now[line]! > qty_m)) return 'return_more_than_sold'

  return sold.flatMap((of, line) => now[line]! > 0 ? [lineRefund(of, line, [before[line]!, now[line]!])] : [])
}

/** The quantity named for each sold line. */
function quantities(sold: readonly SoldLine[], named: readonly LineQty[]): number[] {
  const total = sold.map(() => 0)
  for (const { line, qty_m } of named) {
    const known = Number.isSafeInteger(qty_m) && qty_m > 0 && line in total
    assert(known, `not a returned line: ${qty_m} of ${line}`)
    total[line]! += qty_m
  }
  return total
}

function lineRefund(of: SoldLine, line: number, [before, now]: [number, number]): RefundLine {
  assert(sum(of.cells) === of.payable_fen, `the cells of line ${line} do not sum to its payable`)
  const part = <Unit extends number>(cell: Unit) =>
    cumulativeFloor(cell, before + now, of.qty_m) - cumulativeFloor(cell, before, of.qty_m) as Unit
  const cells = of.cells.map(part)
  return { line, qty_m: now as Milli, cells, amount_fen: sum(cells), points: part(of.points) }
}
