import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { BareJob } from './bare.ts'
import type { Trade } from './baskets.ts'
import { median } from './figures.ts'
import { interleaved, onStage, playTills } from './harness.ts'
import type { Bench, Stage } from './harness.ts'
import { signInAll } from './signin.ts'

const lines = 30

/** A basket of 30 lines with a member, against a route with the same sign-in, reads and reply. */
export const quote: Bench = async (options, tell) => {
  await onStage(options, { members: 50, goods: 60 }, async (stage) => {
    const { trade, data_dir } = stage, { rounds, seconds } = options
    const clients = await signInAll(stage.serving.url, trade, trade.tills)
    const basket = basketOf(trade) as BareJob['basket']
    await withBare({ data_dir, chain_id: trade.chain_id, basket }, async (port) => {
      const on: Stage = { ...stage, serving: { ...stage.serving, port } }
      const ask = (path: string, length_s = seconds) => async (): Promise<number> => {
        const asks = { method: 'POST' as const, path, body: JSON.stringify(basket) }
        const seen = await playTills(on, { clients, members: [], goods: [], asks, seconds: length_s })
        return seen.seconds * 1_000 / (seen.answered['200'] ?? 0)
      }
      for (const path of ['/api/quotes', '/api/bare']) await ask(path, 2)()
      const seen = await interleaved(stage, rounds, { reference: ask('/api/bare'), ours: ask('/api/quotes') })
      tell({
        case: `${lines} lines`, ours: median(seen.ours), reference: median(seen.reference),
        unit: 'ms of the server each', good: 'below', aim: 2,
      })
    })
  })
}

/** In the store that everybody reaches. */
function basketOf({ crowded: [till], members, goods }: Trade) {
  return {
    store_id: till!.store_id, till_id: till!.till_id, member_id: members[0]!, points: 0, tender_mix: 'mixed',
    lines: goods.slice(0, lines).map(({ sku_id }) => ({ sku_id, qty_m: 1_000 })),
  }
}

/** Runs the server that has the bare route beside all others, for as long as `work` takes. */
async function withBare(job: BareJob, work: (port: number) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, ['bench/bare.ts'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  try {
    child.stdin.end(JSON.stringify(job))
    const port = await Promise.race([
      once(child.stdout, 'data').then(([piece]) => Number(String(piece))),
      ended.then(() => { throw new Error('The server with the bare route ended at once.') }),
    ])
    await work(port)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}
