import { afterAll, beforeAll, expect, test } from 'vitest'
import { find } from '#contract/finder.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'
import { openShop } from '#test/shop.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import type { PersonName } from '#test/world.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const shop = openShop(world)
const { app, close } = await serveWorld(world, fresh.app_url)
afterAll(async () => {
  await close()
  await fresh.drop()
})
let receipt_no: string
beforeAll(async () => {
  await shop.member('周敏华', '13912345678')
  const cabbage = await shop.goods('卷心菜', 500)
  for (let at = 1; at <= 7; at += 1) await shop.goods(`大米${at}号`, 1_000)
  receipt_no = (await shop.sell([{ sku_id: cabbage, qty_m: 1_000 }])).receipt_no
})

const cookies = new Map<PersonName, string>()

async function found(name: PersonName, typed: string): Promise<Record<string, Record<string, unknown>[]>> {
  const cookie = cookies.get(name) ?? await signInAs(app, world, name)
  cookies.set(name, cookie)
  return (await ask(app, find, { find: typed, as: { cookie } })).json()
}

test('one box finds members, orders, goods, stores and staff, each by what it is known by', async () => {
  const cases: [string, string, object][] = [
    ['周敏', 'members', { name: '周敏华', phone_masked: '139****5678', store: '桂花路店' }],
    ['zmh', 'members', { name: '周敏华' }], ['5678', 'members', { name: '周敏华' }],
    ['13912345678', 'members', { name: '周敏华' }], ['卷心', 'goods', { name: '卷心菜', list_price_fen: 500 }],
    ['jxc', 'goods', { name: '卷心菜' }], ['锦云', 'stores', { code: 'JY' }], ['jyf', 'stores', { code: 'JY' }],
    ['wxl', 'staff', { name: '王秀兰' }], ['0004', 'staff', { name: '赵敏', phone_masked: '138****0004' }],
  ]
  for (const [typed, kind, row] of cases)
    expect([typed, (await found('owner', typed))[kind]![0]]).toMatchObject([typed, row])
})

test('an order is found by its receipt number and by the beginning of it', async () => {
  const receipts = async (typed: string) =>
    (await found('owner', typed))['orders']!.map((row) => row['receipt_no'])
  expect(await receipts(receipt_no)).toEqual([receipt_no])
  expect(await receipts(receipt_no.slice(0, -2).toLowerCase())).toEqual([receipt_no])
  expect(await receipts('GH')).toEqual([])
  expect(await receipts(`${receipt_no.slice(0, -1)}9`)).toEqual([])
})

test('five of a kind are enough to pick from', async () => {
  expect((await found('owner', '大米'))['goods']).toHaveLength(5)
})

test('a kind that may not be seen is not in the answer, and what is there lies in reach', async () => {
  expect(Object.keys(await found('cashier', '周'))).not.toContain('staff')
  expect(Object.keys(await found('owner', '周'))).toEqual(['members', 'orders', 'goods', 'stores', 'staff'])
  expect((await found('jyCashier', receipt_no))['orders']).toEqual([])
  expect((await found('manager', '锦云'))['stores']).toEqual([])
  expect((await found('manager', '赵敏'))['staff']).toEqual([])
  expect((await ask(app, find, { find: '周' })).json().code).toBe('not_signed_in')
})

test('a feature that is switched off leaves no trace', async () => {
  await shop.set('features_off', ['members'])
  expect(Object.keys(await found('owner', '周'))).not.toContain('members')
  await shop.set('features_off', [])
})

test('nothing typed is refused, and whatever is typed is answered', async () => {
  const as = { cookie: await signInAs(app, world, 'owner') }
  expect((await ask(app, find, { find: ' ', as })).json().code).toBe('bad_input')
  for (const typed of [`' or 1=1 --`, '%', '_', '\\', '☂️', 'GH1-', '=1', '0'.repeat(60)])
    expect([typed, (await ask(app, find, { find: typed, as })).statusCode]).toEqual([typed, 200])
})
