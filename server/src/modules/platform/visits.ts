import type { enterChain as enterEndpoint } from '#contract/operators.ts'
import type { Me } from '#contract/session.ts'
import { record } from '#kernel/audit.ts'
import { readClockOffset } from '#kernel/clock.ts'
import { enterChain, inChain, outsideChains } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { allChains, chainBehind, enterInDirectory } from '#kernel/directory.ts'
import { newId } from '#kernel/ids.ts'
import { OutOfReach } from '#kernel/refusal.ts'
import type { Answer } from '#kernel/route.ts'
import { sealOf } from '#kernel/seal.ts'
import type { Who } from '#kernel/who.ts'
import { digestOf, newToken } from '#modules/access/access.ts'
import type { SignedIn } from '#modules/access/access.ts'
import { readChain, readSurroundings } from '#modules/org/org.ts'
import type { Desk, KnownVisit, Session } from './desk.ts'
import { refuseFirstPassword } from './operators.ts'
import { allowedBy, nobodys_chain, visit_ms } from './rules.ts'
import {
  insertVisit, selectGrantsOf, selectOperatorNames, selectVisit, updateVisitEnd,
} from './store-chain.ts'
import { selectSessionById } from './store.ts'

/** What a token's digest stands for; null for none, and where the operator is gone or signed out. */
export async function readVisit(db: Db, token_hash: string): Promise<KnownVisit | null> {
  return await outsideChains(db, async (tx) => {
    const chain_id = await chainBehind(tx, 'visit', token_hash)
    if (chain_id === null) return null
    await enterChain(tx, chain_id)
    const visit = await selectVisit(tx, chain_id, token_hash)
    if (!visit) return null
    const { operator_id, operator_session_id: id } = visit
    const { time_zone: zone } = await readChain(tx, chain_id)
    const offset_ms = await readClockOffset(tx, chain_id), now = new Date(Date.now() + offset_ms)
    const grants = await selectGrantsOf(tx, chain_id, { operator_id, now })
    await enterChain(tx, nobodys_chain)
    const session = await selectSessionById(tx, { operator_id, id })
    return session && {
      chain_id, zone, offset_ms, visit, grants, session_ends_at: session.ended_at ?? session.ends_at,
    }
  })
}

/**
 * Who visits with this token now. Every request asks anew what is granted, so that a grant that runs out
 * or is
 * ended ends the visit under the operator's hands. 'ended' then; null for no such token.
 */
export async function visitorBehind(desk: Desk, token: string): Promise<SignedIn | 'ended' | null> {
  const known = await desk.visits.behind(digestOf(token))
  if (!known) return null
  const { chain_id, zone, offset_ms, visit, grants } = known
  const now = new Date(Date.now() + offset_ms), allowed = allowedBy(grants, now)
  const over = visit.ended_at !== null || now >= visit.ends_at || new Date() >= known.session_ends_at
  if (over || !allowed) return 'ended'
  const who: Who = {
    chain_id, principal: { kind: 'operator', id: visit.operator_id }, stores: 'all', scope: 'chain',
    permissions: new Set(allowed.permissions), till_id: null, device: visit.device, now, zone,
    seal: sealOf(desk.master, chain_id),
  }
  return { who, session_id: visit.id, must: null }
}

type Entering = Session & { chain_id: string }

/**
 * Enters a chain that lets this operator in now. Without a live grant the chain answers as one that does not
 * exist, and has the attempt on record. Refuses `not_found`, and `password_must_change`.
 */
export async function enter(
  desk: Desk, { who: operator, session_id, chain_id: asked }: Entering,
): Promise<{ token: string; visit: Answer<typeof enterEndpoint> }> {
  await inChain(desk.db, nobodys_chain, (tx) => refuseFirstPassword(tx, operator))
  // A chain that never was is asked all the same, in nobody's: the wait must not tell it from one that is.
  const found = (await outsideChains(desk.db, allChains)).some((one) => one.chain_id === asked)
  const chain_id = found ? asked : nobodys_chain
  const token = newToken(), { id: operator_id } = operator.principal
  const visit = await inChain(desk.db, chain_id, async (tx) => {
    const now = new Date(Date.now() + await readClockOffset(tx, chain_id))
    const who: Who = { ...operator, chain_id, now }
    const allowed = allowedBy(await selectGrantsOf(tx, chain_id, { operator_id, now }), now)
    if (!allowed) {
      await record(tx, who, [{ verb: 'operator.refused', ref: operator_id, detail: {} }])
      return null
    }
    const id = newId(), token_hash = digestOf(token)
    const ends_at = new Date(Math.min(allowed.until_at.getTime(), now.getTime() + visit_ms))
    await insertVisit(tx, chain_id, {
      id, operator_id, operator_session_id: session_id, token_hash, device: operator.device ?? '',
      started_at: now, ends_at, ended_at: null,
    })
    await enterInDirectory(tx, 'visit', { value: token_hash, chain_id })
    await record(tx, who, [{ verb: 'operator.enter', ref: operator_id, detail: { visit_id: id } }])
    return { until_at: ends_at, permissions: allowed.permissions }
  })
  if (!visit) throw new OutOfReach('not_found', asked)
  return { token, visit }
}

/** Ends a visit; the operator stays signed in as one. */
export async function leave(desk: Desk, { who, session_id }: Session): Promise<void> {
  await inChain(desk.db, who.chain_id, async (tx) => {
    await updateVisitEnd(tx, who.chain_id, { id: session_id, at: who.now })
    await record(tx, who, [{
      verb: 'operator.leave', ref: who.principal.id, detail: { visit_id: session_id },
    }])
  })
  desk.visits.forget()
}

/**
 * What the console needs to know of a visitor: the chain as everybody, and who they are as its grants say.
 */
export async function readVisitorMe(tx: Tx, who: Who): Promise<Me> {
  const names = await selectOperatorNames(tx, who.chain_id, [who.principal.id])
  return {
    staff: {
      id: who.principal.id, name: names[0]?.name ?? '', role: { code: null, name: '平台支持 Platform' },
      scope: 'chain',
    },
    ...await readSurroundings(tx, who), opened_by: 'password', till: null, must: null,
  }
}

/** Names by id of operators that a chain ever let in, for its audit. */
export async function readOperatorNames(
  tx: Tx, chain_id: string, ids: readonly string[],
): Promise<Map<string, string>> {
  return new Map((await selectOperatorNames(tx, chain_id, ids)).map(({ id, name }) => [id, name]))
}
