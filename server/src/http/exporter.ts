import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Endpoint } from '#contract/endpoint.ts'
import { inChain, outsideChains } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { allChains } from '#kernel/directory.ts'
import { Refusal } from '#kernel/refusal.ts'
import {
  beginWork, endRunOut, fileOf, lists, livingFiles, putBack, tellFailed, work,
} from '#modules/exports/exports.ts'
import type { PageReader, Work } from '#modules/exports/exports.ts'
import { readSystemWho } from '#modules/org/org.ts'
import { isPassing } from './errors.ts'

export type Exporter = {
  /** Where the files lie. */
  dir: string
  /** Begins to carry out exports; `readerOf` reads the pages that an endpoint answers. */
  start: (readerOf: (endpoint: Endpoint) => PageReader) => void
  /** Says that a chain may have a new one. Nothing until it was started. */
  wake: (chain_id: string) => void
  /** Waits until nothing is under way and nobody is waiting. */
  idle: () => Promise<void>
  /** Puts back what is under way, for another process to begin anew. */
  stop: () => Promise<void>
}
export type ExporterOptions = {
  db: Db; master: Buffer; dir: string
  report: (error: unknown) => void
  /** How often every chain is looked at, for what another process left. */
  round_ms?: number
}

const usual_round_ms = 5_000
/** Files of nobody are looked for with every so many rounds, and only such as are at least so old. */
const rounds_between_sweeps = 60, abandoned_ms = 10 * 60_000

/** One export at a time in this process; several processes share the work. */
export function openExporter(options: ExporterOptions): Exporter {
  const woken = new Set<string>()
  let readerOf: ((endpoint: Endpoint) => PageReader) | null = null
  let stopped = false, rounds = 0
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined

  const run = async (): Promise<void> => {
    try {
      for (const chain_id of woken) {
        if (stopped || !readerOf) break
        woken.delete(chain_id)
        await carryOutAll({ ...options, readerOf, isStopped: () => stopped }, chain_id).catch(options.report)
      }
    } finally {
      running = null
    }
  }
  const wake = (chain_id: string): void => {
    if (stopped || !readerOf) return
    woken.add(chain_id)
    running ??= run()
  }
  const round = async (): Promise<void> => {
    try {
      const chains = (await outsideChains(options.db, allChains)).map(({ chain_id }) => chain_id)
      if (rounds % rounds_between_sweeps === 0) await sweepFiles(options, chains)
      rounds += 1
      for (const chain_id of chains) wake(chain_id)
    } catch (error) {
      // A round that was under way when all ended finds its database closed.
      if (!stopped && !isPassing(error)) options.report(error)
    }
  }
  return {
    dir: options.dir, wake,
    start(given) {
      readerOf = given
      timer = setInterval(() => { void round() }, options.round_ms ?? usual_round_ms)
      void round()
    },
    async idle() {
      for (let under_way = running; under_way !== null; under_way = running) await under_way
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}

type Working = ExporterOptions & { readerOf: (endpoint: Endpoint) => PageReader; isStopped: () => boolean }

/** Ends what ran out, then works on what waits until nothing does. */
async function carryOutAll(working: Working, chain_id: string): Promise<void> {
  const { db, dir, master, isStopped } = working
  const run_out = await inChain(db, chain_id, async (tx) =>
    await endRunOut(tx, chain_id, (await readSystemWho(tx, master, chain_id)).now))
  for (const job of run_out) await rm(fileOf(dir, job), { force: true })
  while (!isStopped()) {
    const next = await inChain(db, chain_id, (tx) => beginWork(tx, master, chain_id))
    if (next === null) return
    if (next !== 'ended') await carryOut(working, next)
  }
}

async function carryOut(working: Working, next: Work): Promise<void> {
  const { db, dir, readerOf, isStopped, report } = working
  const within = <Result>(go: (tx: Tx) => Promise<Result>) => inChain(db, next.who.chain_id, go)
  let is_kept = false
  try {
    const read = readerOf(lists[next.job.what].endpoint)
    is_kept = await work(next, { dir, within, isStopped, read })
    if (!is_kept && isStopped()) await within((tx) => putBack(tx, next, { counts: false }))
  } catch (error) {
    await within(async (tx) => {
      if (error instanceof Refusal) await tellFailed(tx, next, error)
      else await putBack(tx, next, { counts: true })
    })
    if (!(error instanceof Refusal || isPassing(error))) report(error)
  } finally {
    if (!is_kept) await rm(fileOf(dir, next.job), { force: true })
  }
}

/** Deletes files that no export knows: of processes that were killed, and of exports that ended elsewhere. */
async function sweepFiles({ db, dir }: ExporterOptions, chains: readonly string[]): Promise<void> {
  const names = await readdir(dir).catch(() => [])
  if (names.length === 0) return
  const living = new Set<string>()
  for (const chain_id of chains)
    for (const file of await inChain(db, chain_id, (tx) => livingFiles(tx, chain_id)))
      living.add(`${file.id}.${file.claim}`)
  for (const name of names.filter((one) => !living.has(one))) {
    const path = join(dir, name)
    const found = await stat(path).catch(() => null)
    if (found && Date.now() - found.mtimeMs > abandoned_ms) await rm(path, { force: true })
  }
}
