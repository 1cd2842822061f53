import { settings } from '#contract/settings.ts'
import type { Fen, Milli } from '#contract/money.ts'
import { expect, test } from 'vitest'
import { eanCheckDigit, isLayout, isValidEan, readLabel } from './barcodes.ts'
import type { Label } from './barcodes.ts'
import { lineAmount } from './round.ts'

/** The layouts of a new store. */
const usual_layouts = settings.label_layouts.usual

test('R2.01: codes are valid by the weights 3 and 1 from the right', () => {
  const cases: [string, boolean][] = [
    ['6901234567892', true], ['6901234567893', false], ['036000291452', true], ['036000291453', false],
    ['96385074', true], ['96385075', false], ['6901234567829', false], ['', false], ['6', false],
    ['690123456789', false], ['69012345678x2', false], ['６９０１２３４５６７８９２', false], ['06901234567892', false],
  ]
  for (const [code, valid] of cases) expect([code, isValidEan(code)]).toEqual([code, valid])
  expect(eanCheckDigit('690123456789')).toBe(2)
  expect(eanCheckDigit('000000000000')).toBe(0)
  expect(() => eanCheckDigit('12a')).toThrow('not digits')
})

test('any one wrong digit is seen', () => {
  const code = '6901234567892'
  for (let at = 0; at < code.length; at += 1)
    for (let digit = 0; digit < 10; digit += 1) {
      const typed = code.slice(0, at) + digit + code.slice(at + 1)
      expect([typed, isValidEan(typed)]).toEqual([typed, typed === code])
    }
})

test('W15: price, weight and 18-digit labels are read', () => {
  const cases: [string, Label][] = [
    ['2112345012506', { plu: '12345', amount_fen: 12_50 as Fen }],
    ['2212345007868', { plu: '12345', weight_g: 786 }],
    ['261234502345011739', { plu: '12345', amount_fen: 23_45 as Fen, weight_g: 1173 }],
  ]
  for (const [code, label] of cases) expect(readLabel(code, usual_layouts)).toEqual(label)
  const weighed = readLabel('2212345007868', usual_layouts) as Label
  expect(lineAmount(19_80 as Fen, weighed.weight_g as Milli)).toBe(15_56)
})

test('R2.04: a wrong check digit is refused and never falls back', () => {
  const flagged = { pattern: '2PPPPPPAAAAAC', amount_decimals: 2, weight_decimals: 3 }
  for (const code of ['2112345012507', '2212345007860', '261234502345011730'])
    expect(readLabel(code, [...usual_layouts, flagged])).toBe('wrong_check_digit')
})

test('an ordinary code is no label', () => {
  const ordinary = ['6901234567892', '2012345012506', '211234501250', '21123450125066', '21x2345012506', '']
  for (const code of ordinary) expect([code, readLabel(code, usual_layouts)]).toEqual([code, null])
  expect(readLabel('2112345012506', [])).toBeNull()
})

test('a store sets its own prefix, order and decimals', () => {
  // [digits before the check digit, pattern, decimals of the amount, of the weight, what is read]
  const cases: [string, string, number, number, Label][] = [
    ['212345601250', '2PPPPPPAAAAAC', 2, 3, { plu: '123456', amount_fen: 12_50 as Fen }],
    [
      '27123450117302345', '27PPPPPWWWWWAAAAAC', 2, 3,
      { plu: '12345', amount_fen: 23_45 as Fen, weight_g: 1173 },
    ],
    ['291234500125', '29PPPPPAAAAAC', 1, 3, { plu: '12345', amount_fen: 12_50 as Fen }],
    ['281234500786', '28PPPPPWWWWWC', 2, 2, { plu: '12345', weight_g: 7860 }],
    ['211234500000', '21PPPPPAAAAAC', 2, 3, { plu: '12345', amount_fen: 0 as Fen }],
  ]
  for (const [body, pattern, amount_decimals, weight_decimals, label] of cases) {
    const layout = { pattern, amount_decimals, weight_decimals }
    expect(readLabel(body + eanCheckDigit(body), [layout])).toEqual(label)
  }
})

test('a layout that cannot be read is told from one that can', () => {
  const layout = { pattern: '21PPPPPAAAAAC', amount_decimals: 2, weight_decimals: 3 }
  for (const usual of usual_layouts) expect(isLayout(usual)).toBe(true)
  const broken = [
    { pattern: '69PPPPPAAAAAC' }, { pattern: '21PPPPPC' }, { pattern: '21AAAAAC' },
    { pattern: '21PPPPPAAAAA' }, { pattern: '21PPPAAAPPC' }, { pattern: '21PPPPPAAWWAAC' },
    { amount_decimals: 3 }, { weight_decimals: -1 },
  ]
  for (const change of broken) expect([change, isLayout({ ...layout, ...change })]).toEqual([change, false])
})
