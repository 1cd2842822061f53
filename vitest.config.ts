import { existsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const cluster = 'server/test/cluster.ts'

/** Unit and database tests, floors and tidy. Browser journeys have a configuration of their own. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['{contract,pricing,server,tools,bench,web}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: existsSync(cluster) ? [cluster] : [],
  },
})
