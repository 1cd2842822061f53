import type { Sale } from '#contract/sales.ts'

/** What a tender paid of a line, and what of it went back. Both in whole fen, neither negative (C3). */
export type Cell = { paid_fen: number; returned_fen: number }
export type MatrixRow = { line: number; name: string; cells: Cell[]; sum: Cell }
export type Matrix = { rows: MatrixRow[]; sums: Cell[]; total: Cell }

const nothing: Cell = { paid_fen: 0, returned_fen: 0 }

export const addCells = (cells: readonly Cell[]): Cell => cells.reduce((sum, cell) => ({
  paid_fen: sum.paid_fen + cell.paid_fen, returned_fen: sum.returned_fen + cell.returned_fen,
}), nothing)

/** The stored line × tender matrix of a sale with everything its returns gave back, and both sums. */
export function matrixOf(sale: Pick<Sale, 'lines' | 'tenders' | 'returns'>): Matrix {
  const returned = new Map<string, number>()
  for (const back of sale.returns) for (const line of back.lines) {
    for (const [column, amount_fen] of line.cells_fen.entries()) {
      const key = `${line.line}/${column}`
      returned.set(key, (returned.get(key) ?? 0) + amount_fen)
    }
  }
  const rows = sale.lines.map(({ line, name, cells_fen }) => {
    const cells = sale.tenders.map(({ column }) => ({
      paid_fen: cells_fen[column] ?? 0, returned_fen: returned.get(`${line}/${column}`) ?? 0,
    }))
    return { line, name, cells, sum: addCells(cells) }
  })
  const sums = sale.tenders.map((_, at) => addCells(rows.map((row) => row.cells[at] ?? nothing)))
  return { rows, sums, total: addCells(sums) }
}
