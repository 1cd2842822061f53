import type { TopUpStep } from '#contract/value.ts'

/** The bonus the plan gives for an amount: that of the highest step it reaches, once. */
export function bonusFor(steps: readonly TopUpStep[], paid_fen: number): number {
  const reached = steps.filter(({ pay_fen }) => pay_fen <= paid_fen)
  return reached.reduce((best, step) => (step.pay_fen > best.pay_fen ? step : best), {
    pay_fen: -1,
    bonus_fen: 0,
  }).bonus_fen
}

export type TopUpForm = {
  /** Yuan as typed. Nothing handed over typed means: exactly the amount. */
  amount: string
  tendered: string
  tender: 'cash' | 'other'
  reference: string
  slot: 'amount' | 'tendered'
}

export const noTopUp: TopUpForm = { amount: '', tendered: '', tender: 'cash', reference: '', slot: 'amount' }

/** The first thing in the way, as a text key; null when it can be done. */
export function whyNotTopUp(form: TopUpForm, paid_fen: number, tendered_fen: number) {
  if (paid_fen <= 0) return 'why_amount' as const
  if (form.tender === 'cash') return tendered_fen < paid_fen ? ('why_cash_short' as const) : null
  return form.reference.trim() === '' ? ('why_reference' as const) : null
}
