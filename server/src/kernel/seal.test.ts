import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from './ids.ts'
import { maskPhone, sealOf } from './seal.ts'

const master = randomBytes(32), chain_id = newId(), seal = sealOf(master, chain_id)

test('what is closed opens again, and twice closed it never looks the same', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    const closed = seal.close(text)
    expect(seal.open(closed)).toBe(text)
    expect(sealOf(master, chain_id).open(closed)).toBe(text)
    expect(closed.equals(seal.close(text))).toBe(false)
  }), { numRuns: 200 })
  expect(seal.close('13800138000').includes('13800138000')).toBe(false)
})

test('another key, another chain or one changed bit opens nothing', () => {
  const closed = seal.close('13800138000')
  for (const stranger of [sealOf(randomBytes(32), chain_id), sealOf(master, newId())])
    expect(() => stranger.open(closed)).toThrow(/auth/)
  for (let at = 0; at < closed.length; at += 1) {
    const changed = Buffer.from(closed)
    changed[at]! ^= 1
    expect(() => seal.open(changed), `bit of byte ${at}`).toThrow(/auth/)
  }
  for (const size of [0, 11, 12, 16, 27])
    expect(() => seal.open(closed.subarray(0, size)), `${size} bytes`).toThrow(/auth|vector/)
})

test('a fingerprint finds the same text of the same kind in the same chain, and tells nothing else', () => {
  const print = seal.fingerprint('phone', '13800138000')
  expect(sealOf(master, chain_id).fingerprint('phone', '13800138000')).toBe(print)
  const others = [
    seal.fingerprint('phone', '13800138001'), seal.fingerprint('name', '13800138000'),
    sealOf(master, newId()).fingerprint('phone', '13800138000'),
    sealOf(randomBytes(32), chain_id).fingerprint('phone', '13800138000'),
  ]
  expect(new Set([print, ...others]).size).toBe(5)
  expect(print).toMatch(/^[\w-]{43}$/)
})

test('a phone shows three and four of its digits', () => {
  expect(maskPhone('13800138000')).toBe('138****8000')
})
