import { expect, test } from 'vitest'
import { outsideChains, sql } from '#kernel/db.ts'
import { freshDatabase } from './database.ts'

test('each test gets a migrated database of its own, with nothing in it', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()])
  try {
    expect(one.app_url).not.toBe(other.app_url)
    await outsideChains(one.db, (tx) => sql`insert into kernel.directory (kind, value, chain_id)
      values ('chain_code', 'a', gen_random_uuid())`.execute(tx))
    const { rows } = await outsideChains(other.db, (tx) => sql`select from kernel.directory`.execute(tx))
    expect(rows).toEqual([])
  } finally {
    await Promise.all([one.drop(), other.drop()])
  }
})
