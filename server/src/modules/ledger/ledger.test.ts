import { inChain, sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { once } from '#kernel/once.ts'
import { openShop, stored } from '#test/shop.ts'
import type { Shop } from '#test/shop.ts'
import { at, freshDatabase, makeWorld } from '#test/world.ts'
import type { FreshDatabase } from '#test/database.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  balances, lockBooks, openAccounts, postReserve, readLots, readStatement, reserve, voidReserve,
} from './ledger.ts'
import type { StatementLine } from './ledger.ts'

let database: FreshDatabase, shop: Shop
beforeAll(async () => {
  database = await freshDatabase()
  shop = openShop(await makeWorld(database.db))
  await shop.set('top_up_plan', [])
})
afterAll(async () => { await database.drop() })
afterEach(async () => { expect(await shop.faults()).toEqual([]) })

let phones = 13_500_000_000
const richMember = async (...top_ups: number[]) => {
  const member_id = await shop.member('周敏华', String(phones += 1))
  for (const [index, paid] of top_ups.entries())
    await shop.topUp(member_id, paid, { who: at(shop.world.who.cashier, `2026-05-16T11:0${index}:00+08:00`) })
  return member_id
}
const who = () => shop.world.who.cashier
const base = (owner_id: string) => ({ owner_id, op_key: newId(), store_id: shop.store_id })
const setAside = (owner_id: string, amount: number) => shop.within((tx) =>
  reserve(tx, who(), { ...base(owner_id), account: 'principal', amount, ref: newId() }))
const post = (owner_id: string, reserve_id: string) => shop.within((tx) =>
  postReserve(tx, who(), { ...base(owner_id), reserve_id, to: '@deposits' }))
const giveUp = (owner_id: string, reserve_id: string) => shop.within((tx) =>
  voidReserve(tx, who(), { ...base(owner_id), reserve_id }))
const held = async (owner_id: string) =>
  (await shop.within((tx) => balances(tx, shop.world.chain_id, [owner_id]))).get(owner_id)!
const lotsOf = async (owner_id: string) =>
  (await shop.within((tx) => readLots(tx, shop.world.chain_id, owner_id))).map((lot) => lot.remaining)
const refusedWith = (code: string, params: object = {}) =>
  expect.objectContaining({ code, params }) as unknown

test('value in flight is the member\'s and cannot be spent; posted it is gone, once', async () => {
  const member_id = await richMember(10_000, 20_000)
  const reserve_id = await setAside(member_id, 12_000)
  expect(await held(member_id)).toMatchObject({ 'principal': 18_000, 'principal.reserved': 12_000 })
  expect(await lotsOf(member_id)).toEqual([18_000])
  const goods = await shop.goods('一百八十一块', 18_100)
  await expect(shop.sell([{ sku_id: goods, qty_m: 1000 }], { member_id, tenders: [stored(18_100)] })).rejects
    .toEqual(refusedWith('value_short', { needed_fen: 18_100, balance_fen: 18_000, short_fen: 100 }))
  await expect(setAside(member_id, 18_001)).rejects
    .toEqual(refusedWith('value_short', { needed_fen: 18_001, balance_fen: 18_000, short_fen: 1 }))

  await post(member_id, reserve_id)
  expect(await held(member_id)).toMatchObject({ 'principal': 18_000, 'principal.reserved': 0 })
  await expect(post(member_id, reserve_id))
    .rejects.toEqual(refusedWith('reserve_ended', { outcome: 'posted' }))
  await expect(giveUp(member_id, reserve_id))
    .rejects.toEqual(refusedWith('reserve_ended', { outcome: 'posted' }))
  expect(await held(member_id)).toMatchObject({ 'principal': 18_000, 'principal.reserved': 0 })
})

test('given up it stands in the very lots it came from, and can be spent again', async () => {
  const member_id = await richMember(10_000, 20_000, 5_000)
  const one = await setAside(member_id, 12_000), two = await setAside(member_id, 20_000)
  expect(await lotsOf(member_id)).toEqual([3_000])
  await giveUp(member_id, one)
  expect(await lotsOf(member_id)).toEqual([10_000, 2_000, 3_000])
  await expect(post(member_id, one)).rejects.toEqual(refusedWith('reserve_ended', { outcome: 'voided' }))
  await post(member_id, two)
  expect(await lotsOf(member_id)).toEqual([10_000, 2_000, 3_000])
  const goods = await shop.goods('一百五十块', 15_000)
  await shop.sell([{ sku_id: goods, qty_m: 1000 }], { member_id, tenders: [stored(15_000)] })
  expect(await held(member_id)).toMatchObject({ 'principal': 0, 'principal.reserved': 0 })
})

test('what is set aside counts against the limit of a card', async () => {
  const member_id = await richMember(250_000)
  const reserve_id = await setAside(member_id, 250_000)
  await expect(shop.topUp(member_id, 250_001)).rejects
    .toEqual(refusedWith('value_over_cap', { cap_fen: 500_000, room_fen: 250_000 }))
  await giveUp(member_id, reserve_id)
})

test('two reserves at once, also a member\'s first two, are both there', async () => {
  const member_id = await richMember(10_000)
  const ids = await Promise.all([
    setAside(member_id, 1_000), setAside(member_id, 2_000), setAside(member_id, 4_000),
  ])
  expect(await held(member_id)).toMatchObject({ 'principal': 3_000, 'principal.reserved': 7_000 })
  await Promise.all([post(member_id, ids[0]), giveUp(member_id, ids[1]), post(member_id, ids[2])])
  expect(await held(member_id)).toMatchObject({ 'principal': 5_000, 'principal.reserved': 0 })
})

test('of 20 ends of one reserve at once one comes through', async () => {
  const member_id = await richMember(10_000), reserve_id = await setAside(member_id, 4_000)
  const ended = await Promise.allSettled(Array.from({ length: 20 }, (_, index) =>
    index % 2 ? post(member_id, reserve_id) : giveUp(member_id, reserve_id)))
  expect(ended.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  const { principal, 'principal.reserved': aside } = await held(member_id)
  expect([aside, [6_000, 10_000].includes(principal!)]).toEqual([0, true])
})

test('spends and reserves at once never take more than there is', async () => {
  const member_id = await richMember(10_000), goods = await shop.goods('三十块', 3_000)
  const ended = await Promise.allSettled(Array.from({ length: 12 }, (_, index) =>
    index % 2 ? setAside(member_id, 3_000)
      : shop.sell([{ sku_id: goods, qty_m: 1000 }], { member_id, tenders: [stored(3_000)] })))
  expect(ended.filter((one) => one.status === 'fulfilled')).toHaveLength(3)
  expect((await held(member_id))['principal']).toBe(1_000)
})

test('under one key a reserve is made once', async () => {
  const member_id = await richMember(10_000)
  const input = { ...base(member_id), account: 'principal', amount: 4_000, ref: newId() }
  const asked = (tx: Tx) => once(tx, who(), {
    owner_id: shop.store_id, op_key: input.op_key, verb: 'deposit.take', input,
    act: () => reserve(tx, who(), input),
  })
  const ids = await Promise.all(Array.from({ length: 8 }, () => shop.within(asked)))
  expect(new Set(ids).size).toBe(1)
  expect(await held(member_id)).toMatchObject({ 'principal': 6_000, 'principal.reserved': 4_000 })
})

test('a reserve that is not there, or another member\'s, cannot end; nothing is left behind', async () => {
  const [member_id, other_id] = [await richMember(10_000), await richMember(10_000)]
  const reserve_id = await setAside(member_id, 4_000)
  await expect(post(other_id, reserve_id)).rejects.toEqual(refusedWith('not_found'))
  await expect(giveUp(member_id, newId())).rejects.toEqual(refusedWith('not_found'))
  await expect(setAside(member_id, 0)).rejects.toThrow(/reserves_amount_check/)
  await expect(setAside(newId(), 100)).rejects.toThrow(/account principal of .* is locked/)
  expect(await held(member_id)).toMatchObject({ 'principal': 6_000, 'principal.reserved': 4_000 })
})

test('an account that is there stays as it is when it is opened again', async () => {
  const member_id = await richMember(10_000)
  await shop.within((tx) => openAccounts(tx, who(), { owner_id: member_id, accounts: [
    { id: 'principal', unit: 'fen', floor: 0 }, { id: 'visits', unit: 'points', floor: 0 },
  ] }))
  expect(await held(member_id)).toEqual({ principal: 10_000, bonus: 0, points: 0, visits: 0 })
})

test('the floor holds in the database too, whatever the application thinks', async () => {
  const member_id = await richMember(100)
  const below = (account: string) => shop.within((tx) => sql`update ledger.accounts set balance = -1
    where owner_id = ${member_id} and id = ${account}`.execute(tx))
  await expect(below('principal')).rejects.toMatchObject({ code: '23514', constraint: 'balance_above_floor' })
  await expect(shop.within((tx) =>
    sql`update ledger.lots set remaining = 101 where owner_id = ${member_id}`.execute(tx)))
    .rejects.toMatchObject({ code: '23514', constraint: 'remaining_within_amount' })
})

test('a statement runs newest first, each line with the balance it left, and pages without a seam',
  async () => {
    const member_id = await richMember(10_000, 20_000)
    const goods = await shop.goods('一百五十块整', 15_000)
    await shop.sell([{ sku_id: goods, qty_m: 1000 }], { member_id, tenders: [stored(15_000)] })
    const asked = {
      owner_id: member_id, account: 'principal' as string | null, before: null as StatementLine | null,
      limit: 50,
    }
    const read = (more: Partial<typeof asked>) =>
      shop.within((tx) => readStatement(tx, shop.world.chain_id, { ...asked, ...more }))
    const all = await read({})
    expect(all.map(({ kind, amount, balance }) => [kind, amount, balance])).toEqual([
      ['sale.pay', -5_000, 15_000], ['sale.pay', -10_000, 20_000], ['top_up.pay', 20_000, 30_000],
      ['top_up.pay', 10_000, 10_000],
    ])
    const first = await read({ limit: 2 })
    expect([...first, ...await read({ before: first.at(-1)! })]).toEqual(all)
    // What is set aside has two lines, one in each account: the seam may run between them.
    await setAside(member_id, 1_000)
    const whole = await read({ account: null }), [newest, next] = whole
    expect([newest, next]).toMatchObject([
      { id: next!.id, account: 'principal.reserved', amount: 1_000 },
      { account: 'principal', amount: -1_000 },
    ])
    expect(whole.map(({ account }) => account)).toContain('points')
    for (const [place, line] of whole.entries())
      expect(await read({ account: null, before: line })).toEqual(whole.slice(place + 1))
  })

test('books are locked for their owners alone, and none are asked for nobody', async () => {
  const member_id = await richMember(100)
  const { chain_id } = shop.world
  const books = await shop.within((tx) =>
    lockBooks(tx, chain_id, { owner_ids: [member_id, newId()], acts: [] }))
  expect([...books.accounts.keys()].sort())
    .toEqual(['bonus', 'points', 'principal'].map((id) => `${member_id} ${id}`))
  const none = await inChain(database.db, chain_id, (tx) =>
    lockBooks(tx, chain_id, { owner_ids: [], acts: [] }))
  expect(none.accounts.size).toBe(0)
})
