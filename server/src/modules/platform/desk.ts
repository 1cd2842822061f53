import type { Db } from '#kernel/db.ts'
import { sealOf } from '#kernel/seal.ts'
import type { Who } from '#kernel/who.ts'
import { addressGroup, tryOnce } from '#modules/access/access.ts'
import type { Door } from '#modules/access/access.ts'
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
 * Lets one guess be made at a code or an operator's password; many from one address, or at one person, wait.
 * Refuses `sign_in_too_often`.
 */
export async function guessOnce<Found>(
  { db, master }: Desk, { address, at }: { address: string; at: string }, check: () => Promise<Found | null>,
): Promise<Found | null> {
  const key = (text: string) => digestIn(master, 'guess', text)
  const from = addressGroup(address)
  const tried = await tryOnce(db, {
    chain_id: nobodys_chain,
    keys: [{ kind: 'strangers', key: key(`${at} ${from}`) }, { kind: 'address', key: key(from) }],
  }, check)
  return tried.right
}
