import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocateInTurn, cumulativeFloor, split } from './split.ts'

test('W7: shares fall by largest remainder, ties to the lower line', () => {
  const cases: [number, number[], number[]][] = [
    [10_00, [1, 1, 1], [3_34, 3_33, 3_33]],
    [20_00, [120_00, 100_00], [10_91, 9_09]],
    [99_00, [58, 39, 29], [45_57, 30_64, 22_79]],
    [99_00, [58_00, 39_00, 29_00], [45_57, 30_64, 22_79]],
    [2, [1, 1, 1], [1, 1, 0]],
    [1, [1, 3], [0, 1]],
  ]
  for (const [total, weights, parts] of cases) expect(split(total, weights)).toEqual(parts)
})

test('a weight of zero gets nothing, and nothing can be split over nothing', () => {
  expect(split(5, [0, 3, 0])).toEqual([0, 5, 0])
  expect(split(2, [0, 1, 1, 1])).toEqual([0, 1, 1, 0])
  expect(split(0, [0, 0])).toEqual([0, 0])
  expect(split(0, [])).toEqual([])
  expect(() => split(1, [0, 0])).toThrow('nothing to split')
  expect(() => split(1, [])).toThrow('nothing to split')
  expect(() => split(1, [2, -1])).toThrow('not a weight')
  expect(() => split(0.5, [1])).toThrow('not a whole total')
})

test('a total below zero is split like its size, then signed', () => {
  expect(split(-60, [145_06, 83_28, 22_26])).toEqual([-35, -20, -5])
  expect(split(60, [145_06, 83_28, 22_26])).toEqual([35, 20, 5])
  expect(split(-2, [1, 1, 1])).toEqual([-1, -1, 0])
})

test('products past 2^53 are split exactly', () => {
  const most = 10_000_000_000
  expect(split(most - 1, [most, most, most])).toEqual([3_333_333_333, 3_333_333_333, 3_333_333_333])
  expect(split(most, [most, most, most])).toEqual([3_333_333_334, 3_333_333_333, 3_333_333_333])
})

test('parts sum to the whole, lie within one of the exact share, and never pass their weight', () => {
  const amount = fc.oneof(fc.nat(50), fc.nat(100_000), fc.nat(10_000_000_000))
  const weightings = fc.array(amount, { minLength: 1, maxLength: 30 })
  fc.assert(fc.property(weightings, amount, fc.boolean(), (weights, size, below) => {
    const whole = weights.reduce((a, b) => a + b, 0)
    fc.pre(whole > 0)
    const total = below ? 0 - size : size
    const parts = split(total, weights)
    expect(parts.reduce((a, b) => a + b, 0)).toBe(total)
    parts.forEach((part, line) => {
      const off = BigInt(Math.abs(part)) * BigInt(whole) - BigInt(size) * BigInt(weights[line]!)
      expect(off < BigInt(whole) && off > -BigInt(whole)).toBe(true)
      if (size <= whole) expect(Math.abs(part)).toBeLessThanOrEqual(weights[line]!)
    })
  }), { numRuns: 2000 })
})

test('W7: 7 units that cost 100.00 come back one by one by the cumulative floor', () => {
  const upTo = (k: number) => cumulativeFloor(100_00, k, 7)
  const steps = [1, 2, 3, 4, 5, 6, 7].map((k) => upTo(k) - upTo(k - 1))
  expect(steps).toEqual([14_28, 14_29, 14_28, 14_29, 14_28, 14_29, 14_29])
  expect(cumulativeFloor(10_000_000_000, 99_999_999, 100_000_000)).toBe(9_999_999_900)
  expect(() => cumulativeFloor(1, 8, 7)).toThrow('not 8 of 7')
})

test('sequential allocation fills what the lines still lack and refuses more', () => {
  expect(allocateInTurn([10, 5, 0], [7, 8])).toEqual([[5, 2, 0], [5, 3, 0]])
  expect(allocateInTurn([3, 3], [1, 1])).toEqual([[1, 0], [0, 1]])
  expect(allocateInTurn([10], [])).toEqual([])
  expect(() => allocateInTurn([10, 5], [16])).toThrow('does not fit')
  expect(() => allocateInTurn([10, 5], [-1])).toThrow('does not fit')
})
