import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeAuthority, makeServerCertificate } from './certificates.ts'
import { fetchOutside } from './outbound.ts'
import type { Outside } from './outbound.ts'
import { Refusal } from './refusal.ts'

/** What the server of these tests answers, path by path, and who asked it. */
const answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/picture': (_, response) => { response.setHeader('content-type', 'image/png; charset=x').end('picture') },
  '/page': (_, response) => { response.setHeader('content-type', 'text/html').end('<script>') },
  '/packed': (_, response) => {
    response.setHeader('content-type', 'image/png').setHeader('content-encoding', 'gzip').end('picture')
  },
  '/missing': (_, response) => { response.writeHead(404, { 'content-type': 'image/png' }).end('picture') },
  '/declared': (_, response) => {
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': 5_000 }).end('x'.repeat(5_000))
  },
  '/endless': (_, response) => {
    response.setHeader('content-type', 'image/png')
    const more = () => { while (response.write('x'.repeat(500))); }
    response.on('drain', more)
    more()
  },
  '/silent': () => undefined,
  '/stalls': (_, response) => { response.setHeader('content-type', 'image/png').write('x') },
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': 500 }).write('x', () => {
      response.destroy()
    })
  },
  '/self': (_, response) => { response.writeHead(302, { location: '/self' }).end() },
  '/near': (_, response) => { response.writeHead(302, { location: '/picture' }).end() },
  '/nowhere': (_, response) => { response.writeHead(302).end() },
}
const asked: { path: string; host: string }[] = []
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url!, 'http://here')
  asked.push({ path: pathname, host: request.headers.host! })
  const to = searchParams.get('to')
  if (to !== null) response.writeHead(307, { location: to }).end()
  else answers[pathname]!(request, response)
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => { asked.length = 0 })

/** Names as this test's own resolver tells them, one answer for each time it is asked. */
let names: Record<string, string[][]> = {}
const lookedUp: string[] = []
/** 127.0.0.1 plays the open internet, so that there is something to reach; everything else is closed. */
const outside = (): Outside => ({
  ports: [port], isPublic: (address) => address === '127.0.0.1',
  resolve: async (name) => {
    lookedUp.push(name)
    const told = names[name]
    if (!told) throw new Error('ENOTFOUND')
    return told.length > 1 ? told.shift()! : told[0]!
  },
})

const wanted = { types: ['image/png'], most_kb: 2, most_ms: 15_000 }
const fetched = async (address: string, most_ms = wanted.most_ms) =>
  await fetchOutside(address, { ...wanted, most_ms }, outside()).then(
    ({ type, bytes }) => `${type} ${bytes.toString()}`,
    (error: unknown) => { if (error instanceof Refusal) return error.code; throw error as Error })

test('a picture in the open internet comes back with its type', async () => {
  names = { 'shop.example': [['127.0.0.1']] }
  expect(await fetched(`http://shop.example:${port}/picture`)).toBe('image/png picture')
  expect(asked).toEqual([{ path: '/picture', host: `shop.example:${port}` }])
  expect(await fetched(`http://127.0.0.1:${port}/near`)).toBe('image/png picture')
})

test('what is no plain address of the open internet is refused before anybody is asked', async () => {
  names = {
    'local.example': [['10.0.0.1']], 'mixed.example': [['127.0.0.1', '192.168.1.1']], 'none.example': [[]],
    localhost: [['::1']],
  }
  const at = `:${port}/picture`
  const cases: string[] = [
    'picture', 'file:///etc/passwd', `ftp://127.0.0.1${at}`, `gopher://127.0.0.1${at}`, 'data:image/png,x',
    `javascript:alert(1)`, `http:127.0.0.1${at}`, `http:/127.0.0.1${at}`, 'http://', `//127.0.0.1${at}`,
    // Other ports, and somebody's password.
    'http://127.0.0.1/picture', 'https://127.0.0.1/picture', 'http://127.0.0.1:22/',
    `http://a:b@127.0.0.1${at}`,
    `http://a@127.0.0.1${at}`, `http://127.0.0.1:${port}@10.0.0.1/`,
    // The same machine in other clothes: this address is open here, its odd spellings are not.
    `http://2130706433${at}`, `http://0x7f000001${at}`, `http://0x7f.1${at}`, `http://0177.0.0.1${at}`,
    `http://127.1${at}`, `http://127.0.0.1.${at}`, `http://１２７.0.0.1${at}`, `http://127%2e0.0.1${at}`,
    `http://127。0。0。1${at}`, `http:\\\\127.0.0.1${at}`, `http://127.0.0.1\\@10.0.0.1${at}`,
    `http://127.0.\t0.1${at}`, `http://127.0.0.1\n${at}`, ` http://127.0.0.1${at}`,
    // Closed addresses, plain and by name; one closed address among several closes the name.
    `http://10.0.0.1${at}`, `http://169.254.169.254${at}`, `http://[::1]${at}`, `http://[::ffff:7f00:1]${at}`,
    `http://localhost${at}`, `http://local.example${at}`, `http://mixed.example${at}`,
    `http://none.example${at}`,
  ]
  for (const address of cases)
    expect.soft([address, await fetched(address)]).toEqual([address, 'address_refused'])
  expect(asked).toEqual([])
})

test('a name that answers otherwise the second time leads nowhere else: it is looked up once', async () => {
  names = { 'rebinds.example': [['127.0.0.1'], ['10.0.0.1']] }
  lookedUp.length = 0
  expect(await fetched(`http://rebinds.example:${port}/picture`)).toBe('image/png picture')
  expect(lookedUp).toEqual(['rebinds.example'])
  // The next time it is judged by what it says then.
  expect(await fetched(`http://rebinds.example:${port}/picture`)).toBe('address_refused')
  expect(asked).toHaveLength(1)
})

test('every redirect is judged like the first address', async () => {
  names = { 'local.example': [['10.0.0.1']], 'turns.example': [['127.0.0.1'], ['10.0.0.1']] }
  const into = [
    'http://10.0.0.1/', 'http://169.254.169.254/latest/meta-data/', `http://[::1]:${port}/picture`,
    `http://local.example:${port}/picture`, `//local.example:${port}/picture`,
    `http://2130706433:${port}/picture`,
    `//0x7f.1:${port}/picture`, `\\\\127.0.0.1:${port}\\picture`, 'file:///etc/passwd',
    `http://127.0.0.1:22/`,
    `http://a:b@127.0.0.1:${port}/picture`,
  ]
  for (const to of into) {
    asked.length = 0
    const address = `http://127.0.0.1:${port}/?to=${encodeURIComponent(to)}`
    expect.soft([to, await fetched(address)]).toEqual([to, 'address_refused'])
    expect.soft(asked).toHaveLength(1)
  }
  const turns = `http://turns.example:${port}`
  expect(await fetched(`${turns}/?to=${encodeURIComponent(`${turns}/picture`)}`)).toBe('address_refused')
})

test('three redirects are followed, a fourth is not', async () => {
  const step = (times: number): string =>
    times === 0 ? `http://127.0.0.1:${port}/picture`
      : `http://127.0.0.1:${port}/?to=${encodeURIComponent(step(times - 1))}`
  expect(await fetched(step(3))).toBe('image/png picture')
  expect(await fetched(step(4))).toBe('address_unreachable')
  asked.length = 0
  expect(await fetched(`http://127.0.0.1:${port}/self`)).toBe('address_unreachable')
  expect(asked).toHaveLength(4)
})

test('what comes back is bounded in kind, size and time', async () => {
  names = {}
  const cases: [path: string, code: string][] = [
    ['/page', 'address_other_type'], ['/packed', 'address_other_type'], ['/declared', 'address_too_large'],
    ['/endless', 'address_too_large'], ['/missing', 'address_unreachable'],
    ['/nowhere', 'address_unreachable'],
    ['/cut', 'address_unreachable'], ['/silent', 'address_unreachable'], ['/stalls', 'address_unreachable'],
  ]
  for (const [path, code] of cases) {
    const from = performance.now()
    const most_ms = ['/silent', '/stalls'].includes(path) ? 600 : undefined
    expect.soft([path, await fetched(`http://127.0.0.1:${port}${path}`, most_ms)]).toEqual([path, code])
    expect.soft(performance.now() - from).toBeLessThan(10_000)
  }
  expect(await fetched(`http://unknown.example:${port}/`)).toBe('address_unreachable')
  const slow: Outside = { ...outside(), resolve: () => new Promise(() => undefined) }
  await expect(fetchOutside(`http://slow.example:${port}/`, { ...wanted, most_ms: 100 }, slow))
    .rejects.toMatchObject({ code: 'address_unreachable' })
})

test('over https the certificate is held against the name given, not the address that answers', async () => {
  const now = new Date(), usual = getCACertificates('default')
  const authority = makeAuthority({ name: 'Shuke local CA test', also: [], now })
  const { certificate, key } = makeServerCertificate(authority, { names: ['shop.internal'], addresses: [],
    now })
  const secure = createSecureServer({ cert: certificate, key }, (_, response) => {
    response.setHeader('content-type', 'image/png').end('picture')
  })
  await new Promise<void>((resolve) => { secure.listen(0, '127.0.0.1', resolve) })
  try {
    const at = (secure.address() as AddressInfo).port
    names = { 'shop.internal': [['127.0.0.1']], 'other.internal': [['127.0.0.1']] }
    const securely = async (host: string) => await fetchOutside(
      `https://${host}:${at}/`, wanted, { ...outside(), ports: [at] }).then(({ bytes }) => bytes.toString(),
      (error: Refusal) => error.code)
    expect(await securely('shop.internal')).toBe('address_unreachable')
    setDefaultCACertificates([authority.certificate])
    expect(await securely('shop.internal')).toBe('picture')
    expect(await securely('other.internal')).toBe('address_unreachable')
    expect(await securely('127.0.0.1')).toBe('address_unreachable')
  } finally {
    setDefaultCACertificates(usual)
    secure.close()
  }
})
