import type { Db } from '#kernel/db.ts'
import { sealOf } from '#kernel/seal.ts'
import type { Who } from '#kernel/who.ts'
import { addressGroup, tryOnce } from '#modules/access/access.ts'
import type { Door, Tries } from '#modules/access/access.ts'
import type { SetupCodes } from './codes.ts'
import { nobodys_chain } from './rules.ts'
import type { KnownSession } from './store.ts'
import type { Trusted } from './trusted.ts'
import type { GrantRow, VisitRow } from './store-chain.ts'

/** A visit with all that decides whether it may go on. */
export type KnownVisit = {
  chain_id: string; zone: string; offset_ms: number; visit: VisitRow; grants: GrantRow[]
  /** When the operator's own session ends or ended: the wall clock's time. */
  session_ends_at: Date
}

/** What the people who run the installation work with, and the owner who sets a chain up. */
export type Desk = {
  db: Db; master: Buffer
  /** What chains' own people sign in with: an owner is signed in at the end of the setup. */
  door: Door
  codes: SetupCodes
  /** Whether the setup was seen done: it never opens again. */
  settled: { done: boolean }
  operators: Trusted<KnownSession>
  visits: Trusted<KnownVisit>
}

/** Somebody signed in, and through which session. */
export type Session = { readonly who: Who; readonly session_id: string }

/** Where somebody comes from, as the lists of sessions and the audit show it. */
export type Origin = { address: string; device: string }

/** A keyed digest under nobody's chain, for what is looked up there. */
export const digestIn = (master: Buffer, kind: string, text: string): string =>
  sealOf(master, nobodys_chain).fingerprint(kind, text)

/**
 * What is guessed at, and from where. `browser` is one that has signed this very person in: it counts by
 * itself, so that nobody else can slow them.
 */
export type Guess = { at: string; address: string; browser?: string | null }

/**
 * Lets one guess be made at a code or an operator's password. Whoever is unknown is one of all strangers who
 * guess at the same, from wherever they come, and one of whoever guesses from that address. Refuses
 * `sign_in_too_often`.
 */
export async function guessOnce<Found>(
  { db, master }: Desk, { at, address, browser = null }: Guess, check: () => Promise<Found | null>,
): Promise<Found | null> {
  const key = (text: string) => digestIn(master, 'guess', text)
  const tries: Tries = browser === null ? {
    chain_id: nobodys_chain,
    keys: [{ kind: 'strangers', key: key(at) }, { kind: 'address', key: key(addressGroup(address)) }],
  } : { chain_id: nobodys_chain, keys: [{ kind: 'browser', key: key(`${at} ${browser}`) }] }
  return (await tryOnce(db, tries, check)).right
}
