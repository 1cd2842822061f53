import type { Endpoint } from './endpoint.ts'
import { id, instant, oneLine } from './fields.ts'
import { newPassword } from './passwords.ts'
import { roleCodes } from './roles.ts'
import { endSession, me, openers, readSession, secondFactorCode, signOut } from './session.ts'
import * as z from 'zod/mini'

const own = { need: 'signed_in', scope: 'own', feature: null } as const
const guarded = { ...own, pace: 'guess' } as const
/** The caller's own password, asked for again before what guards the account is changed. */
const password = z.string().check(z.minLength(1), z.maxLength(200))
const nothing = z.object({})

/** What guards my account. */
export const readAccount = {
  method: 'GET', path: '/api/me/account', summary: 'What guards my account: PIN and second factor', ...own,
  reply: z.object({
    pin_set_at: z.nullable(instant),
    second_factor: z.nullable(z.object({ on_at: instant, recovery_codes_left: z.int() })),
    /** The chain wants a second factor of me: it cannot be turned off. */
    second_factor_asked: z.boolean(),
  }),
} satisfies Endpoint

export const changePassword = {
  method: 'PUT', path: '/api/me/password', summary: 'Change my password; ends my other sessions', ...guarded,
  body: z.object({ password, new_password: newPassword }), reply: nothing,
} satisfies Endpoint

/** Six digits: quick at a till that is enrolled, and worth nothing anywhere else. */
export const pin = z.string().check(z.regex(/^\d{6}$/))

export const setPin = {
  method: 'PUT', path: '/api/me/pin', summary: 'Set my PIN for enrolled tills', ...guarded,
  body: z.object({ password, pin }), reply: nothing,
} satisfies Endpoint

export const removePin = {
  method: 'DELETE', path: '/api/me/pin', summary: 'Remove my PIN', ...own, reply: nothing,
} satisfies Endpoint

export const beginSecondFactor = {
  method: 'POST', path: '/api/me/second-factor',
  summary: 'Begin a second factor (TOTP): its secret, told once; on only when confirmed with a code',
  ...guarded,
  body: z.object({ password }),
  reply: z.object({
    /** Base 32, for whoever types it. */
    secret: z.string(),
    /** otpauth://, for a QR code. */
    address: z.string(),
  }),
} satisfies Endpoint

/** Told once; each works once in place of a code. */
const recoveryCodes = z.object({ recovery_codes: z.array(z.string()) })

export const confirmSecondFactor = {
  method: 'PUT', path: '/api/me/second-factor', summary: 'Confirm the begun second factor with a code of it',
  ...guarded,
  body: z.object({ code: secondFactorCode }), reply: recoveryCodes,
} satisfies Endpoint

export const dropSecondFactor = {
  method: 'POST', path: '/api/me/second-factor/removal', summary: 'Turn my second factor off', ...guarded,
  body: z.object({ password, code: secondFactorCode }), reply: nothing,
} satisfies Endpoint

export const renewRecoveryCodes = {
  method: 'POST', path: '/api/me/recovery-codes', summary: 'New recovery codes in place of the old ones',
  ...guarded,
  body: z.object({ password, code: secondFactorCode }), reply: recoveryCodes,
} satisfies Endpoint

/** What answers whoever must do something first. */
export const openToTheBound: readonly Endpoint[] = [
  readSession, signOut, endSession, readAccount, changePassword, beginSecondFactor, confirmSecondFactor,
]

const theirs = {
  need: 'staff.edit', scope: 'store', feature: null, params: z.object({ staff_id: id }),
} as const

export const listStaffSessions = {
  method: 'GET', path: '/api/staff/:staff_id/sessions',
  summary: 'What guards a person\'s account, and their sessions',
  ...theirs,
  reply: z.object({
    rows: z.array(z.object({
      id, started_at: instant, seen_at: instant, device: z.string(), opened_by: z.enum(openers),
      at_till: z.boolean(),
    })),
    has_pin: z.boolean(), has_second_factor: z.boolean(),
  }),
} satisfies Endpoint

export const endStaffSessions = {
  method: 'DELETE', path: '/api/staff/:staff_id/sessions', summary: 'End all sessions of a person', ...theirs,
  reply: z.object({ ended: z.int() }),
} satisfies Endpoint

export const removeSecondFactor = {
  method: 'DELETE', path: '/api/staff/:staff_id/second-factor',
  summary: 'Take a person\'s second factor off, when their phone is lost', ...theirs, reply: nothing,
} satisfies Endpoint

/** What a browser that stands for a till knows of itself. */
const tillDevice = z.object({
  id, name: z.string(), chain: z.object({ code: z.string(), name: z.string() }),
  store: z.object({ id, code: z.string(), name: z.string() }),
  till: z.object({ id, number: z.int(), name: z.string() }),
})
export type TillDevice = z.output<typeof tillDevice>

const deviceName = z.string().check(z.trim(), z.minLength(1), z.maxLength(40), oneLine)
const enrol = { need: 'tills.enrol', scope: 'store', feature: null } as const

export const makeEnrolCode = {
  method: 'POST', path: '/api/stores/:store_id/tills/:till_id/enrolments',
  summary: 'A one-time code that makes a browser this till, for ten minutes', ...enrol,
  params: z.object({ store_id: id, till_id: id }), body: z.object({ name: deviceName }),
  reply: z.object({ code: z.string(), ends_at: instant }),
} satisfies Endpoint

export const listDevices = {
  method: 'GET', path: '/api/stores/:store_id/devices',
  summary: 'The enrolled tills of a store, and those revoked', ...enrol, params: z.object({ store_id: id }),
  reply: z.object({
    rows: z.array(z.object({
      id, till_id: id, till_number: z.int(), name: z.string(), enrolled_by: z.string(), enrolled_at: instant,
      seen_at: instant, revoked_at: z.nullable(instant), revoked_by: z.nullable(z.string()),
    })),
  }),
} satisfies Endpoint

export const revokeDevice = {
  method: 'DELETE', path: '/api/stores/:store_id/devices/:device_id',
  summary: 'Revoke an enrolled till: its sessions end at once', ...enrol,
  params: z.object({ store_id: id, device_id: id }), reply: nothing,
} satisfies Endpoint

export const enrolHere = {
  method: 'POST', path: '/api/till/device', summary: 'Make this browser a till, by whoever stands at it',
  ...enrol,
  body: z.object({ store_id: id, till_id: id, name: deviceName }), reply: tillDevice,
} satisfies Endpoint

export const enrolByCode = {
  method: 'POST', path: '/api/till/device/code',
  summary: 'Make this browser the till that a one-time code was made for',
  need: 'open', scope: 'none', feature: null,
  body: z.object({ code: z.string().check(z.trim(), z.minLength(8), z.maxLength(20)) }), reply: tillDevice,
} satisfies Endpoint

const worker = z.object({
  id, name: z.string(), role: z.object({ code: z.nullable(z.enum(roleCodes)), name: z.nullable(z.string()) }),
})
export type Worker = z.output<typeof worker>

/** Asked before anybody is signed in: the cookie of the till is the key. */
export const readTillDevice = {
  method: 'GET', path: '/api/till/device',
  summary: 'Which till this browser is, and who may open it with a PIN',
  need: 'open', scope: 'none', feature: null,
  reply: z.object({ device: z.nullable(tillDevice), people: z.array(worker) }),
} satisfies Endpoint

export const openWithPin = {
  method: 'POST', path: '/api/till/session', summary: 'Sign in at an enrolled till with a PIN',
  need: 'open', scope: 'none', feature: null, body: z.object({ staff_id: id, pin }), reply: me,
} satisfies Endpoint
