import { freshDatabase } from '#test/database.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDb, outsideChains, sql } from './db.ts'
import type { Db, Tx } from './db.ts'
import { openLane } from './lane.ts'

const fresh = await freshDatabase()
const owner = new pg.Client({ connectionString: fresh.owner_url })
let db: Db
beforeAll(async () => {
  await owner.connect()
  await owner.query('create schema plans; grant usage on schema plans to public')
  await owner.query('create table plans.goods (id int4, qty int4); grant all on plans.goods to public')
  await owner.query('insert into plans.goods values (1, 7)')
  db = openDb(fresh.app_url, { max: 3, prepared: true })
})
afterAll(async () => {
  await owner.end()
  await db.close()
  await fresh.drop()
})

const readIn = async (tx: Tx) => (await sql<{ qty: number }>`
  select qty from plans.goods where id = ${1}::int4`.execute(tx)).rows[0]!.qty
const read = () => outsideChains(db, readIn)
/** One transaction inside another, so that every connection of the pool comes to keep the plan. */
const readEverywhere = async (depth = 3): Promise<number> => depth === 1 ? await read()
  : await outsideChains(db, async (tx) => await readIn(tx) + await readEverywhere(depth - 1))

test('with the first stale plan every connection that may keep one is put away', async () => {
  expect(await readEverywhere()).toBe(21)
  expect(db.pool.idleCount).toBe(3)
  await owner.query('alter table plans.goods alter qty type int8')
  await expect(read()).rejects.toMatchObject({ code: '0A000' })
  for (const _ of [1, 2, 3]) expect(await read()).toBe(7)
  expect(await readEverywhere()).toBe(21)
})

test('an order in the lane does not notice a migration', async () => {
  const lane = openLane<null, number>({
    most: 1, queue: 1, work: async (orders) => {
      const answer = await read()
      return orders.map(() => ({ answer }))
    },
  })
  expect(await lane.submit(null)).toBe(7)
  await owner.query('alter table plans.goods alter qty type int4')
  expect(await lane.submit(null)).toBe(7)
})
