import { expect, test } from 'vitest'
import { base32, codeAt, otpAddress, stepAt, stepOf } from './totp.ts'

const secret = Buffer.from('12345678901234567890')

test('codes are those of RFC 6238, appendix B, cut to six digits', () => {
  const cases: [number, string][] = [
    [59, '287082'], [1_111_111_109, '081804'], [1_111_111_111, '050471'], [1_234_567_890, '005924'],
    [2_000_000_000, '279037'], [20_000_000_000, '353130'],
  ]
  for (const [at_s, code] of cases)
    expect([at_s, codeAt(secret, stepAt(new Date(at_s * 1_000)))]).toEqual([at_s, code])
})

test('a code holds one step to either side, and never again', () => {
  const at = new Date(1_234_567_890_000), now = stepAt(at)
  const cases: [step: number, last_step: number, found: number | null][] = [
    [now, 0, now], [now - 1, 0, now - 1], [now + 1, 0, now + 1], [now - 2, 0, null], [now + 2, 0, null],
    [now, now, null], [now - 1, now, null], [now + 1, now, now + 1],
  ]
  for (const [step, last_step, found] of cases)
    expect([step, stepOf(codeAt(secret, step), secret, { at, last_step })]).toEqual([step, found])
  for (const code of ['', '12345', 'abcdef', '0000000'])
    expect(stepOf(code, secret, { at, last_step: 0 })).toBeNull()
})

test('base 32 is that of RFC 4648, without padding', () => {
  const cases: [string, string][] = [
    ['', ''], ['f', 'MY'], ['fo', 'MZXQ'], ['foo', 'MZXW6'], ['foob', 'MZXW6YQ'], ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ]
  for (const [text, written] of cases) expect(base32(Buffer.from(text))).toBe(written)
})

test('the address of a QR code keeps names with blanks and other letters whole', () => {
  const address = otpAddress({ secret: 'MZXW6YTBOI', issuer: '拾穗巷 1', account: '李 国强' })
  expect(address).toMatch(/^otpauth:\/\/totp\/%E6%8B/)
  const url = new URL(address)
  expect(decodeURIComponent(url.pathname)).toBe('/拾穗巷 1:李 国强')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    secret: 'MZXW6YTBOI', issuer: '拾穗巷 1', algorithm: 'SHA1', digits: '6', period: '30',
  })
})
