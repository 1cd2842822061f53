import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failWith } from '#kernel/failure.ts'
import { checkAppRole, migrate } from '#kernel/migrate.ts'
import type { TestProject } from 'vitest/node'

/** Where the tests of this run find their database: a migrated, empty one that each test copies. */
export type TestDatabase = { app_url: string; owner_url: string; admin_url: string }

declare module 'vitest' {
  interface ProvidedContext { database: TestDatabase }
}

/**
 * One PostgreSQL for the whole run. TEST_DATABASE_URL and TEST_DATABASE_OWNER_URL name another, empty one.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  // Tests of pure rules run anywhere; those that want a database say so themselves.
  if (Number.parseInt(process.versions.node, 10) < 24) {
    console.warn(`Node ${process.versions.node} cannot start the test database: run the tests on Node 24`
      + ' (PATH="$PWD/node_modules/.bin:$PATH").')
    return undefined
  }
  const { database, stop } = await databaseOfRun()
  try {
    await migrate(database.owner_url, roleOf(database.app_url))
    await checkAppRole(database.app_url)
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('database', database)
  return stop
}

async function databaseOfRun(): Promise<{ database: TestDatabase; stop: () => Promise<void> }> {
  const { TEST_DATABASE_URL: app_url, TEST_DATABASE_OWNER_URL: owner_url } = process.env
  if ((app_url === undefined) !== (owner_url === undefined))
    failWith('TEST_DATABASE_URL and TEST_DATABASE_OWNER_URL go together: set both or none.')
  // The owner copies the database for each test, so outside of the embedded one it needs CREATEDB.
  if (app_url && owner_url)
    return { database: { app_url, owner_url, admin_url: owner_url }, stop: async () => {} }
  const { startCluster } = await import('#kernel/embedded.ts')
  const data_dir = mkdtempSync(join(tmpdir(), 'shuke-test-'))
  const cluster = await startCluster({ data_dir, durable: false, settings: { max_connections: '300' } })
  return {
    database: { app_url: cluster.app_url, owner_url: cluster.owner_url, admin_url: cluster.superuser_url },
    async stop() {
      await cluster.stop()
      for (const folder of [cluster.home_dir, data_dir]) rmSync(folder, { recursive: true, force: true })
    },
  }
}

function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username)
}
