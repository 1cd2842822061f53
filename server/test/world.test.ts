import { afterAll, expect, test } from 'vitest'
import { inChain } from '#kernel/db.ts'
import { readStores } from '#modules/org/org.ts'
import { freshDatabase } from './database.ts'
import { at, makeWorld } from './world.ts'

const fresh = await freshDatabase()
afterAll(() => fresh.drop())

test('two shops, four people and their reach', async () => {
  const world = await makeWorld(fresh.db)
  const reach = (name: keyof typeof world.who) => inChain(world.db, world.chain_id, async (tx) =>
    (await readStores(tx, world.who[name])).map(
      ({ code, tills }) => `${code} ${tills.map((till) => till.number).join()}`,
    ))
  expect(await reach('owner')).toEqual(['GH 1,2', 'JY 1,2'])
  expect(await reach('manager')).toEqual(['GH 1,2'])
  expect(await reach('jyCashier')).toEqual(['JY 1,2'])
  expect(
    at(world.who.cashier, '2026-06-01T09:00:00+08:00').now.toISOString(),
  ).toBe('2026-06-01T01:00:00.000Z')
})
