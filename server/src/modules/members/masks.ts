import type { IdentityKind } from '#contract/privacy.ts'
import { maskPhone } from '#kernel/seal.ts'

const segmenter = new Intl.Segmenter()
const stars_max = 3

/** 周*华: enough to greet and to tell two people apart, too little to look somebody up (R3.06). */
export function maskName(name: string): string {
  const signs = [...segmenter.segment(name.trim())].map(({ segment }) => segment)
  const [first = '', ...rest] = signs
  if (rest.length < 2) return `${first}*`
  return `${first}${'*'.repeat(Math.min(rest.length - 1, stars_max))}${rest.at(-1)}`
}

/**
 * The first and the last sign. More would give the number away: the birthday stands in it and in the profile
 * too, and the last sign follows from the others.
 */
const maskIdNumber = (number: string): string =>
  `${number[0]}${'*'.repeat(number.length - 2)}${number.at(-1)}`

/** The last four digits, which is what people know their card by. */
const maskAccount = (account: string): string => `**** ${account.slice(-4)}`

/** How a sealed field is shown everywhere (R1.64). */
export const maskOf: { readonly [Kind in IdentityKind]: (value: string) => string } = {
  real_name: maskName, id_number: maskIdNumber, bank_account: maskAccount, guardian_name: maskName,
  guardian_phone: maskPhone,
}

/** What was typed for a sealed field, without blanks and full-width signs where it is a number. */
export function plainOf(kind: IdentityKind, typed: string): string {
  const text = typed.normalize('NFKC').trim()
  return kind === 'id_number' || kind === 'bank_account' ? text.replace(/[\s-]/g, '').toUpperCase() : text
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** An ID number by GB 11643: 17 digits with a day that there was, and the check sign by ISO 7064 MOD 11-2. */
export function isIdNumber(number: string): boolean {
  const [, year, month, day] = /^[1-9]\d{5}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/.exec(number) ?? []
  if (!year || !month || !day) return false
  const born = new Date(`${year}-${month}-${day}T00:00:00Z`)
  if (Number.isNaN(born.getTime()) || !born.toISOString().startsWith(`${year}-${month}-${day}`)) return false
  const sum = weights.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
  return '10X98765432'[sum % 11] === number[17]
}

export const isBankAccount = (account: string): boolean => /^\d{8,30}$/.test(account)

/** The check of most bank cards (ISO/IEC 7812). Accounts of companies and some banks do without it. */
export function passesLuhn(account: string): boolean {
  const digits = [...account].reverse().map(Number)
  const sum = digits.reduce((total, digit, at) => {
    const doubled = digit * 2
    return total + (at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}
