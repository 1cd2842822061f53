import type { About } from '#contract/approvals.ts'
import { record } from '#kernel/audit.ts'
import type { Act } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Who } from '#kernel/who.ts'
import { covers } from './acts.ts'
import { whyNotUse } from './rules.ts'
import type { Request } from './rules.ts'
import { insertUses, lockRequests, selectRequests } from './store.ts'
import type { Use } from './store.ts'

/** Requests that are locked for a batch; what an order uses, no later order of the batch finds unused. */
export type Approvals = Map<string, Request>

/** Locks and reads the requests that a batch names; sends nothing where it names none. */
export async function lockApprovals(tx: Tx, chain_id: string, ids: readonly string[]): Promise<Approvals> {
  if (ids.length === 0) return new Map()
  await lockRequests(tx, ids)
  return new Map((await selectRequests(tx, chain_id, ids)).map((request) => [request.id, request]))
}

/**
 * What an act shows that needs a second person: `about` as it is really done, `store_id` null where it is the
 * whole chain's, `doc_id` the paper that it makes.
 */
export type Needed = { approval_id: string | null; store_id: string | null; about: About; doc_id: string }

/**
 * Decides the use of an approval on what is locked. Refuses `approval_needed` where none is named, and else
 * the first thing in the way of using it. Pure but for marking it used in memory.
 */
export function takeApproval(approvals: Approvals, who: Who, needed: Needed): { use: Use; act: Act } {
  const { approval_id, about, doc_id } = needed
  if (approval_id === null) refuse('approval_needed')
  const store_id = needed.store_id ?? who.chain_id
  const request = approvals.get(approval_id)
  const why = whyNotUse(request, { store_id, done_by: who.principal.id, about, now: who.now }, covers)
  if (why !== null) refuse(why)
  approvals.set(approval_id, { ...request!, used: true })
  return {
    use: { store_id, request_id: approval_id, doc_id, at: who.now },
    act: {
      verb: 'approval.use', ref: approval_id, store_id: needed.store_id,
      detail: { act: about.act, doc_id, approved_by: request!.decision!.made_by },
    },
  }
}

export const writeUses = insertUses

/**
 * The single verb for whatever does not go through the settle lane: locks, decides, writes, puts on record.
 */
export async function useApproval(tx: Tx, who: Who, needed: Needed): Promise<void> {
  const ids = needed.approval_id === null ? [] : [needed.approval_id]
  const approvals = await lockApprovals(tx, who.chain_id, ids)
  const { use, act } = takeApproval(approvals, who, needed)
  await insertUses(tx, who.chain_id, [use])
  await record(tx, who, [act])
}
