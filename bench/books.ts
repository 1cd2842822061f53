import { setTimeout as sleep } from 'node:timers/promises'
import { inChain, openDb, sql } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { verifyChain } from '../server/src/commands/verify-chain.ts'
import { clusterOf } from './serving.ts'

/** Reads the books past the server, in the application's role or another. */
export async function withBooks<Result>(
  data_dir: string, work: (db: Db) => Promise<Result>, role: 'app_url' | 'superuser_url' = 'app_url',
): Promise<Result> {
  const cluster = clusterOf(data_dir)
  if (!cluster) throw new Error('The database of the data folder does not run.')
  const db = openDb(cluster[role], { max: 1, name: 'shuke books' })
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** Sales of a chain, each of them committed and counted once. */
export async function countSales(db: Db, chain_id: string): Promise<number> {
  const { rows } = await inChain(db, chain_id, async (tx) => await sql<{ sales: number }>`
    select count(distinct (store_id, id))::int8 as sales from sales.sales
     where chain_id = ${chain_id}`.execute(tx))
  return rows[0]!.sales
}

const reaction_patience_s = 120

/** What happened is reacted to soon after; figures kept from notes can be held against sales only then. */
export async function untilReacted(db: Db, chain_id: string): Promise<void> {
  for (const deadline = Date.now() + reaction_patience_s * 1_000; Date.now() < deadline;) {
    const { rows } = await inChain(db, chain_id, async (tx) => await sql<{ pending: boolean }>`
      select exists (select 1 from kernel.deliveries where chain_id = ${chain_id}) as pending`.execute(tx))
    if (!rows[0]!.pending) return
    await sleep(100)
  }
  throw new Error(`${reaction_patience_s} s after the last act there are notes that nobody reacted to.`)
}

/** Every fault that `verify` finds, in words. */
export async function faultsOf(db: Db, chain_id: string): Promise<string[]> {
  const faults = await inChain(db, chain_id, (tx) => verifyChain(tx, chain_id))
  return faults.map(({ what, where, expected, found }) =>
    `verify: ${what} ${where}: ${expected}, found ${found}`)
}
