import { grant_days_max, supportPermissions } from '#contract/operators.ts'
import type { GrantRow, InvitationRow } from '#contract/operators.ts'
import type { Permission } from '#contract/permissions.ts'
import type { TextKey } from '#contract/texts/zh.ts'
import { no_chain } from '#modules/access/access.ts'

const hour_ms = 3_600_000, day_ms = 24 * hour_ms

/** The fence of those who belong to no chain. No directory has it: nothing that walks the chains meets it. */
export const nobodys_chain = no_chain

/** An operator's session lasts a working day, used or not; a visit to a chain less. */
export const session_ms = 12 * hour_ms
export const visit_ms = 8 * hour_ms
/** An owner who does not get round to it in a fortnight asks for a new code. */
export const invitation_ms = 14 * day_ms

export type Window = { from_at: Date; until_at: Date }

/** What stands in the way of a grant for this time, or null. */
export function whyNotGrant({ from_at, until_at }: Window, now: Date): TextKey | null {
  if (until_at <= now) return 'grant_in_past'
  if (until_at <= from_at) return 'grant_ends_first'
  return until_at.getTime() - from_at.getTime() > grant_days_max * day_ms ? 'grant_too_long' : null
}

type Grant = Window & { ended_at: Date | null; permissions: readonly Permission[] }

export function stateOf(
  { from_at, until_at, ended_at }: Omit<Grant, 'permissions'>, now: Date,
): GrantRow['state'] {
  if (ended_at !== null) return 'ended'
  if (now >= until_at) return 'over'
  return now < from_at ? 'coming' : 'live'
}

export type Allowed = { until_at: Date; permissions: Permission[] }

/**
 * What several grants allow together at a moment: whatever one of them allows and the list of support
 * has, until the last of them is over. Null where none is live.
 */
export function allowedBy(grants: readonly Grant[], now: Date): Allowed | null {
  const live = grants.filter((grant) => stateOf(grant, now) === 'live')
  if (live.length === 0) return null
  const permissions = supportPermissions.filter((one) =>
    live.some((grant) => grant.permissions.includes(one)))
  return { permissions, until_at: new Date(Math.max(...live.map(({ until_at }) => until_at.getTime()))) }
}

type Invitation = { used_at: Date | null; ended_at: Date | null; ends_at: Date }

export function invitationState(
  { used_at, ended_at, ends_at }: Invitation, now: Date,
): InvitationRow['state'] {
  if (used_at !== null) return 'used'
  return ended_at !== null || now >= ends_at ? 'ended' : 'open'
}
