import type { Endpoint } from './endpoint.ts'
import { day, id, instant, opKey, pageOf, paging, personName, phone, searchText } from './fields.ts'
import { fen, signedFen } from './money.ts'
import * as z from 'zod/mini'

/**
 * What a member holds now. Principal and bonus stay apart wherever money is
 * spent. Points may be negative (C5).
 */
export const holdings = z.object({ principal_fen: fen, bonus_fen: fen, points: z.int() })
export type Holdings = z.output<typeof holdings>

export const memberCard = z.object({
  id, name: z.string(), phone_masked: z.string(), joined_on: day, birthday: z.nullable(z.string()),
  last_visit_at: z.nullable(instant), holdings,
})
export type MemberCard = z.output<typeof memberCard>

export const consents = ['service', 'marketing'] as const

export const enrolMember = {
  method: 'POST', path: '/api/members', summary: 'Enrol a member at the till',
  need: 'members.enrol', scope: 'store', feature: 'members',
  body: z.object({
    op_key: opKey, store_id: id, phone, name: personName,
    birthday: z.optional(z.nullable(day)),
    /** Asked plainly and separately (R1.60): service is needed to be a member, marketing is free. */
    consent_service: z.literal(true, 'consent_missing'), consent_marketing: z.boolean(),
  }),
  reply: memberCard,
} satisfies Endpoint

export const findMembers = {
  method: 'GET', path: '/api/till/members', summary: 'Find a member by whole phone, last four digits or name',
  need: 'members.read', scope: 'chain', feature: 'members',
  query: z.object({ find: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)) }),
  reply: z.object({ rows: z.array(memberCard) }),
} satisfies Endpoint

export const listMembers = {
  method: 'GET', path: '/api/members', summary: 'Members with what they hold',
  need: 'members.read', scope: 'chain', feature: 'members',
  query: z.object({ search: z.optional(searchText), ...paging }),
  reply: z.extend(pageOf(z.extend(memberCard, { store: z.string() })), { total: z.int() }),
} satisfies Endpoint

export const readMember = {
  method: 'GET', path: '/api/members/:member_id', summary: 'One member: profile, consents, holdings, figures',
  need: 'members.read', scope: 'chain', feature: 'members', params: z.object({ member_id: id }),
  reply: z.object({
    member: z.extend(memberCard, { store: z.string() }),
    consents: z.array(z.object({ kind: z.enum(consents), given: z.boolean(), at: instant })),
    lots: z.array(z.object({
      id, account: z.string(), amount: z.int(), remaining: z.int(), starts_at: instant,
      expires_at: z.nullable(instant), source: z.string(),
    })),
    figures: z.object({
      orders: z.int(), spent_fen: signedFen, average_fen: signedFen, first_at: z.nullable(instant),
    }),
  }),
} satisfies Endpoint

/** One line of a member's ledger: what moved, and the balance after it. */
export const ledgerLine = z.object({
  id, account: z.string(), kind: z.string(), amount: z.int(), balance: z.int(), at: instant,
  ref: z.nullable(z.string()), receipt_no: z.nullable(z.string()), store: z.nullable(z.string()),
  staff: z.nullable(z.string()),
})
export type LedgerLine = z.output<typeof ledgerLine>

export const readLedger = {
  method: 'GET', path: '/api/members/:member_id/ledger', summary: 'A member\'s ledger, newest first',
  need: 'value.read', scope: 'chain', feature: 'members', params: z.object({ member_id: id }),
  query: z.object({ account: z.optional(z.enum(['principal', 'bonus', 'points'])), ...paging }),
  reply: pageOf(ledgerLine),
} satisfies Endpoint
