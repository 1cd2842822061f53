import type { Fen, Milli } from '#contract/money.ts'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { stored } from '#test/shop.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { all, openCounters } from './counters.test-model.ts'
import type { Counters } from './counters.test-model.ts'
import { settleBatch } from './sales.ts'
import type { Order } from './sales.ts'

let to: Counters
beforeAll(async () => { to = await openCounters() })
afterAll(async () => { await to.close() })
afterEach(async () => {
  expect(await to.shop.faults()).toEqual([])
})

const batchOf = (orders: readonly Order[]) =>
  to.shop.within((tx) => settleBatch(tx, to.shop.world.chain_id, orders))
const refusal = (code: string) => ({ refusal: expect.objectContaining({ code }) as unknown })
const numberOf = (answer: object) =>
  'receipt_no' in answer ? Number(String(answer.receipt_no).slice(-4)) : NaN
const last = async () => Number((await to.shop.within((tx) =>
  sql<{ seq: number }>`select max(seq)::int8 as seq from sales.receipts`.execute(tx))).rows[0]!.seq)

/** A sale that the database cannot take: no text of PostgreSQL holds a zero byte. */
function poisoned(): Order {
  const order = to.spend(newId())
  return { ...order, input: { ...order.input, member_id: null,
    tenders: [{ kind: 'other', amount_fen: 3000 as Fen, reference: 'wx\u0000' }] } }
}

test('inside one batch each order is decided on what the ones before it left', async () => {
  const member_id = await to.memberWith(10_000)
  const outcomes = await batchOf([1, 1, 2, 1, 1].map((pieces) => to.spend(member_id, { pieces })))
  expect(outcomes).toMatchObject([
    { answer: { holdings: { principal_fen: 7000 } } }, { answer: { holdings: { principal_fen: 4000 } } },
    refusal('value_short'), { answer: { holdings: { principal_fen: 1000 } } }, refusal('value_short'),
  ])
  expect(await to.valueOf(member_id)).toBe(1000)
})

test('inside one batch twins get one answer, and another act under their key is refused', async () => {
  const member_id = await to.memberWith(120_000), one = to.spend(member_id)
  const outcomes = await batchOf([
    one, to.spend(member_id, { pieces: 2, op_key: one.input.op_key }), { ...one }, one,
  ])
  expect(outcomes).toEqual([outcomes[0], refusal('op_key_reused'), outcomes[0], outcomes[0]])
  expect(outcomes[0]).toHaveProperty('answer.sale_id')
  expect(await to.valueOf(member_id)).toBe(144_000 - 3000)
})

test('a twin of a refused order is decided again: only what was done is remembered', async () => {
  const member_id = await to.memberWith(1000), order = to.spend(member_id)
  expect(await batchOf([order, order])).toEqual([refusal('value_short'), refusal('value_short')])
  await to.shop.topUp(member_id, 5000)
  await expect(to.counters[0]!.settle(order)).resolves.toMatchObject({ holdings: { principal_fen: 3000 } })
})

test('inside one batch returns of one sale take their own lines, and one too many is refused alone',
  async () => {
    const member_id = await to.memberWith(120_000), other = await to.shop.goods('别的', 1001)
    const lines = [{ sku_id: to.article, qty_m: 2000 }, { sku_id: other, qty_m: 2000 }]
    const sold = await to.shop.sell(lines, { member_id, tenders: [stored(8002)] })
    const first = to.giveBack(sold.sale_id, [[1, 1]])
    const outcomes = await batchOf([
      first, to.giveBack(sold.sale_id, [[2, 1]]), first, to.giveBack(sold.sale_id, [[2, 2]]),
      to.giveBack(sold.sale_id, [[1, 1], [2, 1]]), to.giveBack(sold.sale_id, [[1, 1]]),
    ])
    expect(outcomes).toMatchObject([
      { answer: { amount_fen: 3000 } }, { answer: { amount_fen: 1000 } }, { answer: { amount_fen: 3000 } },
      refusal('return_more_than_sold'), { answer: { amount_fen: 4002 } }, refusal('return_more_than_sold'),
    ])
    expect(outcomes[2]).toEqual(outcomes[0])
    expect(await to.valueOf(member_id)).toBe(144_000)
  })

test('a sale paid wholly with points comes back in one batch line by line', async () => {
  const member_id = await to.memberWith(),
    big = await to.shop.goods('大件', 500_000), small = await to.shop.goods('小件', 100)
  await to.shop.sell([{ sku_id: big, qty_m: 1000 }], { member_id })
  const sold = await to.shop.sell([{ sku_id: to.article, qty_m: 1000 }, { sku_id: small, qty_m: 1000 }],
    { member_id, points: 3100, tenders: [] })
  expect(sold).toMatchObject({ payable_fen: 0, holdings: { points: 1900 } })
  const outcomes = await batchOf([to.giveBack(sold.sale_id, [[2, 1]]), to.giveBack(sold.sale_id, [[1, 1]])])
  expect(outcomes).toMatchObject([{ answer: { points_back: 100 } }, { answer: { points_back: 3000 } }])
})

test('a refusal touches no neighbour of its batch and takes no receipt number', async () => {
  const member_id = await to.memberWith(120_000), before = await last()
  const { jyCashier } = to.shop.world.who
  const spend = () => to.spend(member_id)
  const stranger = { ...spend(), who: jyCashier }
  const elsewhere = spend(), nowhere = spend()
  elsewhere.input.till_id = to.shop.world.stores.jy.tills[0]!.id
  nowhere.input.store_id = newId()
  const outcomes = await batchOf([
    spend(), stranger, elsewhere, nowhere, to.spend(member_id, { sku_id: newId() }), to.spend(newId()),
    to.giveBack(newId(), [[1, 1]]), spend(), to.spend(member_id, { pieces: 1000 }), spend(),
  ])
  expect(outcomes).toMatchObject([
    { answer: {} }, refusal('store_unknown'), refusal('till_unknown'), refusal('store_unknown'),
    refusal('sku_unknown'), refusal('member_unknown'), refusal('not_found'), { answer: {} },
    refusal('value_short'), { answer: {} },
  ])
  const numbers = outcomes.flatMap((outcome) => 'answer' in outcome ? [numberOf(outcome.answer)] : [])
  expect(numbers).toEqual([before + 1, before + 2, before + 3])
})

test(
  'an order that the database refuses fails alone: its neighbours go through, with no gap in their numbers',
  async () => {
    const member_id = await to.memberWith(120_000), before = await last()
    const orders = Array.from({ length: 30 }, (_, index) =>
      index % 10 === 7 ? poisoned() : to.spend(member_id))
    await expect(batchOf(orders)).rejects.toMatchObject({ code: '22021' })
    expect(await last()).toBe(before)
    const { answers, refused } = await all(orders.map((order) => to.counters[0]!.settle(order)))
    expect(refused).toEqual({ 22021: 3 })
    expect(answers.map(numberOf).sort((a, b) => a - b))
      .toEqual(Array.from({ length: 27 }, (_, index) => before + 1 + index))
    expect(await to.valueOf(member_id)).toBe(144_000 - 27 * 3000)
  },
)

test('connections that die in the middle lose nothing that was answered and double nothing', async () => {
  const member_id = await to.memberWith(200_000)
  const orders = Array.from({ length: 60 }, () => to.spend(member_id))
  const settling = all(orders.map((order, index) => to.counters[index % 2]!.settle(order)))
  let killed = 0
  for (let rounds = 0; rounds < 4; rounds += 1) {
    const { rows } = await to.shop.within((tx) => sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'shuke test lane%'
        and pid <> pg_backend_pid()`.execute(tx))
    killed += rows.length
    await new Promise((later) => { setTimeout(later, 15) })
  }
  expect(killed).toBeGreaterThan(0)
  const { answers } = await settling
  // Whoever got no answer asks again with the same key; whoever got one gets it again.
  const again = await Promise.all(orders.map((order, index) => to.counters[(index + 1) % 2]!.settle(order)))
  const told = new Map(again.map((answer) => [answer.sale_id, answer]))
  for (const answer of answers) expect(told.get(answer.sale_id)).toEqual(answer)
  expect(told.size).toBe(60)
  expect(await to.salesOf(member_id)).toBe(60)
  expect(await to.valueOf(member_id)).toBe(224_000 - 60 * 3000)
})

test('when too many wait the counter says so in good time, books none of those, and takes orders again after',
  async () => {
    const orders = Array.from({ length: 600 }, (): Order => ({
      kind: 'sale', who: to.shop.world.who.cashier, input: {
        op_key: newId(), store_id: to.shop.store_id, till_id: to.shop.till_id, member_id: null, points: 0,
        payable_fen: 3000 as Fen, lines: [{ sku_id: to.article, qty_m: 1000 as Milli, label_fen: null }],
        tenders: [{ kind: 'cash', amount_fen: 3000 as Fen, tendered_fen: 3000 as Fen }],
      },
    }))
    const before = await last()
    const { answers, refused } = await all(orders.map((order) => to.counters[0]!.settle(order)))
    // One is under way and 512 wait.
    expect([answers.length, refused]).toEqual([513, { busy_try_again: 87 }])
    expect(await last()).toBe(before + 513)
    const { answers: later, refused: none } =
      await all(orders.slice(-87).map((order) => to.counters[0]!.settle(order)))
    expect([later.length, none]).toEqual([87, {}])
  })
