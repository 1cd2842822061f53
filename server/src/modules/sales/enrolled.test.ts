import { afterAll, expect, test } from 'vitest'
import { openShop } from '#test/shop.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const shop = openShop(world)
afterAll(async () => {
  await shop.counter.idle()
  await fresh.drop()
})

test('where only enrolled tills take money, a session of that very till does it', async () => {
  const sugar = await shop.goods('红糖', 980), member = await shop.member('周敏华', '13900005678')
  const sold = await shop.sell([{ sku_id: sugar, qty_m: 2_000 }])
  const at = (till_id: string | null) => ({ who: { ...world.who.cashier, till_id } })
  const all = async (till_id: string | null) => {
    const acts = [
      shop.sell([{ sku_id: sugar, qty_m: 1_000 }], at(till_id)), shop.topUp(member, 10_000, at(till_id)),
      shop.giveBack(sold.sale_id, [{ line: 1, qty_m: 1_000 }], at(till_id)),
    ]
    return await Promise.all(acts.map((act) => act.then(() => 'ok', (error: Error) => error.message)))
  }
  await shop.set('tills_enrolled_only', true)
  const not = Array<string>(3).fill('till_not_enrolled')
  expect(await all(null)).toEqual(not)
  expect(await all(world.stores.gh.tills[1]!.id)).toEqual(not)
  expect(await all(shop.till_id)).toEqual(['ok', 'ok', 'ok'])
  await shop.set('tills_enrolled_only', false)
  expect(await shop.sell([{ sku_id: sugar, qty_m: 1_000 }], at(null)).then(() => 'ok')).toBe('ok')
})
