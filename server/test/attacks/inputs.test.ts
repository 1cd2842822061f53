import { afterAll, expect, test } from 'vitest'
import { setPin } from '#contract/access.ts'
import { endpoints } from '#contract/contract.ts'
import * as exports from '#contract/exports.ts'
import { createGoods } from '#contract/goods.ts'
import { editMember, enrolMember, readMember } from '#contract/members.ts'
import * as org from '#contract/org.ts'
import { listSales, settleSale } from '#contract/sales.ts'
import { changeSetting } from '#contract/setting-doors.ts'
import { inChain, sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { makeWorld, password } from '#test/world.ts'
import { pagesThrough } from '../../src/http/pages.ts'
import { idFields } from '../isolation/fields.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
const neighbours = await makeWorld(stage.fresh.db, { code: 'neighbour', master: stage.world.master })
afterAll(async () => {
  await stage.house.exporter.stop()
  await stage.end()
})
const { app, as, world } = stage
const owners = await stage.sessionOf(world.staff.owner)
const { gh, jy } = world.stores
const inside = <Row>(query: ReturnType<typeof sql<Row>>) =>
  inChain(world.db, world.chain_id, async (tx) => (await query.execute(tx)).rows)

/** What a caller would like to decide themselves, and the server decides. */
const wished = {
  id: newId(), chain_id: neighbours.chain_id, principal: { kind: 'system' }, who: {}, stores: 'all',
  scope: 'chain',
  permissions: ['roles.edit'], role: 'owner', first_password: false, left_at: null, made_by: newId(),
  cashier_id: world.staff.owner, staff_id: world.staff.owner, at: '2020-01-01T00:00:00Z',
  now: '2020-01-01T00:00:00Z', token: 'A'.repeat(26), receipt_no: 'GH1-200101-0001', version: 1,
  changed: false, sandbox: true, is_closed: false,
}

test('a field that nobody asked for decides nothing', async () => {
  const staff = await as('owner', org.addStaff, {
    ...wished, name: '何小满', phone: '13811230001', role_id: (await stage.roleOf('cashier')).id,
    store_ids: [gh.id], region_ids: [],
  })
  const { staff: made } = staff.body as unknown as { staff: org.StaffRow }
  expect(made).toMatchObject({ role: { code: 'cashier' }, stores: [{ id: gh.id }] })
  expect(made.id).not.toBe(wished.id)
  const member = await as('cashier', enrolMember, {
    ...wished, op_key: newId(), store_id: gh.id, phone: '13811230002', name: '周敏华', consent_service: true,
    consent_marketing: false, holdings: { principal_fen: 1_000_000 }, joined_on: '2001-01-01',
  })
  expect(member.body).toMatchObject({ holdings: { principal_fen: 0, points: 0 } })
  expect(member.body['joined_on']).not.toBe('2001-01-01')
  const milk = await as('owner', createGoods, {
    ...wished, op_key: newId(), name: '鲜牛奶', category: '蔬菜', barcode: null, unit: '件', sold_by: 'piece',
    list_price_fen: 1_000, member_price_fen: null,
  })
  const sku_id = milk.body['id']
  const sold = await as('cashier', settleSale, {
    ...wished, op_key: newId(), store_id: gh.id, till_id: gh.tills[0]!.id, member_id: null, points: 0,
    payable_fen: 1_000,
    lines: [{ sku_id, qty_m: 1_000, unit_price_fen: 1, amount_fen: 1, list_price_fen: 1 }],
    tenders: [{ kind: 'cash', amount_fen: 1_000, tendered_fen: 1_000 }],
  })
  expect(sold.told).toBe(200)
  const [row] = await inside<{ cashier_id: string; token: string; chain_id: string }>(
    sql`select cashier_id, token, chain_id from sales.sales where id = ${sold.body['sale_id']}`)
  expect(row).toMatchObject({ cashier_id: world.staff.cashier, chain_id: world.chain_id })
  expect(row!.token).not.toBe(wished.token)
})

test('no endpoint takes one field from two places, so that none is checked and another used', () => {
  const shapeOf = (schema: unknown): string[] =>
    Object.keys((schema as { _zod?: { def: { shape?: object } } } | undefined)?._zod?.def.shape ?? {})
  for (const { path, params, query, body } of endpoints) {
    const all = [params, query, body].flatMap(shapeOf)
    expect(all.length, path).toBe(new Set(all).size)
  }
  expect(endpoints.some((one) => idFields(one).length > 1)).toBe(true)
})

test('the store of the address is the one that counts, whatever a body says beside it', async () => {
  const response = await app.inject({
    method: 'POST', url: `/api/stores/${gh.id}/tills?store_id=${jy.id}`, payload: { store_id: jy.id },
    headers: { 'x-shuke': 'test', cookie: owners },
  })
  expect(response.json().store_id).toBe(gh.id)
  const twice = await app.inject({
    method: 'GET', url: `/api/sales?store_id=${gh.id}&store_id=${jy.id}`,
    headers: { cookie: await stage.sessionOf(world.staff.manager) },
  })
  expect(twice.json().code).toBe('bad_input')
  for (const store_id of [jy.id, jy.id.toUpperCase(), gh.id.toUpperCase()])
    expect((await as('store_manager', listSales, { store_id })).told).toBe('store_unknown')
})

test('nothing of a body reaches the prototype of anything', async () => {
  const cookie = owners
  const bodies = [
    '{"__proto__":{"permissions":["roles.edit"]}}', '{"constructor":{"prototype":{"polluted":1}}}',
    '{"name":"x","__proto__":{"polluted":1}}',
  ]
  for (const payload of bodies) {
    const response = await app.inject({
      method: 'POST', url: '/api/roles', payload,
      headers: { 'x-shuke': 'test', 'content-type': 'application/json', cookie },
    })
    expect(response.json().code, payload).toBe('bad_input')
  }
  for (const query of ['__proto__[search]=x', 'constructor=x', 'search[$ne]=1', 'search=a&search=b'])
    expect([200, 400]).toContain((await app.inject({
      method: 'GET', url: `/api/stores?${query}`, headers: { cookie },
    })).statusCode)
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  for (const columns of [['__proto__'], ['constructor'], ['toString']])
    expect((await as('owner', exports.askExport, {
      op_key: newId(), what: 'goods', format: 'csv', language: 'zh', filters: {}, columns, reason: '盘点',
    })).told).toBe('bad_input')
  for (const key of ['__proto__', 'constructor', 'toString'])
    expect((await as('owner', changeSetting, { key, place_id: null, value: 1, starts_at: null })).told)
      .toBe('bad_input')
})

test('a name that spreadsheets run, or that ends a header, is words in a file and no header', async () => {
  stage.house.exporter.start(pagesThrough(stage.house.routes))
  const ends_header = 'a"\r\nset-cookie: x=1'
  let last = 0
  const enrol = async (name: string) => (await as('cashier', enrolMember, {
    op_key: newId(), store_id: gh.id, phone: `1381124000${last += 1}`, name, consent_service: true,
    consent_marketing: false,
  })).told
  for (const name of ['=HYPERLINK("http://evil.example","x")', '＝cmd|calc', '\t=1+1', '从前的'])
    expect(await enrol(name)).toBe(200)
  expect(await enrol(ends_header)).toBe('bad_input')
  // Names of before a name had to be one line.
  await inside(sql`update members.profiles set name = ${ends_header} where name = '从前的'`)
  const askFor = (reason: string) => as('owner', exports.askExport, {
    op_key: newId(), what: 'members', format: 'csv', language: 'zh', filters: {}, columns: ['name'], reason,
  })
  expect((await askFor('=1+1\r\nx: y')).told).toBe('bad_input')
  const asked = await askFor('=1+1')
  await stage.house.exporter.idle()
  const response = await app.inject({
    method: 'GET', url: `/api/exports/${asked.body['id']}/file`,
    headers: { cookie: owners },
  })
  expect(response.statusCode).toBe(200)
  expect(response.headers['set-cookie']).toBeUndefined()
  expect(response.headers['content-disposition'])
    .toMatch(/^attachment; filename="export.csv"; filename\*=UTF-8''[\w%.-]+$/)
  expect(response.headers['content-security-policy']).toContain('sandbox')
  const cells = response.body.replace('\uFEFF', '').split('\r\n').map((line) => line.replace(/^"/, ''))
  for (const cell of cells) expect(cell).not.toMatch(/^\s*[=＝+@-]/)
  for (const id of ['..', '%2e%2e', `${asked.body['id']}%2f..%2f..%2fsecrets.json`, '..%2f..%2fsecrets.json'])
    expect((await app.inject({
      method: 'GET', url: `/api/exports/${id}/file`, headers: { cookie: owners },
    })).statusCode).toBeGreaterThanOrEqual(400)
})

test('an id of another chain or kind is none, in single reads and in lists', async () => {
  const mine = await as('cashier', enrolMember, {
    op_key: newId(), store_id: gh.id, phone: '13811230009', name: '林可', consent_service: true,
    consent_marketing: false,
  })
  const member_id = mine.body['id'] as string
  for (const wrong of [gh.id, world.chain_id, world.staff.owner, neighbours.chain_id])
    expect((await as('owner', readMember, { member_id: wrong })).told).toBe('member_unknown')
  for (const wrong of [`${member_id}'--`, `${member_id}\u0000`, '{}', '[]', 'null', '0', ' '])
    expect((await as('owner', readMember, { member_id: wrong })).told, wrong).toBe('bad_input')
  expect((await as('owner', org.listStaff, { role_id: neighbours.chain_id })).body.rows).toEqual([])
  // The next person with a stolen phone: one phone is one member's, however it is written.
  for (const phone of ['+86 138-1123-0009', ' 13811230009 ', '8613811230009'])
    expect((await as('store_manager', editMember, { member_id, phone })).body['changed'], phone).toEqual([])
  expect((await as('cashier', setPin, { password, pin: '１２３４５６' })).told).toBe('bad_input')
})
