import { consentGiven } from './consents.ts'
import type { Endpoint } from './endpoint.ts'
import { id, instant, pageOf, paging } from './fields.ts'
import { fen, signedFen } from './money.ts'
import * as z from 'zod/mini'

/** What can stand in a member's timeline, by the kind it is filtered under. */
export const timelineGroups = {
  trade: ['order', 'return'], value: ['top_up', 'adjust'], consent: ['joined', 'consent'],
  record: ['edit', 'identity_set', 'identity_remove', 'unmask', 'export', 'erase'],
} as const
export type TimelineGroup = keyof typeof timelineGroups
export const timelineGroupNames = Object.keys(timelineGroups) as [TimelineGroup, ...TimelineGroup[]]
export type TimelineKind = (typeof timelineGroups)[TimelineGroup][number]
const timelineKinds = Object.values(timelineGroups).flat() as [TimelineKind, ...TimelineKind[]]

/** One thing that happened; what does not belong to its kind is null. */
export const timelineEvent = z.object({
  kind: z.enum(timelineKinds), id, at: instant,
  store: z.nullable(z.string()), staff: z.nullable(z.string()),
  /** The order that a sale or a return opens. */
  order_id: z.nullable(id), receipt_no: z.nullable(z.string()),
  /** What was paid; below zero for what went back. */
  amount_fen: z.nullable(signedFen), bonus_fen: z.nullable(fen), points: z.nullable(z.int()),
  points_fen: z.nullable(fen),
  goods: z.nullable(z.object({ name: z.string(), lines: z.int() })),
  tenders: z.array(z.object({ kind: z.string(), amount_fen: fen })),
  /** Of an adjustment: which account moved. */
  account: z.nullable(z.string()),
  consent: z.nullable(z.pick(consentGiven, { kind: true, given: true, version: true, channel: true })),
  /** What was changed or looked at, by name only. */
  fields: z.array(z.string()), reason: z.nullable(z.string()),
})
export type TimelineEvent = z.output<typeof timelineEvent>

export const readTimeline = {
  method: 'GET', path: '/api/members/:member_id/timeline',
  summary: 'Everything that happened to a member, newest first',
  need: 'members.read', scope: 'chain', feature: 'members', params: z.object({ member_id: id }),
  query: z.object({ kind: z.optional(z.enum(timelineGroupNames)), ...paging }),
  reply: pageOf(timelineEvent),
} satisfies Endpoint
