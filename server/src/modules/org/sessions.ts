import { createHash, randomBytes } from 'node:crypto'
import { readClockOffset } from '#kernel/clock.ts'
import { enterChain, outsideChains } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { chainBehind } from '#kernel/directory.ts'
import { sealOf } from '#kernel/seal.ts'
import type { Who } from '#kernel/who.ts'
import { endOf, hasEnded, isWorthTouching, permissionsFor, reachOf } from './rules.ts'
import { selectChain, selectOneStaff } from './store.ts'
import type { StaffRow } from './store.ts'
import { selectSession, updateSeen } from './store-sessions.ts'
import type { SessionRow } from './store-sessions.ts'

/** Somebody signed in: who they are, and through which of their sessions. */
export type SignedIn = { who: Who; session_id: string }

export type Sessions = {
  /**
   * Who holds this token now; 'ended' when the session ran out or was ended, null when there never was one.
   */
  behind(token: string): Promise<SignedIn | 'ended' | null>
  /** Drops what is remembered: a session that was ended here must not work for another moment. */
  forget(): void
}

/**
 * How long a session is trusted without asking the database: what another process ended works on for this
 * long.
 */
const trusted_ms = 2_000
const remembered_max = 10_000

type Known = { person: Omit<Who, 'now'>; session: SessionRow; offset_ms: number }
type Remembered = { read_ms: number; known: Promise<Known | null> }

export function openSessions(db: Db, master: Buffer): Sessions {
  const remembered = new Map<string, Remembered>()
  const recall = (digest: string): Promise<Known | null> => {
    const before = remembered.get(digest)
    if (before && Date.now() - before.read_ms < trusted_ms) return before.known
    if (remembered.size >= remembered_max) remembered.clear()
    const known = outsideChains(db, (tx) => readKnown(tx, master, digest))
    remembered.set(digest, { read_ms: Date.now(), known })
    // A failed reading is the caller's to tell; only nobody else should meet it again.
    known.catch(() => remembered.delete(digest))
    return known
  }
  return {
    async behind(token) {
      const known = await recall(digestOf(token))
      if (!known) return null
      const now = new Date(Date.now() + known.offset_ms)
      if (hasEnded(known.session, now)) return 'ended'
      return { who: { ...known.person, now }, session_id: known.session.id }
    },
    forget: () => remembered.clear(),
  }
}

/** 256 random bits: nothing to guess, so a plain digest is enough to keep it by. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

async function readKnown(tx: Tx, master: Buffer, digest: string): Promise<Known | null> {
  const chain_id = await chainBehind(tx, 'session', digest)
  if (chain_id === null) return null
  await enterChain(tx, chain_id)
  const session = await selectSession(tx, chain_id, digest)
  if (!session) return null
  const staff = await selectOneStaff(tx, chain_id, session.staff_id)
  const person = staff && await personOf(tx, { master, chain_id, staff })
  const offset_ms = await readClockOffset(tx, chain_id)
  const now = new Date(Date.now() + offset_ms)
  // Whoever left the chain has no session any more, whatever its times say.
  if (!person) return null
  const used = hasEnded(session, now) ? session : await touch(tx, session, { chain_id, now })
  return { person: { ...person, device: session.device }, session: used, offset_ms }
}

async function touch(
  tx: Tx, session: SessionRow, { chain_id, now }: { chain_id: string; now: Date },
): Promise<SessionRow> {
  if (!isWorthTouching(session, now)) return session
  const seen = { ...session, seen_at: now, ends_at: endOf(session.started_at, now) }
  await updateSeen(tx, chain_id, seen)
  return seen
}

/** Everything of a `who` except the moment. */
export async function personOf(
  tx: Tx, { master, chain_id, staff }: { master: Buffer; chain_id: string; staff: StaffRow },
): Promise<Omit<Who, 'now'> | null> {
  const chain = await selectChain(tx, chain_id)
  return chain && {
    chain_id, principal: { kind: 'staff', id: staff.id }, stores: reachOf(staff.role, staff.store_ids),
    permissions: permissionsFor(staff.role), device: null, zone: chain.time_zone,
    seal: sealOf(master, chain_id),
  }
}
