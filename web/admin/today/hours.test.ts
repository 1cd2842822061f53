import { expect, test } from 'vitest'
import { unitOf, usedHours, type Hour } from './hours.ts'

const day = (sales: Record<number, [number, number]>): Hour[] =>
  Array.from(
    { length: 24 },
    (_, hour) => ({ hour, sales_fen: sales[hour]?.[0] ?? 0, before_fen: sales[hour]?.[1] ?? 0 }) as Hour,
  )
const span = (hours: Hour[]) => [hours[0]?.hour, hours.at(-1)?.hour]

test('the picture spans the hours with sales in either week and the hour that runs now', () => {
  const cases: [Record<number, [number, number]>, number, (number | undefined)[]][] = [
    [{ 7: [100, 0], 12: [0, 50] }, 9, [7, 12]],
    [{ 7: [100, 0] }, 18, [7, 18]],
    [{ 7: [0, 100], 21: [0, 10] }, 6, [6, 21]],
    [{ 8: [-500, 0] }, 8, [8, 8]],
    [{}, 9, [undefined, undefined]],
  ]
  for (const [sales, now, want] of cases) expect(span(usedHours(day(sales), now))).toEqual(want)
})

test('axis figures turn to ten thousands from 10,000 yuan an hour', () => {
  expect(unitOf(day({ 9: [999_999, 0] })).name).toBe('yuan')
  expect(unitOf(day({ 9: [0, 1_000_000] })).name).toBe('ten_thousand_yuan')
})
