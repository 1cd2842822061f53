import { setTimeout as sleep } from 'node:timers/promises'
import { inChain } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { placeOf } from '#kernel/embedded-place.ts'
import { processesOf } from '#kernel/embedded-processes.ts'
import { withBooks } from '../../bench/books.ts'
import { makeTrade } from '../../bench/chain.ts'
import { clusterOf, makeFolder, removeFolder, startServer, untilHealthy } from '../../bench/serving.ts'
import type { Serving } from '../../bench/serving.ts'
import { openClients } from './kill-clients.ts'
import type { Clients } from './kill-clients.ts'
import { faultsIn, readTotals, readWritten } from './kill-log.ts'
import type { Totals } from './kill-log.ts'

export type Killed = {
  kills: Record<Victim, number>
  /** The fewest requests that were under way at any kill. */
  in_flight_least: number
  operations: number
  /** Operations that needed another try, since a kill took their answer. */
  asked_again: number
  /**
   * Those of them that had been carried out, so that only remembering their key
   * kept them from being done twice.
   */
  answers_lost: number
  /** What was lost, doubled or otherwise wrong; the run ends at the first. */
  faults: string[]
}
export type Plan = {
  kills: number
  /** The books are held against the log after so many kills, and at the end. */
  check_every?: number
  report?: (line: string) => void
}
type Victim = 'node' | 'postgres'

const size = { clients: 12, members: 40, goods: 12 }
const in_flight_least = 8
const commit_us = 40_000, round_patience_ms = 90_000

type Run = { data_dir: string; chain_id: string; serving: Serving; clients: Clients; before: Totals }

/**
 * Kills Node and PostgreSQL in turn while clients trade, starts again each time, asks again for whatever got
 * no answer, and holds the books against the clients' log.
 */
export async function runKills(plan: Plan): Promise<Killed> {
  const data_dir = makeFolder('kills')
  const opened: Serving[] = []
  try {
    const run = await prepare(data_dir)
    opened.push(run.serving)
    return await killAll(run, plan, opened)
  } finally {
    await opened.at(-1)?.stop()
    removeFolder(data_dir)
  }
}

async function prepare(data_dir: string): Promise<Run> {
  const trade = await makeTrade(data_dir, size), { chain_id } = trade
  const serving = await startServer({ data_dir })
  try {
    await withBooks(data_dir, slowDisk, 'superuser_url')
    const before = await withBooks(data_dir, (db) => inChain(db, chain_id, (tx) => readTotals(tx, chain_id)))
    return { data_dir, chain_id, serving, before, clients: await openClients(serving.url, trade) }
  } catch (error) {
    await serving.stop()
    throw error
  }
}

async function killAll(
  run: Run, { kills, check_every = kills, report }: Plan, opened: Serving[],
): Promise<Killed> {
  const { clients } = run
  const done: Record<Victim, number> = { node: 0, postgres: 0 }
  let least = Infinity, answers_lost = 0
  for (let count = 1; count <= kills && clients.faults.length === 0; count += 1) {
    const victim = count % 2 === 1 ? 'node' : 'postgres'
    least = Math.min(least, await killOnce(run, victimsOf(run, victim, count)))
    done[victim] += 1
    if (run.serving.isGone())
      opened.push(run.serving = await startServer({ data_dir: run.data_dir, port: run.serving.port }))
    answers_lost += await countDone(run)
    if (count % check_every === 0 || count === kills || clients.faults.length > 0) await check(run)
    report?.(`${count} kills, ${clients.log.size} operations, ${answers_lost} answers lost, ${
      clients.faults.length} faults`)
  }
  const log = [...clients.log.values()]
  return {
    kills: done, in_flight_least: least, operations: log.length, answers_lost, faults: clients.faults,
    asked_again: log.filter(({ tries }) => tries > 1).length,
  }
}

/** Trades until all goes well and kills in the middle of it. Hands back how many requests were under way. */
async function killOnce({ clients, serving }: Run, pidsOf: () => number[]): Promise<number> {
  const trading = clients.trade(), before = clients.acknowledged()
  const until = async (isSo: () => boolean): Promise<void> => {
    const deadline = Date.now() + round_patience_ms
    while (!isSo() && clients.faults.length === 0) {
      if (Date.now() > deadline) throw new Error(`The tills stood still for too long:\n${serving.said()}`)
      await sleep(1)
    }
  }
  await until(() => clients.acknowledged() - before >= 3 * size.clients)
  await sleep(Math.random() * 200)
  const pids = pidsOf()
  await until(() => clients.inFlight() >= in_flight_least)
  const in_flight = clients.inFlight()
  for (const pid of pids) kill(pid)
  clients.pause()
  await trading
  // A server that lives must find its database again by itself.
  await Promise.race([serving.ended, untilHealthy(serving).catch(() => undefined)])
  return in_flight
}

/**
 * Node; or the postmaster, whose children live on for a moment and may still commit; or, every other time,
 * its children with it, so that a commit is cut off in the middle.
 */
function victimsOf({ data_dir, serving }: Run, victim: Victim, count: number): () => number[] {
  if (victim === 'node') return () => [serving.pid]
  return () => {
    const postmaster = clusterOf(data_dir)!.pid
    const children = processesOf(placeOf(data_dir).cluster_dir).map(({ pid }) => pid)
      .filter((pid) => pid !== postmaster)
    return count % 4 === 0 ? [postmaster, ...children] : [postmaster]
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // A session that ended by itself between the look and the kill.
  }
}

async function check(run: Run): Promise<void> {
  const { data_dir, chain_id, clients } = run
  await clients.settleUp()
  clients.faults.push(...await withBooks(data_dir, (db) =>
    faultsIn(db, chain_id, { log: clients.log, before: run.before })))
}

/** How many of the open operations stand in the books already. */
async function countDone({ data_dir, chain_id, clients }: Run): Promise<number> {
  const open = new Set(clients.open())
  const written = await withBooks(data_dir, (db) => inChain(db, chain_id, (tx) => readWritten(tx, chain_id)))
  return written.filter(({ key }) => open.has(key)).length
}

/** A disk as slow as a shop's: on a quick one hardly a kill would fall between a commit and its answer. */
async function slowDisk({ pool }: Db): Promise<void> {
  await pool.query('alter system set commit_siblings = 0')
  await pool.query(`alter system set commit_delay = ${commit_us}`)
  await pool.query('select pg_reload_conf()')
}
