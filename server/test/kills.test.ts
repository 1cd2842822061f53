import { expect, test } from 'vitest'
import { runKills } from './kill-run.ts'

test(
  '20 kills of Node and of PostgreSQL lose no acknowledged operation and double none',
  { timeout: 300_000 },
  async () => {
    const { faults, kills, in_flight_least, asked_again, answers_lost } = await runKills({ kills: 20 })
    expect(faults.slice(0, 20)).toEqual([])
    expect(kills).toEqual({ node: 10, postgres: 10 })
    expect(in_flight_least).toBeGreaterThanOrEqual(8)
    // Had no kill taken an answer away from something done, nothing would be proved.
    expect(asked_again).toBeGreaterThan(40)
    expect(answers_lost).toBeGreaterThan(0)
  },
)
