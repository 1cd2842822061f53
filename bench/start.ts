import { setTimeout as sleep } from 'node:timers/promises'
import { makeTrade } from './chain.ts'
import { median } from './figures.ts'
import { say } from './harness.ts'
import type { Bench } from './harness.ts'
import { makeFolder, removeFolder, startServer } from './serving.ts'
import { usageOf } from './usage.ts'

/** Until the first collection of what starting left behind. */
const rest_ms = 5_000

/** What starting costs on a folder that ran before: our own CPU to the first answer, and memory at rest. */
export const start: Bench = async ({ rounds, clients }, tell) => {
  const data_dir = makeFolder('bench')
  try {
    await makeTrade(data_dir, { clients, members: 50, goods: 60 })
    // The first start after a change compiles; what comes after is warm.
    await (await startServer({ data_dir })).stop()
    const seen: { cpu_s: number; wall_s: number; resident_mb: number }[] = []
    for (let round = 1; round <= rounds; round += 1) {
      seen.push(await startOnce(data_dir))
      say(`round ${round}: ${JSON.stringify(seen.at(-1))}`)
    }
    const middle = (name: 'cpu_s' | 'wall_s' | 'resident_mb') => median(seen.map((one) => one[name]))
    const alone = { reference: null, good: 'below' } as const
    tell({ ...alone, case: 'cpu', ours: middle('cpu_s'), unit: 's of our CPU to the first answer', aim: 2.5 })
    tell({ ...alone, case: 'memory', ours: middle('resident_mb'), unit: 'MB resident at rest', aim: 250 })
    tell({ ...alone, case: 'wall', ours: middle('wall_s'), unit: 's to the first answer' })
  } finally {
    removeFolder(data_dir)
  }
}

async function startOnce(data_dir: string) {
  const from = performance.now()
  const serving = await startServer({ data_dir })
  try {
    const wall_s = (performance.now() - from) / 1_000, { cpu_s } = usageOf(serving.pid)
    await sleep(rest_ms)
    return { cpu_s, wall_s, resident_mb: usageOf(serving.pid).resident_mb }
  } finally {
    await serving.stop()
  }
}
