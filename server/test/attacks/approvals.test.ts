import { afterAll, expect, test } from 'vitest'
import * as contract from '#contract/approvals.ts'
import { admitOperator } from '#contract/operators.ts'
import * as org from '#contract/org.ts'
import { permissions } from '#contract/permissions.ts'
import { returnSale, settleSale } from '#contract/sales.ts'
import { adjust } from '#contract/value.ts'
import { inChain, sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { openShop } from '#test/shop.ts'
import { password } from '#test/world.ts'
import { newOperator } from '#test/isolation/people.ts'
import { openStage } from './stage.ts'

const stage = await openStage(), shop = openShop(stage.world)
afterAll(async () => { await stage.end() })
const { as, people, world } = stage
const { gh, jy } = world.stores
const milk = await shop.goods('鲜牛奶', 100_000), member = await shop.member('周敏华', '13711110000')
const at = { store_id: gh.id, till_id: gh.tills[0]!.id }

const sold = async () => (await shop.sell([{ sku_id: milk, qty_m: 1_000 }])).sale_id
const back = (sale_id: string, approval_id: string | null, more: object = {}) => ({
  sale_id, op_key: newId(), ...at, reason: '坏了', lines: [{ line: 1, qty_m: 1_000 }], approval_id, ...more,
})
const askedFor = async (who: Parameters<typeof as>[0], about: object, store_id: string | null = gh.id) => {
  const { body } = await as(who, contract.askApproval, { op_key: newId(), store_id, about })
  return (body as unknown as { approval: { id: string } }).approval.id
}
const forReturn = (sale_id: string, amount_fen = 100_000) => ({ act: 'return_over', sale_id, amount_fen })
const give = (who: Parameters<typeof as>[0], approval_id: string) =>
  as(who, contract.giveApproval, { approval_id, note: null })

test('nobody approves for themselves, not even through a second session of theirs', async () => {
  const again = { cookie: await stage.sessionOf(people.store_manager.staff_id) }
  const approval_id = await askedFor('store_manager', forReturn(await sold()))
  const both = await Promise.all([give('store_manager', approval_id), give(again, approval_id)])
  expect(both.map(({ told }) => told)).toEqual(['approval_own', 'approval_own'])
  for (const proof of [{ by: 'password', phone: people.store_manager.phone, password }])
    expect((await as(again, contract.giveApprovalHere, { approval_id, proof })).told).toBe('approval_own')
})

test('who may not do it, does not reach it or has left approves nothing, and cannot be told to', async () => {
  const approval_id = await askedFor('cashier', forReturn(await sold()))
  expect((await give('shopping_guide', approval_id)).told).toBe('not_permitted')
  expect((await give('cashier', approval_id)).told).toBe('not_permitted')
  const { id: role_id } = await stage.roleOf('store_manager')
  const far = await as('owner', org.addStaff, {
    name: '远店长', phone: '13711119999', role_id, store_ids: [jy.id], region_ids: [],
  })
  const { first_password, staff } = far.body as unknown as { first_password: string; staff: { id: string } }
  await inChain(world.db, world.chain_id, (tx) =>
    sql`update org.staff set first_password = false where id = ${staff.id}`.execute(tx))
  const theirs = { cookie: await stage.sessionOf(staff.id) }
  for (const endpoint of [contract.giveApproval, contract.refuseApproval])
    expect((await as(theirs, endpoint, { approval_id, note: null })).told).toBe('not_found')
  expect((await as(theirs, contract.readApproval, { approval_id })).told).toBe('not_found')
  const proof = { by: 'password', phone: '13711119999', password: first_password }
  expect((await as('cashier', contract.giveApprovalHere, { approval_id, proof })).told)
    .toBe('second_person_not_here')
  await as('owner', org.dismissStaff, { staff_id: staff.id })
  expect((await as('cashier', contract.giveApprovalHere, { approval_id, proof })).told).toBe('sign_in_wrong')
  // A role that lost the right meanwhile is asked for at the very moment.
  const manager = await stage.roleOf('store_manager')
  await as('owner', org.changeRole, {
    role_id: manager.id, name: null, scope: 'store',
    permissions: manager.permissions.filter((one) => one !== 'approvals.give'),
  })
  const here = { by: 'password', phone: people.store_manager.phone, password }
  expect((await as('cashier', contract.giveApprovalHere, { approval_id, proof: here })).told)
    .toBe('approver_not_permitted')
  expect((await give('store_manager', approval_id)).told).toBe('not_permitted')
  await as('owner', org.resetRole, { role_id: manager.id })
})

test('an approval is for its sale, its amount, its asker and its store, and for once', async () => {
  const one = await sold(), other = await sold(), two = await shop.sell([{ sku_id: milk, qty_m: 2_000 }])
  const approval_id = await askedFor('cashier', forReturn(one))
  expect((await as('cashier', returnSale, back(one, approval_id))).told).toBe('approval_waiting')
  expect((await give('owner', approval_id)).told).toBe(200)
  expect((await give('hq_operator', approval_id)).told).toBe('approval_decided')
  expect((await as('cashier', returnSale, back(other, approval_id))).told).toBe('approval_too_small')
  expect((await as('store_manager', returnSale, back(one, approval_id))).told).toBe('approval_unknown')
  const both = await Promise.all([1, 2].map(() => as('cashier', returnSale, back(one, approval_id))))
  expect(new Set(both.map(({ told }) => told))).toEqual(new Set([200, 'return_more_than_sold']))
  const small = await askedFor('cashier', forReturn(two.sale_id, 60_000))
  await give('owner', small)
  const most = back(two.sale_id, small, { lines: [{ line: 1, qty_m: 2_000 }] })
  expect((await as('cashier', returnSale, most)).told).toBe('approval_too_small')
  expect((await as('cashier', returnSale, back(other, small))).told).toBe('approval_too_small')
})

test('asking again under the same key does not make an approved thing dearer', async () => {
  const sale_id = await sold(), op_key = newId()
  const ask = (amount_fen: number) =>
    as('cashier', contract.askApproval, { op_key, store_id: gh.id, about: forReturn(sale_id, amount_fen) })
  const first = await ask(1)
  const { approval } = first.body as unknown as { approval: { id: string } }
  await give('owner', approval.id)
  expect((await ask(100_000)).told).toBe('op_key_reused')
  expect((await as('cashier', returnSale, back(sale_id, approval.id))).told).toBe('approval_too_small')
})

test('a return replayed under its key pays once, and another\'s approval is no key to it', async () => {
  const sale_id = await sold(), approval_id = await askedFor('cashier', forReturn(sale_id))
  await give('owner', approval_id)
  const request = back(sale_id, approval_id)
  const first = await as('cashier', returnSale, request), again = await as('cashier', returnSale, request)
  expect([first.told, again.told]).toEqual([200, 200])
  expect(again.body['return_id']).toBe(first.body['return_id'])
  expect((await as('cashier', returnSale, { ...request, reason: '别的' })).told).toBe('op_key_reused')
})

test('a price is set by whoever may, or within what was approved, for that article alone', async () => {
  const rice = await shop.goods('米', 100_000)
  const order = (sku_id: string, unit_price_fen: number, approval_id: string | null) => ({
    ...at, op_key: newId(), member_id: null, points: 0, payable_fen: unit_price_fen, approval_id,
    lines: [{ sku_id, qty_m: 1_000, override: { unit_price_fen, reason: 'damaged' } }],
    tenders: unit_price_fen === 0 ? []
      : [{ kind: 'cash', amount_fen: unit_price_fen, tendered_fen: unit_price_fen }],
  })
  const line = { sku_id: milk, qty_m: 1_000, list_fen: 100_000, unit_price_fen: 50_000, amount_fen: 50_000,
    reason: 'damaged' }
  const approval_id = await askedFor('cashier', { act: 'price_override', lines: [line] })
  await give('store_manager', approval_id)
  for (const [sku_id, price_fen] of [[milk, 49_999], [rice, 50_000], [milk, 0]] as const)
    expect((await as('cashier', settleSale, order(sku_id, price_fen, approval_id))).told)
      .toBe('approval_too_small')
  expect((await as('cashier', settleSale, order(milk, 50_000, null))).told).toBe('approval_needed')
  const twins = await Promise.all([1, 2].map(() =>
    as('cashier', settleSale, order(milk, 50_000, approval_id))))
  expect(new Set(twins.map(({ told }) => told))).toEqual(new Set([200, 'approval_used']))
  // A figure that the asker made up does not hide how deep the cut is.
  const lied = await askedFor('cashier', { act: 'price_override', lines: [{ ...line, list_fen: 50_001 }] })
  await give('store_manager', lied)
  expect((await as('cashier', settleSale, order(milk, 50_000, lied))).told).toBe('approval_too_small')
})

test('an adjustment is exactly what was approved, and nobody from outside approves one', async () => {
  const about = { act: 'adjustment', member_id: member, account: 'bonus', amount: 1_000, reason: 'goodwill' }
  const approval_id = await askedFor('region_manager', about)
  const operator = await newOperator({ app: stage.app, world })
  const until_at = new Date(Date.now() + 1e7).toISOString()
  const grant = { op_key: newId(), phone: operator.phone, from_at: null, until_at, reason: '帮忙' }
  for (const permission of ['approvals.give', 'value.adjust', 'sales.return'])
    expect((await as('owner', admitOperator, { ...grant, permissions: [permission] })).told).toBe('bad_input')
  await give('owner', approval_id)
  const correct = (more: object) => as('region_manager', adjust, {
    ...about, op_key: newId(), store_id: gh.id, approval_id, ...more,
  })
  for (const more of [{ amount: 1_001 }, { amount: 999 }, { account: 'principal' }, { reason: 'complaint' }])
    expect((await correct(more)).told).toBe('approval_too_small')
  expect((await correct({ store_id: jy.id })).told).toBe('store_unknown')
  expect((await correct({})).told).toBe(200)
  expect((await correct({})).told).toBe('approval_used')
})

test('every permission beside one\'s own still makes no second person of oneself', async () => {
  const role = await as('owner', org.addRole, { name: '什么都行', scope: 'store', permissions })
  const made = await as('owner', org.addStaff, {
    name: '什么都行', phone: '13711118888', role_id: role.body['id'], store_ids: [gh.id], region_ids: [],
  })
  const { staff } = made.body as unknown as { staff: { id: string } }
  await inChain(world.db, world.chain_id, (tx) =>
    sql`update org.staff set first_password = false where id = ${staff.id}`.execute(tx))
  const all = { cookie: await stage.sessionOf(staff.id) }
  const about = { act: 'adjustment', member_id: member, account: 'points', amount: 5, reason: 'other' }
  const approval_id = await askedFor(all, about)
  expect((await give(all, approval_id)).told).toBe('approval_own')
  expect((await as(all, adjust, { ...about, op_key: newId(), store_id: gh.id, approval_id })).told)
    .toBe('approval_waiting')
  expect((await as(all, contract.askApproval, {
    op_key: newId(), store_id: null, about: { act: 'export', what: 'audit', rows: 5 },
  })).told).toBe(200)
})
