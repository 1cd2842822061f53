import { setTimeout as sleep } from 'node:timers/promises'
import type { Subscription } from '#contract/notes.ts'
import { inChain, outsideChains } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { allChains } from '#kernel/directory.ts'
import { claimNotes, endDeliveries, putOff } from '#kernel/notes.ts'
import type { Delivered } from '#kernel/notes.ts'
import { readSystemWho } from '#modules/org/org.ts'
import type { Reaction } from './subscriptions.ts'

export type Pump = {
  /** Says that a chain may have new notes: they are carried out at once rather than at the next round. */
  wake: (chain_id: string) => void
  /** Ends after the reaction under way. */
  stop: () => Promise<void>
  /** Waits until nothing is under way and nobody is waiting. */
  idle: () => Promise<void>
}
export type Carried = { subscription: Subscription; notes: readonly Delivered[] }
export type PumpOptions = {
  db: Db; master: Buffer; reactions: { readonly [Name in Subscription]?: Reaction }
  report: (error: unknown, subscription: Subscription) => void
  /** Hears of notes whose reaction was carried out and committed. */
  carried?: (chain_id: string, done: Carried) => Promise<void>
  /** How often every chain is looked at, for what was put off and for what a dead process left. */
  round_ms?: number
}

const most = 200
const usual_round_ms = 5_000
/**
 * Notes of a busy counter are gathered for so long: the settle lane must not share the disk with each of
 * them.
 */
const gather_ms = 100

/** Carries out the reactions of all chains, one chain at a time. */
export function startPump(options: PumpOptions): Pump {
  const woken = new Set<string>()
  let stopped = false
  let running: Promise<void> | null = null

  const run = async (): Promise<void> => {
    try {
      await sleep(gather_ms)
      for (const chain_id of woken) {
        if (stopped) break
        woken.delete(chain_id)
        await drainChain(options, chain_id, () => stopped)
      }
    } finally {
      running = null
    }
  }
  const wake = (chain_id: string): void => {
    if (stopped) return
    woken.add(chain_id)
    running ??= run()
  }
  const round = async (): Promise<void> => {
    const chains = await outsideChains(options.db, allChains).catch(() => [])
    for (const { chain_id } of chains) wake(chain_id)
  }
  const timer = setInterval(() => { void round() }, options.round_ms ?? usual_round_ms)
  void round()
  return {
    wake,
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

async function drainChain(options: PumpOptions, chain_id: string, isStopped: () => boolean): Promise<void> {
  for (const [name, reaction] of Object.entries(options.reactions) as [Subscription, Reaction][]) {
    try {
      await drain(options, { chain_id, name, reaction }, isStopped)
    } catch (error) {
      // The database went away between two steps: what is pending stays pending, and the next round looks
      // again.
      options.report(error, name)
    }
  }
}

type Work = { chain_id: string; name: Subscription; reaction: Reaction }

/**
 * Takes what is due until nothing is. A batch that fails goes again one by one, so that one bad note stops
 * no other.
 */
async function drain(options: PumpOptions, work: Work, isStopped: () => boolean): Promise<void> {
  let size = most
  while (!isStopped()) {
    const { claimed, error } = await carryOut(options, work, size)
    if (!error && claimed.length > 0)
      await options.carried?.(work.chain_id, { subscription: work.name, notes: claimed })
        .catch((fault: unknown) => { options.report(fault, work.name) })
    if (error && claimed.length > 1) { size = 1; continue }
    if (error) {
      options.report(error, work.name)
      if (claimed.length === 0) return
      const failed = { subscription: work.name, notes: claimed, error: error.message }
      await inChain(options.db, work.chain_id, (tx) => putOff(tx, work.chain_id, failed))
    }
    if (claimed.length < size) return
  }
}

/**
 * One batch in one transaction: the reaction happens together with the end of its deliveries, or not at
 * all.
 */
async function carryOut(
  { db, master }: PumpOptions, work: Work, size: number,
): Promise<{ claimed: Delivered[]; error: Error | null }> {
  let claimed: Delivered[] = []
  const react = async (tx: Tx): Promise<void> => {
    claimed = await claimNotes(tx, work.chain_id, { subscription: work.name, most: size })
    if (claimed.length === 0) return
    await work.reaction(tx, await readSystemWho(tx, master, work.chain_id), claimed)
    await endDeliveries(tx, work.chain_id, { subscription: work.name, notes: claimed })
  }
  try {
    await inChain(db, work.chain_id, react)
    return { claimed, error: null }
  } catch (error) {
    return { claimed, error: error instanceof Error ? error : new Error('a reaction threw what is no error') }
  }
}
