import { newId } from '#kernel/ids.ts'
import { asFen } from '#contract/money.ts'
import type { Milli } from '#contract/money.ts'
import { cash, openShop } from '#test/shop.ts'
import type { Shop } from '#test/shop.ts'
import { at, freshDatabase, makeWorld } from '#test/world.ts'
import type { FreshDatabase } from '#test/database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { byReceipt, list } from './sales.ts'

let database: FreshDatabase, shop: Shop, sku_id: string
type Sold = { sale_id: string; receipt_no: string; at: string }
const sold: Sold[] = []

/** A sale of two pieces in a store at a moment, by the owner. */
async function sell(store: 'gh' | 'jy', moment: string): Promise<Sold> {
  const { id: store_id, tills } = shop.world.stores[store], payable_fen = asFen(600)
  const answer = await shop.counter.settle({ kind: 'sale', who: at(shop.world.who.owner, moment), input: {
    op_key: newId(), store_id, till_id: tills[0]!.id, member_id: null, points: 0, payable_fen,
    lines: [{ sku_id, qty_m: 2000 as Milli, label_fen: null }], tenders: [cash(600)],
  } })
  sold.push(answer)
  return answer
}

beforeAll(async () => {
  database = await freshDatabase()
  shop = openShop(await makeWorld(database.db))
  sku_id = await shop.goods('鸡蛋', 300)
  for (let day = 10; day < 15; day += 1) {
    // Two stores at one moment, so that the id decides; and the last minute of a day.
    await sell('gh', `2026-05-${day}T10:00:00+08:00`)
    await sell('jy', `2026-05-${day}T10:00:00+08:00`)
    await sell('jy', `2026-05-${day}T23:59:59+08:00`)
  }
})
afterAll(async () => { await database.drop() })

type Asked = Parameters<typeof list>[2]
async function everyPage(asked: Asked, who = shop.world.who.owner): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: string | undefined; ;) {
    const { rows, next } = await shop.within((tx) => list(tx, who, { ...asked, cursor }))
    ids.push(...rows.map((row) => row.id))
    if (next === null) return ids
    cursor = next
  }
}
const newestFirst = (rows: readonly Sold[]) => rows.toSorted((a, b) =>
  Date.parse(b.at) - Date.parse(a.at) || (a.sale_id < b.sale_id ? 1 : -1)).map((row) => row.sale_id)

test('page by page every sale in reach comes once, newest first, over all stores', async () => {
  for (const limit of [1, 2, 4, 50]) expect(await everyPage({ limit })).toEqual(newestFirst(sold))
  const ofGh = sold.filter(({ receipt_no }) => receipt_no.startsWith('GH'))
  expect(await everyPage({ limit: 2 }, shop.world.who.cashier)).toEqual(newestFirst(ofGh))
  expect(await everyPage({ store_id: shop.world.stores.gh.id, limit: 3 })).toEqual(newestFirst(ofGh))
})

test('days are business days, and a search is the beginning of a receipt number', async () => {
  const on = (day: string) => newestFirst(sold.filter(({ receipt_no }) => receipt_no.includes(`-${day}-`)))
  expect(await everyPage({ from: '2026-05-11', to: '2026-05-11' })).toEqual(on('260511'))
  expect(await everyPage({ to: '2026-05-10' })).toEqual(on('260510'))
  expect(await everyPage({ from: '2026-05-14' })).toEqual(on('260514'))
  expect(await everyPage({ search: 'jy1-260512', limit: 1 })).toHaveLength(2)
})

test('a state picks the sales that are in it', async () => {
  const [whole, part] = [sold[3]!, sold[6]!]
  await shop.giveBack(whole.sale_id, [{ line: 1, qty_m: 2000 }])
  await shop.giveBack(part.sale_id, [{ line: 1, qty_m: 1000 }])
  expect(await everyPage({ state: 'returned', limit: 1 })).toEqual([whole.sale_id])
  expect(await everyPage({ state: 'partly_returned' })).toEqual([part.sale_id])
  expect(await everyPage({ state: 'settled', limit: 4 }))
    .toEqual(newestFirst(sold.filter((one) => one !== whole && one !== part)))
})

test('the number of a return leads to its sale', async () => {
  const one = sold[9]!
  const back = await shop.giveBack(one.sale_id, [{ line: 1, qty_m: 1000 }])
  for (const receipt_no of [one.receipt_no, back.receipt_no.toLowerCase()])
    expect((await shop.within((tx) => byReceipt(tx, shop.world.who.cashier, { receipt_no }))).id)
      .toBe(one.sale_id)
})
