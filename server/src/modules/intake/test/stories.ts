import { randomBytes } from 'node:crypto'
import { inChain, sql } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { listGoods } from '#modules/inventory/inventory.ts'
import { makeWorld } from '#test/world.ts'
import type { World } from '#test/world.ts'
import { importGoods } from '../intake.ts'
import type { GoodsFile, GoodsReport } from '../intake.ts'

const master = randomBytes(32)
let made = 0

/** A chain of its own for each story: what one imports the next does not meet. */
export async function freshChain(db: Db): Promise<World> {
  return await makeWorld(db, { code: `chain-${made += 1}`, master })
}

export const within = <Result>({ db, chain_id }: World, work: (tx: Tx) => Promise<Result>) =>
  inChain(db, chain_id, work)

type More = { store_id?: string, dry_run?: boolean }
/** The store manager brings a file. */
export const load = (world: World, file: GoodsFile, more: More = {}) => within(world, (tx) =>
  importGoods(tx, world.who.manager, { store_id: world.stores.gh.id, file, ...more }))

/** New, changed, unchanged, refused. */
export const outcomes = ({ new: entered, changed, unchanged, refused }: GoodsReport) =>
  [entered, changed, unchanged, refused.length]

/** What the manager's store shows for a search. */
export const goodsOf = async (world: World, search: string) => (await within(world, (tx) =>
  listGoods(tx, world.who.owner, { search, store_id: world.stores.gh.id }))).rows

const tables = [
  'catalog.products', 'catalog.skus', 'catalog.numbers', 'catalog.grams', 'catalog.barcodes',
  'catalog.prices', 'inventory.stock', 'inventory.moves', 'kernel.audit', 'kernel.notes', 'kernel.versions',
]
/** Every row of goods, stock and record as text: equal before and after means that nothing was written. */
export const writtenIn = (world: World) => within(world, async (tx) => {
  const written: Record<string, string[]> = {}
  for (const table of tables) {
    const { rows } = await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.raw(table)} t
      where chain_id = ${world.chain_id} order by 1`.execute(tx)
    written[table] = rows.map(({ row }) => row)
  }
  return written
})
