import type { SaleLine } from '#contract/sales.ts'
import { expect, test } from 'vitest'
import { allOf, leftOf, linesOf, want } from './returning.ts'

const line = (no: number, qty_m: number, returned_m = 0) => ({ line: no, qty_m, returned_m }) as SaleLine

test('no more comes back than is left of a line, and no less than nothing', () => {
  const milk = line(1, 3000, 1000)
  expect(leftOf(milk)).toBe(2000)
  expect(want({}, milk, 9000)).toEqual({ 1: 2000 })
  expect(want({}, milk, -1000)).toEqual({ 1: 0 })
})

test('everything means what is left, and lines of nothing are not sent', () => {
  const lines = [line(1, 3000, 1000), line(2, 612), line(3, 1000, 1000)]
  expect(linesOf(allOf(lines))).toEqual([
    { line: 1, qty_m: 2000 },
    { line: 2, qty_m: 612 },
  ])
  expect(linesOf({ 1: 0, 2: 5 })).toEqual([{ line: 2, qty_m: 5 }])
})
