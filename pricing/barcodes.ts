import type { LabelLayout } from '#contract/goods.ts'
import type { Fen } from '#contract/money.ts'
import { asFen, assert } from './assert.ts'

/**
 * What a label says. A label with an amount is authoritative for it; one with a weight alone takes today's
 * price.
 */
export type Label = { plu: string, amount_fen?: Fen, weight_g?: number }

/** The check digit of the digits before it: weights 3, 1, 3, ... from the right (R2.01). */
export function eanCheckDigit(body: string): number {
  assert(/^\d+$/.test(body), `not digits: ${body}`)
  let total = 0
  for (let place = 1; place <= body.length; place += 1)
    total += Number(body[body.length - place]) * (place % 2 === 1 ? 3 : 1)
  return (10 - total % 10) % 10
}

/** Whether a code is an EAN-13, EAN-8 or UPC-A with a right check digit (R2.01). */
export function isValidEan(code: string): boolean {
  return /^(\d{8}|\d{12,13})$/.test(code) && checks(code)
}

/**
 * Whether a layout can be read: a prefix of 2 or 20 to 29, a PLU, an amount or a weight or both, a check
 * digit.
 */
export function isLayout({ pattern, amount_decimals, weight_decimals }: LabelLayout): boolean {
  return /^2\d?P{1,8}(A{1,8}W{0,8}|W{1,8}A{0,8})C$/.test(pattern)
    && [0, 1, 2].includes(amount_decimals) && [0, 1, 2, 3].includes(weight_decimals)
}

/**
 * Reads an in-store label by the first layout whose prefix and length it has. Null when it has none (an
 * ordinary code). A label with a wrong check digit is refused: it never falls back to another layout or to
 * its prefix (R2.04).
 */
export function readLabel(code: string, layouts: readonly LabelLayout[]): Label | 'wrong_check_digit' | null {
  if (!/^\d+$/.test(code)) return null
  const layout = layouts.find(({ pattern }) =>
    code.length === pattern.length && code.startsWith(prefixOf(pattern)))
  if (!layout) return null
  assert(isLayout(layout), `not a label layout: ${layout.pattern}`)
  if (!checks(code)) return 'wrong_check_digit'

  const amount = field(code, layout.pattern, 'A')
  const weight = field(code, layout.pattern, 'W')
  return {
    plu: field(code, layout.pattern, 'P'),
    ...amount && { amount_fen: asFen(Number(amount) * 10 ** (2 - layout.amount_decimals)) },
    ...weight && { weight_g: Number(weight) * 10 ** (3 - layout.weight_decimals) },
  }
}

const prefixOf = (pattern: string) => pattern.slice(0, pattern.indexOf('P'))

const checks = (code: string) => eanCheckDigit(code.slice(0, -1)) === Number(code.at(-1))

/** The digits that stand where the pattern has the sign; empty when it has none. */
const field = (code: string, pattern: string, sign: string) =>
  pattern.includes(sign) ? code.slice(pattern.indexOf(sign), pattern.lastIndexOf(sign) + 1) : ''
