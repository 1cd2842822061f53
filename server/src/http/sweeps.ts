import { setTimeout as sleep } from 'node:timers/promises'
import { auditEn } from '#contract/texts/audit.en.ts'
import { sealChain } from '#kernel/audit-sealer.ts'
import type { Sealing } from '#kernel/audit-sealer.ts'
import { inChain, isUnreached, outsideChains } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { allChains } from '#kernel/directory.ts'
import { catchUpMembers } from '#modules/insights/insights.ts'
import type { Ground } from './house.ts'
import { forgetOld } from './retention.ts'

/**
 * A piece of timed work, done for one chain after the other. It runs in every process, so it takes its turn
 * by a lock of its own, and does nothing where nothing is due.
 */
export type Sweep = {
  name: string
  every_ms: number
  /** Hands back a sentence where a person should hear of something. */
  run: (chain_id: string) => Promise<string | null>
  /** Once more when the process stops. */
  at_stop?: boolean
}

/** All timed work of the house, one entry each. */
export function sweepsOf({ db, heads }: Pick<Ground, 'db' | 'heads'>): Sweep[] {
  return [
    {
      name: 'audit.seal', every_ms: 1_000, at_stop: true,
      run: async (chain_id) => heads && sentenceOf(await sealChain(db, heads, chain_id)),
    },
    { name: 'members.catch_up', every_ms: 60_000, run: (chain_id) => catchUp(db, chain_id) },
    {
      name: 'retention', every_ms: 3_600_000,
      run: async (chain_id) => forgetOld(db, chain_id).then(() => null),
    },
  ]
}

/** Members of before a release that keeps more of them, a batch in each transaction until none is left. */
async function catchUp(db: Db, chain_id: string): Promise<null> {
  for (let some = 1; some > 0;) some = await inChain(db, chain_id, (tx) => catchUpMembers(tx, chain_id))
  return null
}

/** What a sealing has to say for itself: the operator reads it in the log, the owner on the audit page. */
function sentenceOf({ broken, caught_up }: Sealing): string | null {
  if (broken) return `${auditEn.breaks[broken]}. Nothing more is sealed: ask npm run shuke -- verify`
  return caught_up && `the heads of no. ${caught_up.from + 1} to ${caught_up.to} were not in the file and`
    + ' are signed as one: another server sealed them, or lines were cut off'
}

export type Sweeps = {
  /** Ends after what is under way, and does once more what asks for it. */
  stop: () => Promise<void>
}
export type SweepOptions = { db: Db; sweeps: readonly Sweep[]; report: (line: string) => void }

/** Timed work never takes more than a tenth of the time: after a long round it waits ten times as long. */
const rest_times = 10

/** Runs timed work until it is stopped. What fails is told once, stops nothing else and is tried again. */
export function startSweeps({ db, sweeps, report }: SweepOptions): Sweeps {
  const stopping = new AbortController()
  const told = new Map<string, string>()
  const tell = (place: string, sentence: string | null): void => {
    const isNews = sentence !== null && told.get(place) !== sentence
    if (sentence === null) told.delete(place)
    else told.set(place, sentence)
    if (isNews) report(`${place}: ${sentence}.`)
  }
  const round = async (sweep: Sweep, isStopped: () => boolean): Promise<void> => {
    for (const { chain_id, code } of await chainsIn(db)) {
      if (isStopped()) return
      tell(`${sweep.name} of ${code}`, await sweep.run(chain_id).catch(asSentence))
    }
  }
  const keepOn = async (sweep: Sweep): Promise<void> => {
    while (!stopping.signal.aborted) {
      const from = performance.now()
      await round(sweep, () => stopping.signal.aborted)
      const wait_ms = Math.max(sweep.every_ms, (performance.now() - from) * rest_times)
      await sleep(wait_ms, null, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const running = sweeps.map(keepOn)
  return {
    async stop() {
      stopping.abort()
      await Promise.all(running)
      for (const sweep of sweeps) if (sweep.at_stop) await round(sweep, () => false)
    },
  }
}

const chainsIn = async (db: Db) => await outsideChains(db, allChains).catch(() => [])

/** A database that is not there says so at every door; here it is only waited for. */
const asSentence = (error: unknown): string | null =>
  isUnreached(error) ? null : error instanceof Error ? error.message : String(error)
