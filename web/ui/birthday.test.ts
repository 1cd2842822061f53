import { expect, test } from 'vitest'
import { daysToBirthday } from './birthday.ts'

test('the days to a birthday count to the next one, this year or the next', () => {
  const cases: [string, string, number | null][] = [
    ['1988-11-24', '2026-11-21', 3], ['11-21', '2026-11-21', 0], ['1990-11-20', '2026-11-21', 364],
    ['2000-02-29', '2027-02-27', 2], ['2000-02-29', '2028-02-27', 2], ['1990-01-02', '2026-12-30', 3],
    ['unknown', '2026-11-21', null], ['', '2026-11-21', null],
  ]
  for (const [birthday, today, days] of cases) expect(daysToBirthday(birthday, today), birthday).toBe(days)
})
