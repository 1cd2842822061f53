import { createHmac, timingSafeEqual } from 'node:crypto'

/** RFC 6238 as every authenticator app speaks it: SHA-1, steps of 30 seconds, six digits. */
const step_s = 30, digits = 6
/** A phone's clock may be a step ahead or behind. */
const drift_steps = 1

export const stepAt = (at: Date): number => Math.floor(at.getTime() / 1_000 / step_s)

/** The code of one step (RFC 4226, 5.3: dynamic truncation). */
export function codeAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const number = mac.readUInt32BE(mac[19]! & 0x0f) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/**
 * The step a code belongs to, or null. Steps up to `last_step` were used: whoever looked over a shoulder
 * cannot use what they saw.
 */
export function stepOf(
  code: string, secret: Buffer, { at, last_step }: { at: Date; last_step: number },
): number | null {
  const now = stepAt(at)
  let found: number | null = null
  for (let step = now - drift_steps; step <= now + drift_steps; step += 1) {
    if (step > last_step && same(code, codeAt(secret, step))) found = step
  }
  return found
}

function same(given: string, right: string): boolean {
  const a = Buffer.from(given), b = Buffer.from(right)
  return a.length === b.length && timingSafeEqual(a, b)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 without padding: how a secret is written for a person to type. */
export function base32(bytes: Buffer): string {
  let bits = 0, held = 0, text = ''
  for (const byte of bytes) {
    held = (held << 8 | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[held >> (bits - 5) & 31]
  }
  return bits > 0 ? text + alphabet[held << (5 - bits) & 31] : text
}

/** What the QR code says; apps show the issuer above the account. */
export function otpAddress({ secret, issuer, account }: {
  secret: string; issuer: string; account: string
}): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  const query = new URLSearchParams({ secret, issuer, algorithm: 'SHA1', digits: '6', period: '30' })
  return `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`
}
