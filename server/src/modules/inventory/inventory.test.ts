import { afterAll, beforeAll, expect, test } from 'vitest'
import { asFen } from '#contract/money.ts'
import { inChain, sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { changeSetting } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { upsertGoods } from '#modules/catalog/catalog.ts'
import { freshDatabase, makeWorld, noon } from '#test/world.ts'
import type { World } from '#test/world.ts'
import { listGoods, lockStock, moveStock, openStock, readGoods, writeStock } from './inventory.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>, world: World
let pear: string, plum: string, milk: string

beforeAll(async () => {
  database = await freshDatabase()
  world = await makeWorld(database.db)
  const entered = await inWorld((tx) => upsertGoods(tx, world.who.owner, ['梨', '李子', '牛奶'].map((name) => ({
    source_code: name, name, category: name === '牛奶' ? '奶' : '水果', unit: '盒', sold_by: 'piece', barcode: null,
    list_price_fen: asFen(996), member_price_fen: asFen(900), cost_fen: asFen(512),
  }))))
  ;[pear, plum, milk] = entered.map(({ sku_id }) => sku_id) as [string, string, string]
})
afterAll(async () => { await database?.drop() })

const inWorld = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(world.db, world.chain_id, work)
const sell = (sku_id: string, pieces: number) => inWorld(async (tx) => {
  const store_id = world.stores.gh.id
  const state = await lockStock(tx, world.chain_id, [{ store_id, sku_id }])
  await writeStock(tx, world.who.cashier, [moveStock(state, {
    store_id, sku_id, kind: 'sale', delta_m: -1_000 * pieces, ref: newId(), made_by: world.staff.cashier,
    at: noon,
  })])
})
const levelOf = async (sku_id: string, who: Who = world.who.owner) =>
  (await inWorld((tx) => readGoods(tx, who, { sku_id }))).stock.map(({ on_hand_m }) => on_hand_m)

test('opening stock is booked in once: neither the same file nor one after a sale changes it', async () => {
  const rows = [
    { store_id: world.stores.gh.id, sku_id: pear, on_hand_m: 12_500 },
    { store_id: world.stores.jy.id, sku_id: pear, on_hand_m: 0 },
  ]
  const open = () => inWorld((tx) => openStock(tx, world.who.owner, rows))
  expect(await open()).toHaveLength(1)
  expect(await open()).toEqual([])
  await sell(pear, 2)
  expect(await open()).toEqual([])
  expect(await levelOf(pear)).toEqual([10_500, 0])
})

test('an article that never had stock is sold below zero', async () => {
  await sell(plum, 3)
  expect((await levelOf(plum))[0]).toBe(-3_000)
})

test('tills selling one new article at one moment lose no move', async () => {
  await Promise.all(Array.from({ length: 12 }, () => sell(milk, 1)))
  expect((await levelOf(milk))[0]).toBe(-12_000)
  const { rows } = await inWorld((tx) => sql<{ version: number; after_m: number }>`
    select version, after_m from inventory.moves
     where chain_id = ${world.chain_id} and sku_id = ${milk} order by version`.execute(tx))
  expect(rows)
    .toEqual(Array.from({ length: 12 }, (_, at) => ({ version: at + 1, after_m: -1_000 * (at + 1) })))
})

test('many orders on one state are written together, as the last one left it', async () => {
  const needs = [pear, plum, pear].map((sku_id) => ({ store_id: world.stores.jy.id, sku_id }))
  await inWorld(async (tx) => {
    const state = await lockStock(tx, world.chain_id, needs)
    const moves = needs.map((need) => moveStock(state, {
      ...need, kind: 'sale', delta_m: -1_000, ref: newId(), made_by: world.staff.jyCashier, at: noon,
    }))
    await writeStock(tx, world.who.jyCashier, moves)
  })
  expect([(await levelOf(pear))[1], (await levelOf(plum))[1]]).toEqual([-2_000, -1_000])
})

test('writing over stock that moved since it was read fails instead of losing the move', async () => {
  const need = { store_id: world.stores.gh.id, sku_id: plum }
  const stale = await inWorld((tx) => lockStock(tx, world.chain_id, [need]))
  await sell(plum, 1)
  const move = moveStock(stale, {
    ...need, kind: 'count', delta_m: 1, ref: newId(), made_by: world.staff.owner, at: noon,
  })
  await expect(inWorld((tx) => writeStock(tx, world.who.owner, [move]))).rejects.toThrow('stock moved')
})

test('goods are listed with the stock of the stores in reach, or of one of them', async () => {
  const list = (who: Who, input: Parameters<typeof listGoods>[2]) =>
    inWorld((tx) => listGoods(tx, who, input))
  const pearsOf = async (who: Who, store_id?: string) => {
    const { rows } = await list(who, { search: '梨', ...store_id ? { store_id } : {} })
    return rows.map(({ on_hand_m, cost_fen }) => [on_hand_m, cost_fen])
  }
  expect(await pearsOf(world.who.owner)).toEqual([[8_500, 512]])
  expect(await pearsOf(world.who.owner, world.stores.jy.id)).toEqual([[-2_000, 512]])
  expect(await pearsOf(world.who.cashier)).toEqual([[10_500, null]])
  await expect(list(world.who.cashier, { store_id: world.stores.jy.id })).rejects.toThrow('store_unknown')

  const fruit = await list(world.who.owner, { category: '水果' })
  expect([fruit.total, fruit.categories]).toEqual([2, [{ name: '水果', goods: 2 }, { name: '奶', goods: 1 }]])
  const first = await list(world.who.owner, { limit: 2 })
  const second = await list(world.who.owner, { limit: 2, cursor: first.next! })
  expect([...first.rows, ...second.rows].map(({ name }) => name)).toEqual(['梨', '李子', '牛奶'])
  expect(second.next).toBeNull()
  await expect(list(world.who.owner, { cursor: 'bm90LW91cnM' })).rejects.toThrow('bad_input')
})

test('an article shows its latest moves, newest first, of the stores in reach alone', async () => {
  const shown = await inWorld((tx) => readGoods(tx, world.who.cashier, { sku_id: pear }))
  expect(shown.stock.map(({ store }) => store)).toEqual(['桂花路店'])
  expect(shown.moves.map(({ kind, after_m }) => [kind, after_m]))
    .toEqual([['sale', 10_500], ['opening', 12_500]])
  expect(shown.sku).toMatchObject({ name: '梨', on_hand_m: 10_500, barcodes: [], deleted: false })
  await expect(inWorld((tx) => readGoods(tx, world.who.owner, { sku_id: newId() })))
    .rejects.toThrow('not_found')
})

test('where stock is switched off, or not for somebody to see, no page tells of it', async () => {
  const { owner, manager } = world.who
  const seen = async (who: Who) => {
    const { rows } = await inWorld((tx) => listGoods(tx, who, { search: '牛奶' }))
    const { sku, stock, moves } = await inWorld((tx) => readGoods(tx, who, { sku_id: milk }))
    return [rows[0]!.on_hand_m, sku.on_hand_m, stock.length, moves.length > 0]
  }
  await sell(milk, 2)
  const [on_hand_m] = await seen(owner)
  expect(await seen(owner)).toEqual([on_hand_m, on_hand_m, 2, true])
  expect(on_hand_m).not.toBe(0)
  const blind = { ...owner,
    permissions: new Set([...owner.permissions].filter((one) => one !== 'stock.read')) }
  expect(await seen(blind)).toEqual([null, null, 0, false])
  await inWorld((tx) => changeSetting(tx, owner, {
    key: 'features_off', place_id: world.stores.gh.id, to: { value: ['stock'] },
  }))
  expect(await seen(manager)).toEqual([null, null, 0, false])
  expect((await seen(owner))[2]).toBe(1)
})
