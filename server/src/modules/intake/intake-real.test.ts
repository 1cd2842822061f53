import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { searchGoods } from '#modules/catalog/catalog.ts'
import { listGoods } from '#modules/inventory/inventory.ts'
import { freshDatabase } from '#test/world.ts'
import type { World } from '#test/world.ts'
import type { GoodsFile, GoodsReport } from './intake.ts'
import { freshChain, goodsOf, load, outcomes, within, writtenIn } from './test/stories.ts'

const folder = new URL('../../../../../shared/data/cn-pos-products/', import.meta.url)
const isThere = existsSync(folder)
if (!isThere) console.log('Skipped: the real product file is not there (../shared/data/cn-pos-products).')

// Without the real file there is nothing to read.
describe.skipIf(!isThere)('the real product file in a chain', () => {
  const file = (name: string): GoodsFile => ({ name, bytes: readFileSync(new URL(name, folder)) })
  let database: Awaited<ReturnType<typeof freshDatabase>>, world: World, first: GoodsReport

  beforeAll(async () => {
    database = await freshDatabase()
    world = await freshChain(database.db)
    first = await load(world, file('商品资料.xlsx'))
  })
  afterAll(async () => { await database?.drop() })

  test('all 302 enter, and what they are worth is known to the last digit', async () => {
    expect(outcomes(first)).toEqual([302, 0, 0, 0])
    expect(first.totals).toEqual({
      goods: 302, stock_m: 2_929_900, value_at_cost: '13659.795', value_at_price: '19537.10' })
    const all = await within(world, (tx) => searchGoods(tx, world.chain_id, { deleted: false, limit: 1_000 }))
    expect([all.total, all.categories.length]).toEqual([302, 19])
    const shown = await within(world, (tx) => listGoods(tx, world.who.owner, { limit: 500 }))
    expect(shown.rows.reduce((sum, { on_hand_m }) => sum + on_hand_m!, 0)).toBe(2_929_900)
  })

  test('the four codes that are no EAN are kept as plain codes, found by them, and listed', async () => {
    const odd = first.notes.filter(({ code }) => code === 'barcode_not_ean')
    expect(odd.map(({ name, params }) => [name, params['barcode']])).toEqual([
      ['CC樱花伴面韧性饼干', '4895235504845CC'], ['TEST', '8997788998623'], ['TEST2', '8997788998625'],
      ['TEST3', '8997788998626'],
    ])
    for (const { name, params } of odd)
      expect((await goodsOf(world, String(params['barcode']))).map((row) => row.name)).toEqual([name])
  })

  test('the same file again, and its csv, change nothing', async () => {
    const before = await writtenIn(world)
    for (const name of ['商品资料.xlsx', 'products.csv.gz']) {
      const again = await load(world, file(name))
      expect([name, ...outcomes(again), again.stocked]).toEqual([name, 0, 0, 302, 0, 0])
      expect(again.totals).toEqual(first.totals)
    }
    expect(await writtenIn(world)).toEqual(before)
  })
})
