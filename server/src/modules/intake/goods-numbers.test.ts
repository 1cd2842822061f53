import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, decimalText, fitTo, parseDecimal, roundTo, times } from './goods-numbers.ts'

const textOf = (text: string) => {
  const value = parseDecimal(text)
  return value === null ? null : decimalText(value)
}

test('a number is read as shops write it, and nothing else is taken for one', () => {
  const cases: [string, string | null][] = [
    ['13', '13'], ['13.00', '13'], ['-0.50', '-0.5'], ['.5', '0.5'], ['5.', '5'], ['¥13.50', '13.5'],
    ['￥ 13', '13'],
    ['13.5元', '13.5'], ['RMB 8', '8'], ['１２．５', '12.5'], ['1,234.50', '1234.5'], ['1,234,567', '1234567'],
    ['9.8E-1', '0.98'], ['1.3e2', '130'], ['−3', '-3'], ["'12", '12'], [' 7 ', '7'], ['0.000', '0'],
    ['-0', '0'],
    ['', null], ['.', null], ['-', null], ['12,5', null], ['1,23', null], ['1.2.3', null], ['abc', null],
    ['5瓶', null], ['38.57%', null], ['=1+1', null], ['0x10', null], ['1e99', null], ['Infinity', null],
    ['(5)', null], ['9'.repeat(41), null],
  ]
  for (const [text, expected] of cases) expect([text, textOf(text)]).toEqual([text, expected])
})

test('what a binary float leaves behind is noise, a real further digit is not', () => {
  const cases: [string, number, bigint, string][] = [
    ['9.8', 2, 980n, 'exact'], ['9.800000000000001', 2, 980n, 'noise'],
    ['8.199999999999999', 2, 820n, 'noise'],
    ['9.80004999', 2, 980n, 'noise'], ['9.80005', 2, 980n, 'rounded'], ['9.79995', 2, 980n, 'rounded'],
    ['3.333', 2, 333n, 'rounded'], ['8.125', 2, 813n, 'rounded'], ['-8.125', 2, -813n, 'rounded'],
    ['0.0000001', 2, 0n, 'noise'], ['2.9', 3, 2900n, 'exact'], ['0.6124', 3, 612n, 'rounded'],
  ]
  for (const [text, places, units, fit] of cases) {
    expect([text, fitTo(parseDecimal(text)!, places)]).toEqual([text, { units, fit }])
  }
})

test('every float of whole fen, as a spreadsheet may print it, comes back to its fen', () => {
  const amount = fc.integer({ min: 0, max: 100_000_000 })
  fc.assert(fc.property(amount, fc.integer({ min: -3, max: 3 }), (fen, drift) => {
    const noisy = Math.max(0, fen / 100 * (1 + drift * Number.EPSILON))
    expect(fitTo(parseDecimal(noisy.toString())!, 2).units).toBe(BigInt(fen))
  }))
})

test('products, rounding and order agree with whole-number arithmetic', () => {
  const size = fc.bigInt(-(10n ** 12n), 10n ** 12n)
  const decimal = fc.record({ digits: size, scale: fc.integer({ min: 0, max: 6 }) })
  fc.assert(fc.property(decimal, decimal, (a, b) => {
    const at6 = ({ digits, scale }: typeof a) => digits * 10n ** BigInt(6 - scale)
    const product = times(a, b)
    expect(product.digits * 10n ** BigInt(12 - product.scale)).toBe(at6(a) * at6(b))
    expect(compare(a, b)).toBe(at6(a) === at6(b) ? 0 : at6(a) < at6(b) ? -1 : 1)
    expect(parseDecimal(decimalText(a))).toEqual(times(a, { digits: 1n, scale: 0 }))
    const off = at6(roundTo(a, 2)) - at6(a)
    expect(off <= 5000n && off >= -5000n).toBe(true)
  }))
})
