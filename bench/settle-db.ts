import { openDb, inChain } from '#kernel/db.ts'
import { loadSecrets } from '#kernel/secrets.ts'
import type { Who } from '#kernel/who.ts'
import { readSystemWho } from '#modules/org/org.ts'
import { openCounter } from '#modules/sales/sales.ts'
import type { Counter, Order } from '#modules/sales/sales.ts'
import { masterOf } from '../server/src/commands/database.ts'
import { salesOf } from './baskets.ts'
import type { Till } from './baskets.ts'
import { median } from './figures.ts'
import { interleaved, onStage, say } from './harness.ts'
import type { Bench, Stage } from './harness.ts'
import { findPgbench, openPgbench } from './pgbench.ts'
import { checkedRate } from './settle.ts'
import { clusterOf } from './serving.ts'

/** The settle lane by itself, called in this process: the settle bench without HTTP, sign-in and JSON. */
export const settleDb: Bench = async (options, tell) => {
  findPgbench()
  await onStage(options, { members: 1_500, goods: 300 }, async (stage) => {
    const { data_dir, trade: { chain_id, tills } } = stage, { rounds, seconds, clients } = options
    const { app_url, superuser_url } = clusterOf(data_dir)!
    say('Filling the reference …')
    const pgbench = await openPgbench(superuser_url)
    const lane_db = openDb(app_url, { max: 4, prepared: true, name: 'shuke bench lane' })
    try {
      const master = masterOf(loadSecrets(data_dir))
      const who = await inChain(lane_db, chain_id, (tx) => readSystemWho(tx, master, chain_id))
      const ours = { counter: openCounter({ db: lane_db }), who, tills }
      const measure = (length_s: number) => checkedRate(stage, () => trade(stage, ours, length_s))
      await measure(2)
      const seen = await interleaved(stage, rounds, {
        reference: async () => (await pgbench.measure(seconds, clients)).tps,
        ours: async () => await measure(seconds),
      })
      const middle = { ours: median(seen.ours), reference: median(seen.reference) }
      tell({ ...middle, case: 'spread', unit: 'orders/s', aim: 0.6 })
    } finally {
      await lane_db.close()
    }
  })
}

type SaleOrder = Extract<Order, { kind: 'sale' }>
type Ours = { counter: Counter; who: Who; tills: readonly Till[] }

/** Every till settles one sale after another for so long. */
async function trade({ trade: all }: Stage, { counter, who, tills }: Ours, length_s: number) {
  const from = performance.now(), run = from.toString(36).replace('.', '')
  const acknowledged = await Promise.all(tills.map(async (till, at) => {
    const sales = salesOf(all, { till, prefix: `lane-${run}-${at}` })
    let count = 0
    for (; performance.now() < from + length_s * 1_000; count += 1) {
      const input = sales.next().value as SaleOrder['input']
      await counter.settle({ kind: 'sale', who: { ...who, now: new Date() }, input })
    }
    return count
  }))
  const seconds = (performance.now() - from) / 1_000
  return { acknowledged: acknowledged.reduce((sum, count) => sum + count, 0), seconds }
}
