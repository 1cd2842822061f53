import type { Fen, Milli } from '#contract/money.ts'
import { expect, test } from 'vitest'
import { refund } from './refund.ts'
import type { LineQty, SoldLine } from './refund.ts'

const soldLine = (qty: number, cells: number[], points: number): SoldLine => ({
  qty_m: qty as Milli, cells: cells as Fen[], points,
  payable_fen: cells.reduce((all, cell) => all + cell, 0) as Fen,
})
const sold = [
  soldLine(3000, [4_00, 6_00], 10), soldLine(612, [0, 7_77], 0), soldLine(1000, [0, 0], 5),
]

const of = (line: number, qty: number): LineQty => ({ line, qty_m: qty as Milli })

test('a return is refused for the first thing in its way', () => {
  const cases: [LineQty[], LineQty[], string][] = [
    [[], [], 'return_nothing'],
    [[], [of(0, 0)], 'return_nothing'],
    [[], [of(0, -1000)], 'return_nothing'],
    [[], [of(9, 0)], 'return_nothing'],
    [[], [of(3, 1000)], 'return_line_unknown'],
    [[], [of(-1, 1000)], 'return_line_unknown'],
    [[], [of(0, 9000), of(3, 1000)], 'return_line_unknown'],
    [[], [of(0, 3001)], 'return_more_than_sold'],
    [[of(0, 2000)], [of(0, 1001)], 'return_more_than_sold'],
    [[], [of(0, 2000), of(0, 2000)], 'return_more_than_sold'],
    [[of(1, 612)], [of(0, 1000), of(1, 1)], 'return_more_than_sold'],
  ]
  for (const [returned, wanted, reason] of cases) expect(refund(sold, returned, wanted)).toBe(reason)
})

test('weight and pieces come back by thousandths, and a line wanted twice is one row', () => {
  expect(refund(sold, [of(1, 200)], [of(1, 100), of(0, 1000), of(1, 100)])).toEqual([
    { line: 0, qty_m: 1000, cells: [1_33, 2_00], amount_fen: 3_33, points: 3 },
    { line: 1, qty_m: 200, cells: [0, 2_54], amount_fen: 2_54, points: 0 },
  ])
})

test('a line that cost nothing still gives back its points', () => {
  expect(refund(sold, [], [of(2, 1000)]))
    .toEqual([{ line: 2, qty_m: 1000, cells: [0, 0], amount_fen: 0, points: 5 }])
})

test('cells that do not sum to the line, or a past return of an unknown line, are our bug', () => {
  const torn = [{ ...sold[0]!, payable_fen: 10_01 as Fen }]
  expect(() => refund(torn, [], [of(0, 1000)])).toThrow('do not sum')
  expect(() => refund(sold, [of(7, 1000)], [of(0, 1000)])).toThrow('not a returned line')
})
