import type { Endpoint } from './endpoint.ts'
import { features } from './features.ts'
import { id, instant, phone } from './fields.ts'
import { store } from './org.ts'
import { permissions } from './permissions.ts'
import { roleCodes, scopes } from './roles.ts'
import * as z from 'zod/mini'

/** Six digits of the authenticator, or ten signs of a recovery code, as somebody types them. */
export const secondFactorCode = z.string().check(z.trim(), z.minLength(6), z.maxLength(20))

/** A person, where they may act, and what the screens need to know of the chain. */
const person = z.object({
  staff: z.object({
    id, name: z.string(),
      role: z.object({ code: z.nullable(z.enum(roleCodes)), name: z.nullable(z.string()) }),
    scope: z.enum(scopes),
  }),
  chain: z.object({
    id, code: z.string(), name: z.string(), currency: z.string(), time_zone: z.string(), sandbox: z.boolean(),
  }),
  stores: z.array(store),
  permissions: z.array(z.enum(permissions)),
  features: z.array(z.enum(features)),
  now: instant,
})
export type Person = z.output<typeof person>

/** What this session was opened by; a PIN lets do the work at the till and nothing behind it. */
export const openers = ['password', 'pin'] as const

/** Who is signed in here, and through what. */
export const me = z.object({
  ...person.shape,
  opened_by: z.enum(openers),
  /** The enrolled till this session was opened on, and after how many idle minutes its screen locks. */
  till: z.nullable(z.object({ id, store_id: id, device_id: id, idle_min: z.int() })),
  /** What must be done before any other endpoint answers. */
  must: z.nullable(z.enum(['change_password', 'set_second_factor'])),
})
export type Me = z.output<typeof me>

export const signIn = {
  method: 'POST', path: '/api/session', summary: 'Sign in with chain code, phone and password; with a second'
    + ' factor it refuses second_factor_needed and tells half_session for the second step',
  need: 'open', scope: 'none', feature: null,
  body: z.object({
    chain_code: z.string().check(z.trim(), z.toLowerCase(), z.minLength(1), z.maxLength(40)),
    phone, password: z.string().check(z.minLength(1), z.maxLength(200)),
  }),
  reply: me,
} satisfies Endpoint

export const takeSecondStep = {
  method: 'POST', path: '/api/session/second-step',
  summary: 'The second step of a sign-in: a code of the authenticator, or a recovery code',
  need: 'open', scope: 'none', feature: null,
  body: z.object({
    half_session: z.string().check(z.minLength(1), z.maxLength(400)), code: secondFactorCode,
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
      id, started_at: instant, seen_at: instant, device: z.string(), opened_by: z.enum(openers),
      /** Whether it was opened on an enrolled till. */
      at_till: z.boolean(), current: z.boolean(),
    })),
  }),
} satisfies Endpoint

export const endOtherSessions = {
  method: 'DELETE', path: '/api/sessions', summary: 'End all my sessions but this one',
  need: 'signed_in', scope: 'own', feature: null, reply: z.object({ ended: z.int() }),
} satisfies Endpoint

export const endSession = {
  method: 'DELETE', path: '/api/sessions/:session_id', summary: 'End one of my sessions',
  need: 'signed_in', scope: 'own', feature: null, params: z.object({ session_id: id }), reply: z.object({}),
} satisfies Endpoint
