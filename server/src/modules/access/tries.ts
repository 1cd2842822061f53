import { inChain } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/refusal.ts'
import { waits } from './rules.ts'
import { deleteOldTries, lockTries, updateTries } from './store-tries.ts'
import type { TryKey, TryRow } from './store-tries.ts'

/**
 * Guessing grows slow, and the counts stand in the database, so that all processes know of a try. They go by
 * the wall clock: a stranger's guesses are no part of a sandbox chain's time.
 *
 * The first key is the try's own: a right one clears it, and is given back to the others. So whoever can sign
 * in themselves cannot clear the count of their address between guesses at somebody else.
 */
export type Tries = { chain_id: string; keys: readonly [own: TryKey, ...others: TryKey[]] }

const forgotten_ms = 60 * 60_000
const pruned = new Map<string, number>()
const prune_every_ms = 60_000

/**
 * Counts a try before it is made, since a hundred at the same moment must not all pass; tells how many there
 * were under its own key, this one included.
 */
async function take(tx: Tx, { chain_id, keys }: Tries, now: Date): Promise<number> {
  await prune(tx, chain_id, now)
  const rows = await lockTries(tx, chain_id, { keys, now })
  const wait_ms = Math.max(...rows.map(({ until_at }) => until_at.getTime() - now.getTime()))
  if (wait_ms > 0) refuseFor(Math.ceil(wait_ms / 1_000), keys[0])
  const now_counted = rows.map((row) => counted(row, now))
  await updateTries(tx, chain_id, now_counted)
  return now_counted.find(({ kind }) => kind === keys[0].kind)?.failures ?? 1
}

function refuseFor(wait_s: number, { kind }: TryKey): never {
  if (kind !== 'pin') refuse('sign_in_too_often', { wait_s })
  if (wait_s > 60) refuse('pin_locked', { wait_s, wait_min: Math.ceil(wait_s / 60) })
  refuse('pin_too_soon', { wait_s })
}

function counted(row: TryRow, now: Date): TryRow {
  const before = now.getTime() - row.last_at.getTime() < forgotten_ms ? row.failures : 0
  const failures = before + 1
  return { ...row, failures, last_at: now, until_at: until(row, failures, now) }
}

const until = ({ kind }: TryKey, failures: number, from: Date): Date =>
  new Date(from.getTime() + waits[kind](failures) * 1_000)

/** Takes the try back: it was right, or never came to an answer. */
async function giveBack(tx: Tx, chain_id: string, keys: readonly TryKey[]): Promise<void> {
  const rows = await lockTries(tx, chain_id, { keys, now: new Date() })
  await updateTries(tx, chain_id, rows.map(oneLess))
}

function oneLess(row: TryRow): TryRow {
  const failures = Math.max(0, row.failures - 1)
  return { ...row, failures, until_at: until(row, failures, row.last_at) }
}

/** All keys are locked at once, in their one order: two that each held one would wait for each other. */
async function clearOwn(tx: Tx, { chain_id, keys }: Tries): Promise<void> {
  const [own] = keys
  const rows = await lockTries(tx, chain_id, { keys, now: new Date() })
  await updateTries(tx, chain_id, rows.map((row) =>
    row.kind === own.kind && row.key === own.key
      ? { ...row, failures: 0, until_at: row.last_at } : oneLess(row)))
}

/** How a try ended; of a wrong one how many there were under its own key, this one included. */
export type Tried<Found> = { right: Found } | { right: null; failures: number }

/**
 * Lets one try be made: counts it, asks `check`, and takes the count back where it was right (or where no
 * answer came). Refuses `sign_in_too_often`, for PINs `pin_too_soon` and `pin_locked`.
 */
export async function tryOnce<Found>(
  db: Db, tries: Tries, check: () => Promise<Found | null>,
): Promise<Tried<Found>> {
  const { chain_id } = tries
  const failures = await inChain(db, chain_id, (tx) => take(tx, tries, new Date()))
  const right = await check().catch(async (error: unknown) => {
    // The first error is the one to tell; where the database is away, the count cannot be taken back either.
    await inChain(db, chain_id, (tx) => giveBack(tx, chain_id, tries.keys)).catch(() => undefined)
    throw error
  })
  if (right === null) return { right: null, failures }
  await inChain(db, chain_id, (tx) => clearOwn(tx, tries))
  return { right }
}

async function prune(tx: Tx, chain_id: string, now: Date): Promise<void> {
  if (now.getTime() - (pruned.get(chain_id) ?? 0) < prune_every_ms) return
  pruned.set(chain_id, now.getTime())
  await deleteOldTries(tx, chain_id, new Date(now.getTime() - forgotten_ms))
}
