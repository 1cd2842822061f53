import { freshDatabase } from '#test/database.ts'
import { afterAll, expect, test } from 'vitest'
import { newId } from './ids.ts'
import { CommitInDoubt, openDb, outsideChains, sql } from './db.ts'
import type { Tx } from './db.ts'

const fresh = await freshDatabase()
afterAll(() => fresh.drop())

const put = (tx: Tx, value: string) => sql`insert into kernel.directory (kind, value, chain_id)
  values ('chain_code', ${value}, ${newId()})`.execute(tx)

test('a transaction in which an error was swallowed is never told as done', async () => {
  for (const prepared of [false, true]) {
    const db = openDb(fresh.app_url, { max: 1, prepared })
    const code = newId()
    try {
      // PostgreSQL answers the commit of such a transaction with a silent rollback.
      const told = await outsideChains(db, async (tx) => {
        await put(tx, code)
        await sql`select 1 / ${0}::int`.execute(tx).catch(() => undefined)
        return 'done'
      }).catch((error: unknown) => error)
      expect(told).toMatchObject({ code: '25P02' })
      expect(told).not.toBeInstanceOf(CommitInDoubt)
      await outsideChains(db, (tx) => put(tx, code))
      const { rows } = await outsideChains(db, (tx) =>
        sql`select from kernel.directory where value = ${code}`.execute(tx))
      expect(rows).toHaveLength(1)
    } finally {
      await db.close()
    }
  }
})
