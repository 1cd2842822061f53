/** One line of a bench's report. `bar` is what must hold; `aim` is what is hoped for, and misses nothing yet. */
export type Figure = {
  case: string; ours: number; reference: number | null; unit: string
  bar?: number; aim?: number
  /** Whether the figure held to the bar is to be above it or below it: the ratio where there is a reference, else ours. */
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

/** The line as it is printed, and whether its bar was missed. */
export function lineOf(bench: string, figure: Figure): { line: string; missed: boolean } {
  const { ours, reference, unit, bar = null, aim, good = 'above' } = figure
  const ratio = reference === null || reference === 0 ? null : ours / reference
  const held = ratio ?? ours
  const ok = bar === null || (good === 'above' ? held >= bar : held <= bar)
  const line = JSON.stringify({
    bench, case: figure.case, ours: short(ours), reference: reference === null ? null : short(reference), unit,
    ratio: ratio === null ? null : short(ratio), bar, ok, ...aim === undefined ? {} : { aim },
  })
  return { line, missed: !ok }
}
