import { createHmac, hkdfSync, randomInt, timingSafeEqual } from 'node:crypto'

/** What a token is for: one made for one purpose says nothing for another. */
export type Purpose = 'browser' | 'operator-browser' | 'half-session' | 'enrolment'

function digest(master: Buffer, purpose: Purpose, text: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', master, 'shuke/access', purpose, 32))
  return createHmac('sha256', key).update(text).digest()
}

/** A keyed digest of what is too short to be kept by a plain one. */
export function keyedDigest(master: Buffer, purpose: Purpose, text: string): string {
  return digest(master, purpose, text).toString('base64url')
}

/** A text that only this house can have signed. */
export function signed(master: Buffer, purpose: Purpose, text: string): string {
  return `${Buffer.from(text).toString('base64url')}.${keyedDigest(master, purpose, text)}`
}

/** The text of a token that this house signed for this purpose, or null. */
export function readSigned(master: Buffer, purpose: Purpose, token: string): string | null {
  const [body = '', mac = ''] = token.split('.')
  const text = Buffer.from(body, 'base64url').toString('utf8')
  const given = Buffer.from(mac, 'base64url'), right = digest(master, purpose, text)
  return given.length === right.length && timingSafeEqual(given, right) ? text : null
}

/** Read out and typed by hand: capital letters and digits without 0 O 1 I L. 31^8 codes of eight signs. */
const spoken = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

export function spokenCode(length: number): string {
  return Array.from({ length }, () => spoken.charAt(randomInt(spoken.length))).join('')
}

/** A code as it was typed: blanks and dashes are nothing, small letters are capitals. */
export const asSpoken = (typed: string): string => typed.replace(/[\s-]/g, '').toUpperCase()
