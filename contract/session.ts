import type { Endpoint } from './endpoint.ts'
import { features } from './features.ts'
import { id, instant, phone } from './fields.ts'
import { permissions, roles } from './permissions.ts'
import * as z from 'zod/mini'

export const till = z.object({ id, store_id: id, number: z.int(), name: z.string() })
export type Till = z.output<typeof till>

export const store = z.object({
  id, code: z.string(), name: z.string(), ownership: z.enum(['direct', 'franchise']), cutoff_hour: z.int(),
  tills: z.array(till),
})
export type Store = z.output<typeof store>

/** Who is signed in, where they may act, and what the screens need to know of the chain. */
export const me = z.object({
  staff: z.object({ id, name: z.string(), role: z.enum(roles) }),
  chain: z.object({
    id, code: z.string(), name: z.string(), currency: z.string(), time_zone: z.string(), sandbox: z.boolean(),
  }),
  stores: z.array(store),
  permissions: z.array(z.enum(permissions)),
  features: z.array(z.enum(features)),
  now: instant,
})
export type Me = z.output<typeof me>

export const signIn = {
  method: 'POST', path: '/api/session', summary: 'Sign in with the chain code, phone and password',
  need: 'open', scope: 'none', feature: null,
  body: z.object({
    chain_code: z.string().check(z.trim(), z.toLowerCase(), z.minLength(1), z.maxLength(40)),
    phone, password: z.string().check(z.minLength(1), z.maxLength(200)),
  }),
  reply: me,
} satisfies Endpoint

export const readSession = {
  method: 'GET', path: '/api/session', summary: 'Who is signed in here',
  need: 'signed_in', scope: 'own', feature: null, reply: me,
} satisfies Endpoint

export const signOut = {
  method: 'DELETE', path: '/api/session', summary: 'End this session',
  need: 'signed_in', scope: 'own', feature: null, reply: z.object({}),
} satisfies Endpoint

export const listSessions = {
  method: 'GET', path: '/api/sessions', summary: 'My sessions that have not ended',
  need: 'signed_in', scope: 'own', feature: null,
  reply: z.object({
    rows: z.array(z.object({
      id, started_at: instant, seen_at: instant, device: z.string(), current: z.boolean(),
    })),
  }),
} satisfies Endpoint

export const endSession = {
  method: 'DELETE', path: '/api/sessions/:session_id', summary: 'End one of my sessions',
  need: 'signed_in', scope: 'own', feature: null, params: z.object({ session_id: id }), reply: z.object({}),
} satisfies Endpoint

export const listStaff = {
  method: 'GET', path: '/api/staff', summary: 'The people of the stores in reach',
  need: 'staff.read', scope: 'store', feature: null,
  reply: z.object({
    rows: z.array(z.object({
      id, name: z.string(), phone_masked: z.string(), role: z.enum(roles), stores: z.array(z.string()),
    })),
  }),
} satisfies Endpoint
