import { allRoutes } from './routes.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InjectOptions } from 'fastify'
import type { Endpoint } from '#contract/endpoint.ts'
import { readOpenApi } from '#contract/system.ts'
import { readSession, signIn, signOut } from '#contract/session.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'
import type { Asking, Served } from '#test/served.ts'
import { freshDatabase, makeWorld, password, phoneOf } from '#test/world.ts'
import type { World } from '#test/world.ts'

const database = await freshDatabase()
let world: World, served: Served
beforeAll(async () => {
  world = await makeWorld(database.db)
  served = await serveWorld(world, database.app_url)
})
afterAll(async () => {
  await served.close()
  await database.drop()
})

const overProxy = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.168.1.30', host: 'shop.local' }

test('every answer comes with the headers that keep other pages out, refusals too', async () => {
  const wanted = {
    'content-security-policy': "default-src 'self';script-src 'self';connect-src 'self';worker-src 'self';"
      + "img-src 'self' data: blob:;font-src 'self';style-src 'self' 'unsafe-inline';frame-src 'none';"
      + "object-src 'none';base-uri 'none';frame-ancestors 'none';form-action 'self'",
    'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin', 'x-dns-prefetch-control': 'off',
    'x-permitted-cross-domain-policies': 'none',
  }
  for (const url of ['/health', '/api/session', '/api/nothing', '/nowhere']) {
    const { headers } = await served.app.inject(url)
    expect.soft(headers, url).toMatchObject(wanted)
    expect.soft(headers['permissions-policy'],
      url).toMatch(/camera=\(self\).*microphone=\(\), geolocation=\(\)/)
    expect.soft(Object.keys(headers).filter((name) => /powered|server|allow-origin/.test(name)),
      url).toEqual([])
  }
})

test('what cannot even be read as an address is refused as barely as can be', async () => {
  const { headers, statusCode } = await served.app.inject('/api/%zz')
  expect([statusCode, headers['content-security-policy'], headers['x-content-type-options']])
    .toEqual([400, `default-src 'none'; frame-ancestors 'none'`, 'nosniff'])
})

test('over https the window stands alone; over http browsers would only complain of it', async () => {
  const plain = await served.app.inject('/health')
  expect(plain.headers['cross-origin-opener-policy']).toBeUndefined()
  const secure = await served.app.inject({ url: '/health', headers: overProxy })
  expect(secure.headers['cross-origin-opener-policy']).toBe('same-origin')
  // A proxy speaks for its own name: only a connection that we ourselves serve over https is promised again.
  expect(secure.headers['strict-transport-security']).toBeUndefined()
})

const credentials = () => ({ chain_code: world.code, phone: phoneOf('cashier'), password })
const signedIn = async (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
  await ask(served.app, signIn, { ...credentials(), as: { headers, remoteAddress } })

test('a session\'s cookie is out of reach of scripts, other sites, and over https of http', async () => {
  const [plain] = (await signedIn({})).cookies
  expect(plain).toMatchObject(
    { name: 'shuke_session', httpOnly: true, sameSite: 'Strict', path: '/', maxAge: 604_800 })
  expect([plain!.secure, plain!.domain]).toEqual([undefined, undefined])
  const [secure] = (await signedIn(overProxy)).cookies
  expect(secure).toMatchObject(
    { name: '__Host-shuke_session', httpOnly: true, sameSite: 'Strict', path: '/', secure: true })
  expect(secure!.domain).toBeUndefined()

  const who = async (cookie: string, headers: Record<string, string>) =>
    (await ask(served.app, readSession, { as: { cookie, headers } })).statusCode
  expect(await who(`shuke_session=${plain!.value}`, {})).toBe(200)
  expect(await who(`__Host-shuke_session=${secure!.value}`, overProxy)).toBe(200)
  // What somebody on plain http put beside it is not looked at over https.
  expect(await who(`shuke_session=${plain!.value}`, overProxy)).toBe(401)
  const out = await ask(served.app, signOut,
    { as: { cookie: `__Host-shuke_session=${secure!.value}`, headers: overProxy } })
  expect(out.cookies[0]).toMatchObject({ name: '__Host-shuke_session', value: '', secure: true, path: '/' })
  expect(await who(`__Host-shuke_session=${secure!.value}`, overProxy)).toBe(401)
})

test('nobody but a proxy on this machine says that https it was', async () => {
  const [cookie] = (await signedIn(overProxy, '192.168.1.40')).cookies
  expect(cookie!.name).toBe('shuke_session')
})

test('HEAD is GET without a body: with the same sign-in, and the same refusals', async () => {
  const cookie = await signInAs(served.app, world, 'cashier')
  const got = await served.app.inject({ url: '/api/session', headers: { cookie } })
  const headed = await served.app.inject({ method: 'HEAD', url: '/api/session', headers: { cookie } })
  expect([headed.statusCode, headed.body, headed.headers['content-length']])
    .toEqual([200, '', got.headers['content-length']])
  expect((await served.app.inject({ method: 'HEAD', url: '/api/session' })).statusCode).toBe(401)
  for (const method of ['OPTIONS', 'TRACE', 'PROPFIND'] as const) {
    const headers = { cookie, 'x-shuke': 'test' }
    const asked = { method: method as InjectOptions['method'], url: '/api/session', headers }
    const answer = await served.app.inject(asked)
    expect.soft([method, answer.statusCode >= 400, answer.headers['access-control-allow-origin']])
      .toEqual([method, true, undefined])
  }
})

test('what other systems leave open is not there', async () => {
  const known = [
    '/metrics', '/druid/index.html', '/swagger-ui.html', '/actuator', '/api/cron/close_orders', '/ca.crt',
    '/.env', '/.git/config', '/server-status',
  ]
  for (const url of known)
    expect.soft([url, (await served.app.inject(url)).statusCode]).toEqual([url, 404])
})

test('local is who asks from this machine for nobody else, by this machine\'s own name', async () => {
  const status = async (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
    (await ask(served.app, readOpenApi, { as: { headers, remoteAddress } })).statusCode
  expect(await status({})).toBe(200)
  expect(await status({ host: '127.0.0.1:8460' })).toBe(200)
  expect(await status({ host: '[::1]:8460' }, '::1')).toBe(200)
  const others: [Record<string, string>, string?][] = [
    [{ 'x-forwarded-for': '10.0.0.8' }], [{ 'x-forwarded-for': '127.0.0.1' }],
    [{ forwarded: 'for=127.0.0.1' }], [{ 'x-real-ip': '127.0.0.1' }], [{ via: '1.1 proxy' }],
    [{ host: 'shop.example' }], [{ host: '127.0.0.1.evil.example' }],
    [{}, '192.168.1.30'], [{ 'x-forwarded-for': '127.0.0.1', host: 'localhost' }, '192.168.1.30'],
  ]
  for (const [headers, from] of others)
    expect.soft([headers, from, await status(headers, from)]).toEqual([headers, from, 401])
})

/** What a number of requests with these headers are answered, one after the other. */
async function flood(at: Served, many: number, as: (turn: number) => Asking): Promise<string[]> {
  const codes: string[] = []
  for (let turn = 0; turn < many; turn += 1)
    codes.push((await ask(at.app, readSession, { as: as(turn) })).json<{ code: string }>().code)
  return codes
}

test('an address cannot pass for many: only a proxy on this machine says whom it speaks for', async () => {
  const small = await serveWorld(world, database.app_url, { requests_a_minute: 3 })
  try {
    const held = ['not_signed_in', 'not_signed_in', 'not_signed_in', 'too_often', 'too_often']
    const spoofed = (turn: number) => ({ remoteAddress: '10.0.0.8', headers: {
      'x-forwarded-for': `10.9.9.${turn}`, 'x-real-ip': `10.9.9.${turn}`, forwarded: `for=10.9.9.${turn}`,
    } })
    expect(await flood(small, 5, spoofed)).toEqual(held)
    // What a caller wrote into the header stands left of what the proxy added, and is not looked at.
    const through = (turn: number) => ({ headers: { 'x-forwarded-for': `10.8.8.${turn}, 10.0.0.9` } })
    expect(await flood(small, 5, through)).toEqual(held)
    const posing = () => ({ headers: { 'x-forwarded-for': '127.0.0.1, 10.0.0.10' } })
    expect(await flood(small, 5, posing)).toEqual(held)
    // One network of an IPv6 provider has more addresses than anybody can count.
    expect(await flood(small, 5, (turn) => ({ remoteAddress: `2400:3200:1:1::${turn}` }))).toEqual(held)
    const each = (turn: number) => ({ headers: { 'x-forwarded-for': `10.7.7.${turn}` } })
    expect(await flood(small, 5, each)).toEqual(Array(5).fill('not_signed_in'))
  } finally {
    await small.close()
  }
})

test('guesses have a pace of their own, by address, and who is told to wait is told how long', async () => {
  const paces = { person: 1_000, guess: 2, costly: 1_000 }
  const small = await serveWorld(world, database.app_url, { paces })
  try {
    const tried = async (remoteAddress: string) =>
      await ask(small.app, signIn, { ...credentials(), password: 'wrong', as: { remoteAddress } })
    const answers = [await tried('10.0.1.1'), await tried('10.0.1.1'), await tried('10.0.1.1')]
    expect(answers.map((answer) => answer.json<{ code: string }>().code))
      .toEqual(['sign_in_wrong', 'sign_in_wrong', 'too_often'])
    const wait_s = Number(answers[2]!.headers['retry-after'])
    expect([answers[2]!.statusCode, wait_s > 0 && wait_s <= 60]).toEqual([429, true])
    expect(answers[2]!.json()).toMatchObject({ params: { wait_s } })
    // Whoever has a network of IPv6 to themselves guesses no faster for it.
    const stranger = async (end: string) => await ask(small.app, signIn, {
      ...credentials(), phone: '13700009999', as: { remoteAddress: `2400:3200:2:2:${end}` },
    })
    const line = [await stranger(':1'), await stranger('a::2'), await stranger(':3')]
    expect(line.map((answer) => answer.json<{ code: string }>().code))
      .toEqual(['sign_in_wrong', 'sign_in_wrong', 'too_often'])
    // Somebody elsewhere is not kept waiting by it, nor is anything but guessing.
    expect((await tried('10.0.1.2')).json()).toMatchObject({ code: 'sign_in_wrong' })
    expect(await flood(small, 2, () => ({ remoteAddress: '10.0.1.1' })))
      .toEqual(['not_signed_in', 'not_signed_in'])
  } finally {
    await small.close()
  }
})

test('a person has a pace of their own wherever they ask from, and for what costs a slower one', async () => {
  const paces = { person: 4, guess: 1_000, costly: 2 }
  const costly: Endpoint = { ...readSession, path: '/api/session/costly', pace: 'costly' }
  const [route] = allRoutes(served.house).filter(({ endpoint }) => endpoint === readSession)
  const small = await serveWorld(world, database.app_url,
    { paces, routes: [...allRoutes(served.house), { ...route!, endpoint: costly }] })
  try {
    const cookies = { cashier: '', manager: '' }
    for (const name of ['cashier', 'manager'] as const) cookies[name] = await signInAs(small.app, world, name)
    const asked = async (endpoint: Endpoint, name: keyof typeof cookies, from: number) =>
      (await ask(small.app, endpoint,
        { as: { cookie: cookies[name], remoteAddress: `10.0.2.${from}` } })).statusCode
    for (const [from, status] of [[1, 200], [2, 200], [3, 429]] as const)
      expect(await asked(costly, 'cashier', from)).toBe(status)
    expect([await asked(readSession, 'cashier', 4), await asked(readSession, 'cashier', 5)])
      .toEqual([200, 429])
    expect(await asked(readSession, 'manager', 5)).toBe(200)
  } finally {
    await small.close()
  }
})
