import { adjustmentReasons } from './approvals.ts'
import { consentGiven } from './consents.ts'
import type { Endpoint } from './endpoint.ts'
import { day, id, instant, opKey, pageOf, paging, personName, phone, searchText } from './fields.ts'
import { fen, signedFen } from './money.ts'
import { identityShown } from './privacy.ts'
import * as z from 'zod/mini'

/**
 * What a member holds now. Principal and bonus stay apart wherever money is
 * spent. Points may be negative (C5).
 */
export const holdings = z.object({ principal_fen: fen, bonus_fen: fen, points: z.int() })
export type Holdings = z.output<typeof holdings>

/**
 * A member as a till shows one. Of a member whom no store in reach knows the name is shown in part, and
 * birthday and note not at all (R3.06).
 */
export const memberCard = z.object({
  id, name: z.string(), phone_masked: z.string(), joined_on: day, birthday: z.nullable(z.string()),
  /** A line for whoever serves the member. */
  note: z.string(),
  last_visit_at: z.nullable(instant), holdings,
})
export type MemberCard = z.output<typeof memberCard>

/** A child's guardian (C19), who is asked before the child is enrolled. */
const guardian = z.object({ name: personName, phone })

export const enrolMember = {
  method: 'POST', path: '/api/members', summary: 'Enrol a member at the till',
  need: 'members.enrol', scope: 'store', feature: 'members',
  body: z.object({
    op_key: opKey, store_id: id, phone, name: personName,
    birthday: z.optional(z.nullable(day)),
    /** Asked plainly and separately (R1.60): service is needed to be a member, the others are free. */
    consent_service: z.literal(true, 'consent_missing'), consent_marketing: z.boolean(),
    consent_profiling: z.optional(z.boolean()),
    /** Who agreed for whoever is under 14. */
    guardian: z.optional(z.nullable(guardian)),
    /** The words that were shown, by version; left out, the newest ones. */
    wordings: z.optional(z.object({
      service: z.optional(z.int()), marketing: z.optional(z.int()), profiling: z.optional(z.int()),
      guardian: z.optional(z.int()),
    })),
  }),
  reply: memberCard,
} satisfies Endpoint

const signs = (text: string): number => [...new Intl.Segmenter().segment(text)].length

/** A read, but with a body: a phone in an address would stand in the logs of every proxy on the way. */
export const findMembers = {
  method: 'POST', path: '/api/till/members',
  summary: 'Find a member of the chain by whole phone or last four digits, or one of the store by name',
  // Ten thousand last four digits would list the chain's members: a pace for people, not for lists.
  need: 'members.find', scope: 'chain', feature: 'members', pace: 'guess',
  body: z.object({
    find: z.string().check(z.trim(), z.maxLength(60), z.refine((text) => signs(text) >= 2, 'find_too_short')),
  }),
  reply: z.object({ rows: z.array(memberCard).check(z.maxLength(10)) }),
} satisfies Endpoint

export const memberRow = z.extend(memberCard, { store: z.string() })

/** A read with a body, as `findMembers`. */
export const listMembers = {
  method: 'POST', path: '/api/members/list', summary: 'Members with what they hold, newest first',
  need: 'members.read', scope: 'chain', feature: 'members',
  body: z.object({ search: z.optional(searchText), ...paging }),
  reply: z.extend(pageOf(memberRow), { total: z.int() }),
} satisfies Endpoint

export const genders = ['female', 'male'] as const
const params = z.object({ member_id: id })

export const readMember = {
  method: 'GET', path: '/api/members/:member_id',
  summary: 'One member: profile with closed fields masked, consents with their history, holdings, figures',
  need: 'members.read', scope: 'chain', feature: 'members', params,
  reply: z.object({
    member: z.extend(memberRow, {
      gender: z.nullable(z.enum(genders)), erased_at: z.nullable(instant),
    }),
    identity: z.array(identityShown),
    /** Newest first; the first of a kind is in force. */
    consents: z.array(consentGiven),
    lots: z.array(z.object({
      id, account: z.string(), amount: z.int(), remaining: z.int(), starts_at: instant,
      expires_at: z.nullable(instant), source: z.string(),
    })),
    figures: z.object({
      orders: z.int(), spent_fen: signedFen, average_fen: signedFen, first_at: z.nullable(instant),
    }),
  }),
} satisfies Endpoint

export const profileFields = ['name', 'birthday', 'gender', 'note', 'phone'] as const

export const editMember = {
  method: 'PATCH', path: '/api/members/:member_id', summary: 'Correct a member\'s profile (R1.62)',
  need: 'members.edit', scope: 'chain', feature: 'members', params,
  body: z.object({
    name: z.optional(personName), birthday: z.optional(z.nullable(day)),
    gender: z.optional(z.nullable(z.enum(genders))),
    note: z.optional(z.string().check(z.trim(), z.maxLength(200))), phone: z.optional(phone),
    guardian: z.optional(z.nullable(guardian)),
  }),
  /** What the record says of it: which fields changed, and nothing of what they say. */
  reply: z.object({ changed: z.array(z.string()) }),
} satisfies Endpoint

/** One line of a member's ledger: what moved, and the balance after it. */
export const ledgerLine = z.object({
  id, account: z.string(), kind: z.string(), amount: z.int(), balance: z.int(), at: instant,
  ref: z.nullable(z.string()), receipt_no: z.nullable(z.string()), store: z.nullable(z.string()),
  staff: z.nullable(z.string()),
  /** Why it was adjusted by hand; null for all else. */
  reason: z.nullable(z.enum(adjustmentReasons)),
})
export type LedgerLine = z.output<typeof ledgerLine>

export const readLedger = {
  method: 'GET', path: '/api/members/:member_id/ledger', summary: 'A member\'s ledger, newest first',
  need: 'value.read', scope: 'chain', feature: 'members', params,
  query: z.object({ account: z.optional(z.enum(['principal', 'bonus', 'points'])), ...paging }),
  reply: pageOf(ledgerLine),
} satisfies Endpoint
