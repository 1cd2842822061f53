import type { Fen, Milli } from '#contract/money.ts'
import { expect, test } from 'vitest'
import { divide, halfUp, lineAmount, percent, roundTotal, times } from './round.ts'
import type { RoundingMode } from './round.ts'

test('halves go away from zero, everything else to the nearest', () => {
  const cases: [number | bigint, number, number][] = [
    [0, 7, 0], [1, 2, 1], [-1, 2, -1], [3, 2, 2], [-3, 2, -2], [1, 3, 0], [2, 3, 1], [-2, 3, -1],
    [22_5, 10, 23], [24_9, 10, 25], [24_4, 10, 24], [10n ** 20n + 5n * 10n ** 9n, 10 ** 10, 10 ** 10 + 1],
    [9_007_199_254_740_991, 9_007_199_254_740_991, 1], [4_503_599_627_370_496, 9_007_199_254_740_991, 1],
    [4_503_599_627_370_495, 9_007_199_254_740_991, 0],
  ]
  for (const [numerator, denominator, expected] of cases)
    expect([numerator, denominator, halfUp(numerator, denominator)])
      .toEqual([numerator, denominator, expected])
})

test('a product past 2^53 stays exact, a quotient past it is refused', () => {
  expect(times(10_000_000_000, 100_000_000)).toBe(10n ** 18n)
  expect(times(94_906_267, 94_906_267)).toBe(9_007_199_515_875_289n)
  expect(times(94_906_265, 94_906_265)).toBe(9_007_199_136_250_225)
  expect(divide(10n ** 18n + 7n, 1_000_000_000)).toEqual({ quotient: 1_000_000_000, rest: 7 })
  expect(() => divide(10n ** 18n, 1)).toThrow('too large')
  expect(() => divide(1, 0)).toThrow('not a denominator')
  expect(() => divide(-1, 2)).toThrow('below zero')
  expect(() => halfUp(0.5, 2)).toThrow('not a whole numerator')
})

test('W6: a line is rounded once, half up, and so is a share in basis points', () => {
  expect(lineAmount(999 as Fen, 3000 as Milli)).toBe(2997)
  expect(percent(2997 as Fen, 8800)).toBe(2637)
  expect(percent(25 as Fen, 9000)).toBe(23)
  expect(lineAmount(1980 as Fen, 786 as Milli)).toBe(1556)
  expect(lineAmount(1 as Fen, 499 as Milli)).toBe(0)
  expect(lineAmount(1 as Fen, 500 as Milli)).toBe(1)
  expect(lineAmount(10_000_000_000 as Fen, 900_000 as Milli)).toBe(9_000_000_000_000)
})

test('W6: every mode of 抹零 gives its signed adjustment', () => {
  const cases: [RoundingMode, number, number][] = [
    ['off', 250_67, 0], ['drop_fen', 250_67, -7], ['drop_jiao', 250_67, -67], ['round_jiao', 250_67, 3],
    ['round_yuan', 250_67, 33], ['round_jiao', 250_64, -4], ['round_jiao', 250_65, 5],
    ['round_yuan', 250_49, -49], ['round_yuan', 250_50, 50], ['drop_fen', 250_60, 0],
    ['drop_jiao', 250_00, 0], ['round_yuan', 0, 0], ['drop_jiao', 99, -99],
    ['round_yuan', 49, -49], ['round_jiao', 5, 5],
  ]
  for (const [mode, amount, expected] of cases)
    expect([mode, amount, roundTotal(mode, amount as Fen)]).toEqual([mode, amount, expected])
  expect(() => roundTotal('drop_fen', -1 as Fen)).toThrow('not an amount')
})
