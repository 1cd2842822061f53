import { expect, test } from 'vitest'
import type { SaleHead } from '#contract/sales.ts'
import { daysBefore, rhythmOf, rhythmStart } from './rhythm.ts'

type Visit = Pick<SaleHead, 'business_day' | 'payable_fen' | 'returned_fen' | 'store'>
const visit = (business_day: string, payable_fen = 1000, store = '桂花路店'): Visit =>
  ({ business_day, payable_fen, returned_fen: 0, store }) as Visit

test('the picture begins on a Monday and ends with the week of today', () => {
  expect(rhythmStart('2026-11-21')).toBe('2026-05-25')
  const { weeks } = rhythmOf([], '2026-11-21')
  expect(weeks).toHaveLength(26)
  expect(weeks.at(-1)!.monday).toBe('2026-11-16')
  expect(weeks.at(-1)!.days.map((day) => day.ahead)).toEqual([false, false, false, false, false, false, true])
})

test('two orders of one day are one visit, and a return takes from its day', () => {
  const rhythm = rhythmOf(
    [
      visit('2026-11-18', 3000),
      { ...visit('2026-11-18', 2000), returned_fen: 500 as never },
      visit('2026-11-14'),
    ],
    '2026-11-21',
  )
  expect(rhythm.visit_days).toBe(2)
  expect(rhythm.interval_days).toBe(4)
  expect(rhythm.weeks.at(-1)!.spent_fen).toBe(4500)
  expect(rhythm.average_fen).toBe(1833)
})

test('weekdays that stand out are named in the order of the week', () => {
  const wednesdays = [0, 7, 14, 21].map((back) => visit(daysBefore('2026-11-18', back)))
  const saturdays = [0, 7, 14].map((back) => visit(daysBefore('2026-11-14', back), 1000, '竹园店'))
  const rhythm = rhythmOf([...saturdays, ...wednesdays, visit('2026-11-17')], '2026-11-21')
  expect(rhythm.weekdays).toEqual([2, 5])
  expect(rhythm.store).toEqual({ name: '桂花路店', share: 5 / 8 })
})

test('nobody came: no gap, no weekday, no store, no average', () => {
  const { interval_days, weekdays, store, average_fen } = rhythmOf([visit('2020-01-01')], '2026-11-21')
  expect({ interval_days, weekdays, store, average_fen }).toEqual({
    interval_days: null,
    weekdays: [],
    store: null,
    average_fen: null,
  })
})
