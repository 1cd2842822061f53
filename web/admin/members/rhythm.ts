import type { SaleHead } from '#contract/sales.ts'

type Visit = Pick<SaleHead, 'business_day' | 'payable_fen' | 'returned_fen' | 'store'>
export type DayCell = { day: string; spent_fen: number; heat: 0 | 1 | 2 | 3 | 4; ahead: boolean }
export type Week = { monday: string; spent_fen: number; days: DayCell[] }
export type Rhythm = {
  weeks: Week[]
  visit_days: number
  spent_fen: number
  interval_days: number | null
  /** Weekdays of most visits, Monday = 0; two at most, and only those that stand out. */
  weekdays: number[]
  store: { name: string; share: number } | null
  average_fen: number | null
}

export const rhythm_weeks = 26
const day_ms = 86_400_000

// Business days are plain dates: counting in UTC keeps every day 24 hours long.
const ms = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const dayOf = (at_ms: number): string => new Date(at_ms).toISOString().slice(0, 10)
export const weekdayOf = (day: string): number => (new Date(ms(day)).getUTCDay() + 6) % 7
export const daysBefore = (day: string, days: number): string => dayOf(ms(day) - days * day_ms)
/** The Monday on which the picture begins. */
export const rhythmStart = (today: string): string =>
  daysBefore(today, weekdayOf(today) + 7 * (rhythm_weeks - 1))

/** Heat by quarters of this member's own usual day, so a small spender has a picture too. */
function heatOf(spent_fen: number, sorted: readonly number[]): DayCell['heat'] {
  if (spent_fen <= 0 || sorted.length === 0) return 0
  const below = sorted.filter((other) => other < spent_fen).length
  return (1 + Math.min(3, Math.floor((below * 4) / sorted.length))) as DayCell['heat']
}

function busiestWeekdays(days: readonly string[]): number[] {
  const counts = Array.from({ length: 7 }, () => 0)
  for (const day of days) counts[weekdayOf(day)]! += 1
  const most = Math.max(...counts)
  if (days.length < 4) return []
  return counts
    .map((count, weekday) => ({ count, weekday }))
    .filter(({ count }) => count * 4 >= most * 3)
    .sort((a, b) => b.count - a.count)
    .slice(0, 2)
    .map(({ weekday }) => weekday)
    .sort((a, b) => a - b)
}

function favourite(visits: readonly Visit[]): Rhythm['store'] {
  const counts = new Map<string, number>()
  for (const { store } of visits) counts.set(store, (counts.get(store) ?? 0) + 1)
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  return most ? { name: most[0], share: most[1] / visits.length } : null
}

/** Twenty-six weeks of visits ending today: net spend per day, the usual gap, weekday and store. */
export function rhythmOf(orders: readonly Visit[], today: string): Rhythm {
  const start = rhythmStart(today)
  const visits = orders.filter(({ business_day }) => business_day >= start && business_day <= today)
  const spent = new Map<string, number>()
  for (const { business_day, payable_fen, returned_fen } of visits)
    spent.set(business_day, (spent.get(business_day) ?? 0) + payable_fen - returned_fen)
  const sorted = [...spent.values()].filter((amount) => amount > 0).sort((a, b) => a - b)
  const weeks = Array.from({ length: rhythm_weeks }, (_, week) => {
    const days = Array.from({ length: 7 }, (__, weekday): DayCell => {
      const day = daysBefore(start, -(week * 7 + weekday))
      const spent_fen = spent.get(day) ?? 0
      return { day, spent_fen, heat: heatOf(spent_fen, sorted), ahead: day > today }
    })
    return { monday: days[0]!.day, spent_fen: days.reduce((sum, day) => sum + day.spent_fen, 0), days }
  })
  const came = [...spent.keys()].sort()
  const span_days = came.length > 1 ? (ms(came.at(-1)!) - ms(came[0]!)) / day_ms : 0
  const spent_fen = [...spent.values()].reduce((sum, amount) => sum + amount, 0)
  return {
    weeks,
    visit_days: came.length,
    spent_fen,
    interval_days: came.length > 1 ? span_days / (came.length - 1) : null,
    weekdays: busiestWeekdays(came),
    store: favourite(visits),
    average_fen: visits.length ? Math.round(spent_fen / visits.length) : null,
  }
}
