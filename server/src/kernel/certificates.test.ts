import { X509Certificate } from 'node:crypto'
import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { identifier, instant, integer, sequence, utf8 } from './certificates-der.ts'
import { isLocalAddress, makeAuthority, makeServerCertificate } from './certificates.ts'
import type { Certified } from './certificates.ts'

const now = new Date()
const authority = makeAuthority({ name: 'Shuke local CA test', also: ['shop-pc'], now })
const made = (names: string[], addresses: string[], by = authority) =>
  makeServerCertificate(by, { names, addresses, now })

const servers: ReturnType<typeof createServer>[] = []
afterEach(() => { for (const server of servers.splice(0)) server.close() })

/**
 * A server at 127.0.0.1 with this certificate, asked as `host` by a client that trusts `ca` and nobody else.
 */
async function asked(serving: Certified, host: string, ca: string | undefined): Promise<string> {
  const server = createServer({ cert: serving.certificate, key: serving.key },
    (_, response) => { response.end('ok') })
  servers.push(server)
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  return await new Promise((resolve) => {
    get({ host: '127.0.0.1', port, servername: host, agent: false, ...ca ? { ca } : {},
      // Asked for by address a certificate is held against the address.
      ...host === '127.0.0.1' ? { servername: '' } : {} }, (response) => {
      response.resume()
      resolve(`ok ${response.statusCode}`)
    }).on('error', (error: NodeJS.ErrnoException) => { 
      resolve(error.code === 'UNSPECIFIED' ? error.message : String(error.code))
    })
  })
}

test('a client that trusts the authority alone reaches the server by its names and its address', async () => {
  const serving = made(['till.local', 'localhost', 'shop-pc'], ['192.168.1.10', '127.0.0.1', '::1'])
  for (const host of ['till.local', 'localhost', 'shop-pc', '127.0.0.1'])
    expect.soft([host, await asked(serving, host, authority.certificate)]).toEqual([host, 'ok 200'])
  expect(await asked(serving, 'other.local', authority.certificate)).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
})

test('a client that does not trust the authority, or trusts another, goes no further', async () => {
  const serving = made(['till.local'], ['127.0.0.1'])
  const another = makeAuthority({ name: 'Shuke local CA test', also: [], now })
  expect(await asked(serving, 'till.local', undefined)).toMatch(/UNABLE_TO_|SELF_SIGNED/)
  expect(await asked(serving, 'till.local', another.certificate)).toMatch(/CERT|UNABLE|SIGN/)
})

test('a stolen authority poses as no place of the internet', async () => {
  for (const [name, address] of [['bank.example', '127.0.0.1'], ['till.local', '8.8.8.8'],
    ['notlocal', '127.0.0.1'],
    ['local.example', '127.0.0.1']] as const) {
    const forged = made([name], [address])
    expect.soft([name, await asked(forged, name, authority.certificate)])
      .toEqual([name, 'permitted subtree violation'])
  }
})

test('a server certificate signs no other', async () => {
  const leaf = made(['till.local'], ['127.0.0.1'])
  const below = made(['till.local'], ['127.0.0.1'], { certificate: leaf.certificate, key: leaf.key })
  const chain = { certificate: below.certificate + leaf.certificate, key: below.key }
  expect(await asked(chain, 'till.local', authority.certificate))
    .toMatch(/^(invalid CA certificate|key usage does not include certificate signing)$/)
})

test('what is written says what was meant', () => {
  const serving = new X509Certificate(made(['till.local'], ['192.168.1.10', 'fd00::1:2']).certificate)
  const issuer = new X509Certificate(authority.certificate)
  expect([issuer.ca, serving.ca, serving.checkIssued(issuer), serving.verify(issuer.publicKey)])
    .toEqual([true, false, true, true])
  expect(serving.subjectAltName)
    .toBe('DNS:till.local, IP Address:192.168.1.10, IP Address:FD00:0:0:0:0:0:1:2')
  expect(serving.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  expect(serving.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
  const days = (certificate: X509Certificate) =>
    (certificate.validToDate.getTime() - certificate.validFromDate.getTime() + 1_000) / 86_400_000
  expect([days(serving), days(issuer)]).toEqual([397, 3_650])
  expect(serving.validFromDate < now && serving.validToDate > now).toBe(true)
  const numbers = Array.from({ length: 20 },
    () => new X509Certificate(made(['a.local'], []).certificate).serialNumber)
  expect(new Set(numbers).size).toBe(20)
  expect(() => makeAuthority({ name: 'a, O=b', also: [], now })).toThrow('plain name')
})

test('values are written as DER wants them', () => {
  const cases: [Buffer, string][] = [
    [integer(Buffer.from([0])), '020100'], [integer(Buffer.from([0, 0, 5])), '020105'],
    [integer(Buffer.from([0x80])), '02020080'], [integer(Buffer.from([0x7f, 1])), '02027f01'],
    [identifier('2.5.29.17'), '0603551d11'], [identifier('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
    [sequence(), '3000'], [sequence(Buffer.alloc(127)), `307f${'00'.repeat(127)}`],
    [sequence(Buffer.alloc(128)), `308180${'00'.repeat(128)}`],
    [sequence(Buffer.alloc(300)), `3082012c${'00'.repeat(300)}`],
    [utf8('店'), '0c03e5ba97'],
    [instant(new Date('2049-12-31T23:59:59Z')), `170d${Buffer.from('491231235959Z').toString('hex')}`],
    [instant(new Date('2050-01-01T00:00:00Z')), `180f${Buffer.from('20500101000000Z').toString('hex')}`],
  ]
  for (const [bytes, hex] of cases) expect.soft(bytes.toString('hex')).toBe(hex)
})

test('private addresses are local, others are not', () => {
  const cases: [string, boolean][] = [
    ['192.168.1.10', true], ['10.0.0.1', true], ['172.16.0.1', true], ['172.32.0.1', false],
    ['127.0.0.1', true],
    ['8.8.8.8', false], ['::1', true], ['fd12::1', true], ['2400:3200::1', false], ['shop', false],
    ['fe80::1%eth0', false],
  ]
  for (const [address, wanted] of cases)
    expect.soft([address, isLocalAddress(address)]).toEqual([address, wanted])
})
