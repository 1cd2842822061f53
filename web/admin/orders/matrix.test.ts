import { expect, test } from 'vitest'
import type { Sale } from '#contract/sales.ts'
import { matrixOf } from './matrix.ts'

// W1 of the domain rules, in fen: three lines paid by bonus, principal and an outside tender.
const worked = {
  tenders: [{ column: 0, kind: 'bonus' }, { column: 1, kind: 'principal' }, { column: 2, kind: 'other' }],
  lines: [
    { line: 1, name: 'A', cells_fen: [1158, 5788, 7525] },
    { line: 2, name: 'B', cells_fen: [664, 3324, 4320] },
    { line: 3, name: 'C', cells_fen: [178, 888, 1155] },
  ],
  returns: [
    { lines: [{ line: 2, cells_fen: [664, 3324, 4320] }] },
    { lines: [{ line: 1, cells_fen: [386, 1929, 2508] }] },
    { lines: [{ line: 1, cells_fen: [386, 1929, 2508] }] },
  ],
} as unknown as Pick<Sale, 'lines' | 'tenders' | 'returns'>

test('row and column sums of the matrix meet in what was paid', () => {
  const { rows, sums, total } = matrixOf(worked)
  expect(rows.map((row) => row.sum.paid_fen)).toEqual([14471, 8308, 2221])
  expect(sums.map((sum) => sum.paid_fen)).toEqual([2000, 10000, 13000])
  expect(total.paid_fen).toBe(25000)
})

test('several returns of one line add up in its cells and leave other lines alone', () => {
  const { rows, total } = matrixOf(worked)
  expect(rows[0]!.cells.map((cell) => cell.returned_fen)).toEqual([772, 3858, 5016])
  expect(rows[1]!.sum).toEqual({ paid_fen: 8308, returned_fen: 8308 })
  expect(rows[2]!.sum.returned_fen).toBe(0)
  expect(total.returned_fen).toBe(8308 + 2 * 4823)
})

test('a sale that cost nothing has a matrix without columns', () => {
  expect(matrixOf({ ...worked, tenders: [], returns: [] }).total).toEqual({ paid_fen: 0, returned_fen: 0 })
})
