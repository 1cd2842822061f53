import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Endpoint, Input } from '#contract/endpoint.ts'
import type { quoteSale } from '#contract/sales.ts'
import { inChain, openDb } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { homeOf } from '#kernel/embedded-place.ts'
import { openFolder } from '#kernel/files.ts'
import { pair } from '#kernel/route.ts'
import type { Route } from '#kernel/route.ts'
import { loadSecrets } from '#kernel/secrets.ts'
import { readSettings } from '#kernel/settings.ts'
import { readVersions } from '#kernel/versions.ts'
import type { Who } from '#kernel/who.ts'
import { readSkus } from '#modules/catalog/catalog.ts'
import { peekBooks } from '#modules/ledger/ledger.ts'
import { readSystemWho } from '#modules/org/org.ts'
import { quote } from '#modules/sales/sales.ts'
import * as z from 'zod/mini'
import { masterOf } from '../server/src/commands/database.ts'
import { openGround } from '../server/src/http/house.ts'
import { allRoutes } from '../server/src/http/routes.ts'
import { buildServer } from '../server/src/http/server.ts'
import { clusterOf } from './serving.ts'

// A server of its own beside the one under test: all routes of the house, and one that answers a basket's
// price from memory after the same sign-in and the same reads. What a quote takes longer is what pricing and
// checking take.

export type BareJob = { data_dir: string; chain_id: string; basket: Input<typeof quoteSale> }

export const bare = {
  method: 'POST', path: '/api/bare', summary: 'What a quote says, without working it out',
  need: 'sales.settle', scope: 'store', feature: null, reply: z.unknown(),
} satisfies Endpoint

function bareRoute(job: BareJob, answer: unknown): Route {
  const { basket: { lines, member_id } } = job
  return pair(bare, async (tx: Tx, { chain_id }: Who) => {
    const versions = await readVersions(tx, chain_id)
    await readSettings(tx, chain_id, versions.settings)
    await readSkus(tx, chain_id, lines.map(({ sku_id }) => sku_id))
    await peekBooks(tx, chain_id, { owner_ids: member_id === null ? [] : [member_id], acts: [] })
    return answer
  })
}

async function main(): Promise<void> {
  const job = JSON.parse(await text(process.stdin)) as BareJob, { data_dir, chain_id, basket } = job
  const { app_url } = clusterOf(data_dir)!, master = masterOf(loadSecrets(data_dir))
  const db = openDb(app_url, { max: 16 }), lane_db = openDb(app_url, { max: 4, prepared: true })
  const answer = await inChain(db, chain_id, async (tx) =>
    await quote(tx, await readSystemWho(tx, master, chain_id), basket))
  const files = openFolder(join(homeOf(data_dir), 'files'))
  const ground = openGround({ db, lane_db, files, master, wake: () => undefined })
  const app = await buildServer({
    ...ground, routes: [...allRoutes(ground), bareRoute(job, answer)], web_dir: null, check_replies: false,
    requests_a_minute: 1_000_000, log: { level: 'warn', stream: process.stderr },
  })
  process.once('SIGTERM', () => { process.exit(0) })
  process.stdout.write(`${new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port}\n`)
}

if (import.meta.main) await main()
