/**
 * What the pay sheet holds. Amounts are the text typed on the pad, in yuan; `null` = this tender is not used.
 * Stored value and others take all that is left while nothing is typed (`''`); cash takes the rest, and `'='`
 * is the exact sum.
 */
export type Payment = {
  current: 'cash' | 'stored_value' | 'other' | 'points'
  cash: string | null
  stored: string | null
  other: string | null
  reference: string
  points: number
  /** What stands there was offered or chosen, not typed: the first digit begins anew. */
  fresh: boolean
}
export type TenderKind = Payment['current']

export const noPayment: Payment = {
  current: 'cash',
  cash: null,
  stored: null,
  other: null,
  reference: '',
  points: 0,
  fresh: true,
}

/** What is due, as the server priced it: before 抹零, and what 抹零 does for each mix of tenders (C9). */
export type Due = { before_rounding_fen: number; rounding: { cash_fen: number; mixed_fen: number } }

export type Bill = {
  mix: 'cash' | 'mixed'
  rounding_fen: number
  payable_fen: number
  stored_fen: number
  other_fen: number
  /** What cash has to cover, what was handed over, and what goes back. */
  cash_due_fen: number
  tendered_fen: number
  change_fen: number
  /** Still to collect; zero when the sale can be completed. */
  left_fen: number
}

/**
 * Puts the tenders against what is due: stored value first, then others, cash the rest. Nothing is ever over.
 */
export function billOf(due: Due, payment: Payment, balance_fen: number): Bill {
  const mixed = used(payment.stored) || used(payment.other)
  const rounding_fen = mixed ? due.rounding.mixed_fen : due.rounding.cash_fen
  const payable_fen = due.before_rounding_fen + rounding_fen

  const stored_fen = Math.min(wanted(payment.stored), balance_fen, payable_fen)
  const other_fen = Math.min(wanted(payment.other), payable_fen - stored_fen)
  const cash_due_fen = payable_fen - stored_fen - other_fen
  const handed_fen = payment.cash === '=' ? cash_due_fen : (parseYuan(payment.cash ?? '') ?? 0)
  // Where nothing is left for cash, none is taken: notes typed before are not change now.
  const tendered_fen = cash_due_fen === 0 ? 0 : handed_fen

  return {
    mix: mixed ? 'mixed' : 'cash',
    rounding_fen,
    payable_fen,
    stored_fen,
    other_fen,
    cash_due_fen,
    tendered_fen,
    change_fen: Math.max(0, tendered_fen - cash_due_fen),
    left_fen: Math.max(0, cash_due_fen - tendered_fen),
  }
}

/** A tender typed down to nothing counts as not used. */
const used = (typed: string | null) => typed !== null && (typed === '' || (parseYuan(typed) ?? 0) > 0)

/** Nothing typed means all that is left. */
const wanted = (typed: string | null) =>
  typed === null ? 0 : typed === '' ? Number.MAX_SAFE_INTEGER : (parseYuan(typed) ?? 0)

/** The tenders as the contract has them; none of zero. */
export function tendersOf(bill: Bill, reference: string) {
  return [
    ...(bill.stored_fen > 0 ? [{ kind: 'stored_value' as const, amount_fen: bill.stored_fen }] : []),
    ...(bill.other_fen > 0
      ? [{ kind: 'other' as const, amount_fen: bill.other_fen, reference: reference.trim() }]
      : []),
    ...(bill.cash_due_fen > 0
      ? [{ kind: 'cash' as const, amount_fen: bill.cash_due_fen, tendered_fen: bill.tendered_fen }]
      : []),
  ]
}

/** Fen of "12.5" or "12.50"; null for anything that is not an amount with at most two decimals. */
export function parseYuan(text: string): number | null {
  const found = /^(\d{1,8})(?:\.(\d{0,2}))?$/.exec(text.trim()) ?? /^()\.(\d{1,2})$/.exec(text.trim())
  return found ? Number(found[1] || 0) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null
}

/** Thousandths of "0.612" kilograms; null for anything else. */
export function parseKg(text: string): number | null {
  const found = /^(\d{1,5})(?:\.(\d{0,3}))?$/.exec(text.trim()) ?? /^()\.(\d{1,3})$/.exec(text.trim())
  return found ? Number(found[1] || 0) * 1000 + Number((found[2] ?? '').padEnd(3, '0')) : null
}

/**
 * The typed text after one more key of the pad: a digit, '.', or 'back'. Keys that fit nowhere change
 * nothing.
 */
export function typeKey(
  text: string,
  key: string,
  { whole, decimals }: { whole: number; decimals: number },
): string {
  if (key === 'back') return text.slice(0, -1)
  if (key === '.') return decimals === 0 || text.includes('.') ? text : `${text || '0'}.`
  if (!/^\d{1,2}$/.test(key)) return text
  const next = text === '0' ? key : text + key
  const [before = '', after = ''] = next.split('.')
  return before.length > whole || after.length > decimals ? text : next
}

/**
 * Notes a customer is likely to hand over for an amount, rising, without the exact one: 18.28 → 20, 50, 100.
 */
export function likelyNotes(due_fen: number): number[] {
  const round = (note_fen: number) => Math.ceil(due_fen / note_fen) * note_fen
  const steps = [500, 1000, 2000, 5000, 10_000, 20_000, 50_000].map(round).filter((fen) => fen > due_fen)
  return [...new Set(steps)].sort((a, b) => a - b).slice(0, 3)
}
