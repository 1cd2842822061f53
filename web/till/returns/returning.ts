import type { SaleLine } from '#contract/sales.ts'

/** How much of each line is to come back, by line number, in thousandths. */
export type Wanted = Record<number, number>

export const leftOf = ({ qty_m, returned_m }: SaleLine): number => qty_m - returned_m

/** Everything that can still be returned. */
export const allOf = (lines: readonly SaleLine[]): Wanted =>
  Object.fromEntries(lines.filter((line) => leftOf(line) > 0).map((line) => [line.line, leftOf(line)]))

/** One line set to a quantity, held between nothing and what is left of it. */
export function want(wanted: Wanted, line: SaleLine, qty_m: number): Wanted {
  const held = Math.max(0, Math.min(leftOf(line), qty_m))
  return { ...wanted, [line.line]: held }
}

/** The lines as the contract has them; none of zero. */
export const linesOf = (wanted: Wanted): { line: number; qty_m: number }[] =>
  Object.entries(wanted)
    .filter(([, qty_m]) => qty_m > 0)
    .map(([line, qty_m]) => ({ line: Number(line), qty_m }))
