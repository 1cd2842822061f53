import { expect, test } from 'vitest'
import {
  formatChange,
  formatCount,
  formatFen,
  formatMoment,
  formatQty,
  formatStamp,
  formatTime,
} from './format.ts'

test('money has two decimals, thousands marks and a true minus', () => {
  const cases: [number, string][] = [
    [123_450, '¥1,234.50'],
    [5, '¥0.05'],
    [-2224, '−¥22.24'],
    [0, '¥0.00'],
  ]
  for (const [fen, text] of cases) expect(formatFen(fen)).toBe(text)
})

test('weights show grams, pieces only what they have', () => {
  expect(formatQty(612, 'weight')).toBe('0.612')
  expect(formatQty(2000, 'piece')).toBe('2')
  expect(formatQty(1_000_500, 'piece')).toBe('1,000.5')
  expect(formatQty(-1000, 'piece')).toBe('−1')
})

test('counts have marks and signs', () => {
  expect([formatCount(3486), formatCount(-77), formatChange(133), formatChange(0)]).toEqual([
    '3,486',
    '−77',
    '+133',
    '0',
  ])
})

test('times are those of the chain, wherever the browser is', () => {
  const at = '2026-11-21T20:30:05Z'
  expect(formatTime(at, 'Asia/Shanghai')).toBe('04:30')
  expect(formatStamp(at, 'Asia/Shanghai')).toBe('2026-11-22 04:30:05')
  expect(formatMoment('2020-03-01T00:00:00+08:00', 'Asia/Shanghai', 'en')).toBe('1 Mar 2020 00:00')
})
