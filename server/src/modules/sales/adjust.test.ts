import type { AdjustedAccount } from '#contract/approvals.ts'
import { newId } from '#kernel/ids.ts'
import { sql } from '#kernel/db.ts'
import type { Who } from '#kernel/who.ts'
import { cash, stored } from '#test/shop.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { all, openCounters } from './counters.test-model.ts'
import type { Counters } from './counters.test-model.ts'
import type { Order } from './sales.ts'

let to: Counters
beforeAll(async () => {
  to = await openCounters()
  await to.shop.set('approve_adjustment', false)
})
afterEach(async () => { expect(await to.shop.faults()).toEqual([]) })
afterAll(async () => { await to.close() })

type More = { account?: AdjustedAccount; approval_id?: string; op_key?: string; who?: Who }
const order = (member_id: string, amount: number, more: More = {}): Extract<Order, { kind: 'adjust' }> => ({
  kind: 'adjust', who: more.who ?? to.shop.world.who.owner, input: {
    op_key: more.op_key ?? newId(), store_id: to.shop.store_id, member_id,
    account: more.account ?? 'principal',
    amount, reason: 'complaint', ...more.approval_id && { approval_id: more.approval_id },
  },
})
const adjust = (member_id: string, amount: number, more: More = {}) =>
  to.shop.counter.settle(order(member_id, amount, more))

test('value and points are given and taken by hand, through the ledger and on record', async () => {
  const member_id = await to.memberWith(10_000)
  expect(await adjust(member_id, 500)).toMatchObject({ holdings: { principal_fen: 10_500 } })
  expect(await adjust(member_id, 700, { account: 'bonus' })).toMatchObject({ holdings: { bonus_fen: 700 } })
  const taken = await adjust(member_id, -10_200)
  expect(taken).toMatchObject({ holdings: { principal_fen: 300, bonus_fen: 700 } })
  expect(await adjust(member_id, 40, { account: 'points' })).toMatchObject({ holdings: { points: 40 } })
  const { rows } = await to.shop.within((tx) => sql`
    select t.from_account, t.to_account, t.amount, l.source from ledger.transfers t
      join ledger.lots l on l.chain_id = t.chain_id and l.owner_id = t.owner_id and l.id = t.lot_id
     where t.owner_id = ${member_id} and t.kind = 'adjust' order by t.id`.execute(tx))
  const book = '@adjustments'
  expect(rows).toEqual([
    { from_account: book, to_account: 'principal', amount: 500, source: 'adjustment' },
    { from_account: book, to_account: 'bonus', amount: 700, source: 'adjustment' },
    // The oldest goes first: the top-up, then the correction.
    { from_account: 'principal', to_account: book, amount: 10_000, source: 'top_up' },
    { from_account: 'principal', to_account: book, amount: 200, source: 'adjustment' },
    { from_account: book, to_account: 'points', amount: 40, source: 'adjustment' },
  ])
  const audit = await to.shop.within((tx) => sql`
    select detail from kernel.audit
     where verb = 'value.adjust' and ref = ${member_id} order by id`.execute(tx))
  expect(audit.rows[2]).toMatchObject({
    detail: { adjustment_id: taken.adjustment_id, account: 'principal', amount: -10_200, after: 300 },
  })
})

test('never below zero, never over the card\'s cap, never for a stranger', async () => {
  const member_id = await to.memberWith(10_000)
  const cases: [string, number, AdjustedAccount, string, object][] = [
    [member_id, -10_001, 'principal', 'adjust_value_short', { most_fen: 10_000 }],
    [member_id, -1, 'bonus', 'adjust_value_short', { most_fen: 0 }],
    [member_id, -1, 'points', 'adjust_points_short', { most: 0 }],
    [member_id, 490_001, 'bonus', 'adjust_over_cap', { cap_fen: 500_000, room_fen: 490_000 }],
    [newId(), 5, 'points', 'member_unknown', {}],
  ]
  for (const [id, amount, account, code, params] of cases)
    await expect(adjust(id, amount, { account })).rejects.toMatchObject({ code, params })
  await expect(adjust(member_id, 490_000, { account: 'bonus' })).resolves.toMatchObject({
    holdings: { principal_fen: 10_000, bonus_fen: 490_000 },
  })
})

test('points that stand below zero are made good by what is given', async () => {
  const member_id = await to.memberWith(), big = await to.shop.goods('大件', 50_000)
  const sold = await to.shop.sell([{ sku_id: big, qty_m: 1000 }], { member_id, tenders: [cash(50_000)] })
  const spending = { member_id, points: 500, tenders: [cash(2_500)] }
  await to.shop.sell([{ sku_id: to.article, qty_m: 1000 }], spending)
  const back = await to.shop.giveBack(sold.sale_id, [{ line: 1, qty_m: 1000 }])
  expect(back.holdings!.points).toBe(-475)
  expect(await adjust(member_id, 500, { account: 'points' })).toMatchObject({ holdings: { points: 25 } })
  await expect(adjust(member_id, -26, { account: 'points' })).rejects.toMatchObject({ params: { most: 25 } })
  expect(await adjust(member_id, -25, { account: 'points' })).toMatchObject({ holdings: { points: 0 } })
})

test('one key is one adjustment, and what is there is taken once however many ask', async () => {
  const member_id = await to.memberWith(3_000), one = order(member_id, -1_000)
  const { answers } = await all(Array.from({ length: 10 }, (_, at) => to.counters[at % 2]!.settle(one)))
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(await to.valueOf(member_id)).toBe(2_000)
  const { answers: taken, refused } = await all(Array.from({ length: 10 }, (_, at) =>
    to.counters[at % 2]!.settle(order(member_id, -1_500))))
  expect([taken.length, refused]).toEqual([1, { adjust_value_short: 9 }])
  const spending = { member_id, tenders: [stored(3_000)] }
  await expect(to.shop.sell([{ sku_id: to.article, qty_m: 1000 }], spending)).rejects
    .toMatchObject({ code: 'value_short' })
})

test('where settings say so a second person approves it to the fen, and it serves once', async () => {
  await to.shop.set('approve_adjustment', true)
  const { owner } = to.shop.world.who
  const second: Who = { ...owner, principal: { kind: 'staff', id: to.shop.world.staff.manager } }
  const member_id = await to.memberWith()
  await expect(adjust(member_id, 900)).rejects.toMatchObject({ code: 'approval_needed' })
  const approval_id = await to.shop.approve({
    act: 'adjustment', member_id, account: 'principal', amount: 900, reason: 'complaint',
  }, { asker: owner, by: second })
  await expect(adjust(member_id, 901, { approval_id })).rejects.toMatchObject({ code: 'approval_too_small' })
  const op_key = newId(), done = await adjust(member_id, 900, { approval_id, op_key })
  expect(await adjust(member_id, 900, { approval_id, op_key })).toEqual(done)
  await expect(adjust(member_id, 900, { approval_id })).rejects.toMatchObject({ code: 'approval_used' })
  await to.shop.set('approve_adjustment', false)
})

test('what is switched off is not adjusted', async () => {
  const member_id = await to.memberWith()
  await to.shop.set('features_off', ['points'])
  await expect(adjust(member_id, 5, { account: 'points' })).rejects.toMatchObject({ code: 'feature_off' })
  await to.shop.set('features_off', [])
})
