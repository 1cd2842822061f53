import { expect, test } from 'vitest'
import { placeOf, unitOf, usedHours, type Hour } from './hours.ts'

type Sales = Record<number, [now: number, before: number]>
const day = (sales: Sales): Hour[] =>
  Object.entries(sales).map(([hour, [sales_fen, before_fen]]) => ({
    hour: Number(hour),
    sales_fen,
    before_fen,
  }))

test('the picture spans the hours with sales in either week and the hour that runs now, without gaps', () => {
  const cases: [Sales, number, number[]][] = [
    [{ 7: [100, 0], 9: [0, 50] }, 8, [7, 8, 9]],
    [{ 16: [100, 0] }, 18, [16, 17, 18]],
    [{ 7: [0, 100], 8: [0, 10] }, 6, [6, 7, 8]],
    [{ 8: [-500, 0] }, 8, [8]],
    [{}, 9, []],
    [{ 9: [0, 0] }, 9, []],
  ]
  for (const [sales, now_hour, want] of cases)
    expect(usedHours(day(sales), { now_hour, cutoff_hour: 0 }).map(({ hour }) => hour)).toEqual(want)
})

test('after midnight is late in the business day', () => {
  expect([4, 23, 0, 3].map((hour) => placeOf(hour, 4))).toEqual([0, 19, 20, 23])
  const hours = usedHours(day({ 22: [100, 0], 1: [50, 20] }), { now_hour: 1, cutoff_hour: 4 })
  expect(hours.map(({ hour }) => hour)).toEqual([22, 23, 0, 1])
  expect(hours.at(-1)).toEqual({ hour: 1, sales_fen: 50, before_fen: 20 })
})

test('axis figures turn to ten thousands from 10,000 yuan an hour', () => {
  expect(unitOf(day({ 9: [999_999, 0] })).name).toBe('yuan')
  expect(unitOf(day({ 9: [0, 1_000_000] })).name).toBe('ten_thousand_yuan')
})
