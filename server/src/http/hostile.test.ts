import { enrolMember, findMembers, listMembers, readLedger } from '#contract/members.ts'
import { createGoods, findBarcode, listGoods } from '#contract/goods.ts'
import * as sales from '#contract/sales.ts'
import { listAudit } from '#contract/system.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { cursorOf } from '#kernel/cursor.ts'
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
  return { status: response.statusCode, body: response.json() as Record<string, unknown> }
}

test('a cursor that we did not make is bad input, never a fault of ours', async () => {
  const dashes = '-'.repeat(36), id = world.stores.gh.id
  const cases: [Endpoint, Record<string, unknown>, string[]][] = [
    [listAudit, {}, [dashes]], [listGoods, {}, ['\u0000']],
    [listMembers, {}, ['2026-99-99T99:99:99Z', id]], [listMembers, {}, ['2026-05-16T04:00:00.000Z', dashes]],
    [sales.listSales, {}, ['2026-99-99T99:99:99Z', id]],
    [sales.listSales, {}, ['2026-05-16T04:00:00.000Z', dashes]],
  ]
  for (const [endpoint, request, key] of cases) {
    const answer = await asked('owner', endpoint, { ...request, cursor: cursorOf(key) })
    expect.soft(answer, `${endpoint.path} ${JSON.stringify(key)}`).toMatchObject({ status: 400, body: { code: 'bad_input' } })
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
    [sales.listSales, { search: '\u0000' }, 'search'], [sales.findReceipt, { receipt_no: 'GH\u0000' }, 'receipt_no'],
    [sales.listSales, { from: '0000-01-01' }, 'from'],
    [enrolMember, {
      op_key: 'enrol-0001', store_id: world.stores.gh.id, phone: '13912345678', name: '\u0000',
      consent_service: true, consent_marketing: false,
    }, 'name'],
  ]
  for (const [endpoint, request, path] of cases) {
    const answer = await asked('owner', endpoint, request)
    expect.soft(answer, `${endpoint.path} ${path}`).toMatchObject({ status: 400, body: { code: 'bad_input', fields: [{ path }] } })
  }
})
