import { expect, test } from 'vitest'
import { averageOf, percentChange, pointChange, shareOf } from './compare.ts'

test('a change is signed, and level under half a percent', () => {
  const cases: [number, number, string, string][] = [
    [28641730, 26824800, '+6.8%', 'up'],
    [186, 210, '−11.4%', 'down'],
    [1004, 1000, '+0.4%', 'flat'],
    [100, 100, '0.0%', 'flat'],
    [0, 100, '−100.0%', 'down'],
  ]
  for (const [now, before, text, tone] of cases) expect(percentChange(now, before)).toEqual({ text, tone })
})

test('nothing before is nothing to compare with', () => {
  expect(percentChange(100, 0)).toBeNull()
  expect(percentChange(100, -50)).toBeNull()
  expect(pointChange(0.5, null)).toBeNull()
})

test('shares differ in points, averages need an order', () => {
  expect(pointChange(0.714, 0.695)).toEqual({ text: '+1.9', tone: 'up' })
  expect(averageOf({ sales_fen: 0 as never, orders: 0 })).toBeNull()
  expect(shareOf({ sales_fen: 100 as never, member_sales_fen: 120 as never })).toBe(1)
})
