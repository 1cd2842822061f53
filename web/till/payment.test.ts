import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  billOf,
  likelyNotes,
  noPayment,
  parseKg,
  parseYuan,
  tendersOf,
  typeKey,
  type Payment,
} from './payment.ts'

const off = { cash_fen: 0, mixed_fen: 0 }

test('amounts are read from what people type, and nothing else', () => {
  const cases: [string, number | null][] = [
    ['20', 2000],
    ['18.28', 1828],
    ['18.', 1800],
    ['.5', 50],
    ['0.05', 5],
    ['', null],
    ['1.234', null],
    ['-5', null],
    ['1e3', null],
    ['1,000', null],
  ]
  for (const [text, fen] of cases) expect(parseYuan(text), text).toBe(fen)
})

test('weights are read to the gram', () => {
  const cases: [string, number | null][] = [
    ['0.612', 612],
    ['1', 1000],
    ['.05', 50],
    ['1.2345', null],
    ['', null],
  ]
  for (const [text, qty_m] of cases) expect(parseKg(text), text).toBe(qty_m)
})

test('keys of the pad make an amount, and those that fit nowhere change nothing', () => {
  const type = (keys: string[]) =>
    keys.reduce((text, key) => typeKey(text, key, { whole: 3, decimals: 2 }), '')
  expect(type(['2', '0'])).toBe('20')
  expect(type(['0', '7'])).toBe('7')
  expect(type(['.', '5', '.', '5', '5'])).toBe('0.55')
  expect(type(['1', '2', '3', '4'])).toBe('123')
  expect(type(['1', 'back', 'back'])).toBe('')
  expect(typeKey('1', '.', { whole: 8, decimals: 0 })).toBe('1')
})

test('tenders fill what is due: stored value first, then others, cash the rest', () => {
  const due = { before_rounding_fen: 12_828, rounding: off }
  const cases: [Partial<Payment>, number, object][] = [
    [{}, 0, { payable_fen: 12_828, cash_due_fen: 12_828, left_fen: 12_828, change_fen: 0 }],
    [{ cash: '=' }, 0, { tendered_fen: 12_828, left_fen: 0, change_fen: 0 }],
    [{ cash: '150' }, 0, { left_fen: 0, change_fen: 2172 }],
    [{ cash: '100' }, 0, { left_fen: 2828, change_fen: 0 }],
    [{ stored: '' }, 48_100, { stored_fen: 12_828, cash_due_fen: 0, left_fen: 0 }],
    [{ stored: '' }, 6000, { stored_fen: 6000, cash_due_fen: 6828 }],
    [{ stored: '60', other: '50', cash: '20' }, 48_100, { cash_due_fen: 1828, change_fen: 172, left_fen: 0 }],
    [{ stored: '60', other: '' }, 48_100, { other_fen: 6828, cash_due_fen: 0, left_fen: 0 }],
    // Notes typed before the rest was covered otherwise are no change now.
    [{ stored: '', cash: '20' }, 48_100, { tendered_fen: 0, change_fen: 0 }],
  ]
  for (const [payment, balance_fen, expected] of cases) {
    expect(billOf(due, { ...noPayment, ...payment }, balance_fen)).toMatchObject(expected)
  }
})

test('抹零 follows the mix of tenders, and a tender typed down to nothing does not count (C9)', () => {
  const due = { before_rounding_fen: 25_067, rounding: { cash_fen: -7, mixed_fen: 0 } }
  const payable = (payment: Partial<Payment>) =>
    billOf(due, { ...noPayment, ...payment }, 100_000).payable_fen
  expect(payable({})).toBe(25_060)
  expect(payable({ stored: '10' })).toBe(25_067)
  expect(payable({ other: '0' })).toBe(25_060)
})

test('whatever is typed, the tenders sent sum to what is payable once nothing is left', () => {
  const typed = fc.oneof(fc.constant(null), fc.constant(''), fc.integer({ min: 0, max: 9999 }).map(String))
  const payments = fc.record({ cash: fc.oneof(typed, fc.constant('=')), stored: typed, other: typed })
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(50_000), payments, (before_rounding_fen, balance_fen, payment) => {
      const rounding = { cash_fen: -(before_rounding_fen % 10), mixed_fen: 0 }
      const bill = billOf({ before_rounding_fen, rounding }, { ...noPayment, ...payment }, balance_fen)
      const sent = tendersOf(bill, 'x')
      const sum = sent.reduce((total, { amount_fen }) => total + amount_fen, 0)
      expect(sum).toBe(bill.payable_fen)
      expect(sent.every(({ amount_fen }) => amount_fen > 0)).toBe(true)
      expect(bill.stored_fen).toBeLessThanOrEqual(balance_fen)
      expect(bill.left_fen === 0 || bill.change_fen === 0).toBe(true)
      expect(bill.tendered_fen + bill.left_fen - bill.change_fen).toBe(bill.cash_due_fen)
    }),
  )
})

test('the notes offered rise and pass the amount', () => {
  expect(likelyNotes(1828)).toEqual([2000, 5000, 10_000])
  expect(likelyNotes(11_550)).toEqual([12_000, 15_000, 20_000])
  expect(likelyNotes(2000)).toEqual([5000, 10_000, 20_000])
})
