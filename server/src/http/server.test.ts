import { afterAll, expect, test } from 'vitest'
import { listAudit } from '#contract/audit.ts'
import * as session from '#contract/session.ts'
import { inChain } from '#kernel/db.ts'
import { readAudit } from '#kernel/audit.ts'
import { asFen } from '#contract/money.ts'
import { Refusal } from '#kernel/refusal.ts'
import { pair, pairOpen } from '#kernel/route.ts'
import * as setting from '#contract/setting-doors.ts'
import * as system from '#contract/system.ts'
import * as figures from '#contract/figures.ts'
import { newId } from '#kernel/ids.ts'
import { changeSetting } from '#kernel/settings.ts'
import * as members from '#contract/members.ts'
import { en } from '#contract/texts/en.ts'
import { openApiOf } from './openapi.ts'
import { endpoints } from '#contract/contract.ts'
import { allRoutes, routeFaults } from './routes.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const lines: string[] = []
const broken = { by: new Error('the phone +86 138-0000-0003 broke it') as unknown }

/** The house's own routes, and some that behave as the test says. */
const { app, house, close } = await serveWorld(world, fresh.app_url, {
  log: { level: 'info', stream: { write: (line) => { lines.push(line) } } },
})
const made = await serveWorld(world, fresh.app_url, {
  log: { level: 'info', stream: { write: (line) => { lines.push(line) } } },
  routes: [
    ...allRoutes(house).filter(({ endpoint }) => endpoint === session.signIn),
    pair(figures.readToday, async () => { throw broken.by }),
    pair(members.findMembers, async () => ({ rows: [{ too: 'much' }] as never })),
    pairOpen(system.readOpenApi, async () => ({})),
  ],
})
afterAll(async () => {
  await close()
  await made.close()
  await fresh.drop()
})

test('health says whether the database is reached, to anybody', async () => {
  const response = await app.inject('/health')
  expect([response.statusCode, response.json()]).toEqual([200, { ok: true, database: true }])
})

test('an unknown address answers in JSON with the number of the request', async () => {
  const response = await app.inject({ url: '/api/nothing', headers: { 'accept-language': 'en-GB,en;q=0.9' } })
  expect(response.statusCode).toBe(404)
  expect(response.json()).toEqual({
    code: 'not_found', message: 'Not found, or outside what you may see', params: {},
    request_id: response.headers['x-request-id'],
  })
  expect((await app.inject('/api/%zz')).json()).toMatchObject({ code: 'bad_input' })
})

test('nobody signed in meets a sentence in the language asked for', async () => {
  const inChinese = await ask(app, session.readSession)
  expect([inChinese.statusCode, inChinese.json().message]).toEqual([401, '请先登录'])
  const inEnglish = await ask(
    app, session.readSession, { as: { headers: { 'accept-language': 'fr, en;q=0.8, zh;q=0.5' } } }
  )
  expect(inEnglish.json().message).toBe('Please sign in first')
})

test('another site cannot write: without our header nothing but reading is heard', async () => {
  const response = await app.inject({ method: 'POST', url: '/api/session', payload: {} })
  expect([response.statusCode, response.json().code]).toEqual([403, 'wrong_origin'])
})

test('every faulty field is named, in the language asked for', async () => {
  const response = await ask(app, session.signIn, {
    chain_code: '', phone: '12345', as: { headers: { 'accept-language': 'en' } },
  })
  expect(response.statusCode).toBe(400)
  const { code, params, fields } = response.json()
  expect([code, params]).toEqual(['bad_input', { fields: 3 }])
  expect(fields).toContainEqual({ path: 'phone', message: en.phone_wrong })
  expect(fields).toContainEqual({ path: 'password', message: 'Please fill this in' })
  expect(fields.map(({ path }: { path: string }) => path).sort()).toEqual(['chain_code', 'password', 'phone'])
})

test('what is no JSON object is bad input, not a fault of ours', async () => {
  for (const [
    payload, type,
  ] of [['{', 'application/json'], ['[1]', 'application/json'], ['a=b', 'text/plain'],
    ['{"__proto__":{"a":1}}', 'application/json'], ['null', 'application/json'], ['', 'application/json']]) {
    const response = await app.inject({
      method: 'POST', url: '/api/session', payload, headers: { 'x-shuke': 'test', 'content-type': type },
    })
    expect([payload, response.statusCode, response.json().code]).toEqual([payload, 400, 'bad_input'])
  }
})

test('a body of 10 MB is refused and the caller hears it', async () => {
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const response = await fetch(`${address}/api/session`, {
    method: 'POST', headers: {
      'x-shuke': 'test', 'content-type': 'application/json', 'accept-language': 'en',
    },
    body: JSON.stringify({ password: 'x'.repeat(10 * 1024 * 1024) }),
  })
  expect(response.status).toBe(413)
  expect(await response.json()).toMatchObject(
    { code: 'body_too_large', message: 'Too large: 512 KB at most' },
  )
})

test('pages come with a policy that runs no script but ours', async () => {
  const { headers } = await app.inject('/health')
  expect(headers['content-security-policy']).toContain(`script-src 'self';`)
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['x-powered-by']).toBeUndefined()
})

test('a refusal has its own status and shows fen as yuan', async () => {
  const cookie = await signInAs(made.app, world, 'manager')
  const today = async () =>
    await ask(made.app, figures.readToday, { as: { cookie, headers: { 'accept-language': 'en' } } })
  const cases: [Refusal, number][] = [
    [new Refusal('value_short', { needed_fen: asFen(123_456), balance_fen: 0, short_fen: 5 }), 409],
    [new Refusal('member_unknown'), 404], [new Refusal('sign_in_too_often', { wait_s: 5 }), 429],
    [new Refusal('busy_try_again'), 503], [new Refusal('not_permitted'), 403],
  ]
  for (const [refusal, status] of cases) {
    broken.by = refusal
    const response = await today()
    expect([response.json().code, response.statusCode]).toEqual([refusal.code, status])
  }
  broken.by = cases[0]![0]
  const { message, params } = (await today()).json()
  expect(message).toContain('¥1,234.56')
  expect(params.needed_fen).toBe(123_456)
})

test('a fault of ours is told by its number alone and logged without phone numbers', async () => {
  const cookie = await signInAs(made.app, world, 'manager')
  broken.by = new Error('the phone +86 138-0000-0003 broke it')
  const response = await ask(
    made.app, figures.readToday, { as: { cookie, headers: { 'accept-language': 'en' } } },
  )
  expect(response.statusCode).toBe(500)
  const { request_id } = response.json()
  expect(response.json()).toEqual({
    code: 'broken', params: { request_id }, request_id,
    message: `Something broke and nothing was booked; tell your administrator the number ${request_id}`,
  })
  const line = lines.find((one) => one.includes(request_id) && one.includes('broke it'))!
  expect(JSON.parse(line)).toMatchObject(
    { request_id, err: { type: 'Error', message: 'the phone 138****0003 broke it' } },
  )
})

test('a database that is away for a moment is busy, not broken', async () => {
  const cookie = await signInAs(made.app, world, 'manager')
  for (const error of [
    new Error('Connection terminated unexpectedly'), Object.assign(new Error('no'), { code: 'ECONNREFUSED' }),
  ]) {
    broken.by = error
    const response = await ask(made.app, figures.readToday, { as: { cookie } })
    expect([response.statusCode, response.json().code]).toEqual([503, 'busy_try_again'])
  }
})

test('a reply with a field too many is caught before it leaks', async () => {
  const cookie = await signInAs(made.app, world, 'cashier')
  const response = await ask(made.app, members.findMembers, { find: '0001', as: { cookie } })
  expect(response.json().code).toBe('broken')
  expect(lines.at(-2)).toContain('fits its schema')
})

test('permission, reach and features stand before the verb', async () => {
  const cashier = await signInAs(made.app, world, 'cashier')
  broken.by = new Refusal('not_found')
  expect(
    (await ask(made.app, figures.readToday, { as: { cookie: cashier } })).json().code,
  ).toBe('not_permitted')
  const manager = await signInAs(made.app, world, 'manager')
  const foreign = await ask(
    made.app, figures.readToday, { store_id: world.stores.jy.id, as: { cookie: manager } },
  )
  expect([foreign.statusCode, foreign.json().code]).toEqual([404, 'store_unknown'])
  const [act] = await inChain(
    world.db, world.chain_id, (tx) => readAudit(tx, world.chain_id, { limit: 1 }),
  )
  expect(act).toMatchObject({
    verb: 'reach.refused', ref: world.stores.jy.id, principal_id: world.staff.manager, detail: {
      endpoint: 'GET /api/today',
    },
  })

  await inChain(world.db, world.chain_id, (tx) =>
    changeSetting(tx, world.who.owner, {
      key: 'features_off', place_id: null, to: { value: ['members'] },
    }))
  const off = await ask(made.app, members.findMembers, { find: '0001', as: { cookie: cashier } })
  expect([off.statusCode, off.json().code]).toEqual([404, 'feature_off'])
  await inChain(world.db, world.chain_id, (tx) =>
    changeSetting(tx, world.who.owner, {
      key: 'features_off', place_id: null, to: { value: [] },
    }))
})

test('the log knows what was asked and by whom, but no body, cookie, query or phone', async () => {
  const cookie = await signInAs(app, world, 'cashier')
  await ask(app, session.listSessions, { find: '13800000003', secret_field: 'secret_word', as: { cookie } })
  await ask(app, session.signIn, { chain_code: 'shisui', phone: '13800000009', password: 'secret_word' })
  const line = JSON.parse(lines.find((one) => one.includes('"route":"/api/sessions"'))!)
  expect(line).toMatchObject(
    { method: 'GET', status: 200, staff_id: world.staff.cashier, chain_id: world.chain_id },
  )
  const all = lines.join('')
  for (const word of ['secret_word', '13800000003', '13800000009', cookie.slice('shuke_session='.length)])
    expect(all).not.toContain(word)
})

test('too many requests from one address are told to wait, others are not', async () => {
  const small = await serveWorld(world, fresh.app_url, { requests_a_minute: 3 })
  try {
    const codes = []
    const flood = { remoteAddress: '10.0.0.8' }
    for (let i = 0; i < 4; i += 1)
      codes.push((await ask(small.app, session.readSession, { as: flood })).json().code)
    expect(codes).toEqual(['not_signed_in', 'not_signed_in', 'not_signed_in', 'too_often'])
    const other = await ask(small.app, session.readSession, { as: { remoteAddress: '10.0.0.9' } })
    expect(other.json().code).toBe('not_signed_in')
  } finally {
    await small.close()
  }
})

test('the contract is printed for callers on this machine and for those who may read it', async () => {
  const local = await ask(app, system.readOpenApi)
  expect(local.json()).toMatchObject({ openapi: '3.1.0' })
  expect(local.json().paths['/api/sales/{sale_id}/returns'].post).toMatchObject({ 'x-need': 'sales.return' })
  const from = { remoteAddress: '192.168.1.30' }
  expect((await ask(app, system.readOpenApi, { as: from })).statusCode).toBe(401)
  const cashier = await signInAs(app, world, { name: 'cashier', ...from })
  expect((await ask(app, system.readOpenApi, { as: { ...from, cookie: cashier } })).statusCode).toBe(403)
  const owner = await signInAs(app, world, { name: 'owner', ...from })
  expect((await ask(app, system.readOpenApi, { as: { ...from, cookie: owner } })).statusCode).toBe(200)
  const operations = Object.values(
    openApiOf(endpoints)['paths'] as Record<string, object>,
  ).flatMap((path) => Object.keys(path))
  expect(operations).toHaveLength(endpoints.length)
})

test('a missing route, a double one and one outside the contract are told by name', () => {
  const served = [pair(
    session.readSession, async () => { throw broken.by },
  ), pairOpen(session.signIn, async () => { throw broken.by })]
  expect(routeFaults([session.readSession, session.signOut], [...served, served[0]!])).toEqual([
    'DELETE /api/session has no route', 'GET /api/session has two routes',
    'POST /api/session is not in the contract',
  ])
})

test('settings are read, and changed only by those who reach the place', async () => {
  const owner = await signInAs(app, world, 'owner')
  const jy = world.stores.jy.id
  const put = (as: string, place_id: string | null, value: unknown) =>
    ask(app, setting.changeSetting, {
      key: 'rounding_mode', place_id, value, starts_at: null, as: { cookie: as },
    })
  expect((await put(owner, jy, 'drop_fen')).statusCode).toBe(200)
  expect((await put(owner, jy, 'sideways')).json().code).toBe('setting_wrong')
  expect((await put(owner, newId(), 'drop_fen')).json().code).toBe('place_unknown')
  const values = async (place_id?: string) => (await ask(app, setting.readSettings, {
    ...place_id ? { place_id } : {}, as: { cookie: owner },
  })).json().rows.find(({ key }: { key: string }) => key === 'rounding_mode').value
  expect(
    [await values(jy), await values(world.stores.gh.id), await values()],
  ).toEqual(['drop_fen', 'off', 'off'])
  const manager = await signInAs(app, world, 'manager')
  expect((await put(manager, world.stores.gh.id, 'off')).json().code).toBe('not_permitted')
})

test('the audit is read page by page, newest first, with names', async () => {
  const owner = await signInAs(app, world, 'owner')
  const page = async (cursor?: string) => (await ask(app, listAudit, {
    limit: 2, ...cursor ? { cursor } : {}, as: { cookie: owner },
  })).json()
  const first = await page()
  expect(first.rows[0]).toMatchObject({ verb: 'session.start', who: '顾青禾' })
  const second = await page(first.next)
  expect(new Set([...first.rows, ...second.rows].map(({ id }: { id: string }) => id)).size).toBe(4)
  expect(
    (await ask(app, listAudit, { cursor: 'bm8', as: { cookie: owner } })).json().code,
  ).toBe('bad_input')
})
