import { afterAll, expect, test } from 'vitest'
import { listAudit } from '#contract/audit.ts'
import { listMembers } from '#contract/members.ts'
import * as contract from '#contract/operators.ts'
import type { GrantRow } from '#contract/operators.ts'
import { listStaff, listStores } from '#contract/org.ts'
import { listSales, readSale, settleSale } from '#contract/sales.ts'
import { listSessions, readSession, signOut } from '#contract/session.ts'
import { checkSetupCode, finishSetup } from '#contract/setup.ts'
import { setClock } from '#kernel/clock.ts'
import { inChain, outsideChains, sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import { addOperator, nobodys_chain, removeOperator, resetOperator } from './platform.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const other = await makeWorld(fresh.db, { code: 'neighbour', master: world.master })
const { app, close } = await serveWorld(world, fresh.app_url)
afterAll(async () => {
  await close()
  await fresh.drop()
})
const owner = await signInAs(app, world, 'owner')
const neighbour = await signInAs(app, other, 'owner')

const operatorPassword = 'lantern-nine-sesame'
let phones = 17_000_000_000

/** An operator who changed their first password and is signed in. */
async function newOperator(name = '方远'): Promise<{ cookie: string; phone: string; id: string }> {
  const phone = String(phones += 1)
  const added = (await addOperator(world.db, world.master, { name, phone }))!
  const signed = await ask(app, contract.signInOperator, { phone, password: added.first_password })
  const cookie = `${signed.cookies[0]!.name}=${signed.cookies[0]!.value}`
  const changed = await ask(app, contract.changeOperatorPassword, {
    password: added.first_password, new_password: operatorPassword, as: { cookie },
  })
  expect(changed.json()).toMatchObject({ name, must_change: false })
  return { cookie, phone, id: added.operator.id }
}

const day_ms = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * day_ms).toISOString()

async function admit(phone: string, change: object = {}, as = owner) {
  return await ask(app, contract.admitOperator, {
    op_key: newId(), phone, from_at: null, until_at: inDays(3), reason: '对账少一分，请帮忙看',
    permissions: ['sales.read', 'figures.read', 'audit.read'], ...change, as: { cookie: as },
  })
}

/** Comes into the chain and hands back the cookie of the visit. */
async function enter(cookie: string, chain_id = world.chain_id): Promise<string> {
  const entered = await ask(app, contract.enterChain, { chain_id, as: { cookie } })
  expect(entered.statusCode).toBe(200)
  return `${entered.cookies[0]!.name}=${entered.cookies[0]!.value}`
}

const codeOf = async (endpoint: Parameters<typeof ask>[1], cookie: string, request: object = {}) =>
  (await ask(app, endpoint, { ...request, as: { cookie } })).json().code

test('an operator signs in with a first password and can do nothing before it is changed', async () => {
  const phone = '17011112222'
  const { first_password } = (await addOperator(world.db, world.master, { name: '方远', phone }))!
  expect(await addOperator(world.db, world.master, { name: '方远', phone })).toBeNull()
  const signed = await ask(app, contract.signInOperator, { phone: '170 1111 2222', password: first_password })
  expect(signed.json()).toMatchObject({ name: '方远', must_change: true })
  expect(signed.cookies[0]).toMatchObject({ name: 'shuke_operator', httpOnly: true, sameSite: 'Strict' })
  const cookie = `${signed.cookies[0]!.name}=${signed.cookies[0]!.value}`
  for (const endpoint of [contract.listChains, contract.listInvitations])
    expect(await codeOf(endpoint, cookie)).toBe('password_must_change')
  expect(await codeOf(contract.enterChain, cookie, { chain_id: world.chain_id })).toBe('password_must_change')
  const change = (new_password: string, password = first_password) =>
    codeOf(contract.changeOperatorPassword, cookie, { password, new_password })
  expect(await change('12345678')).toBe('bad_input')
  expect(await change(first_password)).toBe('password_same')
  expect(await change(operatorPassword, 'guess')).toBe('password_wrong')
  expect(await change(operatorPassword)).toBeUndefined()
  expect((await ask(app, contract.readOperator, { as: { cookie } })).json().must_change).toBe(false)
})

test('unknown phone and wrong password answer alike, and who guesses waits', async () => {
  const { phone } = await newOperator()
  const from = async (remoteAddress: string, given: object) =>
    (await ask(app, contract.signInOperator, { phone, password: 'guess', ...given,
      as: { remoteAddress } })).json().code
  expect(await from('10.7.7.1', { phone: '17099999999' })).toBe('operator_sign_in_wrong')
  for (let guess = 0; guess < 5; guess += 1) expect(await from('10.7.7.7', {})).toBe('operator_sign_in_wrong')
  expect(await from('10.7.7.7', { password: operatorPassword })).toBe('sign_in_too_often')
})

test('an operator sees how chains are called, and nothing that is in them', async () => {
  const { cookie } = await newOperator()
  const { rows } = (await ask(app, contract.listChains, { search: 'shisui', as: { cookie } })).json()
  expect(rows).toEqual([{
    id: world.chain_id, code: 'shisui', name: '拾穗巷', stores: 2, made_at: expect.any(String), sandbox: true,
    grant: null,
  }])
  const page = (await ask(app, contract.listChains, { limit: 1, as: { cookie } })).json()
  const rest = (await ask(app, contract.listChains, { limit: 1, cursor: page.next, as: { cookie } })).json()
  expect([page.rows[0].code, rest.rows[0].code, rest.next]).toEqual(['neighbour', 'shisui', null])
  // The cookie of one who runs the house opens no door of a chain, and a chain's own opens none of theirs.
  for (const endpoint of [listStores, listMembers, readSession])
    expect(await codeOf(endpoint, cookie)).toBe('not_signed_in')
  expect(await codeOf(listStores, cookie.replace('shuke_operator', 'shuke_session'))).toBe('not_signed_in')
  expect(await codeOf(contract.listChains, owner.replace('shuke_session', 'shuke_operator'))).toBe(
    'not_signed_in')
})

test('without a grant a chain answers as if there were none, and has it on record', async () => {
  const { cookie, id } = await newOperator()
  const nowhere = await ask(app, contract.enterChain, { chain_id: newId(), as: { cookie } })
  const here = await ask(app, contract.enterChain, { chain_id: world.chain_id, as: { cookie } })
  expect([here.statusCode, here.json().code]).toEqual([404, 'not_found'])
  const { request_id: _1, ...said } = here.json(), { request_id: _2, ...saidNowhere } = nowhere.json()
  expect(said).toEqual(saidNowhere)
  const { rows } = (await ask(app, listAudit, { verb: 'operator.refused', as: { cookie: owner } })).json()
  expect(rows[0]).toMatchObject({ principal_kind: 'operator', principal_id: id })
})

test('a grant lets an operator do what it says and no more, on record in their name', async () => {
  const { cookie, phone, id } = await newOperator('何青')
  const given: GrantRow = (await admit(phone)).json()
  expect(given).toMatchObject({ operator: '何青', given_by: '顾青禾', state: 'live', ended_at: null,
    entered_at: null })
  expect(given.phone_masked).toMatch(/^170\*{4}/)

  const visit = await enter(cookie)
  const me = (await ask(app, readSession, { as: { cookie: visit } })).json()
  expect(me).toMatchObject({ staff: { id, name: '何青' }, chain: { code: 'shisui' } })
  expect(me.permissions.toSorted()).toEqual(['audit.read', 'figures.read', 'sales.read'])
  expect((await ask(app, listSales, { as: { cookie: visit } })).statusCode).toBe(200)
  for (const endpoint of [listMembers, listStaff, contract.listGrants, contract.admitOperator, listSessions,
    settleSale])
    expect([endpoint.path, await codeOf(endpoint, visit)]).toEqual([endpoint.path, 'not_permitted'])

  const { rows } = (await ask(app, listAudit, { principal_id: id, as: { cookie: owner } })).json()
  expect(rows.map(({ verb, who }: { verb: string; who: string }) => [verb, who])).toEqual(
    expect.arrayContaining([['operator.enter', '何青'], ['reach.denied', '何青']]))
  const [{ detail }] = (await ask(app, listAudit,
    { verb: 'operator.admit', as: { cookie: owner } })).json().rows
  expect(detail).toMatchObject({ grant_id: given.id, reason: '对账少一分，请帮忙看' })

  expect((await ask(app, signOut, { as: { cookie: visit } })).statusCode).toBe(200)
  expect(await codeOf(readSession, visit)).toBe('session_ended')
  expect((await ask(app, contract.readOperator, { as: { cookie } })).statusCode).toBe(200)
})

test('what the list of support does not have cannot be granted at all', async () => {
  const { phone } = await newOperator()
  for (const permission of ['sales.settle', 'value.adjust', 'members.unmask', 'operators.admit',
    'roles.edit'])
    expect((await admit(phone, { permissions: [permission] })).json().code).toBe('bad_input')
  // Nor would a row that says so help: what counts is what both have.
  const { cookie, phone: mine } = await newOperator()
  const { id } = (await admit(mine)).json()
  await inChain(world.db, world.chain_id, (tx) =>
    sql`update platform.grants set permissions = '{sales.settle,sales.read}' where id = ${id}`.execute(tx))
  const me = (await ask(app, readSession, { as: { cookie: await enter(cookie) } })).json()
  expect(me.permissions).toEqual(['sales.read'])
})

test('a grant of another chain is no use, and rows of that chain are not there', async () => {
  const { cookie, phone } = await newOperator()
  await admit(phone, {}, neighbour)
  expect(await codeOf(contract.enterChain, cookie, { chain_id: world.chain_id })).toBe('not_found')
  const visit = await enter(cookie, other.chain_id)
  expect((await ask(app, readSession, { as: { cookie: visit } })).json().chain.code).toBe('neighbour')
  const foreign = await inChain(world.db, world.chain_id, async (tx) => (await sql<{ id: string }>`
    select id from org.stores limit 1`.execute(tx)).rows[0]!.id)
  expect(await codeOf(readSale, visit, { sale_id: foreign })).toBe('not_found')
  expect(await codeOf(listSales, visit, { store_id: foreign })).toBe('store_unknown')
})

test('a grant that runs out ends the visit under the operator\'s hands', async () => {
  const { cookie, phone } = await newOperator()
  await admit(phone, { until_at: inDays(1) })
  const visit = await enter(cookie)
  expect((await ask(app, listSales, { as: { cookie: visit } })).statusCode).toBe(200)
  await inChain(world.db, world.chain_id, (tx) =>
    setClock(tx, world.chain_id, new Date(Date.now() + 2 * day_ms)))
  try {
    // Another process moved the clock; what was read before is trusted for two seconds and no longer.
    await expect.poll(() => codeOf(listSales, visit), { timeout: 5_000 }).toBe('session_ended')
    expect(await codeOf(contract.enterChain, cookie, { chain_id: world.chain_id })).toBe('not_found')
  } finally {
    await inChain(world.db, world.chain_id, (tx) => setClock(tx, world.chain_id, new Date()))
  }
})

test('the owner ends a grant and the operator is out at once; the list keeps who ended it', async () => {
  const { cookie, phone } = await newOperator('苏易')
  const { id } = (await admit(phone)).json()
  const visit = await enter(cookie)
  expect((await ask(app, listSales, { as: { cookie: visit } })).statusCode).toBe(200)
  expect((await ask(app, contract.endGrant, { grant_id: id, as: { cookie: owner } })).json())
    .toMatchObject({ state: 'ended', ended_by: '顾青禾' })
  expect(await codeOf(listSales, visit)).toBe('session_ended')
  expect(await codeOf(contract.endGrant, owner, { grant_id: id })).toBe('grant_over')
  expect(await codeOf(contract.endGrant, neighbour, { grant_id: id })).toBe('not_found')
  const { rows }: { rows: GrantRow[] } = (await ask(app, contract.listGrants,
    { as: { cookie: owner } })).json()
  expect(rows.find((row) => row.id === id)).toMatchObject({ operator: '苏易', entered_at: expect.any(String) })
  expect((await ask(app, contract.listGrants, { as: { cookie: neighbour } })).json().rows
    .some((row: GrantRow) => row.id === id)).toBe(false)
})

test('a grant lasts thirty days at most and names somebody who is there', async () => {
  const { phone } = await newOperator()
  const cases: [object, string | undefined][] = [
    [{ until_at: inDays(31) }, 'grant_too_long'], [{ until_at: inDays(-1) }, 'grant_in_past'],
    [{ from_at: inDays(5), until_at: inDays(4) }, 'grant_ends_first'],
    [{ phone: '17099990000' }, 'operator_unknown'],
    [{ permissions: [] }, 'bad_input'], [{ reason: '  ' }, 'bad_input'],
    [{ from_at: inDays(2), until_at: inDays(31) }, undefined],
  ]
  for (const [change, code] of cases) expect((await admit(phone, change)).json().code).toBe(code)
  const manager = await signInAs(app, world, 'manager')
  expect((await admit(phone, {}, manager)).json().code).toBe('not_permitted')
  const key = { op_key: newId(), until_at: inDays(2) }
  const [first, again] = [(await admit(phone, key)).json(), (await admit(phone, key)).json()]
  expect(again.id).toBe(first.id)
  expect((await admit(phone, { ...key, reason: '别的事' })).json().code).toBe('op_key_reused')
})

test('a grant that is still to begin lets nobody in', async () => {
  const { cookie, phone } = await newOperator()
  expect((await admit(phone, { from_at: inDays(1) })).json().state).toBe('coming')
  expect(await codeOf(contract.enterChain, cookie, { chain_id: world.chain_id })).toBe('not_found')
})

test('an operator who signs out, is reset or leaves is out of every chain', async () => {
  const ways: ((one: { cookie: string; phone: string }) => Promise<unknown>)[] = [
    async ({ cookie }) => await ask(app, contract.signOutOperator, { as: { cookie } }),
    async ({ phone }) => await resetOperator(world.db, world.master, phone),
    async ({ phone }) => await removeOperator(world.db, world.master, phone),
  ]
  for (const end of ways) {
    const one = await newOperator()
    await admit(one.phone)
    const visit = await enter(one.cookie)
    await end(one)
    await expect.poll(() => codeOf(listSales, visit), { timeout: 5_000 }).toMatch(
      /session_ended|not_signed_in/)
    await expect.poll(() => codeOf(contract.listChains, one.cookie), { timeout: 5_000 })
      .toMatch(/session_ended|not_signed_in/)
  }
})

test('an operator prepares a chain, and its owner finishes it with the code', async () => {
  const { cookie } = await newOperator('何青')
  const prepared = { code: 'dongshan', name: '东山果铺' }
  const first = (await ask(app, contract.inviteChain, { ...prepared, as: { cookie } })).json()
  const { setup_code, invitation } = (await ask(app, contract.inviteChain,
    { ...prepared, as: { cookie } })).json()
  expect(invitation).toMatchObject({ chain_code: 'dongshan', state: 'open', by: '何青' })
  expect(await codeOf(contract.inviteChain, cookie, { code: 'shisui', name: '重名' })).toBe('chain_code_taken')
  expect((await ask(app, checkSetupCode, { code: first.setup_code })).json().code).toBe('setup_code_wrong')
  expect((await ask(app, checkSetupCode, { code: setup_code })).json()).toEqual({ invited: prepared })

  const order = {
    setup_code, chain: prepared,
    store: { name: '码头店', code: 'MT', ownership: 'franchise', legal_entity: '东山果业', tills: 1,
      cutoff_hour: 0 },
    owner: { name: '林东', phone: '13900000009', password: 'pomelo-under-bridge' },
  }
  const twins = await Promise.all([ask(app, finishSetup, order), ask(app, finishSetup, order)])
  expect(new Set(twins.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 409]))
  const made = twins.find(({ statusCode }) => statusCode === 200)!
  expect(made.json()).toMatchObject({ staff: { name: '林东' }, chain: { code: 'dongshan', sandbox: false } })
  const states = (await ask(app, contract.listInvitations, { as: { cookie } })).json().rows
    .map(({ state }: { state: string }) => state)
  expect(states.slice(0, 2)).toEqual(['used', 'ended'])
})

test('a setup code that was withdrawn opens nothing', async () => {
  const { cookie } = await newOperator()
  const { setup_code, invitation } = (await ask(app, contract.inviteChain, {
    code: 'never', name: '不开了', as: { cookie },
  })).json()
  const withdraw = () => codeOf(contract.withdrawInvitation, cookie, { invitation_id: invitation.id })
  expect([await withdraw(), await withdraw()]).toEqual([undefined, 'not_found'])
  expect((await ask(app, checkSetupCode, { code: setup_code })).json().code).toBe('setup_code_wrong')
})

test('the database itself keeps operators from chains, and chains from operators', async () => {
  const count = async (chain_id: string, table: string) => await inChain(world.db, chain_id, async (tx) =>
    (await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(table)}`.execute(tx)).rows[0]!.n)
  for (const table of ['platform.operators', 'platform.sessions', 'platform.invitations'])
    expect([table, await count(world.chain_id, table)]).toEqual([table, 0])
  expect(await count(nobodys_chain, 'platform.operators')).toBeGreaterThan(0)
  for (const table of ['org.chains', 'org.stores', 'org.staff', 'platform.grants', 'platform.visits'])
    expect([table, await count(nobodys_chain, table)]).toEqual([table, 0])
  const unfenced = await outsideChains(world.db, async (tx) =>
    (await sql<{ n: number }>`select count(*)::int as n from platform.operators`.execute(tx)).rows[0]!.n)
  expect(unfenced).toBe(0)
})
