import { countSales, faultsOf, untilReacted, withBooks } from './books.ts'
import { median } from './figures.ts'
import type { Figure } from './figures.ts'
import { interleaved, onStage, playTills, say } from './harness.ts'
import type { Bench, Played, Stage } from './harness.ts'
import { findPgbench, openPgbench } from './pgbench.ts'
import { clusterOf } from './serving.ts'
import { signInAll } from './signin.ts'

/** Sales over HTTP against pgbench's TPC-B on the same server, all commits durable. */
export const settle: Bench = async (options, tell) => {
  findPgbench()
  await onStage(options, { members: 1_500, goods: 300 }, async (stage) => {
    const { trade, serving, data_dir } = stage, { rounds, seconds } = options
    const spread = await signInAll(serving.url, trade, trade.tills)
    const crowded = await signInAll(serving.url, trade, trade.crowded)
    say('Filling the reference …')
    const pgbench = await openPgbench(clusterOf(data_dir)!.superuser_url)
    const all = { members: trade.members, goods: trade.goods }
    const everywhere = { ...all, clients: spread, asks: 'settle' } as const
    const play = (how: Partial<Played>) => async () =>
      await playOrders(stage, { ...everywhere, seconds, ...how })
    const measures = {
      reference: async () => {
        const { tps, ...waits } = await pgbench.measure(seconds, options.clients)
        return { rate: tps, ...waits }
      },
      spread: play({}),
      crowded: play({ clients: crowded, goods: trade.goods.slice(0, 3) }),
      one_member: play({ members: trade.members.slice(0, 1) }),
    }
    // Plans, caches and the compiler are warm in a shop that has been open for a minute.
    await play({ seconds: 2 })()
    const seen = await interleaved(stage, rounds, measures)
    for (const figure of figuresOf(seen)) tell(figure)
  })
}

type Rate = { rate: number; p50_ms: number; p99_ms: number }

function figuresOf(seen: Record<'reference' | 'spread' | 'crowded' | 'one_member', Rate[]>): Figure[] {
  const rate = (name: keyof typeof seen) => median(seen[name].map((one) => one.rate))
  const tail = (name: keyof typeof seen) => median(seen[name].map((one) => one.p99_ms / one.p50_ms))
  const orders = { unit: 'orders/s' }
  return [
    { ...orders, case: 'spread', ours: rate('spread'), reference: rate('reference'), bar: 0.15, aim: 0.45 },
    { ...orders, case: 'one-store-3-skus', ours: rate('crowded'), reference: rate('spread'), aim: 0.8 },
    { ...orders, case: 'one-member', ours: rate('one_member'), reference: rate('spread'), aim: 0.8 },
    { case: 'p99/p50', ours: tail('spread'), reference: tail('reference'), unit: 'times', good: 'below' },
  ]
}

async function playOrders(stage: Stage, played: Played): Promise<Rate> {
  let waits = { p50_ms: 0, p99_ms: 0 }
  const rate = await checkedRate(stage, async () => {
    const { answered, seconds, ...rest } = await playTills(stage, played)
    waits = { p50_ms: rest.p50_ms, p99_ms: rest.p99_ms }
    return { acknowledged: answered['200'] ?? 0, seconds }
  })
  return { rate, ...waits }
}

/**
 * The rate of orders that stand in the books, each once. Every acknowledged order must be one of them, and
 * `verify` clean; what the notes cause is done before the next measure begins, so that nobody's work falls
 * into another's time.
 */
export async function checkedRate(
  { data_dir, trade: { chain_id } }: Stage, play: () => Promise<{ acknowledged: number; seconds: number }>,
): Promise<number> {
  const count = () => withBooks(data_dir, (db) => countSales(db, chain_id))
  const before = await count()
  const { acknowledged, seconds } = await play()
  const orders = await count() - before
  if (orders !== acknowledged)
    throw new Error(`${acknowledged} orders were acknowledged and ${orders} are in the books.`)
  const faults = await withBooks(data_dir, async (db) => {
    await untilReacted(db, chain_id)
    return await faultsOf(db, chain_id)
  })
  if (faults.length > 0) throw new Error(faults.join('\n'))
  return orders / seconds
}
