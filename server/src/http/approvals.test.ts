import * as contract from '#contract/approvals.ts'
import { listAudit } from '#contract/audit.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import * as sales from '#contract/sales.ts'
import { adjust } from '#contract/value.ts'
import type { FreshDatabase } from '#test/database.ts'
import { openShop } from '#test/shop.ts'
import type { Shop } from '#test/shop.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'
import type { Served } from '#test/served.ts'
import { freshDatabase, makeWorld, password, phoneOf } from '#test/world.ts'
import type { PersonName, World } from '#test/world.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: FreshDatabase, world: World, served: Served, shop: Shop, milk: string
const cookies = {} as Record<PersonName, string>
beforeAll(async () => {
  database = await freshDatabase()
  world = await makeWorld(database.db)
  shop = openShop(world)
  milk = await shop.goods('鲜牛奶', 1_000)
  served = await serveWorld(world, database.app_url)
  for (const name of ['owner', 'manager', 'cashier', 'jyCashier'] as const)
    cookies[name] = await signInAs(served.app, world, name)
})
afterAll(async () => {
  await served.close()
  await database.drop()
})

type Answer = { status: number; body: Record<string, unknown> }
let keys = 0
const key = () => `approval-${keys += 1}-key`

/** Asks as somebody; every reply is held against its schema by the server itself. */
async function asked(
  name: PersonName, endpoint: Endpoint, request: Record<string, unknown> = {},
): Promise<Answer> {
  const response = await ask(served.app, endpoint, { ...request, as: { cookie: cookies[name] } })
  return { status: response.statusCode, body: response.json() }
}

const at = () => ({ store_id: shop.store_id, till_id: shop.till_id })
const cheap = () => ({ sku_id: milk, qty_m: 1_000, override: { unit_price_fen: 600, reason: 'near_expiry' } })
const about = () => ({
  act: 'price_override', lines: [{
    sku_id: milk, qty_m: 1_000, list_fen: 1_000, amount_fen: 600, unit_price_fen: 600, reason: 'near_expiry',
  }],
})
const askFor = (name: PersonName = 'cashier') =>
  asked(name, contract.askApproval, { op_key: key(), store_id: shop.store_id, about: about() })
const settle = (approval_id?: unknown) => asked('cashier', sales.settleSale, {
  ...at(), op_key: key(), member_id: null, points: 0, lines: [cheap()], payable_fen: 600,
  tenders: [{ kind: 'cash', amount_fen: 600, tendered_fen: 600 }], ...approval_id ? { approval_id } : {},
})

test('at the cashier\'s till the manager approves in person, and the sale goes through', async () => {
  expect(await asked('cashier', sales.quoteSale, {
    ...at(), member_id: null, points: 0, lines: [cheap()], tender_mix: 'cash',
  })).toMatchObject({ status: 200, body: { payable_fen: 600, to_approve: [0] } })
  expect(await settle()).toMatchObject({ status: 409, body: { code: 'approval_needed' } })
  const request = await askFor()
  expect(request).toMatchObject({ status: 200, body: {
    approval: { state: 'waiting', names: { [milk]: '鲜牛奶' }, why_not_decide: 'approval_own' },
    people: expect.arrayContaining([{ id: world.staff.manager, name: '李国强' }]) as unknown,
  } })
  const approval_id = (request.body['approval'] as { id: string }).id
  const prove = (proof: object, name: PersonName = 'cashier') =>
    asked(name, contract.giveApprovalHere, { approval_id, proof })
  const by = (name: PersonName, secret = password) =>
    ({ by: 'password', phone: phoneOf(name), password: secret })
  expect(await prove(by('manager', 'not the password'))).toMatchObject({ body: { code: 'sign_in_wrong' } })
  expect(await prove(by('cashier'))).toMatchObject({ status: 409, body: { code: 'approval_own' } })
  expect(await prove(by('jyCashier'))).toMatchObject({ body: { code: 'second_person_not_here' } })
  expect(await prove(by('manager'), 'manager')).toMatchObject({ status: 404, body: { code: 'not_found' } })
  expect(await prove(by('manager'))).toMatchObject({ status: 200, body: {
    state: 'given', decided: { by: { name: '李国强' }, in_person: true },
  } })
  const sold = await settle(approval_id)
  expect(sold).toMatchObject({ status: 200, body: { payable_fen: 600 } })
  expect(await asked('cashier', sales.readSale, { sale_id: sold.body['sale_id'] })).toMatchObject({
    status: 200, body: { approved: [{ act: 'price_override', by: '李国强' }] },
  })
  expect(await settle(approval_id)).toMatchObject({ status: 409, body: { code: 'approval_used' } })
  const audit = await asked('owner', listAudit, { ref: approval_id })
  const rows = audit.body['rows'] as { verb: string; who: string }[]
  expect(rows.map(({ verb, who }) => [verb, who])).toEqual([
    ['approval.use', '王秀兰'], ['approval.give', '李国强'],
    // At another's screen nobody answers for what the cashier asked for at hers.
    ['reach.refused', '李国强'], ['approval.ask', '王秀兰'],
  ])
})

test('from afar the manager sees what waits, refuses it with a note, and the till learns so', async () => {
  const before = await asked('manager', contract.countWaiting)
  const request = await askFor(), approval_id = (request.body['approval'] as { id: string }).id
  expect(await asked('manager', contract.countWaiting)).toMatchObject({
    body: { waiting: Number(before.body['waiting']) + 1 },
  })
  expect(await asked('manager', contract.listApprovals, { waiting: 'yes', limit: 1 })).toMatchObject({
    status: 200, body: { rows: [{ id: approval_id, why_not_decide: null, store: { name: '桂花路店' } }] },
  })
  expect(await asked('cashier', contract.giveApproval, { approval_id, note: null }))
    .toMatchObject({ status: 403 })
  expect(await asked('jyCashier', contract.readApproval, { approval_id })).toMatchObject({ status: 404 })
  expect(await asked('manager', contract.refuseApproval, { approval_id, note: '还没到期' }))
    .toMatchObject({ status: 200, body: { state: 'refused', decided: { note: '还没到期' } } })
  expect(await asked('cashier', contract.readApproval, { approval_id })).toMatchObject({
    status: 200, body: { state: 'refused', decided: { by: { name: '李国强' }, in_person: false } },
  })
  expect(await settle(approval_id)).toMatchObject({ body: { code: 'approval_refused' } })
  const again = (await askFor()).body['approval'] as { id: string }
  expect(await asked('cashier', contract.withdrawApproval, { approval_id: again.id }))
    .toMatchObject({ status: 200, body: { state: 'withdrawn' } })
})

test('a second person\'s tries are counted against whoever asked, and guessing grows slow', async () => {
  const request = await askFor('jyCashier')
  expect(request).toMatchObject({ status: 404, body: { code: 'store_unknown' } })
  const { id: approval_id } = (await askFor()).body['approval'] as { id: string }
  const codes = new Set<unknown>()
  for (let tries = 0; tries < 8; tries += 1) {
    const wrong = await asked('cashier', contract.giveApprovalHere, {
      approval_id, proof: { by: 'password', phone: phoneOf('owner'), password: `guess ${tries}` },
    })
    codes.add(wrong.body['code'])
  }
  expect([...codes]).toEqual(['sign_in_wrong', 'sign_in_too_often'])
})

test('an adjustment over HTTP: asked for, approved from afar, done once', async () => {
  const member_id = await shop.member('周敏华', '13900000001')
  const doing = { member_id, account: 'points', amount: 50, reason: 'goodwill' }
  const adjusting = (name: PersonName, approval_id?: unknown) => asked(name, adjust, {
    ...doing, op_key: key(), store_id: shop.store_id, ...approval_id ? { approval_id } : {},
  })
  expect(await adjusting('manager')).toMatchObject({ status: 403 })
  expect(await adjusting('owner')).toMatchObject({ status: 409, body: { code: 'approval_needed' } })
  const request = await asked('owner', contract.askApproval, {
    op_key: key(), store_id: shop.store_id, about: { act: 'adjustment', ...doing },
  })
  expect(request).toMatchObject({
    status: 200, body: { approval: { names: { [member_id]: '周敏华' } }, people: [] },
  })
  await shop.set('approve_adjustment', false)
  expect(await adjusting('owner')).toMatchObject({ status: 200, body: { holdings: { points: 50 } } })
})

test('by its token a receipt opens elsewhere for whoever may return there, and for nobody else', async () => {
  const sold = await shop.sell([{ sku_id: milk, qty_m: 1_000 }])
  expect(await asked('cashier', sales.findReceipt, { receipt_no: sold.token })).toMatchObject({ status: 200 })
  const denied = await asked('jyCashier', sales.findReceipt, { receipt_no: sold.token })
  const unknown = await asked('jyCashier', sales.findReceipt, { receipt_no: 'GH1-260516-9999' })
  expect([denied.status, denied.body['code'], denied.body['message']])
    .toEqual([404, unknown.body['code'], unknown.body['message']])
  const audit = await asked('owner', listAudit, { verb: 'reach.refused', ref: sold.sale_id })
  expect(audit.body['rows']).toMatchObject([{ who: '赵敏' }])
})
