import { expect, test } from 'vitest'
import { periodOf, startOf } from './period.ts'

test('a day begins where its chain is, and not where the browser stands', () => {
  const cases: [string, string, string][] = [
    ['2026-11-22', 'Asia/Shanghai', '2026-11-21T16:00:00.000Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-11-22', 'America/St_Johns', '2026-11-22T03:30:00.000Z'],
  ]
  for (const [day, zone, at] of cases) expect([day, zone, startOf(day, zone).toISOString()]).toEqual(
    [day, zone, at])
})

test('from today on it holds at once, and thirty days are thirty days', () => {
  const now = new Date('2026-11-21T10:42:00Z'), zone = 'Asia/Shanghai', today = '2026-11-21'
  expect(periodOf({ day: today, days: 3, now, today, zone }))
    .toEqual({ from_at: null, until_at: '2026-11-24T10:42:00.000Z' })
  expect(periodOf({ day: '2026-11-23', days: 30, now, today, zone }))
    .toEqual({ from_at: '2026-11-22T16:00:00.000Z', until_at: '2026-12-22T16:00:00.000Z' })
})
