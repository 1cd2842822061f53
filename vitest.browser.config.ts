import { defineConfig } from 'vitest/config'

/** Journeys through a real browser, one at a time: each starts a server of its own. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['{server,tools,web}/**/*.journey.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
