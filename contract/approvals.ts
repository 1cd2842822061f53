import type { Endpoint } from './endpoint.ts'
import { id, instant, oneLine, opKey, pageOf, paging, phone } from './fields.ts'
import { fen, fenAboveZero, qty } from './money.ts'
import * as z from 'zod/mini'

/** What a second person may be asked for. Which of these is needed when, settings say. */
export const approvalActs = ['price_override', 'return_over', 'adjustment', 'export'] as const
export type ApprovalAct = (typeof approvalActs)[number]

/** Why a line is sold at another price than is marked. */
export const overrideReasons = [
  'damaged', 'near_expiry', 'marked_wrong', 'price_matched', 'regular', 'gift',
] as const
export type OverrideReason = (typeof overrideReasons)[number]

/** A price a person set for one line: per piece or per kilogram, in whole fen; 0 is a gift. */
export const priceOverride = z.object({ unit_price_fen: fen, reason: z.enum(overrideReasons) })
export type PriceOverride = z.output<typeof priceOverride>

export const adjustedAccounts = ['principal', 'bonus', 'points'] as const
export type AdjustedAccount = (typeof adjustedAccounts)[number]
export const adjustmentReasons = ['correction', 'goodwill', 'complaint', 'carried_over', 'other'] as const
export type AdjustmentReason = (typeof adjustmentReasons)[number]
/** Fen, or points: what an account gains, below zero what it loses; never nothing. */
export const adjustedBy = z.int().check(
  z.minimum(-100_000_000), z.maximum(100_000_000), z.refine((amount) => amount !== 0, 'field_wrong'))

/** What can be written to a file; each has a permission of its own, `<what>.export`. */
export const exportedThings = ['sales', 'members', 'goods', 'audit'] as const
export type ExportedThing = (typeof exportedThings)[number]

const overriddenLine = z.extend(priceOverride, { sku_id: id, qty_m: qty, list_fen: fen, amount_fen: fen })

/**
 * What is asked for, in ids and figures. The figures are the asker's word: when the approval is used they are
 * held against what is really done, which may be less and never more.
 */
export const about = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('price_override'),
    lines: z.array(overriddenLine).check(z.minLength(1), z.maxLength(500)),
  }),
  z.object({ act: z.literal('return_over'), sale_id: id, amount_fen: fenAboveZero }),
  z.object({
    act: z.literal('adjustment'), member_id: id, account: z.enum(adjustedAccounts), amount: adjustedBy,
    reason: z.enum(adjustmentReasons),
  }),
  z.object({
    act: z.literal('export'), what: z.enum(exportedThings),
    rows: z.int().check(z.minimum(1), z.maximum(10_000_000)),
  }),
])
export type About = z.output<typeof about>

/** `ended`: nobody decided, or nobody used it, in time. */
export const approvalStates = ['waiting', 'given', 'refused', 'withdrawn', 'ended', 'used'] as const
export type ApprovalState = (typeof approvalStates)[number]
export const approvalCan = {
  decide: ['waiting'], withdraw: ['waiting', 'given'], use: ['given'],
} satisfies Record<string, ApprovalState[]>

/** Why whoever looks may not decide this one. */
export const whyNotDecide = [
  'approval_own', 'approval_not_yours', 'approver_too_close', 'approval_decided',
] as const

/** Whoever made a colleague's password could be them for so long: until then the two are no second person. */
export const too_close_days = 7

const person = z.object({ id, name: z.string() })

const approval = z.object({
  id, about, state: z.enum(approvalStates), asked_by: person, asked_at: instant,
  /** Until then somebody can decide; once it is given, until then it can be used. */
  ends_at: instant,
  /** Null where an act is the whole chain's: an export. */
  store: z.nullable(person),
  decided: z.nullable(z.object({
    by: person, at: instant, in_person: z.boolean(), note: z.nullable(z.string()),
  })),
  /** Names behind the ids of `about`: goods by sku_id, a member by member_id, a receipt number by sale_id. */
  names: z.record(z.string(), z.string()),
  why_not_decide: z.nullable(z.enum(whyNotDecide)),
})
export type Approval = z.output<typeof approval>

const which = z.object({ approval_id: id })
const note = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(120), oneLine))

/** The asker needs the permission of the act alone; `people` are those who may give it. */
export const askApproval = {
  method: 'POST', path: '/api/approvals', summary: 'Ask a second person to approve an act',
  need: 'signed_in', scope: 'store', feature: null,
  body: z.object({ op_key: opKey, store_id: z.nullable(id), about }),
  reply: z.object({ approval, people: z.array(person) }),
} satisfies Endpoint

/**
 * How a second person proves who they are at somebody else's screen; `code` where they have a second factor.
 */
export const proof = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('password'), phone, password: z.string().check(z.minLength(1), z.maxLength(200)),
    code: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(40))),
  }),
  z.object({
    by: z.literal('pin'), staff_id: id, pin: z.string().check(z.regex(/^\d{6}$/)),
  }),
])
export type Proof = z.output<typeof proof>

export const giveApprovalHere = {
  method: 'POST', path: '/api/approvals/:approval_id/here',
  summary: 'A second person approves in person, at the screen of whoever asked',
  need: 'signed_in', scope: 'own', feature: null, pace: 'guess', params: which, body: z.object({ proof }),
  reply: approval,
} satisfies Endpoint

export const giveApproval = {
  method: 'POST', path: '/api/approvals/:approval_id/given', summary: 'Approve what somebody asked for',
  need: 'approvals.give', scope: 'store', feature: null, params: which, body: z.object({ note }),
  reply: approval,
} satisfies Endpoint

export const refuseApproval = {
  method: 'POST', path: '/api/approvals/:approval_id/refused', summary: 'Refuse what somebody asked for',
  need: 'approvals.give', scope: 'store', feature: null, params: which, body: z.object({ note }),
  reply: approval,
} satisfies Endpoint

export const withdrawApproval = {
  method: 'DELETE', path: '/api/approvals/:approval_id', summary: 'Take back what I asked for',
  need: 'signed_in', scope: 'own', feature: null, params: which, reply: approval,
} satisfies Endpoint

export const readApproval = {
  method: 'GET', path: '/api/approvals/:approval_id',
  summary: 'One approval, for whoever asked and for those who may give it',
  need: 'signed_in', scope: 'store', feature: null, params: which, reply: approval,
} satisfies Endpoint

export const listApprovals = {
  method: 'GET', path: '/api/approvals', summary: 'What was asked for in the stores in reach, newest first',
  need: 'approvals.give', scope: 'store', feature: null,
  query: z.object({
    waiting: z.optional(z.enum(['yes', 'no'])), act: z.optional(z.enum(approvalActs)),
    store_id: z.optional(id), ...paging,
  }),
  reply: pageOf(approval),
} satisfies Endpoint

export const countWaiting = {
  method: 'GET', path: '/api/approvals/waiting', summary: 'How many wait for somebody like me',
  need: 'approvals.give', scope: 'none', feature: null, reply: z.object({ waiting: z.int() }),
} satisfies Endpoint
