import { randomBytes } from 'node:crypto'
import { type Db, openDb } from '#kernel/db.ts'
import { failWith } from '#kernel/failure.ts'
import pg from 'pg'
import type { TestDatabase } from './cluster.ts'

export type FreshDatabase = { db: Db; app_url: string; owner_url: string; drop(): Promise<void> }

/**
 * A migrated database of its own for one test file: a copy takes a fraction of a second. `db` is the
 * application role.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  // Benchmarks make the world too, outside of a test run, so vitest is asked for only here.
  const { inject } = await import('vitest')
  const database = inject('database') as TestDatabase | undefined
  if (!database) failWith('This test wants a database and there is none: run the tests on Node 24.')
  const { app_url, owner_url, admin_url } = database
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdmin(
    admin_url, `create database ${name} template ${databaseOf(app_url)} owner ${roleOf(owner_url)}`,
  )
  const own = (url: string) => withDatabase(url, name)
  const db = openDb(own(app_url), { name: 'shuke test' })
  return {
    db, app_url: own(app_url), owner_url: own(owner_url),
    async drop() {
      await db.close()
      await asAdmin(admin_url, `drop database ${name} with (force)`)
    },
  }
}

/** Statements for the whole server, one at a time: a copy wants its template alone. */
async function asAdmin(admin_url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(admin_url, 'postgres') })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7308333)')
    await client.query(text)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

const databaseOf = (url: string): string => pg.escapeIdentifier(new URL(url).pathname.slice(1))
const roleOf = (url: string): string => pg.escapeIdentifier(decodeURIComponent(new URL(url).username))
