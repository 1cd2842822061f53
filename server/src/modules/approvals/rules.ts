import { approvalCan } from '#contract/approvals.ts'
import type { About, ApprovalState, whyNotDecide as reasons } from '#contract/approvals.ts'
import type { Permission } from '#contract/permissions.ts'
import type { TextKey } from '#contract/texts/zh.ts'

/** One thing that a second person can be asked for; `covers(approved, done)` gets two of this kind. */
export type Act<Subject> = {
  asks: (about: Subject) => Permission
  gives: (about: Subject) => Permission
  covers: (approved: Subject, done: Subject) => boolean
}

export type Decision = {
  outcome: 'given' | 'refused'; made_by: string; in_person: boolean; note: string | null; at: Date
  ends_at: Date
}

/** A request with what became of it. `store_id` is the chain's own id where no single store is meant. */
export type Request = {
  id: string; store_id: string; about: About; asked_by: string; asked_at: Date; ends_at: Date
  decision: Decision | null; withdrawn: boolean; used: boolean
}

export function stateOf({ decision, withdrawn, used, ends_at }: Request, now: Date): ApprovalState {
  if (used) return 'used'
  if (decision?.outcome === 'refused') return 'refused'
  if (withdrawn) return 'withdrawn'
  if (now >= (decision?.ends_at ?? ends_at)) return 'ended'
  return decision ? 'given' : 'waiting'
}

type Approver = {
  principal: { id: string }; permissions: ReadonlySet<Permission>; now: Date
  /** Those who made the approver's password of late, themselves or through others. */
  vouched_by: ReadonlySet<string>
}

/**
 * The first thing in the way of deciding: somebody else, who may do it themselves and is not under the
 * asker's hand, while it waits.
 */
export function whyNotDecide(
  request: Request, who: Approver, needed: Permission,
): (typeof reasons)[number] | null {
  if (request.asked_by === who.principal.id) return 'approval_own'
  if (!who.permissions.has('approvals.give') || !who.permissions.has(needed)) return 'approval_not_yours'
  if (who.vouched_by.has(request.asked_by)) return 'approver_too_close'
  const can: readonly ApprovalState[] = approvalCan.decide
  return can.includes(stateOf(request, who.now)) ? null : 'approval_decided'
}

const notGiven: Record<Exclude<ApprovalState, 'given'>, TextKey> = {
  waiting: 'approval_waiting', refused: 'approval_refused', withdrawn: 'approval_withdrawn',
  ended: 'approval_ended', used: 'approval_used',
}

/** What an act shows when it comes to be done; `store_id` as in a request. */
export type Doing = { store_id: string; done_by: string; about: About; now: Date }

/**
 * The first thing in the way of using an approval, or null. Another's, another store's and one for another
 * kind of act are none at all.
 */
export function whyNotUse(
  request: Request | undefined, doing: Doing, covers: (approved: About, done: About) => boolean,
): TextKey | null {
  const is_mine = request?.store_id === doing.store_id && request.asked_by === doing.done_by
    && request.about.act === doing.about.act
  if (!request || !is_mine) return 'approval_unknown'
  const state = stateOf(request, doing.now)
  if (state !== 'given') return notGiven[state]
  return covers(request.about, doing.about) ? null : 'approval_too_small'
}
