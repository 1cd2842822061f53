import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asFen } from '#contract/money.ts'
import { inChain, sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { bumpVersion, readVersion } from '#kernel/versions.ts'
import { at, freshDatabase, makeWorld } from '#test/world.ts'
import type { World } from '#test/world.ts'
import {
  addBarcode, createGoods, deleteGoods, findBarcode, priceGoods, readSkus, readTillCatalog,
  removeBarcode, searchGoods,
  upsertGoods,
} from './catalog.ts'
import type { GoodsForImport } from './catalog.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>, world: World

beforeAll(async () => {
  database = await freshDatabase()
  world = await makeWorld(database.db)
})
afterAll(async () => { await database?.drop() })

let acts = 0
const inWorld = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(world.db, world.chain_id, work)
const goods = (change: Partial<Parameters<typeof createGoods>[2]> = {}) => ({
  op_key: `goods-${acts += 1}`, name: '砀山梨', category: '水果', barcode: null, unit: '盒',
  sold_by: 'piece' as const,
  list_price_fen: asFen(996), member_price_fen: null, ...change,
})
const make = (change: Partial<Parameters<typeof createGoods>[2]> = {}) =>
  inWorld((tx) => createGoods(tx, world.who.owner, goods(change)))
const catalogOf = () => inWorld((tx) =>
  readTillCatalog(tx, world.who.cashier, { store_id: world.stores.gh.id }))
const count = async (table: string): Promise<number> => {
  const { rows } = await inWorld((tx) =>
    sql<{ n: number }>`select count(*) as n from ${sql.raw(table)}`.execute(tx))
  return rows[0]!.n
}

test('an article made at the till is in its catalogue, with codes, pinyin and a new version', async () => {
  const before = await catalogOf()
  const made = await make({
    name: '五花肉 🐖', category: '肉', barcode: '6901234567892', sold_by: 'weight', unit: 'kg',
  })
  expect(made).toMatchObject({
    name: '五花肉 🐖', barcodes: ['6901234567892'], pinyin: 'wuhuarou', initials: 'whr', plu: made.code,
  })
  expect(made.code).toMatch(/^\d{5}$/)
  const after = await catalogOf()
  expect(after.version).toBeGreaterThan(before.version)
  expect(after.skus.find(({ id }) => id === made.id)).toEqual(made)
  expect(after.categories).toContain('肉')
  expect(after.label_layouts.length).toBeGreaterThan(0)
})

test('the same operation key makes one article, and refuses other goods', async () => {
  const order = goods({ name: '只建一次' })
  const first = await inWorld((tx) => createGoods(tx, world.who.owner, order))
  const again = await inWorld((tx) => createGoods(tx, world.who.owner, order))
  expect(again).toEqual(first)
  await expect(inWorld((tx) => createGoods(tx, world.who.owner, { ...order, name: '别的' })))
    .rejects.toThrow('op_key_reused')
})

test('a barcode is found, refused by its check digit, or unknown', async () => {
  const made = await make({ barcode: '036000291452' })
  const find = (barcode: string) => inWorld((tx) => findBarcode(tx, world.who.cashier, { barcode }))
  expect(await find('036000291452')).toEqual(made)
  expect(await find('0036000291452')).toEqual(made)
  await expect(find('036000291453')).rejects.toThrow('barcode_wrong_check_digit')
  await expect(find('6900000000014')).rejects.toThrow('barcode_unknown')
  const odd = row({ source_code: 'odd', barcode: '8997788998623' })
  await inWorld((tx) => upsertGoods(tx, world.who.owner, [odd]))
  expect((await find('8997788998623')).name).toBe('导入的梨')
})

test('a barcode is taken by the article that has it, until that is off sale', async () => {
  const first = await make({ name: '先来的', barcode: '6900000000021' })
  const asked = make({ name: '后来的', barcode: '6900000000021' })
  await expect(asked).rejects.toMatchObject({ code: 'barcode_taken', params: { name: '先来的' } })
  await expect(make({ barcode: '6900000000022' })).rejects.toThrow('barcode_wrong_check_digit')
  await inWorld((tx) => deleteGoods(tx, world.who.owner, { sku_id: first.id }))
  expect((await make({ name: '后来的', barcode: '6900000000021' })).barcodes).toEqual(['6900000000021'])
})

test('eight tills that create one barcode at one moment make one article of it', async () => {
  const asked = Array.from({ length: 8 }, () => make({ name: '抢', barcode: '6900000000038' }))
  const done = await Promise.allSettled(asked)
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of done)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'barcode_taken' })
  const codes = (await catalogOf()).skus.map(({ code }) => code)
  expect(new Set(codes).size).toBe(codes.length)
})

test('a new price holds from now on, and the old one stays on record', async () => {
  const { id } = await make()
  const price = (list: number, member: number | null) => inWorld((tx) => priceGoods(tx, world.who.manager, {
    sku_id: id, list_price_fen: asFen(list), member_price_fen: member === null ? null : asFen(member),
  }))
  expect(await price(1_200, 1_100)).toMatchObject({ list_price_fen: 1_200, member_price_fen: 1_100 })
  const version = await inWorld((tx) => readVersion(tx, world.chain_id, 'catalog'))
  await price(1_200, 1_100)
  expect(await inWorld((tx) => readVersion(tx, world.chain_id, 'catalog'))).toBe(version)
  const { rows } = await inWorld((tx) => sql<{ list_price_fen: number }>`
    select list_price_fen from catalog.prices
     where chain_id = ${world.chain_id} and sku_id = ${id} order by id`.execute(tx))
  expect(rows.map(({ list_price_fen }) => list_price_fen)).toEqual([996, 1_200])
})

test('an article off sale leaves the catalogue and keeps its name; its price is refused', async () => {
  const { id } = await make({ name: '下架的' })
  const remove = (iso: string) => inWorld((tx) => deleteGoods(tx, at(world.who.owner, iso), { sku_id: id }))
  expect(await remove('2026-05-16T23:30:00+08:00')).toEqual({ deleted_on: '2026-05-16' })
  expect(await remove('2026-06-01T12:00:00+08:00')).toEqual({ deleted_on: '2026-05-16' })
  expect((await catalogOf()).skus.some((sku) => sku.id === id)).toBe(false)
  expect((await inWorld((tx) => readSkus(tx, world.chain_id, [id]))).get(id))
    .toMatchObject({ deleted: true, name: '下架的' })
  const asked = inWorld((tx) => priceGoods(tx, world.who.owner, {
    sku_id: id, list_price_fen: asFen(1), member_price_fen: null }))
  await expect(asked).rejects.toThrow('sku_deleted')
})

const row = (change: Partial<GoodsForImport> = {}): GoodsForImport => ({
  source_code: 'n-1', name: '导入的梨', category: '水果', unit: '盒', sold_by: 'piece', list_price_fen: asFen(996),
  member_price_fen: null, cost_fen: asFen(512), barcode: null, ...change,
})

test('importing twice changes nothing, and a changed row changes one article', async () => {
  const rows = Array.from({ length: 1_200 }, (_, n) => row({ source_code: `bulk-${n}`, name: `第${n}种饼干` }))
  const load = (given: GoodsForImport[]) => inWorld((tx) => upsertGoods(tx, world.who.owner, given))
  const first = await load(rows)
  expect(new Set(first.map(({ outcome }) => outcome))).toEqual(new Set(['new']))
  const seen = async () => [
    await count('catalog.skus'), await count('catalog.prices'), await count('catalog.grams'),
    await count('kernel.notes'),
    await inWorld((tx) => readVersion(tx, world.chain_id, 'catalog'))]
  const before = await seen()
  expect((await load(rows)).map(({ sku_id, outcome }) => ({ sku_id, outcome })))
    .toEqual(first.map(({ sku_id }) => ({ sku_id, outcome: 'unchanged' })))
  expect(await seen()).toEqual(before)

  const cookie = row({ source_code: 'bulk-9', name: '曲奇', list_price_fen: asFen(1) })
  const changed = await load([...rows.slice(0, 9), cookie])
  expect(changed.filter(({ outcome }) => outcome === 'changed')).toHaveLength(1)
  const { sku_id } = changed[9]!
  const sold = await inWorld((tx) => readSkus(tx, world.chain_id, [sku_id]))
  expect(sold.get(sku_id)).toMatchObject({ name: '曲奇', list_price_fen: 1 })
  const found = await search('曲奇')
  expect([found.total, (await search('第9种')).total]).toEqual([1, 0])
})

const search = (text: string, change: { category?: string; limit?: number; cursor?: string } = {}) =>
  inWorld((tx) => searchGoods(tx, world.chain_id, { search: text, deleted: false, limit: 50, ...change }))

test('goods are found by name, code, barcode, pinyin and initials', async () => {
  const made = await make({ name: '云南蓝莓 Jumbo', category: '找得到', barcode: '6900000000045' })
  const fitting = ['蓝莓', '莓', '云南 jumbo', 'JUMBO', made.code, '6900000000045', '69000000', 'yunnan', 'ynlm']
  for (const text of fitting)
    expect((await search(text)).rows.map(({ id }) => id), text).toContain(made.id)
  for (const text of ['莓蓝', '蓝莓 kg', '000045', 'lanmei']) expect((await search(text)).rows, text).toEqual([])
})

test('a page ends where the next begins, and every article is on one of them', async () => {
  const all = await search('饼干', { limit: 2_000 })
  const codes: string[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await search('饼干', { limit: 500, ...cursor === undefined ? {} : { cursor } })
    codes.push(...page.rows.map(({ code }) => code))
    expect(page.total).toBe(1_199)
    cursor = page.next
  }
  expect(codes).toEqual(all.rows.map(({ code }) => code))
  expect(codes).toHaveLength(1_199)
  expect((await search('饼干', { category: '肉' })).total).toBe(0)
})

test('another chain sees and touches nothing of this one', async () => {
  const other = await makeWorld(database.db, { code: 'other', master: world.master })
  const { id } = await make({ barcode: '6900000000052' })
  const inOther = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(other.db, other.chain_id, work)
  expect((await inOther((tx) => readSkus(tx, world.chain_id, [id]))).size).toBe(0)
  await expect(inOther((tx) => findBarcode(tx, other.who.owner, { barcode: '6900000000052' })))
    .rejects.toThrow('unknown')
  await expect(inOther((tx) => deleteGoods(tx, other.who.owner, { sku_id: id }))).rejects.toThrow('not_found')
  const made = await inOther((tx) => createGoods(tx, other.who.owner, goods({ barcode: '6900000000052' })))
  expect(made.code).toBe('10001')
  await inOther((tx) => bumpVersion(tx, other.chain_id, 'catalog'))
})

test('a search reads what it finds and not the whole shop, though row security is on', async () => {
  const owner = new pg.Client({ connectionString: database.owner_url })
  await owner.connect()
  await owner.query('analyze catalog.skus, catalog.products, catalog.grams, catalog.barcodes')
    .finally(() => owner.end())
  for (const text of ['蓝莓', 'yunnan', 'ynlm', '6900000000045', '69000000']) {
    const read = await inWorld(async (tx) => {
      const before = await rowsRead(tx)
      expect((await searchGoods(tx, world.chain_id, { search: text, deleted: false, limit: 50 })).total)
        .toBeGreaterThan(0)
      return await rowsRead(tx) - before
    })
    expect(read, text).toBeLessThan(200)
  }
})

/** Rows of articles this session read from the heap so far. */
async function rowsRead(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select sum(seq_tup_read + idx_tup_fetch)::int8 as n from pg_stat_xact_user_tables
     where schemaname = 'catalog' and relname in ('skus', 'barcodes', 'grams')`.execute(tx)
  return rows[0]!.n
}

test('an article takes more barcodes; another\'s is refused by name, one taken off is free', async () => {
  const [can, box] = [await make({ name: '可乐罐装', barcode: '6901234567885' }), await make({ name: '可乐整箱' })]
  const add = (sku_id: string, barcode: string) =>
    inWorld((tx) => addBarcode(tx, world.who.owner, { sku_id, barcode }))
  expect((await add(can.id, 'CAN-330')).barcodes.sort()).toEqual(['6901234567885', 'CAN-330'])
  const version = (await catalogOf()).version
  await add(can.id, 'CAN-330')
  expect((await catalogOf()).version).toBe(version)
  await expect(add(box.id, 'CAN-330')).rejects.toMatchObject({
    code: 'barcode_taken', params: { name: '可乐罐装' },
  })
  await expect(add(box.id, '6901234567890')).rejects.toMatchObject({ code: 'barcode_wrong_check_digit' })
  const less = await inWorld((tx) =>
    removeBarcode(tx, world.who.owner, { sku_id: can.id, barcode: 'CAN-330' }))
  expect(less.barcodes).toEqual(['6901234567885'])
  expect((await add(box.id, 'CAN-330')).barcodes).toEqual(['CAN-330'])
})
