import type { Reply } from '#contract/endpoint.ts'
import type { readToday } from '#contract/figures.ts'

export type Hour = Pick<Reply<typeof readToday>['hours'][number], 'hour'> & {
  sales_fen: number
  before_fen: number
}
export type Unit = { name: 'yuan' | 'ten_thousand_yuan'; fen: number }

/** The hour's place in the business day: 01:00 is late, not early, in a shop that closes its day at 04:00. */
export const placeOf = (hour: number, cutoff_hour: number): number => (hour - cutoff_hour + 24) % 24

/**
 * The hours worth drawing: all from the first to the last with a sale in either week, and the one that runs.
 * None when there was no sale at all.
 */
export function usedHours(hours: readonly Hour[], clock: { now_hour: number; cutoff_hour: number }): Hour[] {
  const sold = hours.filter(({ sales_fen, before_fen }) => sales_fen !== 0 || before_fen !== 0)
  if (sold.length === 0) return []
  const places = [...sold.map(({ hour }) => hour), clock.now_hour].map((hour) =>
    placeOf(hour, clock.cutoff_hour),
  )
  const [first, last] = [Math.min(...places), Math.max(...places)]
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const hour = (first + at + clock.cutoff_hour) % 24
    return sold.find((row) => row.hour === hour) ?? { hour, sales_fen: 0, before_fen: 0 }
  })
}

/** Axis figures stay short: from 10,000 yuan an hour they are told in ten thousands. */
export function unitOf(hours: readonly Hour[]): Unit {
  const most = Math.max(0, ...hours.flatMap(({ sales_fen, before_fen }) => [sales_fen, before_fen]))
  return most >= 1_000_000 ? { name: 'ten_thousand_yuan', fen: 1_000_000 } : { name: 'yuan', fen: 100 }
}
