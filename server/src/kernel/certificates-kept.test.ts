import { X509Certificate } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import {
  makeCertificate, publicFileOf, readPublicAuthority, readServerCertificate, renewCertificate, validUntil,
} from './certificates-kept.ts'
import { isLocalAddress } from './certificates.ts'
import { Failure } from './failure.ts'

const folders: string[] = []
let home = ''
beforeEach(() => { folders.push(home = mkdtempSync(join(tmpdir(), 'shuke-tls-'))) })
afterAll(() => { for (const folder of folders) rmSync(folder, { recursive: true }) })

const now = new Date('2026-05-16T12:00:00+08:00')
const later = (days: number) => new Date(now.getTime() + days * 86_400_000)
const nothing = { names: [], addresses: [] }
const modeOf = (...path: string[]) => (statSync(join(home, ...path)).mode & 0o777).toString(8)

test('the authority is made once, and its key is for nobody else to read', () => {
  const first = makeCertificate(home, { names: ['till.local'], addresses: ['192.168.7.7'] }, now)
  const ca = readPublicAuthority(home)!
  expect([modeOf('tls'), modeOf('tls', 'authority.json'), modeOf('tls', 'server.json'), modeOf('ca.crt')])
    .toEqual(['700', '600', '600', '644'])
  expect(readFileSync(publicFileOf(home), 'utf8')).toBe(ca)
  expect(ca).not.toContain('PRIVATE KEY')
  expect(first.names.slice(0, 1)).toEqual(['till.local'])
  expect(first.names).toContain('localhost')
  expect(first.addresses).toEqual(expect.arrayContaining(['192.168.7.7', '127.0.0.1', '::1']))
  const own = Object.values(networkInterfaces()).flat().flatMap((one) => one ? [one] : [])
    .filter(({ internal, address }) => !internal && isLocalAddress(address)
      && !/^(fe80|169\.254)/.test(address))
  expect(first.addresses).toEqual(expect.arrayContaining(own.map(({ address }) => address)))

  const second = makeCertificate(home, nothing, later(1))
  expect(readPublicAuthority(home)).toBe(ca)
  expect(second.certificate).not.toBe(first.certificate)
  expect(second.names).not.toContain('till.local')
  expect(new X509Certificate(second.certificate).verify(new X509Certificate(ca).publicKey)).toBe(true)
})

test('names and addresses outside of the shop\'s network are refused with a sentence', () => {
  const cases: [string[], string[], RegExp][] = [
    [['shop.example.com'], [], /own network alone .* put a proxy/],
    [['local'], ['8.8.8.8'], /private addresses alone/],
    [['till local'], [], /is no name of a machine/], [['*.local'], [], /is no name of a machine/],
    [['-.local'], [], /is no name of a machine/], [['10.0.0.1'], [], /is no name of a machine/],
    [[], ['localhost'], /is no IP address/], [['evillocal'], [], /own network alone/],
  ]
  for (const [names, addresses, sentence] of cases) {
    expect(() => makeCertificate(home, { names, addresses }, now)).toThrow(sentence)
    expect(() => makeCertificate(home, { names, addresses }, now)).toThrow(Failure)
  }
  expect(readServerCertificate(home)).toBeNull()
})

test('it is made anew for the same places when 30 days are left, and not before', () => {
  expect(renewCertificate(home, now)).toBeNull()
  const first = makeCertificate(home, { names: ['till.local'], addresses: [] }, now)
  expect(renewCertificate(home, later(366))?.certificate).toBe(first.certificate)
  const renewed = renewCertificate(home, later(368))!
  expect(renewed.certificate).not.toBe(first.certificate)
  expect(renewed.names).toEqual(first.names)
  expect(validUntil(renewed)).toBeGreaterThan(validUntil(first) + 300 * 86_400_000)
  expect(readServerCertificate(home)).toEqual(renewed)
})

test('a machine that moved to another address gets a certificate for it', () => {
  const first = makeCertificate(home, nothing, now)
  const file = join(home, 'tls', 'server.json')
  writeFileSync(file, JSON.stringify({ ...first, addresses: ['192.168.99.99'] }))
  const moved = renewCertificate(home, later(1))!
  expect(moved.addresses).toEqual(first.addresses)
  expect(moved.certificate).not.toBe(first.certificate)
})

test('an authority that would run out before its certificate signs no more', () => {
  makeCertificate(home, nothing, now)
  expect(() => makeCertificate(home, nothing, later(3_300))).toThrow(/runs out soon: delete the file/)
})

test('a damaged file is one sentence', () => {
  makeCertificate(home, nothing, now)
  const file = join(home, 'tls', 'authority.json')
  chmodSync(file, 0o600)
  writeFileSync(file, '{')
  expect(() => makeCertificate(home, nothing, now)).toThrow(/authority\.json cannot be read: put it back/)
})
