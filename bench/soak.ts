import { runKills } from '../server/test/kill-run.ts'
import type { Figure } from './figures.ts'
import { say } from './harness.ts'
import type { Bench } from './harness.ts'

/** The long form of the kill test: the same code with a count. */
export const soak: Bench = async ({ count }, tell) => {
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
