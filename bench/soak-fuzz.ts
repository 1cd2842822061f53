import { openDb } from '#kernel/db.ts'
import { startCluster } from '#kernel/embedded.ts'
import { checkAppRole, migrate } from '#kernel/migrate.ts'
import { runFuzz } from '../server/test/fuzz.ts'
import { say } from './harness.ts'
import type { Bench } from './harness.ts'
import { makeFolder, removeFolder } from './serving.ts'

/** So many, and then the next round, which knows more and has new things to do it to. */
const shots_a_round = 50

/** The long form of the fuzz run: `count` shots at each endpoint, over a database of its own. */
export const soakFuzz: Bench = async ({ count, seed, endpoint }, tell) => {
  const chosen = seed ?? Math.floor(Math.random() * 2 ** 31)
  say(`seed ${chosen}: the same with --seed ${chosen}`)
  const { faults, shots, endpoints, unreached, heap_mb, slowest_ms } = await onDatabase(async (db, app_url) =>
    await runFuzz({ db, app_url }, {
      seed: chosen, shots: count, rounds: Math.max(2, Math.ceil(count / shots_a_round)), wired: Infinity,
      most_ms: Infinity, only: endpoint, report: say,
    }))
  for (const fault of faults) say(`\n${fault}`)
  for (const name of unreached) say(`no request came as far as ${name}`)
  const alone = { reference: null, good: 'below' } as const
  tell({ ...alone, case: 'fuzz faults', ours: faults.length, unit: 'of any kind', bar: 0 })
  const missed = unreached.length
  tell({ ...alone, case: 'fuzz unreached', ours: missed, unit: `of ${endpoints} endpoints`, bar: 0 })
  tell({ ...alone, case: 'fuzz shots', ours: shots, unit: 'requests' })
  tell({ ...alone, case: 'fuzz slowest', ours: slowest_ms, unit: 'ms, the slowest answer' })
  tell({ ...alone, case: 'fuzz memory', ours: heap_mb, unit: 'MB of heap more than before', bar: 96 })
}

/** A database of its own for one part, gone afterwards. */
export async function onDatabase<Result>(
  play: (db: ReturnType<typeof openDb>, app_url: string) => Promise<Result>,
): Promise<Result> {
  const data_dir = makeFolder('soak')
  const cluster = await startCluster({ data_dir, durable: false, settings: { max_connections: '100' } })
  try {
    await migrate(cluster.owner_url, decodeURIComponent(new URL(cluster.app_url).username))
    await checkAppRole(cluster.app_url)
    const db = openDb(cluster.app_url, { name: 'shuke soak' })
    try {
      return await play(db, cluster.app_url)
    } finally {
      await db.close()
    }
  } finally {
    await cluster.stop()
    removeFolder(data_dir)
  }
}
