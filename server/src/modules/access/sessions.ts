import { createHash, randomBytes } from 'node:crypto'
import type { Permission } from '#contract/permissions.ts'
import { permissionGroups } from '#contract/permissions.ts'
import { readClockOffset } from '#kernel/clock.ts'
import { enterChain, outsideChains } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { chainBehind } from '#kernel/directory.ts'
import type { Who } from '#kernel/who.ts'
import { readPerson } from '#modules/org/org.ts'
import { mustOf } from './must.ts'
import type { Must } from './must.ts'
import { endOf, hasEnded, isWorthTouching } from './rules.ts'
import { selectSession, updateAllEnded, updateSeen } from './store.ts'
import type { SessionRow } from './store.ts'

/**
 * Somebody signed in: who they are, through which of their sessions, and what they must do before anything
 * else works.
 */
export type SignedIn = { who: Who; session_id: string; must: Must }

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

type Known = { person: Omit<Who, 'now'>; session: SessionRow; must: Must; offset_ms: number }
type Found = Known | 'ended' | null
type Remembered = { read_ms: number; known: Promise<Found> }

export function openSessions(db: Db, master: Buffer): Sessions {
  const remembered = new Map<string, Remembered>()
  const recall = (digest: string): Promise<Found> => {
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
      if (known === null || known === 'ended') return known
      const now = new Date(Date.now() + known.offset_ms)
      if (hasEnded(known.session, now)) return 'ended'
      return { who: { ...known.person, now }, session_id: known.session.id, must: known.must }
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

async function readKnown(tx: Tx, master: Buffer, digest: string): Promise<Found> {
  const chain_id = await chainBehind(tx, 'session', digest)
  if (chain_id === null) return null
  await enterChain(tx, chain_id)
  const session = await selectSession(tx, chain_id, digest)
  if (!session) return null
  const person = await readPerson(tx, master, { chain_id, staff_id: session.staff_id })
  const offset_ms = await readClockOffset(tx, chain_id)
  const now = new Date(Date.now() + offset_ms)
  if (!person) {
    // Whoever left the chain has no session any more, whatever its times say.
    await updateAllEnded(tx, chain_id, { staff_id: session.staff_id, but: null, now })
    return 'ended'
  }
  const used = hasEnded(session, now) ? session : await touch(tx, session, { chain_id, now })
  const who = asOpened({ ...person, now }, session)
  return { person: who, session: used, must: await mustOf(tx, who, session.opened_by), offset_ms }
}

/** What a PIN opens: six digits stand for the work at this till, and for nothing behind it. */
const pin_groups = ['sales', 'members', 'value', 'goods', 'approvals'] as const
const not_by_pin: ReadonlySet<string> = new Set<Permission>([
  'sales.export', 'members.export', 'members.unmask', 'members.erase', 'value.adjust', 'goods.export',
])
const by_pin: ReadonlySet<Permission> = new Set(
  pin_groups.flatMap((group): readonly Permission[] => permissionGroups[group])
    .filter((permission) => !not_by_pin.has(permission)))

/** A person as this session of theirs lets them act. */
export function asOpened(
  who: Who, session: Pick<SessionRow, 'opened_by' | 'store_id' | 'till_id' | 'device'>,
): Who {
  const here = { ...who, device: session.device, till_id: session.till_id }
  if (session.opened_by === 'password') return here
  return {
    ...here, scope: who.scope === 'own' ? 'own' : 'store',
    stores: session.store_id === null ? [] : [session.store_id],
    permissions: who.permissions.intersection(by_pin) as ReadonlySet<Permission>,
  }
}

async function touch(
  tx: Tx, session: SessionRow, { chain_id, now }: { chain_id: string; now: Date },
): Promise<SessionRow> {
  if (!isWorthTouching(session, now)) return session
  const seen = { ...session, seen_at: now, ends_at: endOf(session.started_at, now, session.idle_s) }
  await updateSeen(tx, chain_id, seen)
  return seen
}
