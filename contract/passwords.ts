import type { TextKey } from './texts/zh.ts'
import * as z from 'zod/mini'

/** What is tried first everywhere. */
const usual = [
  'password', 'passw0rd', 'qwerty', 'qwertyuiop', 'asdfgh', 'zxcvbn', 'iloveyou', 'woaini', 'admin',
    'welcome',
  'letmein', 'shuke', 'mima',
]

/** Signs that follow each other on a keyboard, in the alphabet or in counting. */
const rows = [
  'abcdefghijklmnopqrstuvwxyz', '0123456789012345678909876543210', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm',
]

/**
 * Why nobody should take this password, or null. Nothing is asked for but length: no signs of several kinds;
 * but what is guessed first is refused.
 */
export function whyNotPassword(password: string): TextKey | null {
  const plain = password.normalize('NFKC').toLowerCase()
  if (/^1[3-9]\d{9}$/.test(plain)) return 'password_is_phone'
  if (new Set(plain).size < 4 || isRepeated(plain)) return 'password_common'
  const parts = plain.match(/[a-z]+|\d+|[^a-z\d]+/g) ?? []
  const guessed = parts.filter(isGuessed).reduce((sum, part) => sum + part.length, 0)
  return plain.length - guessed <= 2 ? 'password_common' : null
}

const isGuessed = (part: string): boolean =>
  usual.includes(part) || /^(19|20)\d\d$/.test(part) || isRepeated(part) || isRun(part)

/** One short piece again and again. */
const isRepeated = (text: string): boolean => /^(.{1,3})\1+$/u.test(text)

/** Steps along a row, there or back. */
function isRun(text: string): boolean {
  if (text.length < 3) return false
  return rows.some((row) => row.includes(text) || [...row].toReversed().join('').includes(text))
}

export const password_least = 10

/** A password somebody chooses. What they type to sign in is never held against this. */
export const newPassword = z.string().check(
  z.minLength(password_least), z.maxLength(200),
  z.superRefine((text, context) => {
    const why = text.length < password_least ? null : whyNotPassword(text)
    if (why) context.addIssue({ code: 'custom', message: why })
  }),
)
