import { createHash, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { BlockList, isIP, isIPv4 } from 'node:net'
import * as der from './certificates-der.ts'
import type { Der } from './certificates-der.ts'
import { assert } from './refusal.ts'

/** A certificate and its key, both PEM. */
export type Certified = { certificate: string; key: string }

const day_ms = 24 * 60 * 60 * 1_000
/**
 * A CA is installed by hand on every till, so it lasts; no browser takes a server's for longer than 397 days.
 */
const lasts = { authority_days: 3_650, server_days: 397 }

/**
 * What the authority may vouch for: names that mean nothing outside of a shop's network, and private
 * addresses. Whoever steals its key can pose as a till's server, and as no bank.
 */
export const local_names = ['local', 'lan', 'internal', 'home.arpa', 'localhost'] as const
const local_addresses: readonly (readonly [string, number])[] = [
  ['10.0.0.0', 8], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.168.0.0', 16],
  ['::1', 128], ['fc00::', 7], ['fe80::', 10],
]

const local = new BlockList()
for (const [address, width] of local_addresses)
  local.addSubnet(address, width, isIPv4(address) ? 'ipv4' : 'ipv6')

/** Whether the authority may vouch for an IP address. */
export const isLocalAddress = (address: string): boolean =>
  isIP(address) !== 0 && !address.includes('%') && local.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')

/**
 * A certificate authority for one installation, named in letters that need no escaping. `also` are names it
 * may vouch for beyond the local ones.
 */
export function makeAuthority(named: { name: string; also: readonly string[]; now: Date }): Certified {
  assert(/^[\w .-]{1,64}$/.test(named.name), 'an authority has a plain name')
  const keys = newKeys(), subject = nameOf(named.name)
  return write(keys, {
    subject, issuer: subject, public_key: keys.publicKey, signer: keys.privateKey,
    from: new Date(named.now.getTime() - day_ms), days: lasts.authority_days,
    extensions: [
      extension('2.5.29.19', der.sequence(der.yes, der.integer(Buffer.from([0]))), true),
      extension('2.5.29.15', keyUsage([5, 6]), true),
      extension('2.5.29.30', constraints([...local_names, ...named.also]), true),
      extension('2.5.29.14', der.octets(keyId(keys.publicKey))),
    ],
  })
}

/** A server's certificate for names and addresses, from an authority. */
export function makeServerCertificate(
  authority: Certified, wanted: { names: readonly string[]; addresses: readonly string[]; now: Date },
): Certified {
  const issuer = new X509Certificate(authority.certificate), keys = newKeys()
  return write(keys, {
    subject: nameOf(wanted.names[0] ?? wanted.addresses[0] ?? 'Shuke'), issuer: subjectOf(issuer),
    public_key: keys.publicKey, signer: authority.key,
    from: new Date(wanted.now.getTime() - 60 * 60 * 1_000), days: lasts.server_days,
    extensions: [
      extension('2.5.29.19', der.sequence(), true),
      extension('2.5.29.15', keyUsage([0]), true),
      extension('2.5.29.37', der.sequence(der.identifier('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.17', der.sequence(
        ...wanted.names.map((name) => der.tagged(2, Buffer.from(name, 'latin1'))),
        ...wanted.addresses.map((address) => der.tagged(7, bytesOf(address))))),
      extension('2.5.29.35', der.sequence(der.tagged(0, keyId(issuer.publicKey)))),
      extension('2.5.29.14', der.octets(keyId(keys.publicKey))),
    ],
  })
}

type Wanted = {
  subject: Der; issuer: Der; public_key: KeyObject; signer: KeyObject | string; from: Date; days: number
  extensions: readonly Der[]
}

/** An X.509 certificate of version 3 (RFC 5280), signed with ECDSA and SHA-256. */
function write(keys: { privateKey: KeyObject }, wanted: Wanted): Certified {
  const algorithm = der.sequence(der.identifier('1.2.840.10045.4.3.2'))
  const until = new Date(wanted.from.getTime() + wanted.days * day_ms - 1_000)
  const body = der.sequence(
    der.inside(0, der.integer(Buffer.from([2]))), der.integer(serial()), algorithm, wanted.issuer,
    der.sequence(der.instant(wanted.from), der.instant(until)), wanted.subject,
    wanted.public_key.export({ type: 'spki', format: 'der' }),
    der.inside(3, der.sequence(...wanted.extensions)))
  const whole = der.sequence(body, algorithm, der.bits(sign('sha256', body, wanted.signer)))
  return {
    certificate: pem(whole), key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** Positive, and at most 20 bytes long. */
function serial(): Buffer {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x7f) | 0x40
  return bytes
}

/** One common name, in an organisation that says where it comes from. */
const nameOf = (common_name: string): Der => der.sequence(
  der.setOf(der.sequence(der.identifier('2.5.4.10'), der.utf8('Shuke'))),
  der.setOf(der.sequence(der.identifier('2.5.4.3'), der.utf8(common_name.slice(0, 64)))))

/** Issuer and subject must be the same bytes, and ours are made of the same two parts. */
function subjectOf(certificate: X509Certificate): Der {
  const [, common_name = ''] = /^CN=(.*)$/m.exec(certificate.subject) ?? []
  return nameOf(common_name)
}

const keyId = (key: KeyObject): Buffer =>
  createHash('sha256').update(key.export({ type: 'spki', format: 'der' })).digest().subarray(0, 20)

const extension = (id: string, content: Der, critical = false): Der =>
  der.sequence(der.identifier(id), ...critical ? [der.yes] : [], der.octets(content))

/** 0 is signing, 5 signing certificates, 6 signing lists of revoked ones. */
function keyUsage(uses: readonly number[]): Der {
  const byte = uses.reduce((sum, use) => sum | (0x80 >> use), 0)
  return der.bits(Buffer.from([byte]), 7 - Math.max(...uses))
}

/** Only what lies under these names and addresses is vouched for (RFC 5280, 4.2.1.10). */
function constraints(names: readonly string[]): Der {
  return der.sequence(der.inside(0,
    ...names.map((name) => der.sequence(der.tagged(2, Buffer.from(name, 'latin1')))),
    ...local_addresses.map(([address, width]) =>
      der.sequence(der.tagged(7, Buffer.concat([bytesOf(address), maskOf(address, width)]))))))
}

function maskOf(address: string, width: number): Buffer {
  return Buffer.from(bytesOf(address).map((_, at) =>
    0xff & ~(0xff >> Math.min(8, Math.max(0, width - at * 8)))))
}

/** An IP address as its 4 or 16 bytes. */
function bytesOf(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::')
  const words = (text: string) => text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16))
  const before = words(head), after = words(tail ?? '')
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 0xff]))
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
