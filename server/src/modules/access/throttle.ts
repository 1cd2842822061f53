import { refuse } from '#kernel/refusal.ts'
import { addressGroup, waitAfter } from './rules.ts'

/**
 * Slows down guessing where there is no chain to count in yet: chain codes that nobody has, and one-time
 * codes of tills. Counted in memory, for what is tried from an address and for the address alone.
 */
export type Throttle = {
  /**
   * Counts a try before it is made: a hundred at the same moment must not all pass. Refuses with `wait_s`.
   */
  take(attempt: Attempt, now_ms: number): void
  /** The try was right, or never came to an answer: its own count is forgotten, the address's taken back. */
  giveBack(attempt: Attempt): void
}
export type Attempt = { what: string; address: string }

type Count = { failures: number; until_ms: number; last_ms: number }

const free_tries = { own: 5, address: 40 }
const forgotten_ms = 60 * 60_000
const counts_max = 20_000

export function openThrottle(): Throttle {
  const counts = new Map<string, Count>()
  return {
    take(attempt, now_ms) {
      prune(counts, now_ms)
      const asked = keysOf(attempt).map(([key, free]) => ({ key, free, count: countOf(counts, key, now_ms) }))
      const wait_ms = Math.max(...asked.map(({ count }) => count.until_ms - now_ms))
      if (wait_ms > 0) refuse('sign_in_too_often', { wait_s: Math.ceil(wait_ms / 1_000) })
      for (const { key, free, count } of asked) {
        const failures = count.failures + 1
        counts.delete(key)
        counts.set(key, { failures, until_ms: now_ms + waitAfter(failures, free) * 1_000, last_ms: now_ms })
      }
    },
    giveBack(attempt) {
      const [[own], [address]] = keysOf(attempt)
      counts.delete(own)
      const count = counts.get(address)
      if (count) counts.set(address, { ...count, failures: count.failures - 1, until_ms: 0 })
    },
  }
}

type Key = [key: string, free: number]
function keysOf({ what, address }: Attempt): [own: Key, address: Key] {
  const group = addressGroup(address)
  return [[`${what} ${group}`, free_tries.own], [group, free_tries.address]]
}

function countOf(counts: ReadonlyMap<string, Count>, key: string, now_ms: number): Count {
  const count = counts.get(key)
  return count && now_ms - count.last_ms < forgotten_ms
    ? count : { failures: 0, until_ms: 0, last_ms: now_ms }
}

/**
 * The map stands in order of last use, so the oldest go first; a flood of made-up phones must not fill the
 * memory.
 */
function prune(counts: Map<string, Count>, now_ms: number): void {
  for (const [key, { last_ms }] of counts) {
    if (counts.size < counts_max && now_ms - last_ms < forgotten_ms) return
    counts.delete(key)
  }
}
