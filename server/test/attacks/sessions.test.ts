import { afterAll, expect, test } from 'vitest'
import * as access from '#contract/access.ts'
import { endpoints } from '#contract/contract.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import * as operators from '#contract/operators.ts'
import * as org from '#contract/org.ts'
import { readSession, signIn, takeSecondStep } from '#contract/session.ts'
import * as setting from '#contract/setting-doors.ts'
import { inChain, sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { changeSetting } from '#kernel/settings.ts'
import { openBrowser, told } from '#test/browser.ts'
import { ask } from '#test/served.ts'
import { cookieIn, newOperator } from '#test/isolation/people.ts'
import { nobodys_chain } from '#modules/platform/platform.ts'
import { makeWorld, password, phoneOf } from '#test/world.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
const neighbours = await makeWorld(stage.fresh.db, { code: 'neighbour', master: stage.world.master })
afterAll(async () => { await stage.end() })
const { app, as, people, world } = stage
const { gh, jy } = world.stores

/** Any input will do: whoever may not come in is turned away before anybody reads it. */
const knock = async (endpoint: Endpoint, cookie: string) => told(await ask(app, endpoint, {
  ...Object.fromEntries([...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => [name!, newId()])),
  as: { cookie, remoteAddress: '192.168.1.66' },
}))
/** Every door that somebody signed in stands before, in one sentence each. */
async function everyDoor(cookie: string, leave: readonly Endpoint[] = []): Promise<Set<string | number>> {
  const guarded = endpoints.filter((one) =>
    one.need !== 'open' && one.need !== 'operator' && !leave.includes(one))
  const answers = new Set<string | number>()
  for (const endpoint of guarded) answers.add(await knock(endpoint, cookie))
  return answers
}

async function hired(role: 'cashier' | 'hq_operator', phone: string) {
  const { id: role_id } = await stage.roleOf(role)
  const made = await as('owner', org.addStaff, {
    name: '何小满', phone, role_id, store_ids: role === 'cashier' ? [gh.id] : [], region_ids: [],
  })
  const { staff, first_password } = made.body as unknown as { staff: { id: string }; first_password: string }
  return { staff_id: staff.id, first_password, cookie: await stage.sessionOf(staff.id) }
}

test('no cookie, a made-up one, a till\'s, a browser\'s and a neighbour\'s open no door', async () => {
  const browser = openBrowser(app, world)
  await browser.signIn('owner')
  const mark = browser.cookies.get('shuke_browser')!
  for (const cookie of ['', `shuke_session=${mark}`, `shuke_till=${browser.cookies.get('shuke_session')!}`])
    expect([...await everyDoor(cookie)], cookie).toEqual(['not_signed_in'])
})

test('with a first password nothing opens but what changes it', async () => {
  const { cookie } = await hired('hq_operator', '13655550001')
  expect([...await everyDoor(cookie, access.openToTheBound)]).toEqual(['password_must_change'])
})

test('whoever must have a second factor does nothing before', async () => {
  const set = (value: unknown) => inChain(world.db, world.chain_id, (tx) => changeSetting(
    tx, { ...world.who.owner, now: new Date() }, { key: 'second_factor_for', place_id: null, to: { value } }))
  await set(['staff.edit'])
  stage.house.sessions.forget()
  const cookie = await stage.sessionOf(people.hq_operator.staff_id)
  expect([...await everyDoor(cookie, access.openToTheBound)]).toEqual(['second_factor_must_set'])
  await set('none')
  stage.house.sessions.forget()
})

test('whoever was dismissed is out of every door by their very next request', async () => {
  const gone = await hired('cashier', '13655550002')
  await inChain(world.db, world.chain_id, (tx) =>
    sql`update org.staff set first_password = false where id = ${gone.staff_id}`.execute(tx))
  stage.house.sessions.forget()
  expect(await knock(readSession, gone.cookie)).toBe(200)
  await as('owner', org.dismissStaff, { staff_id: gone.staff_id })
  expect([...await everyDoor(gone.cookie)]).toEqual(['session_ended'])
  expect(told(await ask(app, signIn, {
    chain_code: world.code, phone: '13655550002', password: gone.first_password,
  }))).toBe('sign_in_wrong')
})

test('half a sign-in is none, and one of another chain or person opens nothing', async () => {
  const half = (await ask(app, signIn, {
    chain_code: world.code, phone: phoneOf('owner'), password: 'wrong-one-entirely',
  })).json()
  expect(half.params.half_session).toBeUndefined()
  const forged = `${Buffer.from(JSON.stringify([world.chain_id, world.staff.owner, Date.now() + 1e6]))
    .toString('base64url')}.${'A'.repeat(43)}`
  for (const half_session of [forged, forged.split('.')[0]!, '.', 'null.null', `${forged}.${forged}`])
    expect(told(await ask(app, takeSecondStep, { half_session, code: '000000' })), half_session)
      .toBe('second_step_ended')
  expect(await knock(readSession, `shuke_session=${forged}`)).toBe('not_signed_in')
})

test('an operator\'s session is no session of a chain, and a chain\'s none of an operator', async () => {
  const operator = await newOperator({ app, world })
  const [, token] = operator.cookie.split('=') as [string, string]
  expect([...await everyDoor(`shuke_session=${token}`)]).toEqual(['not_signed_in'])
  const [, mine] = (await stage.sessionOf(world.staff.owner)).split('=')
  for (const endpoint of endpoints.filter(({ need }) => need === 'operator'))
    expect(await knock(endpoint, `shuke_operator=${mine}`), endpoint.path).toBe('not_signed_in')
  for (const chain_id of [world.chain_id, neighbours.chain_id, newId(), nobodys_chain])
    expect(told(await ask(app, operators.enterChain, { chain_id, as: { cookie: operator.cookie } })))
      .toBe('not_found')
})

test('a visitor of one chain is not there for another, and loosens no watch in this one', async () => {
  const operator = await newOperator({ app, world })
  await as('owner', operators.admitOperator, {
    op_key: newId(), phone: operator.phone, from_at: null, reason: '看看对账',
    until_at: new Date(Date.now() + 1e7).toISOString(), permissions: ['settings.edit', 'settings.read'],
  })
  const entered = await ask(app, operators.enterChain, {
    chain_id: world.chain_id, as: { cookie: operator.cookie },
  })
  const visitor = { cookie: cookieIn(entered) }
  expect((await as(visitor, org.listStaff)).told).toBe('not_permitted')
  for (const endpoint of [access.setPin, access.beginSecondFactor, access.changePassword, access.readAccount])
    expect((await as(visitor, endpoint, { password, new_password: 'a-long-one-7', pin: '580231' })).told)
      .toBe('not_permitted')
  for (const key of ['second_factor_for', 'approve_adjustment', 'top_up_plan', 'tills_enrolled_only'])
    expect((await as(visitor, setting.changeSetting, {
      key, place_id: null, value: 'none', starts_at: null,
    })).told, key).toBe('setting_is_hq')
  expect((await as(visitor, setting.changeSetting, {
    key: 'rounding_mode', place_id: neighbours.stores.gh.id, value: 'off', starts_at: null,
  })).told).toBe('place_unknown')
})

/** A browser that an owner's code made the till of a store. */
async function enrolled(store: typeof gh, address: string) {
  const at = { store_id: store.id, till_id: store.tills[0]!.id, name: '前台' }
  const { code } = (await as('owner', access.makeEnrolCode, at)).body as unknown as { code: string }
  const till = openBrowser(app, world, address)
  expect(told(await till.ask(access.enrolByCode, { code }))).toBe(200)
  return till
}
async function withPin(name: 'manager' | 'owner', pin: string) {
  const browser = openBrowser(app, world)
  await browser.signIn(name)
  expect(told(await browser.ask(access.setPin, { password, pin }))).toBe(200)
}

test('a PIN opens the tills of the store and nothing behind them, whoever has it', async () => {
  await withPin('owner', '580231')
  const till = await enrolled(gh, '192.168.9.1')
  expect(told(await till.ask(access.openWithPin, { staff_id: world.staff.owner, pin: '580231' }))).toBe(200)
  const me = (await till.ask(readSession)).json()
  expect(me).toMatchObject({ opened_by: 'pin', stores: [{ id: gh.id }] })
  const cookie = [...till.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const behind = endpoints.filter(({ need }) =>
    /^(stores|staff|roles|settings|audit|operators|docs|figures)\./.test(need)
    || /\.(export|unmask|erase|adjust)$/.test(need))
  expect(behind.length).toBeGreaterThan(25)
  for (const endpoint of behind) expect(await knock(endpoint, cookie), endpoint.path).toBe('not_permitted')
})

test('a PIN is of no use at a till of a store where one does not work, or of another chain', async () => {
  await withPin('manager', '974310')
  const there = await enrolled(jy, '192.168.9.2')
  const open = { staff_id: world.staff.manager, pin: '974310' }
  expect(told(await there.ask(access.openWithPin, open))).toBe('pin_not_here')
  expect((await there.ask(access.readTillDevice)).json().people).toEqual([
    { id: world.staff.owner, name: '顾青禾', role: { code: 'owner', name: null } },
  ])
  const strange = openBrowser(app, neighbours, '192.168.9.3')
  await strange.signIn('owner')
  const place = { store_id: neighbours.stores.gh.id, till_id: neighbours.stores.gh.tills[0]!.id, name: '别家' }
  expect(told(await strange.ask(access.enrolHere, place))).toBe(200)
  expect(told(await strange.ask(access.openWithPin, open))).toBe('pin_not_here')
  // With the strangers' till in the browser one signs in with a password as anywhere, and stands at no till.
  const mixed = openBrowser(app, world, '192.168.9.4')
  mixed.cookies.set('shuke_till', strange.cookies.get('shuke_till')!)
  expect((await mixed.signIn('manager')).json()).toMatchObject({ till: null, opened_by: 'password' })
})

test('a token that a browser was made to carry before is not the one it signs in with', async () => {
  const browser = openBrowser(app, world)
  browser.cookies.set('shuke_session', 'fixed-by-somebody-else')
  await browser.signIn('manager')
  expect(browser.cookies.get('shuke_session')).not.toBe('fixed-by-somebody-else')
  const own = browser.cookies.get('shuke_session')!
  await browser.signIn('manager')
  expect(await knock(readSession, `shuke_session=${own}`)).toBe('session_ended')
})

test('no page of another site signs anybody in or out, whatever it calls its body', async () => {
  const body = JSON.stringify({ chain_code: world.code, phone: phoneOf('owner'), password })
  const owner = await stage.sessionOf(world.staff.owner)
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x',
    'application/json']) {
    const response = await app.inject({
      method: 'POST', url: '/api/session', payload: body, headers: { 'content-type': type },
    })
    expect(response.statusCode, type).toBe(403)
    expect(response.cookies).toEqual([])
  }
  expect((await app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie: owner } })).statusCode)
    .toBe(403)
  const asked = await app.inject({
    method: 'OPTIONS', url: '/api/session',
    headers: { origin: 'https://evil.example', 'access-control-request-headers': 'x-shuke' },
  })
  expect(asked.headers['access-control-allow-origin']).toBeUndefined()
  for (const header of ['x-http-method-override', 'x-method-override'])
    expect((await app.inject({
      method: 'GET', url: '/api/session', headers: { cookie: owner, [header]: 'DELETE' },
    })).json().staff.name).toBe('顾青禾')
})
