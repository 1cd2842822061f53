import { isReceiptToken } from '#contract/sales.ts'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { changeSetting } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { closeStore, reopenStore } from '#modules/org/stores.ts'
import type { FreshDatabase } from '#test/database.ts'
import { cash, openShop, stored } from '#test/shop.ts'
import type { At, Shop } from '#test/shop.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { byReceipt, quoteGivingBack, read } from './sales.ts'
import { newToken } from './token.ts'

let database: FreshDatabase, shop: Shop, jy: At, clerk: Who, rice: string
beforeAll(async () => {
  database = await freshDatabase()
  shop = openShop(await makeWorld(database.db))
  const { stores, who: { jyCashier } } = shop.world
  jy = { store_id: stores.jy.id, till_id: stores.jy.tills[0]!.id }
  clerk = { ...jyCashier, permissions: new Set([...jyCashier.permissions, 'sales.return_anywhere']) }
  rice = await shop.goods('五常大米', 5_000)
})
afterAll(async () => {
  expect(await shop.faults()).toEqual([])
  await database.drop()
})

const find = (who: Who, receipt_no: string) => shop.within((tx) => byReceipt(tx, who, { receipt_no }))
const piece = [{ line: 1, qty_m: 1000 }]
const notFound = (ref?: string) => expect.objectContaining({ code: 'not_found', ...ref && { ref } }) as Error
const onHand = async (store_id: string) => (await shop.within((tx) => sql<{ qty: number }>`
  select on_hand_m as qty from inventory.stock
   where store_id = ${store_id} and sku_id = ${rice}`.execute(tx))).rows[0]?.qty ?? 0

test('every receipt has a token of its own, in its reply and on the sale', async () => {
  const sold = await shop.sell([{ sku_id: rice, qty_m: 1000 }])
  expect(isReceiptToken(sold.token)).toBe(true)
  expect((await shop.within((tx) => read(tx, shop.world.who.cashier, sold))).token).toBe(sold.token)
  expect(isReceiptToken(sold.receipt_no)).toBe(false)
  expect(new Set(Array.from({ length: 1000 }, newToken)).size).toBe(1000)
})

test('another store\'s sale opens by its token alone, with the permission, where the chain takes goods back',
  async () => {
    const sold = await shop.sell([{ sku_id: rice, qty_m: 1000 }])
    const { jyCashier, cashier } = shop.world.who
    expect(await find(clerk, sold.token)).toMatchObject({ id: sold.sale_id, store: '桂花路店' })
    expect(await find(clerk, sold.token.toLowerCase())).toMatchObject({ id: sold.sale_id })
    expect(await find(cashier, sold.token)).toMatchObject({ id: sold.sale_id })
    await expect(find(clerk, sold.receipt_no)).rejects.toEqual(notFound(sold.sale_id))
    await expect(find(jyCashier, sold.token)).rejects.toEqual(notFound(sold.sale_id))
    await expect(find(clerk, newToken())).rejects.toEqual(notFound())
    await expect(shop.within((tx) => read(tx, clerk, sold))).rejects.toEqual(notFound(sold.sale_id))
    await shop.set('returns_anywhere', false)
    await expect(find(clerk, sold.token)).rejects.toEqual(notFound(sold.sale_id))
    await shop.set('returns_anywhere', true)
  })

test('what it gives back is told and given by the token alone', async () => {
  const sold = await shop.sell([{ sku_id: rice, qty_m: 2000 }])
  const other = await shop.sell([{ sku_id: rice, qty_m: 1000 }])
  const quoted = (who: Who, token?: string) => shop.within((tx) => quoteGivingBack(tx, who, {
    sale_id: sold.sale_id, lines: [{ line: 1, qty_m: 1000 as never }], store_id: jy.store_id,
    ...token && { token },
  }))
  const back = (who: Who, token?: string) =>
    shop.giveBack(sold.sale_id, piece, { who, at: jy, ...token && { token } })
  for (const token of [undefined, other.token, newToken()]) {
    await expect(quoted(clerk, token)).rejects.toEqual(notFound(sold.sale_id))
    await expect(back(clerk, token)).rejects.toEqual(notFound(sold.sale_id))
  }
  await expect(back(shop.world.who.jyCashier, sold.token)).rejects.toEqual(notFound(sold.sale_id))
  expect(await quoted(clerk, sold.token)).toMatchObject({ amount_fen: 5_000, to_approve: false })
  await expect(back(clerk, sold.token)).resolves.toMatchObject({ amount_fen: 5_000 })
  await expect(shop.giveBack(newId(), piece, { who: clerk, at: jy, token: sold.token })).rejects
    .toEqual(notFound())
})

test('goods, money and receipt number are of the store that takes it back; the return stays with its sale',
  async () => {
    const member_id = await shop.member('周敏华', '13900000001')
    await shop.topUp(member_id, 10_000)
    const sold = await shop.sell([{ sku_id: rice, qty_m: 2000 }], {
      member_id, tenders: [stored(4_000), cash(6_000)],
    })
    const [gh_before, jy_before] = [await onHand(shop.store_id), await onHand(jy.store_id)]
    const back = await shop.giveBack(sold.sale_id, piece, { who: clerk, at: jy, token: sold.token })
    expect(back).toMatchObject({
      amount_fen: 5_000,
      tenders: [{ kind: 'principal', amount_fen: 2_000 }, { kind: 'cash', amount_fen: 3_000 }],
      holdings: { principal_fen: 8_000 },
    })
    expect(back.receipt_no).toMatch(/^JY1-/)
    expect([await onHand(shop.store_id), await onHand(jy.store_id)]).toEqual([gh_before, jy_before + 1000])
    const { rows } = await shop.within((tx) => sql`
      select r.store_id, r.at_store_id, t.store_id as moved_at, n.data ->> 'sold_store_id' as sold_at
        from sales.returns r
        join ledger.transfers t on t.chain_id = r.chain_id and t.doc_id = r.id and t.kind = 'return.pay'
        join kernel.notes n on n.chain_id = r.chain_id and n.owner_id = r.at_store_id
         and n.data ->> 'sale_id' = r.sale_id::text
       where r.id = ${back.return_id}`.execute(tx))
    expect(rows).toEqual([{
      store_id: shop.store_id, at_store_id: jy.store_id, moved_at: jy.store_id, sold_at: shop.store_id,
    }])
    const seen = await shop.within((tx) => read(tx, shop.world.who.cashier, sold))
    expect(seen.returns).toMatchObject([
      { receipt_no: back.receipt_no, store_id: jy.store_id, store: '锦云坊店' },
    ])
  })

test('the last piece handed over in two stores at the same moment comes back once', async () => {
  const sold = await shop.sell([{ sku_id: rice, qty_m: 1000 }])
  const both = await Promise.allSettled([
    shop.giveBack(sold.sale_id, piece),
    shop.giveBack(sold.sale_id, piece, { who: clerk, at: jy, token: sold.token }),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('a store may keep to its own sales, and its own limit holds for what it takes back', async () => {
  const sold = await shop.sell([{ sku_id: rice, qty_m: 2000 }])
  const set = (key: 'returns_anywhere' | 'approve_return_over_fen', value: unknown) => shop.within((tx) =>
    changeSetting(tx, shop.world.who.owner, { key, place_id: jy.store_id, to: { value } }))
  const back = () => shop.giveBack(sold.sale_id, piece, { who: clerk, at: jy, token: sold.token })
  await set('returns_anywhere', false)
  await expect(back()).rejects.toEqual(notFound(sold.sale_id))
  await set('returns_anywhere', true)
  await set('approve_return_over_fen', 4_999)
  await expect(back()).rejects.toMatchObject({ code: 'approval_needed' })
  await set('approve_return_over_fen', null)
  await expect(back()).resolves.toMatchObject({ amount_fen: 5_000 })
})

test('a closed store sells no more; what it sold comes back elsewhere through the token', async () => {
  const { owner, jyCashier, manager } = shop.world.who
  const member_id = await shop.member('沈玉珍', '13900000002')
  const sold = await shop.sell([{ sku_id: rice, qty_m: 1000 }], { who: jyCashier, at: jy })
  await shop.within((tx) => closeStore(tx, owner, { store_id: jy.store_id }))
  const closed = expect.objectContaining({ code: 'store_closed' }) as Error
  await expect(shop.sell([{ sku_id: rice, qty_m: 1000 }], { who: jyCashier, at: jy })).rejects.toEqual(closed)
  await expect(shop.counter.settle({ kind: 'top_up', who: jyCashier, input: {
    op_key: newId(), ...jy, member_id, principal_fen: 1_000 as never, bonus_fen: 0 as never,
    tender: { kind: 'other', reference: 'wx 1' },
  } })).rejects.toEqual(closed)
  await expect(shop.giveBack(sold.sale_id, piece, { who: jyCashier, at: jy })).rejects.toEqual(closed)
  await expect(shop.giveBack(sold.sale_id, piece, { who: manager, token: sold.token })).resolves
    .toMatchObject({ amount_fen: 5_000 })
  await shop.within((tx) => reopenStore(tx, owner, { store_id: jy.store_id }))
})

test('whoever sees only what is theirs sees the sales they made', async () => {
  const { cashier } = shop.world.who
  const mine: Who = { ...cashier, scope: 'own' }
  const other: Who = { ...mine, principal: { kind: 'staff', id: newId() } }
  const sold = await shop.sell([{ sku_id: rice, qty_m: 1000 }])
  await expect(shop.within((tx) => read(tx, mine, sold))).resolves.toMatchObject({ id: sold.sale_id })
  await expect(shop.within((tx) => read(tx, other, sold))).rejects.toEqual(notFound(sold.sale_id))
})
