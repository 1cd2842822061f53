import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { inChain, openDb } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { freePort } from '#kernel/embedded-launch.ts'
import { anyOf } from '../../bench/baskets.ts'
import type { Till, Trade } from '../../bench/baskets.ts'
import { makeTrade } from '../../bench/chain.ts'
import { clusterOf, makeFolder, removeFolder, startServer, untilHealthy } from '../../bench/serving.ts'
import type { Serving } from '../../bench/serving.ts'
import { signInAll } from '../../bench/signin.ts'
import { faultsIn, readTotals, readWritten } from './kill-log.ts'
import type { Totals } from './kill-log.ts'
import { openWork } from './kill-work.ts'
import type { Operation, Work } from './kill-work.ts'

export type Killed = {
  kills: { node: number; postgres: number }
  /** The fewest requests that were under way at any kill. */
  in_flight_least: number
  operations: number
  /** Operations that needed another try because a kill took their answer. */
  asked_again: number
  /** Those of them that had been carried out, so that only remembering their key kept them from being done twice. */
  answers_lost: number
  faults: string[]
}
export type Plan = {
  kills: number
  /** The books are held against the log after so many kills, and at the end. */
  check_every?: number
  report?: (line: string) => void
}

const clients = 12, in_flight_least = 8, members = 40, goods = 12
const round_patience_ms = 90_000, request_patience_ms = 20_000

/** `open` was written down and asked for, but not acknowledged: it is asked again first of all, at the same till. */
type Client = { till: Till; cookie: string; open: Operation[] }
type Run = {
  data_dir: string; trade: Trade; work: Work; serving: Serving; clients: readonly Client[]; before: Totals
  log: Map<string, Operation>
  in_flight: number; acknowledged: number; paused: boolean; faults: string[]
}

/**
 * Kills Node and PostgreSQL in turn while clients trade, starts again each time, asks again for whatever got no answer,
 * and holds the books against the clients' log.
 */
export async function runKills({ kills, check_every = kills, report = () => undefined }: Plan): Promise<Killed> {
  const data_dir = makeFolder('kills')
  const trade = await makeTrade(data_dir, { clients, members, goods })
  const serving = await startServer({ data_dir, port: await freePort() })
  const run: Run = {
    data_dir, trade, work: openWork(trade), serving,
    clients: (await signInAll(serving.url, trade, trade.tills)).map((signed) => ({ ...signed, open: [] })),
    before: await withBooks(data_dir, (db) => inChain(db, trade.chain_id, (tx) => readTotals(tx, trade.chain_id))),
    log: new Map(), in_flight: 0, acknowledged: 0, paused: true, faults: [],
  }
  const killed: Killed = {
    kills: { node: 0, postgres: 0 }, in_flight_least: Infinity, operations: 0, asked_again: 0, answers_lost: 0, faults: run.faults,
  }
  try {
    for (let count = 1; count <= kills && run.faults.length === 0; count += 1) {
      const victim = count % 2 === 1 ? 'node' : 'postgres'
      killed.in_flight_least = Math.min(killed.in_flight_least, await killOnce(run, victim))
      killed.kills[victim] += 1
      killed.answers_lost += await countDone(run)
      if (count % check_every === 0 || count === kills) await check(run)
      report(`${count} kills, ${run.log.size} operations, ${run.faults.length} faults`)
    }
  } finally {
    await run.serving.stop()
    removeFolder(data_dir)
  }
  const log = [...run.log.values()]
  return { ...killed, operations: log.length, asked_again: log.filter(({ tries }) => tries > 1).length }
}

/** One round: trade until all goes well, kill in the middle of it, and have it running again. Hands back how many were under way. */
async function killOnce(run: Run, victim: 'node' | 'postgres'): Promise<number> {
  const trading = trade(run)
  const before = run.acknowledged
  await until(run, () => run.acknowledged - before >= 3 * clients)
  await sleep(Math.random() * 200)
  // Looked up first: between the last look at what is under way and the kill nothing else may happen.
  const pid = victim === 'node' ? run.serving.pid : clusterOf(run.data_dir)!.pid
  await until(run, () => run.in_flight >= in_flight_least)
  const in_flight = run.in_flight
  process.kill(pid, 'SIGKILL')
  run.paused = true
  if (victim === 'node') await run.serving.ended
  await trading
  await recover(run)
  return in_flight
}

/** A server that ended is started again; one that lives must find its database again by itself. */
async function recover(run: Run): Promise<void> {
  if (!run.serving.isGone()) await Promise.race([run.serving.ended, untilHealthy(run.serving)])
  if (run.serving.isGone())
    run.serving = await startServer({ data_dir: run.data_dir, port: run.serving.port })
}

async function until(run: Run, isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + round_patience_ms
  while (!isSo()) {
    if (run.faults.length > 0) throw new Error(run.faults.join('\n'))
    if (Date.now() > deadline) throw new Error(`The till stood still for too long:\n${run.serving.said()}`)
    await sleep(1)
  }
}

/** Every client does one thing after another until it is told to pause. */
async function trade(run: Run): Promise<void> {
  run.paused = false
  await Promise.all(run.clients.map(async (client) => {
    while (!run.paused) await ask(run, client, client.open.shift() ?? begin(run, client))
  }))
}

function begin(run: Run, { till }: Client): Operation {
  const operation = run.work.next(till)
  run.log.set(operation.key, operation)
  return operation
}

/** Asks once. Without a yes the operation stays open; a no that is not "try again" is a fault. */
async function ask(run: Run, client: Client, operation: Operation): Promise<void> {
  operation.tries += 1
  run.in_flight += 1
  const heard = await send(run.serving.url, client, operation)
  run.in_flight -= 1
  if (heard?.status === 200) {
    run.acknowledged += 1
    operation.answer = heard.answer
    run.work.acknowledged(operation)
    return
  }
  if (heard && heard.status !== 503)
    run.faults.push(`${operation.kind} ${operation.key} was answered ${heard.status} ${JSON.stringify(heard.answer)}`)
  client.open.push(operation)
  await sleep(20)
}

type Heard = { status: number; answer: Operation['answer'] }

/** Null when there was no whole answer: nobody knows then whether it was done. */
async function send(url: string, { cookie }: Client, { path, body }: Operation): Promise<Heard | null> {
  try {
    const response = await fetch(url + path, {
      method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(request_patience_ms),
      headers: { 'content-type': 'application/json', 'x-shuke': 'kills', cookie },
    })
    return { status: response.status, answer: await response.json() as Operation['answer'] }
  } catch {
    return null
  }
}

/** Settles what is open, asks for some things again that were answered before, and holds the books against the log. */
async function check(run: Run): Promise<void> {
  const deadline = Date.now() + round_patience_ms
  await Promise.all(run.clients.map(async (client) => {
    while (client.open.length > 0 && Date.now() < deadline && run.faults.length === 0)
      await ask(run, client, client.open.shift()!)
  }))
  const answered = [...run.log.values()].filter(({ answer }) => answer)
  for (let count = 0; count < 40 && answered.length > 0; count += 1) await replay(run, anyOf(answered))
  run.faults.push(...await withBooks(run.data_dir, (db) => faultsIn(db, run.trade.chain_id, run)))
}

/** How many of the open operations stand in the books already. */
async function countDone({ data_dir, trade: { chain_id }, clients: all }: Run): Promise<number> {
  const open = new Set(all.flatMap((client) => client.open.map(({ key }) => key)))
  const written = await withBooks(data_dir, (db) => inChain(db, chain_id, (tx) => readWritten(tx, chain_id)))
  return written.filter(({ key }) => open.has(key)).length
}

/** The same key with the same input gives the same answer again. */
async function replay(run: Run, operation: Operation): Promise<void> {
  const client = run.clients.find(({ till }) => till.till_id === operation.body['till_id'])!
  const heard = await send(run.serving.url, client, operation)
  if (heard?.status !== 200 || !isDeepStrictEqual(heard.answer, operation.answer))
    run.faults.push(`${operation.kind} ${operation.key} was answered otherwise when asked again: ${JSON.stringify(heard)}`)
}

/** The books are read past the server, in the application's role. */
async function withBooks<Result>(data_dir: string, work: (db: Db) => Promise<Result>): Promise<Result> {
  const db = openDb(clusterOf(data_dir)!.app_url, { max: 1, name: 'shuke kills' })
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}
