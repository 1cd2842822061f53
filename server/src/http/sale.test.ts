import { enrolMember, readLedger, readMember } from '#contract/members.ts'
import * as sales from '#contract/sales.ts'
import { readToday } from '#contract/figures.ts'
import { listTopUpSteps, topUp } from '#contract/value.ts'
import { createGoods } from '#contract/goods.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'
import type { Served } from '#test/served.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import type { World } from '#test/world.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Endpoint } from '#contract/endpoint.ts'

const database = await freshDatabase()
let world: World, served: Served, cookie: string
beforeAll(async () => {
  world = await makeWorld(database.db)
  served = await serveWorld(world, database.app_url)
  cookie = await signInAs(served.app, world, 'owner')
})
afterAll(async () => {
  await served.close()
  await database.drop()
})

type Answer = { status: number; body: Record<string, unknown> }

/** Asks as the owner; every reply is held against its schema by the server itself. */
async function asked(endpoint: Endpoint, request: Record<string, unknown> = {}): Promise<Answer> {
  const response = await ask(served.app, endpoint, { ...request, as: { cookie } })
  return { status: response.statusCode, body: response.json() }
}

test('over HTTP: enrol, top up, quote, settle, read, return, and the console tells the same', async () => {
  const store_id = world.stores.gh.id, till_id = world.stores.gh.tills[0]!.id
  const at = { store_id, till_id }
  const member = await asked(enrolMember, {
    op_key: 'enrol-0001', store_id, phone: '139 1234-5678', name: '周敏华', birthday: '1988-02-29',
    consent_service: true, consent_marketing: false,
  })
  expect(member).toMatchObject({ status: 200, body: { phone_masked: '139****5678' } })
  const member_id = member.body['id']
  const goods = await asked(createGoods, {
    op_key: 'goods-0001', name: '黑猪五花肉', category: '肉禽蛋', barcode: '6901234567892', unit: 'kg',
    sold_by: 'weight', list_price_fen: 6_980, member_price_fen: 5_933,
  })
  expect(goods.status).toBe(200)
  const plan = await asked(listTopUpSteps, { store_id })
  expect(plan.body).toMatchObject({ steps: [{}, {}, { bonus_fen: 20_000 }] })
  const topped = await asked(topUp, {
    ...at, op_key: 'topup-0001', member_id, principal_fen: 100_000, bonus_fen: 20_000,
    tender: { kind: 'cash', tendered_fen: 100_000 },
  })
  expect(topped).toMatchObject({
    status: 200, body: { holdings: { principal_fen: 100_000, bonus_fen: 20_000 } },
  })

  const basket = { ...at, member_id, points: 0, lines: [{ sku_id: goods.body['id'], qty_m: 486 }] }
  const quoted = await asked(sales.quoteSale, { ...basket, tender_mix: 'mixed' })
  expect(quoted).toMatchObject({
    status: 200,
    body: { payable_fen: 2_883, points_to_earn: 28, lines: [{ reasons: [{ kind: 'member_price' }] }] },
  })
  const settle = {
    ...basket, op_key: 'sale-00001', payable_fen: 2_883,
    tenders: [
      { kind: 'stored_value', amount_fen: 2_000 }, { kind: 'cash', amount_fen: 883, tendered_fen: 1_000 },
    ],
  }
  const sold = await asked(sales.settleSale, settle)
  expect(sold).toMatchObject({ status: 200, body: { change_fen: 117, points_earned: 25 } })
  expect(await asked(sales.settleSale, settle)).toEqual(sold)
  expect(await asked(sales.settleSale, { ...settle, points: 1 })).toMatchObject({
    status: 409, body: { code: 'op_key_reused' },
  })

  const sale_id = sold.body['sale_id']
  const back = { sale_id, lines: [{ line: 1, qty_m: 200 }] }
  const preview = await asked(sales.quoteReturn, back)
  const returned = await asked(sales.returnSale, { ...at, ...back, op_key: 'return-001', reason: '胀包' })
  expect(returned.status).toBe(200)
  expect(returned.body['amount_fen']).toBe(preview.body['amount_fen'])
  const read = await asked(sales.readSale, { sale_id })
  expect(read).toMatchObject({ status: 200, body: { state: 'partly_returned', returns: [{ reason: '胀包' }] } })
  expect(await asked(sales.findReceipt, { receipt_no: sold.body['receipt_no'] })).toEqual(read)
  expect(await asked(sales.listSales, { member_id, state: 'partly_returned' })).toMatchObject({
    status: 200, body: { rows: [{ id: sale_id }], next: null },
  })
  const seen = await asked(readMember, { member_id })
  expect(seen).toMatchObject({ status: 200, body: { figures: { orders: 1 } } })
  const ledger = await asked(readLedger, { member_id, account: 'principal', limit: 1 })
  expect(ledger).toMatchObject({ status: 200, body: { rows: [{ kind: 'return.pay', store: '桂花路店' }] } })
  const older = await asked(readLedger, { member_id, account: 'principal', cursor: ledger.body['next'] })
  expect(older).toMatchObject({
    status: 200, body: { rows: [{ kind: 'sale.pay' }, { kind: 'top_up.pay', balance: 100_000 }], next: null },
  })
  expect((await asked(readToday)).status).toBe(200)
})

test('bad amounts and quantities are refused field by field', async () => {
  const store_id = world.stores.gh.id, till_id = world.stores.gh.tills[0]!.id
  const settle = {
    op_key: 'sale-00009', store_id, till_id, member_id: null, points: 0, payable_fen: 100,
    lines: [{ sku_id: store_id, qty_m: 1_000 }],
    tenders: [{ kind: 'cash', amount_fen: 100, tendered_fen: 100 }],
  }
  const cases: [Record<string, unknown>, string][] = [
    [{ payable_fen: -1 }, 'payable_fen'], [{ payable_fen: 1.5 }, 'payable_fen'],
    [{ payable_fen: '100' }, 'payable_fen'], [{ payable_fen: 1e300 }, 'payable_fen'],
    [{ points: -1 }, 'points'], [{ points: 0.5 }, 'points'],
    [{ lines: [] }, 'lines'], [{ lines: [{ sku_id: store_id, qty_m: 0 }] }, 'lines.0.qty_m'],
    [{ lines: [{ sku_id: store_id, qty_m: -1_000 }] }, 'lines.0.qty_m'],
    [{ lines: [{ sku_id: store_id, qty_m: 1_000.5 }] }, 'lines.0.qty_m'],
    [{ lines: [{ sku_id: 'x', qty_m: 1_000 }] }, 'lines.0.sku_id'],
    [{ tenders: [{ kind: 'cash', amount_fen: 0, tendered_fen: 100 }] }, 'tenders.0.amount_fen'],
    [{ tenders: [{ kind: 'bonus', amount_fen: 100 }] }, 'tenders.0.kind'],
    [{ tenders: [{ kind: 'other', amount_fen: 100, reference: ' ' }] }, 'tenders.0.reference'],
    [{ op_key: 'x' }, 'op_key'],
  ]
  for (const [change, path] of cases) {
    const answer = await asked(sales.settleSale, { ...settle, ...change })
    expect(answer, path).toMatchObject({ status: 400, body: { code: 'bad_input', fields: [{ path }] } })
  }
})
