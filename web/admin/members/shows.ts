import { timelineGroupNames, type TimelineGroup } from '#contract/timeline.ts'

/** What a member's page shows of the past: the timeline, or the ledger of one account. */
export const shows = ['principal', 'bonus', 'points'] as const
export type Show = (typeof shows)[number]

export const memberForms = ['edit', 'adjust', 'identity', 'evidence', 'record', 'erase'] as const
export type MemberForm = (typeof memberForms)[number]

/** What stands in the address of a member's page: which past, filtered how, and which form is open. */
export type MemberAddress = { show?: Show; kind?: TimelineGroup; form?: MemberForm }

const oneOf = <Word extends string>(words: readonly Word[], raw: unknown): Word | undefined =>
  words.find((word) => word === raw)

export const memberAddress = (raw: Record<string, unknown>): MemberAddress => ({
  show: oneOf(shows, raw.show),
  kind: oneOf(timelineGroupNames, raw.kind),
  form: oneOf(memberForms, raw.form),
})
