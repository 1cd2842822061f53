import { expect, test } from 'vitest'
import { runKills } from './kill-run.ts'

test('20 kills of Node and of PostgreSQL lose no acknowledged operation and double none', { timeout: 300_000 }, async () => {
  const { faults, kills, in_flight_least, asked_again } = await runKills({ kills: 20 })
  expect(faults).toEqual([])
  expect(kills).toEqual({ node: 10, postgres: 10 })
  expect(in_flight_least).toBeGreaterThanOrEqual(8)
  // Had no kill taken an answer away, nothing would be proved.
  expect(asked_again).toBeGreaterThanOrEqual(100)
})
