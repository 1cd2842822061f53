import { failWith } from '#kernel/failure.ts'
import { runKills } from '../server/test/kill-run.ts'
import type { Figure } from './figures.ts'
import { soakFuzz } from './soak-fuzz.ts'
import { soakIsolation } from './soak-isolation.ts'
import { say } from './harness.ts'
import type { Bench } from './harness.ts'

/** The long forms of what the tests do in short, by the name of the part. */
const parts: Record<string, Bench> = {
  /** Node and PostgreSQL are killed while tills trade. */
  kills: async (options, tell) => { await soakKills(options, tell) },
  /** Every endpoint is shot at with inputs made from its schemas. */
  fuzz: soakFuzz,
  /** What others have is refused as quickly as what nobody has. */
  isolation: soakIsolation,
}

/** Every part in turn, or the one that is asked for. Throws a sentence for a part that there is not. */
export const soak: Bench = async (options, tell) => {
  const { only } = options
  const names = Object.keys(parts)
  if (only !== null && !names.includes(only)) failWith(`soak has no part ${only}: ${names.join(', ')}`)
  for (const name of names) if (only === null || only === name) await parts[name]!(options, tell)
}

/** The long form of the kill test: the same code with a count. */
const soakKills: Bench = async ({ count }, tell) => {
  const { faults, kills, ...seen } = await runKills({ kills: count, check_every: 20, report: say })
  for (const fault of faults) say(fault)
  const { operations, asked_again, answers_lost, in_flight_least } = seen
  const figures: Omit<Figure, 'reference'>[] = [
    { case: 'faults', ours: faults.length, unit: 'lost, doubled or otherwise wrong', bar: 0, good: 'below' },
    { case: 'kills', ours: kills.node + kills.postgres, unit: 'of Node and PostgreSQL', bar: count },
    { case: 'in flight', ours: in_flight_least, unit: 'requests at any kill, the fewest', bar: 8 },
    { case: 'operations', ours: operations, unit: 'sales, returns and top-ups' },
    { case: 'asked again', ours: asked_again, unit: 'operations without an answer' },
    { case: 'answers lost', ours: answers_lost, unit: 'of them done before the kill' },
  ]
  for (const figure of figures) tell({ ...figure, reference: null })
}
