import type { Reply } from '#contract/endpoint.ts'
import type { readToday } from '#contract/figures.ts'

export type Hour = Reply<typeof readToday>['hours'][number]
export type Unit = { name: 'yuan' | 'ten_thousand_yuan'; fen: number }

/**
 * The hours worth drawing: from the first to the last with a sale in either week, and always the one that
 * runs now.
 */
export function usedHours(hours: readonly Hour[], now_hour: number): Hour[] {
  const sold = hours.map(({ sales_fen, before_fen }) => sales_fen !== 0 || before_fen !== 0)
  if (!sold.includes(true)) return []
  const now_at = hours.findIndex(({ hour }) => hour === now_hour)
  const first = sold.indexOf(true)
  const last = sold.lastIndexOf(true)
  return hours.slice(
    now_at < 0 ? first : Math.min(first, now_at),
    (now_at < 0 ? last : Math.max(last, now_at)) + 1,
  )
}

/** Axis figures stay short: from 10,000 yuan an hour they are told in ten thousands. */
export function unitOf(hours: readonly Hour[]): Unit {
  const most = Math.max(0, ...hours.flatMap(({ sales_fen, before_fen }) => [sales_fen, before_fen]))
  return most >= 1_000_000 ? { name: 'ten_thousand_yuan', fen: 1_000_000 } : { name: 'yuan', fen: 100 }
}
