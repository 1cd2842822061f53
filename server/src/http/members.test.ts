import { afterAll, beforeAll, expect, test } from 'vitest'
import { listWordings, setConsent, writeWording } from '#contract/consents.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import {
  editMember, enrolMember, findMembers, listMembers, readLedger, readMember,
} from '#contract/members.ts'
import {
  eraseMember, exportMember, removeIdentity, setIdentity, unmaskMember,
} from '#contract/privacy.ts'
import { readTimeline } from '#contract/timeline.ts'
import { readAudit } from '#kernel/audit.ts'
import { inChain } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'
import type { Served } from '#test/served.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import type { PersonName, World } from '#test/world.ts'

const database = await freshDatabase()
let world: World, served: Served
const cookies = {} as Record<PersonName, string>
const lines: string[] = []
let member_id: string

beforeAll(async () => {
  world = await makeWorld(database.db)
  served = await serveWorld(world, database.app_url, {
    log: { level: 'info', stream: { write: (line) => { lines.push(line) } } },
  })
  for (const name of ['owner', 'manager', 'cashier', 'jyCashier'] as const)
    cookies[name] = await signInAs(served.app, world, name)
  const made = await asked('cashier', enrolMember, {
    op_key: 'enrol-0001', store_id: world.stores.gh.id, phone: '13812345678', name: '周敏华',
    consent_service: true, consent_marketing: false,
  })
  member_id = String(made.body['id'])
})
afterAll(async () => {
  await served.close()
  await database.drop()
})

async function asked(name: PersonName, endpoint: Endpoint, request: Record<string, unknown> = {}) {
  const response = await ask(served.app, endpoint, { ...request, as: { cookie: cookies[name] } })
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() }
}

/** Every endpoint of one member, with an input that would be served. */
const ofMember: [Endpoint, Record<string, unknown>][] = [
  [readMember, {}], [readLedger, {}], [readTimeline, {}], [editMember, { note: '要薄切' }],
  [unmaskMember, { field: 'phone', reason: 'verify' }],
  [setConsent, { kind: 'identity', given: true, channel: 'console' }],
  [setIdentity, { kind: 'real_name', value: '周敏华' }], [removeIdentity, { kind: 'real_name' }],
  [exportMember, { format: 'json', reason: '本人要求' }], [eraseMember, { reason: '本人要求' }],
]

test('a cashier finds members with two signs and more, ten at most, and lists none', async () => {
  expect(await asked('cashier', findMembers, { find: '5678' }))
    .toMatchObject({ status: 200, body: { rows: [{ id: member_id, name: '周敏华', note: '' }] } })
  expect(await asked('cashier', findMembers, { find: '周' })).toMatchObject({
    status: 400, body: { code: 'bad_input', fields: [{ path: 'find', message: '至少打两个字' }] } })
  expect(await asked('cashier', listMembers)).toMatchObject({ status: 403, body: { code: 'not_permitted' } })
  expect(await asked('cashier', readMember, { member_id })).toMatchObject({ status: 403 })
  expect(await asked('manager', listMembers, { search: 'zhoumh' }))
    .toMatchObject({ status: 200, body: { total: 1, rows: [{ id: member_id }] } })
})

test('a phone that is looked for stands in no address and in no log', async () => {
  for (const endpoint of [findMembers, listMembers]) expect(endpoint.method).toBe('POST')
  await asked('cashier', findMembers, { find: '13812345678' })
  await asked('manager', listMembers, { search: '13812345678' })
  expect(lines.length).toBeGreaterThan(2)
  expect(lines.join('')).not.toContain('13812345678')
})

test('what a manager may do, a cashier may not, and without sign-in nothing is answered', async () => {
  const cashiers: Endpoint[] = [readLedger, setConsent]
  for (const [endpoint, request] of ofMember) {
    const answer = await asked('cashier', endpoint, { member_id, ...request })
    const status = cashiers.includes(endpoint) ? 200 : 403
    expect([endpoint.summary, answer.status]).toEqual([endpoint.summary, status])
    const nobody = await ask(served.app, endpoint, { member_id, ...request })
    expect([endpoint.summary, nobody.statusCode]).toEqual([endpoint.summary, 401])
  }
  for (const [endpoint, request] of ofMember.filter(([one]) => one !== eraseMember)) {
    const answer = await asked('manager', endpoint, { member_id, ...request })
    expect([endpoint.summary, answer.status, answer.body['code']]).toEqual([endpoint.summary, 200, undefined])
  }
  expect(await asked('manager', eraseMember, { member_id, reason: '本人要求' })).toMatchObject({ status: 403 })
  expect(await asked('manager', writeWording, { kind: 'service', zh: '新的一版会员服务同意书', en: 'New words here' }))
    .toMatchObject({ status: 403 })
  expect(await asked('cashier', listWordings)).toMatchObject({ status: 200 })
})

test('a member of another store answers as one that is not there, and is on record', async () => {
  const elsewhere = await asked('jyCashier', readLedger, { member_id })
  const nowhere = await asked('jyCashier', readLedger, { member_id: newId() })
  expect({ ...elsewhere.body, request_id: '' }).toEqual({ ...nowhere.body, request_id: '' })
  expect(elsewhere).toMatchObject({ status: 404, body: { code: 'member_unknown' } })
  expect(await asked('jyCashier', setConsent, { member_id, kind: 'marketing', given: true, channel: 'till' }))
    .toMatchObject({ status: 404, body: { code: 'member_unknown' } })
  const reached = await inChain(world.db, world.chain_id, (tx) =>
    readAudit(tx, world.chain_id, { ref: member_id, verb: 'reach.refused', limit: 9 }))
  expect(reached.map(({ detail }) => detail['endpoint'])).toEqual([
    'POST /api/members/:member_id/consents', 'GET /api/members/:member_id/ledger'])
  expect(await asked('jyCashier', findMembers, { find: '5678' }))
    .toMatchObject({ body: { rows: [{ id: member_id, name: '周*华' }] } })
})

test('another chain finds nobody of this one', async () => {
  const other = await makeWorld(database.db, { code: 'neighbour', master: world.master })
  const cookie = await signInAs(served.app, other, 'owner')
  for (const [endpoint, request] of ofMember) {
    const answer = await ask(served.app, endpoint, { member_id, ...request, as: { cookie } })
    expect([endpoint.summary, answer.statusCode, answer.json().code])
      .toEqual([endpoint.summary, 404, 'member_unknown'])
  }
})

test('a whole value wants a reason, is answered once and never kept by anybody on the way', async () => {
  for (const reason of ['', ' ', '查', undefined])
    expect(await asked('manager', unmaskMember, { member_id, field: 'phone', reason }), reason)
      .toMatchObject({ status: 400 })
  const response = await ask(served.app, unmaskMember, {
    member_id, field: 'phone', reason: 'call_back', as: { cookie: cookies.manager } })
  expect(response.json()).toEqual({ value: '13812345678' })
  expect(response.headers['cache-control']).toBe('no-store')
  const page = await asked('manager', readTimeline, { member_id, kind: 'record' })
  expect(JSON.stringify(page.body)).toContain('call_back')
  expect(JSON.stringify(page.body)).not.toContain('13812345678')
})

test('an owner erases a member, and the page says so', async () => {
  expect(await asked('owner', eraseMember, { member_id, reason: '本人要求' })).toMatchObject({ status: 200 })
  const { body } = await asked('owner', readMember, { member_id })
  expect(body['member']).toMatchObject({ name: `#${member_id.slice(-8)}`, phone_masked: '' })
  expect((body['member'] as { erased_at: string }).erased_at).not.toBeNull()
  expect(await asked('owner', eraseMember, { member_id, reason: '本人要求' }))
    .toMatchObject({ status: 409, body: { code: 'member_erased' } })
})
