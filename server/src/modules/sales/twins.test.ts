import { inChain, sql } from '#kernel/db.ts'
import type { Outcome } from '#kernel/lane.ts'
import { asFen } from '#contract/money.ts'
import { newId } from '#kernel/ids.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCounters } from './counters.test-model.ts'
import type { Counters } from './counters.test-model.ts'
import type { Answer } from './orders.ts'
import { settleBatch } from './sales.ts'
import type { Order } from './sales.ts'

let to: Counters
beforeAll(async () => { to = await openCounters() })
afterAll(async () => {
  expect(await to.shop.faults()).toEqual([])
  await to.close()
})

/**
 * An order decided and written by one process, whose commit is on its way until it is let go: as after a
 * connection that broke at the commit while the database was still at the disk.
 */
function committing(order: Order): { written: Promise<void>; letGo: () => void; done: Promise<unknown> } {
  const { promise: gate, resolve: letGo } = Promise.withResolvers<void>()
  const { promise: written, resolve: tell } = Promise.withResolvers<void>()
  const { world } = to.shop
  const done = inChain(world.db, world.chain_id, async (tx): Promise<Outcome<Answer>[]> => {
    const outcomes = await settleBatch(tx, world.chain_id, [order])
    tell()
    await gate
    return outcomes
  }).then(([outcome]) => outcome)
  return { written, letGo, done }
}

const waiting = async () => (await to.shop.within((tx) => sql`select from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`.execute(tx))).rows.length

/** What the second asking of an order is told that came while the first one's commit was on its way. */
async function toldWhileCommitting(order: Order): Promise<{ first: unknown; second: unknown }> {
  const { written, letGo, done } = committing(order)
  await written
  const again = to.counters[0]!.settle(order)
    .then((answer) => ({ answer }), (refusal: unknown) => ({ refusal }))
  await expect.poll(waiting).toBe(1)
  letGo()
  return { first: await done, second: await again }
}

test('whoever asks again while the first is being committed gets its answer, though nothing is left to take',
  async () => {
    const member_id = await to.memberWith(3000)
    const { first, second } = await toldWhileCommitting(to.spend(member_id))
    expect(first).toMatchObject({ answer: { payable_fen: 3000 } })
    expect(second).toEqual(first)
    expect([await to.salesOf(member_id), await to.valueOf(member_id)]).toEqual([1, 0])
  })

test('the last piece that comes back twice under one key comes back once, and both are told so', async () => {
  const sold = await to.shop.sell([{ sku_id: to.article, qty_m: 1000 }])
  const { first, second } = await toldWhileCommitting(to.giveBack(sold.sale_id, [[1, 1]]))
  expect(first).toMatchObject({ answer: { amount_fen: 3000 } })
  expect(second).toEqual(first)
})

test('a top-up up to the limit of the card is told twice and booked once', async () => {
  const member_id = await to.memberWith(), { store_id, till_id } = to.shop
  const { first, second } = await toldWhileCommitting({
    kind: 'top_up', who: to.shop.world.who.cashier, input: {
      op_key: newId(), store_id, till_id, member_id, principal_fen: asFen(400_000), bonus_fen: asFen(24_000),
      tender: { kind: 'other', reference: 'wx 1' },
    },
  })
  expect(first).toMatchObject({ answer: { principal_fen: 400_000 } })
  expect(second).toEqual(first)
  expect(await to.valueOf(member_id)).toBe(424_000)
})

test('another act under a key whose first is being committed is refused as a reuse', async () => {
  const member_id = await to.memberWith(3000), order = to.spend(member_id)
  const { written, letGo, done } = committing(order)
  await written
  const other = to.counters[0]!.settle(to.spend(member_id, { pieces: 2, op_key: order.input.op_key }))
    .catch((error: unknown) => error)
  await expect.poll(waiting).toBe(1)
  letGo()
  await done
  expect(await other).toMatchObject({ code: 'op_key_reused' })
})
