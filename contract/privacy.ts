import type { Endpoint } from './endpoint.ts'
import { id, instant, oneLine } from './fields.ts'
import * as z from 'zod/mini'

/** What is kept closed beside the phone: real name, ID number, bank account, and a child's guardian. */
export const identityKinds = [
  'real_name', 'id_number', 'bank_account', 'guardian_name', 'guardian_phone',
] as const
export type IdentityKind = (typeof identityKinds)[number]
export const sealedFields = ['phone', ...identityKinds] as const
export type SealedField = (typeof sealedFields)[number]

/** The usual reasons to look at a whole value; others are typed. */
export const usualReasons = ['call_back', 'verify', 'refund'] as const

/** Why somebody looks: one of the usual reasons or words of their own, two signs at least. */
export const reasonGiven = z.string().check(z.trim(), z.maxLength(200), oneLine, z.refine(
  (text) => [...new Intl.Segmenter().segment(text)].length >= 2, 'reason_too_short'))

export const identityShown = z.object({ kind: z.enum(identityKinds), masked: z.string(), at: instant })
export type IdentityShown = z.output<typeof identityShown>

const params = z.object({ member_id: id })

export const unmaskMember = {
  method: 'POST', path: '/api/members/:member_id/unmask',
  summary: 'Show one closed field whole, once, with a reason on record (R1.64)',
  need: 'members.unmask', scope: 'chain', feature: 'members', pace: 'guess', params,
  body: z.object({ field: z.enum(sealedFields), reason: reasonGiven }),
  reply: z.object({ value: z.string() }),
} satisfies Endpoint

export const setIdentity = {
  method: 'PUT', path: '/api/members/:member_id/identity',
  summary: 'Keep a real name, ID number or bank account, sealed',
  need: 'members.edit', scope: 'chain', feature: 'members', params,
  body: z.object({
    kind: z.enum(['real_name', 'id_number', 'bank_account']),
    value: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)),
  }),
  /** `unusual`: the account's check digit does not fit, which some banks' real accounts do too. */
  reply: z.extend(identityShown, { unusual: z.boolean() }),
} satisfies Endpoint

export const removeIdentity = {
  method: 'DELETE', path: '/api/members/:member_id/identity/:kind', summary: 'Forget a sealed field',
  need: 'members.edit', scope: 'chain', feature: 'members',
  params: z.object({ member_id: id, kind: z.enum(['real_name', 'id_number', 'bank_account']) }),
  reply: z.object({}),
} satisfies Endpoint

export const eraseMember = {
  method: 'POST', path: '/api/members/:member_id/erase',
  summary: 'Erase a member on request (C19): the books keep a number without a name',
  need: 'members.erase', scope: 'chain', feature: 'members', params,
  body: z.object({ reason: reasonGiven }),
  reply: z.object({ erased_at: instant }),
} satisfies Endpoint

export const exportMember = {
  method: 'POST', path: '/api/members/:member_id/export',
  summary: 'Everything the house holds on one member, as a file for them (R1.30, R1.62)',
  need: 'members.unmask', scope: 'chain', feature: 'members', pace: 'costly', params,
  body: z.object({ format: z.enum(['json', 'csv']), reason: reasonGiven }),
  reply: z.object({ file_name: z.string(), content_type: z.string(), content: z.string() }),
} satisfies Endpoint
