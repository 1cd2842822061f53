import { readFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { asFen } from '#contract/money.ts'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { createGoods, upsertGoods } from '#modules/catalog/catalog.ts'
import { listGoods, lockStock, moveStock, writeStock } from '#modules/inventory/inventory.ts'
import { freshDatabase } from '#test/world.ts'
import { importGoods } from './intake.ts'
import type { GoodsFile } from './intake.ts'
import { freshChain, goodsOf, load, outcomes, within, writtenIn } from './test/stories.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>

beforeAll(async () => { database = await freshDatabase() })
afterAll(async () => { await database?.drop() })

const freshWorld = () => freshChain(database.db)
const csv = (rows: readonly (readonly (string | number)[])[], name = 'goods.csv'): GoodsFile =>
  ({ name, bytes: Buffer.from(rows.map((row) => row.join(',')).join('\n')) })

const shelf = [
  ['名称（必填）', '条码', '分类', '销售价（必填）', '会员价', '进货价', '库存量'],
  ['农夫山泉 550ml', '6921168509256', '饮料', '2', '1.8', '1.1', '24'],
  ['手工馒头', '', '主食', '1.5', '', '0.625', '40'],
  ['果冻', '8997788998623', '零食', '3', '', '2', '2.9'],
]
const changed = (row: number, column: number, value: string) =>
  shelf.map((cells, at) => cells.map((cell, place) => at === row && place === column ? value : cell))

test('a file enters with names, prices, codes and the stock of one store', async () => {
  const world = await freshWorld()
  const report = await load(world, csv(shelf))
  expect(outcomes(report)).toEqual([3, 0, 0, 0])
  expect(report.totals).toEqual({
    goods: 3, stock_m: 66_900, value_at_cost: '57.20', value_at_price: '116.70' })
  expect([report.sheet, report.header_row, report.stocked]).toEqual(['goods', 1, 3])
  expect(report.notes.map(({ row, name, code }) => [row, name, code])).toEqual([
    [3, '手工馒头', 'barcode_missing'], [3, '手工馒头', 'cost_rounded'],
    [3, '手工馒头', 'member_price_missing'], [4, '果冻', 'barcode_not_ean'],
    [4, '果冻', 'member_price_missing'], [4, '果冻', 'stock_fractional'],
  ])
  expect(await goodsOf(world, 'nfsq')).toMatchObject([{
    name: '农夫山泉 550ml', barcode: '6921168509256', category: '饮料', unit: '件', sold_by: 'piece',
    list_price_fen: 200, member_price_fen: 180, cost_fen: 110, on_hand_m: 24_000,
  }])
  expect(await goodsOf(world, '果冻')).toMatchObject([{ barcode: '8997788998623', on_hand_m: 2_900 }])
  const other = await within(world, (tx) =>
    listGoods(tx, world.who.owner, { search: '果冻', store_id: world.stores.jy.id }))
  expect(other.rows[0]!.on_hand_m).toBe(0)
})

test('an import is on record with its store, figures and the digest of its file, not its name', async () => {
  const world = await freshWorld()
  await load(world, csv(shelf, '王阿姨的店.csv'))
  const written = await writtenIn(world)
  const acts = written['kernel.audit']!.map((row) => JSON.parse(row) as { verb: string })
    .filter(({ verb }) => verb === 'goods.import_file')
  expect(acts).toMatchObject([{
    ref: world.stores.gh.id, principal_id: world.staff.manager,
    detail: {
      new: 3, changed: 0, unchanged: 0, refused: 0, stocked: 3,
      file_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    },
  }])
  expect(written['kernel.notes']!.filter((row) => row.includes('goods.changed'))).toHaveLength(1)
  expect(Object.values(written).flat().filter((row) => row.includes('王阿姨'))).toEqual([])
})

test('a price that a file changed is on record with its article, before and after', async () => {
  const world = await freshWorld()
  await load(world, csv(shelf))
  const [water] = await goodsOf(world, 'nfsq')
  await load(world, csv(changed(1, 3, '2.5')))
  const written = (await writtenIn(world))['kernel.audit']!
  const acts = written.map((row) => JSON.parse(row) as Record<string, unknown>)
  expect(acts.filter(({ verb }) => verb === 'goods.price')).toMatchObject([{
    ref: water!.id, principal_id: world.staff.manager, detail: {
      import: true, before: { list_price_fen: 200, member_price_fen: 180 },
      after: { list_price_fen: 250, member_price_fen: 180 },
    },
  }])
  const last = { rows: 3, made: 0, changed: 1, repriced: 1, back_on_sale: 0 }
  expect(acts.filter(({ verb }) => verb === 'goods.import').map(({ detail }) => detail))
    .toContainEqual(expect.objectContaining(last))
})

test('importing twice changes nothing, whatever the file looks like the second time', async () => {
  const world = await freshWorld()
  await load(world, csv(shelf))
  const before = await writtenIn(world)
  const again = await load(world, csv(shelf))
  expect(outcomes(again)).toEqual([0, 0, 3, 0])
  expect(again.stocked).toBe(0)
  expect(await writtenIn(world)).toEqual(before)

  const english = [['Price (CNY)', 'Qty', 'Product Name', 'EAN-13', 'Category', 'Cost', 'VIP价'],
    ...shelf.slice(1).map((row) => [3, 6, 0, 1, 2, 5, 4].map((column) => row[column]!)).toReversed()]
  expect(outcomes(await load(world, csv(english)))).toEqual([0, 0, 3, 0])
  expect(await writtenIn(world)).toEqual(before)
})

test('workbook, tabs and every encoding bring the same goods as the csv', async () => {
  const world = await freshWorld()
  const before = (await load(world, csv(shelf))).totals
  const text = shelf.map((row) => row.join('\t')).join('\r\n')
  const title = [['青禾便民店商品表'], [], ...shelf]
  const book = await writeExcelFile([
    { data: [['名称', '怎样填写'], ['价格', '元']], sheet: '填写说明' },
    { data: title.map((row) => row.length === 0 ? [null] : row), sheet: '商品' },
    { data: shelf.slice(0, 2), sheet: '旧表' },
  ]).toBuffer()
  const files = [
    ...['utf8', 'gb18030', 'utf-16le', 'utf-16be'].map((encoding): GoodsFile => ({
      name: `${encoding}.txt`,
      bytes: iconv.encode(text, encoding, { addBOM: encoding.startsWith('utf-16') }) })),
    { name: '商品.xlsx', bytes: new Uint8Array(book) },
  ]
  const written = await writtenIn(world)
  for (const file of files) {
    const report = await load(world, file)
    expect([file.name, ...outcomes(report), report.totals]).toEqual([file.name, 0, 0, 3, 0, before])
  }
  expect((await load(world, files.at(-1)!)).other_sheets).toEqual(['旧表'])
  expect(await writtenIn(world)).toEqual(written)
})

test('a new price in the file changes its article alone and stays on record beside the old one', async () => {
  const world = await freshWorld()
  await load(world, csv(shelf))
  expect(outcomes(await load(world, csv(changed(1, 3, '2.5'))))).toEqual([0, 1, 2, 0])
  expect(await goodsOf(world, '农夫')).toMatchObject([
    { list_price_fen: 250, member_price_fen: 180, on_hand_m: 24_000 }])
  const prices = await within(world, (tx) => sql<{ list_price_fen: number }>`
    select list_price_fen from catalog.prices where chain_id = ${world.chain_id} order by 1`.execute(tx))
  expect(prices.rows.map(({ list_price_fen }) => list_price_fen)).toEqual([150, 200, 250, 300])
})

test('a code is the same code with a zero in front, in small letters, or under another name', async () => {
  const world = await freshWorld()
  const rows = (upc: string, plain: string, name: string) =>
    csv([['名称', '条码', '售价'], ['口香糖', upc, '5'], [name, plain, '6']])
  await load(world, rows('036000291452', 'AB-12', '毛巾'))
  expect(outcomes(await load(world, rows('0036000291452', 'ab-12', '毛巾（大）')))).toEqual([0, 1, 1, 0])
  expect((await goodsOf(world, '毛巾')).map(({ name }) => name)).toEqual(['毛巾（大）'])
  expect(await goodsOf(world, '口香糖')).toHaveLength(1)
})

test('an article made at the till is what the file means; one of another list keeps its code', async () => {
  const world = await freshWorld()
  await within(world, (tx) => createGoods(tx, world.who.owner, {
    op_key: 'made-at-till', name: '矿泉水', category: '饮料', barcode: '6921168509256', unit: '瓶',
    sold_by: 'piece', list_price_fen: asFen(300), member_price_fen: null,
  }))
  await within(world, (tx) => upsertGoods(tx, world.who.owner, [{
    source_code: 'other-list-1', name: '布丁', category: '', unit: '件', sold_by: 'piece',
    barcode: '8997788998623', list_price_fen: asFen(300), member_price_fen: null, cost_fen: null,
  }]))
  const report = await load(world, csv(shelf))
  expect(outcomes(report)).toEqual([2, 1, 0, 0])
  const held = report.notes.filter(({ code }) => code === 'barcode_held')
  expect(held).toEqual([{
    row: 4, name: '果冻', code: 'barcode_held', params: { barcode: '8997788998623', held_by: '布丁' } }])
})

test('what was sold since is not undone: other stock in the file is told and left alone', async () => {
  const world = await freshWorld()
  const store_id = world.stores.gh.id
  await load(world, csv(shelf))
  const { id: sku_id } = (await goodsOf(world, '果冻'))[0]!
  await within(world, async (tx) => {
    const state = await lockStock(tx, world.chain_id, [{ store_id, sku_id }])
    await writeStock(tx, world.who.cashier, [moveStock(state, {
      store_id, sku_id, kind: 'sale', delta_m: -1_000, ref: newId(), made_by: world.staff.cashier,
      at: world.who.cashier.now,
    })])
  })
  const { stocked, notes } = await load(world, csv(shelf))
  expect(stocked).toBe(0)
  expect(notes.filter(({ code }) => code === 'stock_kept')).toEqual([
    { row: 4, name: '果冻', code: 'stock_kept', params: { stock: '2.9', on_hand: '1.9' } }])
  expect((await goodsOf(world, '果冻'))[0]!.on_hand_m).toBe(1_900)

  const elsewhere = await within(world, (tx) =>
    importGoods(tx, world.who.owner, { store_id: world.stores.jy.id, file: csv(shelf) }))
  expect([...outcomes(elsewhere), elsewhere.stocked]).toEqual([0, 0, 3, 0, 3])
})

test('a dry run says what would happen and writes nothing', async () => {
  const world = await freshWorld()
  const before = await writtenIn(world)
  const rehearsed = await load(world, csv(shelf), { dry_run: true })
  expect(await writtenIn(world)).toEqual(before)
  expect(rehearsed).toEqual({ ...await load(world, csv(shelf)), dry_run: true })
  expect(rehearsed.new).toBe(3)
})

test('a row that cannot enter is listed with its cells and every reason, and holds up nobody', async () => {
  const world = await freshWorld()
  const file: GoodsFile = {
    name: 'goods.csv', bytes: readFileSync(new URL('../../../test/fixtures/goods.csv', import.meta.url)),
  }
  const report = await load(world, file)
  const listed = report.refused.map(({ row, name, reasons }) =>
    [row, name, ...reasons.map(({ code }) => code)])
  expect(listed).toEqual([
    [9, '青岛啤酒 500ml', 'barcode_scientific'], [10, '白酒礼盒', 'price_negative'],
    [11, '合计', 'total_row', 'price_missing'],
  ])
  expect(report.refused[0]!.cells.slice(0, 3)).toEqual(['6', '青岛啤酒 500ml', '6.90117E+12'])
  expect([report.header_row, ...outcomes(report)]).toEqual([3, 5, 0, 0, 3])
  expect(report.ignored_columns).toEqual([{ column: 0, header: '序号', why: 'not_kept' }])
  expect(await goodsOf(world, '红糖')).toMatchObject([
    { sold_by: 'weight', unit: 'kg', list_price_fen: 1_500, cost_fen: 1_000, on_hand_m: 1_625 }])
  expect(await goodsOf(world, '青岛')).toEqual([])
})

test('a file without goods and a store out of reach are refused, and nothing is written', async () => {
  const world = await freshWorld()
  const before = await writtenIn(world)
  const file = csv(shelf)
  await expect(load(world, csv([['货架', '层'], ['1', '2']]))).rejects
    .toMatchObject({ code: 'file_no_header', params: { missing: 'name price' } })
  await expect(load(world, { name: 'x.csv', bytes: Buffer.from('') })).rejects.toThrow('file_empty')
  await expect(load(world, file, { store_id: world.stores.jy.id })).rejects.toThrow('store_unknown')
  const asOwner = (store_id: string) => within(world, (tx) =>
    importGoods(tx, world.who.owner, { store_id, file }))
  await expect(asOwner(newId())).rejects.toThrow('store_unknown')
  expect(outcomes(await load(world, csv(shelf.slice(0, 1))))).toEqual([0, 0, 0, 0])
  expect(await writtenIn(world)).toEqual(before)
})

test('two chains do not see each other\'s goods, though they bring the same file', async () => {
  const [mine, other] = [await freshWorld(), await freshWorld()]
  await load(mine, csv(shelf))
  expect(await goodsOf(other, '果冻')).toEqual([])
  const before = await writtenIn(mine)
  expect(outcomes(await load(other, csv(changed(1, 3, '9'))))).toEqual([3, 0, 0, 0])
  expect(await writtenIn(mine)).toEqual(before)
  expect((await goodsOf(mine, '农夫'))[0]!.list_price_fen).toBe(200)
  expect((await goodsOf(other, '农夫'))[0]!.list_price_fen).toBe(900)
  const foreign = within(mine, (tx) =>
    importGoods(tx, mine.who.owner, { store_id: other.stores.gh.id, file: csv(shelf) }))
  await expect(foreign).rejects.toThrow('store_unknown')
  const store_id = mine.stores.gh.id
  const fromOutside = within(other, (tx) =>
    importGoods(tx, mine.who.owner, { store_id, file: csv(shelf) }))
  await expect(fromOutside).rejects.toThrow('store_unknown')
})
