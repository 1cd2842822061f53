import { asFen } from '#contract/money.ts'
import type { Milli } from '#contract/money.ts'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { claimNotes, endDeliveries } from '#kernel/notes.ts'
import { enrol } from '#modules/members/members.ts'
import { addStore } from '#modules/org/org.ts'
import type { StoreWithTills } from '#modules/org/org.ts'
import { cash, openShop } from '#test/shop.ts'
import type { Shop } from '#test/shop.ts'
import { at, freshDatabase, makeWorld } from '#test/world.ts'
import type { FreshDatabase } from '#test/database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { today } from './insights.ts'

let database: FreshDatabase, shop: Shop, late: StoreWithTills, sku_id: string
beforeAll(async () => {
  database = await freshDatabase()
  shop = openShop(await makeWorld(database.db))
  late = await shop.within((tx) => addStore(tx, shop.world.who.owner, {
    code: 'YS', name: '夜市店', ownership: 'direct', cutoff_hour: 4, tills: 1,
  }))
  sku_id = await shop.goods('烤串', 500)
})
afterAll(async () => { await database.drop() })

const owner = (moment: string) => at(shop.world.who.owner, moment)
async function sell(store: StoreWithTills, moment: string, pieces: number) {
  const payable_fen = asFen(500 * pieces)
  return await shop.counter.settle({ kind: 'sale', who: owner(moment), input: {
    op_key: newId(), store_id: store.id, till_id: store.tills[0]!.id, member_id: null, points: 0, payable_fen,
    lines: [{ sku_id, qty_m: 1000 * pieces as Milli, label_fen: null }], tenders: [cash(payable_fen)],
  } })
}
/** Adds what happened to the hours, as the pump does. */
const drain = () => shop.within(async (tx) => {
  const { chain_id } = shop.world, subscription = 'insights.hours'
  const notes = await claimNotes(tx, chain_id, { subscription, most: 1000 })
  await shop.addHours(notes)
  await endDeliveries(tx, chain_id, { subscription, notes })
})
const todayAt = (moment: string, more: { store_id?: string } = {}) =>
  shop.within((tx) => today(tx, owner(moment), more))

test('after midnight each store is at its own business day, and is compared with its own a week before',
  async () => {
    const { gh } = shop.world.stores
    await sell(gh, '2026-05-09T22:00:00+08:00', 1)
    await sell(late, '2026-05-09T22:00:00+08:00', 2)
    await sell(gh, '2026-05-10T01:10:00+08:00', 3)
    await sell(late, '2026-05-10T01:10:00+08:00', 4)
    await sell(late, '2026-05-10T01:50:00+08:00', 5)
    await sell(late, '2026-05-10T03:00:00+08:00', 6)
    await sell(gh, '2026-05-16T22:00:00+08:00', 7)
    await sell(late, '2026-05-16T22:00:00+08:00', 8)
    await sell(gh, '2026-05-17T01:20:00+08:00', 9)
    await sell(late, '2026-05-17T01:20:00+08:00', 10)
    await drain()
    const seen = await todayAt('2026-05-17T01:30:00+08:00')
    expect(seen).toMatchObject({ day: '2026-05-17', compared_with: '2026-05-10' })
    const figures = new Map(seen.stores.map(({ store, orders, sales_fen, before_fen }) =>
      [store, [orders, sales_fen, before_fen]]))
    // 夜市店 still counts the evening; the week before up to 01:30, without 01:50 and 03:00.
    expect(figures.get('夜市店')).toEqual([2, 9_000, 3_000])
    expect(figures.get('桂花路店')).toEqual([1, 4_500, 1_500])
    expect([seen.now.sales_fen, seen.before.sales_fen]).toEqual([13_500, 4_500])

    const alone = await todayAt('2026-05-17T01:30:00+08:00', { store_id: late.id })
    expect(alone).toMatchObject({ day: '2026-05-16', compared_with: '2026-05-09' })
    expect(alone.hours).toEqual([
      { hour: 22, sales_fen: 4_000, before_fen: 1_000 }, { hour: 1, sales_fen: 5_000, before_fen: 4_500 },
      { hour: 3, sales_fen: 0, before_fen: 3_000 },
    ])
  })

test('a return counts in the store and the hour that took it back', async () => {
  const { gh } = shop.world.stores
  const sold = await sell(gh, '2026-06-01T09:00:00+08:00', 2)
  await shop.giveBack(sold.sale_id, [{ line: 1, qty_m: 1000 }],
    { who: at(shop.world.who.cashier, '2026-06-01T10:00:00+08:00') })
  await drain()
  const seen = await todayAt('2026-06-01T12:00:00+08:00', { store_id: gh.id })
  expect(seen.hours)
    .toEqual([{ hour: 9, sales_fen: 1_000, before_fen: 0 }, { hour: 10, sales_fen: -500, before_fen: 0 }])
  expect(await todayAt('2026-06-08T09:30:00+08:00'))
    .toMatchObject({ before: { sales_fen: 1_000, orders: 1 } })
})

test('whoever reaches only some stores sees what those are owed who joined there', async () => {
  const { owner: hq, manager } = shop.world.who, { gh, jy } = shop.world.stores
  const joined = async (store_id: string, phone: string) => (await shop.within((tx) => enrol(tx, hq, {
    op_key: newId(), store_id, phone, name: '周敏华', consent_service: true, consent_marketing: false,
  }))).id
  await shop.topUp(await joined(gh.id, '13700000001'), 20_000)
  await shop.topUp(await joined(jy.id, '13700000002'), 10_000)
  const owed = async (who: typeof hq) =>
    (await shop.within((tx) => today(tx, who, {}))).liability.principal_fen
  expect([await owed(hq), await owed(manager)]).toEqual([30_000, 20_000])
})

test('verify tells hours that do not add up to their papers, and a reaction that was given up', async () => {
  await drain()
  expect(await shop.faults()).toEqual([])
  const { gh } = shop.world.stores
  const where = `${gh.id} on 2026-06-01`
  for (const column of ['sales_fen', 'orders', 'returns_fen']) {
    const add = (by: number) => shop.within((tx) => sql`update insights.hours
      set ${sql.ref(column)} = ${sql.ref(column)} + ${by}
      where store_id = ${gh.id} and business_day = '2026-06-01' and hour = 10`.execute(tx))
    await add(1)
    expect(await shop.faults(), column).toMatchObject([{ what: 'hourly figures', where }])
    await add(-1)
  }
  await sell(gh, '2026-06-02T09:00:00+08:00', 1)
  await shop.within((tx) => sql`
    update kernel.deliveries set next_at = 'infinity', tries = 10, last_error = 'bad'
     where subscription = 'insights.hours'`.execute(tx))
  expect(await shop.faults()).toMatchObject([{ what: 'reaction', found: 'given up after 10 tries: bad' }])
})
