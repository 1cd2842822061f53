import type { Input } from '#contract/endpoint.ts'
import type * as contract from '#contract/approvals.ts'
import { too_close_days } from '#contract/approvals.ts'
import type { About } from '#contract/approvals.ts'
import { record } from '#kernel/audit.ts'
import type { AuditVerb } from '#contract/audit.ts'
import { anId, anInstant, keyAt, pageOf } from '#kernel/cursor.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { once } from '#kernel/once.ts'
import { OutOfReach, refuse } from '#kernel/refusal.ts'
import { readSettings } from '#kernel/settings.ts'
import { mayReach, refuseOutOfReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { readProfile } from '#modules/members/members.ts'
import { peopleWhoMay, readStores, readVouchedBy } from '#modules/org/org.ts'
import { permissionToAsk, permissionToGive } from './acts.ts'
import { stateOf, whyNotDecide } from './rules.ts'
import type { Request } from './rules.ts'
import * as store from './store.ts'

export { selectApproved as readApproved } from './store.ts'
export type { Approved, Use } from './store.ts'
export type { Request } from './rules.ts'
export { lockApprovals, takeApproval, useApproval, writeUses } from './use.ts'
export type { Approvals, Needed } from './use.ts'

/** The lasting of a request, or of what was given, from now on. */
async function endFrom(tx: Tx, who: Who, store_id: string): Promise<Date> {
  const place = store_id === who.chain_id ? null : store_id
  const { approval_lasts_min } = (await readSettings(tx, who.chain_id)).at(place, who.now)
  return new Date(who.now.getTime() + approval_lasts_min * 60_000)
}

/**
 * Asks for a second person. Refuses `not_permitted` where the act would not be the asker's even then. The
 * same key answers with the same request.
 */
export async function ask(tx: Tx, who: Who, input: Input<typeof contract.askApproval>): Promise<Request> {
  const { op_key, about } = input
  // An export belongs to no store; everything else happens in one.
  const store_id = about.act === 'export' ? who.chain_id : input.store_id ?? refuse('store_unknown')
  if (about.act !== 'export') refuseOutOfReach(who, store_id)
  if (!who.permissions.has(permissionToAsk(about))) refuse('not_permitted')
  const { id } = await once(tx, who, {
    owner_id: store_id, op_key, verb: 'approval.ask', input: { about },
    act: () => askNow(tx, who, { store_id, about }),
  })
  return (await store.selectRequests(tx, who.chain_id, [id]))[0]!
}

async function askNow(tx: Tx, who: Who, { store_id, about }: { store_id: string; about: About }) {
  // Whoever approves sees the member's name: it must be one that the asker may see.
  if (about.act === 'adjustment') await readProfile(tx, who, about.member_id)
  const id = newId()
  await store.insertRequest(tx, who.chain_id, {
    id, store_id, about, asked_by: who.principal.id, asked_at: who.now,
    ends_at: await endFrom(tx, who, store_id),
  })
  await record(tx, who, [actOf(who, 'approval.ask', { id, store_id, about })])
  return { id }
}

/** Those who could approve, by name; never the asker. */
export async function peopleFor(tx: Tx, who: Who, { about, store_id }: Request) {
  const people = await peopleWhoMay(tx, who.chain_id, {
    permissions: ['approvals.give', permissionToGive(about)],
    store_id: store_id === who.chain_id ? null : store_id,
  })
  const close = await readVouchedBy(tx, who.chain_id, { by: [who.principal.id], since: closeSince(who) })
  return people.filter(({ id }) => id !== who.principal.id && !close.some(({ staff_id }) => staff_id === id))
}

/** Whoever sees only what they did themselves is not asked about what others do. */
const closeSince = ({ now }: Who): Date => new Date(now.getTime() - too_close_days * 86_400_000)

/** Whoever looks, with those of the askers who made their password of late. */
export async function asApprover(tx: Tx, who: Who, requests: readonly Request[]) {
  const by = [...new Set(requests.map(({ asked_by }) => asked_by))]
  const close = by.length === 0 ? [] : await readVouchedBy(tx, who.chain_id, { by, since: closeSince(who) })
  const mine = close.filter(({ staff_id }) => staff_id === who.principal.id)
  return { ...who, vouched_by: new Set(mine.map((one) => one.by)) }
}

const reaches = (who: Who, store_id: string): boolean => who.scope !== 'own'
  && (store_id === who.chain_id ? who.stores === 'all' : mayReach(who, store_id))

/** One request of the caller's own, or one in reach of somebody who approves. Refuses `not_found`. */
export async function read(tx: Tx, who: Who, { approval_id }: { approval_id: string }): Promise<Request> {
  const [request] = await store.selectRequests(tx, who.chain_id, [approval_id])
  if (!request) refuse('not_found')
  if (request.asked_by === who.principal.id) return request
  if (!who.permissions.has('approvals.give') || !reaches(who, request.store_id))
    throw new OutOfReach('not_found', approval_id)
  return request
}

/** The same of the caller's own alone. */
export async function readOwn(tx: Tx, who: Who, { approval_id }: { approval_id: string }): Promise<Request> {
  const request = await read(tx, who, { approval_id })
  if (request.asked_by !== who.principal.id) throw new OutOfReach('not_found', approval_id)
  return request
}

export type Deciding = { approval_id: string; note: string | null; in_person: boolean }

/**
 * Approves. Refuses `approval_own`, `approval_not_yours`, `approver_too_close` and `approval_decided` in this
 * order.
 */
export async function give(tx: Tx, who: Who, deciding: Deciding): Promise<Request> {
  return await decide(tx, who, { ...deciding, outcome: 'given' })
}

/**
 * Approves at the asker's screen, where who stands there has just proven who they are. Whatever they lack, it
 * is told in words about somebody else: `approver_not_permitted`.
 */
export async function giveHere(tx: Tx, approver: Who, approval_id: string): Promise<Request> {
  const [request] = await store.selectRequests(tx, approver.chain_id, [approval_id])
  if (!request) refuse('not_found')
  const may = approver.permissions.has('approvals.give') && reaches(approver, request.store_id)
    && approver.permissions.has(permissionToGive(request.about))
  if (!may && request.asked_by !== approver.principal.id) refuse('approver_not_permitted')
  return await give(tx, approver, { approval_id, note: null, in_person: true })
}

export async function turnDown(tx: Tx, who: Who, deciding: Deciding): Promise<Request> {
  return await decide(tx, who, { ...deciding, outcome: 'refused' })
}

async function decide(
  tx: Tx, who: Who, { approval_id, outcome, ...made }: Deciding & { outcome: 'given' | 'refused' },
): Promise<Request> {
  await store.lockRequests(tx, [approval_id])
  const request = await read(tx, who, { approval_id })
  const approver = await asApprover(tx, who, [request])
  const why = whyNotDecide(request, approver, permissionToGive(request.about))
  if (why !== null) refuse(why)
  const { id, store_id } = request
  const decision = {
    outcome, made_by: who.principal.id, at: who.now, ends_at: await endFrom(tx, who, store_id), ...made,
  }
  await store.insertDecision(tx, who.chain_id, { store_id, request_id: id, ...decision })
  const act = actOf(who, outcome === 'given' ? 'approval.give' : 'approval.refuse', request)
  const { asked_by } = request, { in_person } = made
  await record(tx, who, [{ ...act, detail: { ...act.detail, asked_by, in_person } }])
  return { ...request, decision }
}

/** Takes a request back, also one that was approved and not used. */
export async function withdraw(
  tx: Tx, who: Who, { approval_id }: { approval_id: string },
): Promise<Request> {
  await store.lockRequests(tx, [approval_id])
  const request = await readOwn(tx, who, { approval_id })
  const state = stateOf(request, who.now)
  if (state !== 'waiting' && state !== 'given') refuse('approval_decided')
  await store.insertWithdrawal(tx, who.chain_id, {
    store_id: request.store_id, request_id: request.id, at: who.now,
  })
  await record(tx, who, [actOf(who, 'approval.withdraw', request)])
  return { ...request, withdrawn: true }
}

const usual_limit = 50

/**
 * What was asked for in the stores in reach, the newest first; the chain's own for whoever reaches all of
 * it.
 */
export async function list(tx: Tx, who: Who, input: Input<typeof contract.listApprovals>) {
  const limit = input.limit ?? usual_limit
  const [at, id] = keyAt(input.cursor, [anInstant, anId]) ?? []
  const requests = await store.selectPage(tx, who.chain_id, {
    store_ids: await placesFor(tx, who, input.store_id), asked_by: askedBy(who), act: input.act ?? null,
    waiting_at: input.waiting === 'yes' ? who.now : null, before: at && id ? { at: new Date(at), id } : null,
    limit: limit + 1,
  })
  return pageOf(requests, limit, (request) => [request.asked_at.toISOString(), request.id])
}

const askedBy = ({ scope, principal }: Who): string | null => scope === 'own' ? principal.id : null

async function placesFor(tx: Tx, who: Who, store_id?: string): Promise<string[]> {
  const stores = (await readStores(tx, who)).map((one) => one.id)
  const all = who.stores === 'all' ? [...stores, who.chain_id] : stores
  return store_id === undefined ? all : all.filter((one) => one === store_id)
}

const most_counted = 200

/** How many wait that this person may decide; at most 200 are looked at. */
export async function countWaiting(tx: Tx, who: Who): Promise<number> {
  const waiting = await store.selectPage(tx, who.chain_id, {
    store_ids: await placesFor(tx, who), asked_by: askedBy(who), act: null, waiting_at: who.now, before: null,
    limit: most_counted,
  })
  const approver = await asApprover(tx, who, waiting)
  return waiting.filter((one) => whyNotDecide(one, approver, permissionToGive(one.about)) === null).length
}

/** What is put on record; an act of the whole chain has no store. */
function actOf(
  who: Who, verb: AuditVerb, { id, store_id, about }: Pick<Request, 'id' | 'store_id' | 'about'>,
) {
  return { verb, ref: id, store_id: store_id === who.chain_id ? null : store_id, detail: { about } }
}
