import type { TopUpStep } from '#contract/value.ts'
import { expect, test } from 'vitest'
import { bonusFor, noTopUp, whyNotTopUp } from './topup.ts'

const steps = [
  { pay_fen: 30_000, bonus_fen: 3000 },
  { pay_fen: 100_000, bonus_fen: 20_000 },
  { pay_fen: 50_000, bonus_fen: 8000 },
] as TopUpStep[]

test('the bonus is that of the highest step reached, once', () => {
  const cases = [
    [29_999, 0],
    [30_000, 3000],
    [99_999, 8000],
    [100_000, 20_000],
    [200_000, 20_000],
  ] as const
  for (const [paid_fen, bonus_fen] of cases)
    expect(bonusFor(steps, paid_fen), String(paid_fen)).toBe(bonus_fen)
  expect(bonusFor([], 100_000)).toBe(0)
})

test('a top-up waits for an amount, for enough cash, for a reference', () => {
  expect(whyNotTopUp(noTopUp, 0, 0)).toBe('why_amount')
  expect(whyNotTopUp(noTopUp, 30_000, 20_000)).toBe('why_cash_short')
  expect(whyNotTopUp({ ...noTopUp, tender: 'other' }, 30_000, 0)).toBe('why_reference')
  expect(whyNotTopUp({ ...noTopUp, tender: 'other', reference: '8812' }, 30_000, 0)).toBeNull()
})
