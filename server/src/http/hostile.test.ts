import { enrolMember, findMembers, listMembers } from '#contract/members.ts'
import { createGoods, findBarcode, listGoods, readGoods } from '#contract/goods.ts'
import * as sales from '#contract/sales.ts'
import { listAudit } from '#contract/audit.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { cursorOf } from '#kernel/cursor.ts'
import { openShop } from '#test/shop.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'
import type { Served } from '#test/served.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import type { PersonName, World } from '#test/world.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

const database = await freshDatabase()
let world: World, served: Served
const cookies = {} as Record<PersonName, string>
beforeAll(async () => {
  world = await makeWorld(database.db)
  served = await serveWorld(world, database.app_url)
  for (const name of ['owner', 'manager', 'cashier', 'jyCashier'] as const)
    cookies[name] = await signInAs(served.app, world, name)
})
afterAll(async () => {
  await served.close()
  await database.drop()
})

async function asked(name: PersonName, endpoint: Endpoint, request: Record<string, unknown> = {}) {
  const response = await ask(served.app, endpoint, { ...request, as: { cookie: cookies[name] } })
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() }
}

test('a cursor that we did not make is bad input, never a fault of ours', async () => {
  const dashes = '-'.repeat(36), id = world.stores.gh.id
  const cases: [Endpoint, string[]][] = [
    [listAudit, [dashes]], [listGoods, ['\u0000']],
    [listMembers, ['2026-99-99T99:99:99Z', id]], [listMembers, ['2026-05-16T04:00:00.000Z', dashes]],
    [sales.listSales, ['2026-99-99T99:99:99Z', id]], [sales.listSales, ['2026-05-16T04:00:00.000Z', dashes]],
  ]
  for (const [endpoint, key] of cases) {
    const answer = await asked('owner', endpoint, { cursor: cursorOf(key) })
    expect.soft(answer, `${endpoint.path} ${JSON.stringify(key)}`)
      .toMatchObject({ status: 400, body: { code: 'bad_input' } })
  }
})

test('a text that PostgreSQL cannot keep is bad input, field by field', async () => {
  const goods = {
    op_key: 'goods-0001', name: '米', category: '粮油', barcode: null, unit: '袋', sold_by: 'piece',
    list_price_fen: 100, member_price_fen: null,
  }
  const cases: [Endpoint, Record<string, unknown>, string][] = [
    [createGoods, { ...goods, name: '米\u0000' }, 'name'],
    [createGoods, { ...goods, barcode: '\ud800x' }, 'barcode'],
    [findBarcode, { barcode: 'a\u0000' }, 'barcode'], [findMembers, { find: '周\u0000' }, 'find'],
    [listGoods, { search: 'x\u0000' }, 'search'], [listMembers, { search: 'x\u0000' }, 'search'],
    [sales.findReceipt, { receipt_no: 'GH\u0000' }, 'receipt_no'],
    [sales.listSales, { search: '\u0000' }, 'search'], [sales.listSales, { from: '0000-01-01' }, 'from'],
    [enrolMember, {
      op_key: 'enrol-0001', store_id: world.stores.gh.id, phone: '13912345678', name: '\u0000',
      consent_service: true, consent_marketing: false,
    }, 'name'],
  ]
  for (const [endpoint, request, path] of cases) {
    const answer = await asked('owner', endpoint, request)
    expect.soft(answer, `${endpoint.path} ${path}`)
      .toMatchObject({ status: 400, body: { code: 'bad_input', fields: [{ path }] } })
  }
})

test('an input nested deeper than anybody means, or with a name that nobody can keep, is bad', async () => {
  const { app } = served
  const headers = { 'x-shuke': 'test', 'content-type': 'application/json', cookie: cookies.owner }
  const put = async (value: string) => (await app.inject({
    method: 'PUT', url: '/api/settings/top_up_plan', headers,
    payload: `{"place_id":null,"starts_at":null,"value":${value}}`,
  })).json<{ code: string }>().code
  for (const depth of [80, 5_000, 120_000]) {
    expect.soft(await put(`${'['.repeat(depth)}${']'.repeat(depth)}`), `lists, ${depth} deep`)
      .toBe('bad_input')
    expect.soft(await put(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`), `objects, ${depth} deep`)
      .toBe(depth > 100_000 ? 'body_too_large' : 'bad_input')
  }
  expect(await put('{"a\\u0000":1}')).toBe('bad_input')
  expect(await put('[[[[1]]]]')).toBe('setting_wrong')
})

test('a sale of another store is not there: not to read, to list, to find by its number, nor to give back',
  async () => {
    const shop = openShop(world), { gh, jy } = world.stores, sku_id = await shop.goods('五常大米', 5_290)
    const sold = await shop.sell([{ sku_id, qty_m: 2_000 }]), { sale_id } = sold
    const lines = [{ line: 1, qty_m: 1_000 }]
    const at = { store_id: jy.id, till_id: jy.tills[0]!.id, op_key: 'return-001', reason: '不新鲜' }
    const reached: [Endpoint, Record<string, unknown>][] = [
      [sales.readSale, { sale_id }], [sales.findReceipt, { receipt_no: sold.receipt_no }],
      [sales.quoteReturn, { sale_id, lines }], [sales.returnSale, { ...at, sale_id, lines }],
    ]
    for (const [endpoint, request] of reached)
      expect(await asked('jyCashier', endpoint, request), endpoint.path)
        .toMatchObject({ status: 404, body: { code: 'not_found', params: {} } })
    expect((await asked('jyCashier', sales.listSales)).body).toEqual({ rows: [], next: null })
    expect(await asked('jyCashier', sales.listSales, { store_id: gh.id }))
      .toMatchObject({ status: 404, body: { code: 'store_unknown' } })
    const article = await asked('jyCashier', readGoods, { sku_id })
    expect(article.body).toMatchObject({ stock: [{ store_id: jy.id, on_hand_m: 0 }], moves: [] })

    const acts = (await asked('owner', listAudit)).body['rows'] as Record<string, unknown>[]
    const wanted = [...reached.map(([endpoint]) => ({ endpoint, ref: sale_id })),
      { endpoint: sales.listSales, ref: gh.id }].toReversed()
    const told = acts.filter(({ verb }) => verb === 'reach.refused')
    expect(told.map(({ who, ref, detail }) => [who, ref, detail])).toEqual(
      wanted.map(({ ref, endpoint: { method, path } }) => ['赵敏', ref, { endpoint: `${method} ${path}` }]))
    // What nobody has leaves the same row: the record must not tell the two apart either.
    const nowhere = await asked('jyCashier', sales.readSale, { sale_id: gh.id })
    expect(nowhere).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect((await asked('owner', listAudit)).body['rows']).toHaveLength(acts.length + 1)
  })
