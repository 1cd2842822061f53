import { expect, test } from 'vitest'
import { lineOf, median, quantile } from './figures.ts'

test('the median is not moved by one round that was disturbed', () => {
  const cases: [number[], number][] = [[[3, 1, 2], 2], [[900, 10, 11], 11], [[1, 2, 3, 10], 2.5], [[7], 7]]
  for (const [values, middle] of cases) expect(median(values)).toBe(middle)
})

test('a quantile is a value that was seen', () => {
  const rising = Array.from({ length: 100 }, (_, at) => at + 1)
  expect([0.5, 0.99, 1].map((part) => quantile(rising, part))).toEqual([51, 100, 100])
  expect(quantile([], 0.5)).toBe(0)
})

test('a bar is held against the ratio, or against ours where there is no reference', () => {
  const rate = { case: 'spread', unit: 'orders/s' }
  const cases: [Parameters<typeof lineOf>[1], boolean][] = [
    [{ ...rate, ours: 15, reference: 100, bar: 0.15 }, false],
    [{ ...rate, ours: 14.9, reference: 100, bar: 0.15 }, true],
    [{ ...rate, ours: 1, reference: 100 }, false],
    [{ ...rate, ours: 2.6, reference: null, bar: 2.5, good: 'below' }, true],
    [{ ...rate, ours: 2.5, reference: null, bar: 2.5, good: 'below' }, false],
    [{ ...rate, ours: 9, reference: 4, bar: 2, good: 'below' }, true],
  ]
  for (const [figure, missed] of cases)
    expect(lineOf('settle', figure).missed, JSON.stringify(figure)).toBe(missed)
})

test('a line is one JSON object with the fields of every bench', () => {
  const figure = { case: 'spread', ours: 123.456789, reference: 400, unit: 'orders/s', bar: 0.15 }
  const { line } = lineOf('settle', figure)
  expect(JSON.parse(line)).toEqual({
    bench: 'settle', case: 'spread', ours: 123.5, reference: 400, unit: 'orders/s', ratio: 0.3086, bar: 0.15,
    ok: true,
  })
})
