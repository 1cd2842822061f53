import type { Endpoint } from './endpoint.ts'
import { id, instant } from './fields.ts'
import { fen } from './money.ts'
import { roleCodes } from './roles.ts'
import { saleState } from './sales.ts'
import * as z from 'zod/mini'

export const foundKinds = ['members', 'orders', 'goods', 'stores', 'staff'] as const
export type FoundKind = (typeof foundKinds)[number]

/**
 * One box for whatever the caller may see: at most five of each kind. A kind that they may not see, or that
 * is switched off, is not in the answer. Sent as a body: what is typed is a phone more often than not.
 */
export const find = {
  method: 'POST', path: '/api/find',
  summary: 'Members, orders, goods, stores and staff by name, pinyin, code, barcode, digits or receipt',
  need: 'signed_in', scope: 'own', feature: null,
  body: z.object({ find: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)) }),
  reply: z.object({
    members: z.optional(z.array(z.object({
      id, name: z.string(), phone_masked: z.string(), store: z.string(),
    }))),
    orders: z.optional(z.array(z.object({
      id, receipt_no: z.string(), at: instant, store: z.string(), payable_fen: fen, state: z.enum(saleState),
    }))),
    goods: z.optional(z.array(z.object({
      id, name: z.string(), code: z.string(), category: z.string(), list_price_fen: fen,
    }))),
    stores: z.optional(z.array(z.object({ id, name: z.string(), code: z.string() }))),
    staff: z.optional(z.array(z.object({
      id, name: z.string(), phone_masked: z.string(),
      role: z.object({ code: z.nullable(z.enum(roleCodes)), name: z.nullable(z.string()) }),
    }))),
  } satisfies Record<FoundKind, unknown>),
} satisfies Endpoint
