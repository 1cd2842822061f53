import { adjustedAccounts, adjustedBy, adjustmentReasons } from './approvals.ts'
import type { Endpoint } from './endpoint.ts'
import { id, instant, oneLine, opKey } from './fields.ts'
import { holdings } from './members.ts'
import { fen, fenAboveZero } from './money.ts'
import * as z from 'zod/mini'

/** A step of the top-up plan: pay at least this, get this bonus (充1000送200). */
export const topUpStep = z.object({ pay_fen: fenAboveZero, bonus_fen: fen })
export type TopUpStep = z.output<typeof topUpStep>

export const listTopUpSteps = {
  method: 'GET', path: '/api/top-up-plan', summary: 'The steps of the top-up plan in force',
  need: 'value.top_up', scope: 'store', feature: 'stored_value', query: z.object({ store_id: id }),
  reply: z.object({ steps: z.array(topUpStep) }),
} satisfies Endpoint

export const topUp = {
  method: 'POST', path: '/api/members/:member_id/top-ups',
  summary: 'Top up stored value, paid in cash or otherwise',
  need: 'value.top_up', scope: 'store', feature: 'stored_value', params: z.object({ member_id: id }),
  body: z.object({
    op_key: opKey, store_id: id, till_id: id, principal_fen: fenAboveZero,
    /** What the cashier's screen promised; refused when the plan says otherwise by now. */
    bonus_fen: fen,
    tender: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('cash'), tendered_fen: fenAboveZero }),
      z.object({
        kind: z.literal('other'),
          reference: z.string().check(z.trim(), z.minLength(1), z.maxLength(60), oneLine),
      }),
    ]),
  }),
  reply: z.object({
    top_up_id: id, receipt_no: z.string(), principal_fen: fen, bonus_fen: fen, change_fen: fen, holdings,
    at: instant,
  }),
} satisfies Endpoint

/**
 * A correction by hand, with a reason (R4.06: a new row, nothing is changed). Fen, or points; below zero it
 * takes away, and never more than is there.
 */
export const adjust = {
  method: 'POST', path: '/api/members/:member_id/adjustments',
  summary: 'Correct what a member holds by hand, with a reason and, as settings say, a second person',
  need: 'value.adjust', scope: 'store', feature: 'members', params: z.object({ member_id: id }),
  body: z.object({
    op_key: opKey, store_id: id, account: z.enum(adjustedAccounts), amount: adjustedBy,
    reason: z.enum(adjustmentReasons), approval_id: z.optional(z.nullable(id)),
  }),
  reply: z.object({ adjustment_id: id, holdings, at: instant }),
} satisfies Endpoint
