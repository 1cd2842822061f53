/** One line of a bench's report. `bar` must hold; `aim` is hoped for, and nothing is missed by it yet. */
export type Figure = {
  case: string; ours: number; reference: number | null; unit: string
  bar?: number; aim?: number
  /** Which side of the bar is good. Held against it is the ratio, or ours where there is no reference. */
  good?: 'above' | 'below'
}
export type Tell = (figure: Figure) => void

/** The middle of several rounds: one that was disturbed does not move it. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b), middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The value below which a part of the values lies. They come in rising order; of none it is 0. */
export function quantile(rising: readonly number[], part: number): number {
  return rising[Math.min(rising.length - 1, Math.floor(rising.length * part))] ?? 0
}

const short = (value: number): number => Number(value.toPrecision(4))
const shortOrNull = (value: number | null): number | null => value === null ? null : short(value)

/** The line as it is printed, and whether its bar was missed. */
export function lineOf(bench: string, figure: Figure): { line: string; missed: boolean } {
  const { ours, reference, unit, bar = null, aim, good = 'above' } = figure
  const ratio = reference === null || reference === 0 ? null : ours / reference
  const held = ratio ?? ours
  const ok = bar === null || (good === 'above' ? held >= bar : held <= bar)
  const line = JSON.stringify({
    bench, case: figure.case, ours: short(ours), reference: shortOrNull(reference), unit,
    ratio: shortOrNull(ratio), bar, ok, ...aim === undefined ? {} : { aim },
  })
  return { line, missed: !ok }
}
