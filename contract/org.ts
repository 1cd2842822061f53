import type { Endpoint } from './endpoint.ts'
import { features } from './features.ts'
import { id, instant, oneLine, personName, phone, searchText } from './fields.ts'
import { permissions } from './permissions.ts'
import { roleCodes, scopes } from './roles.ts'
import * as z from 'zod/mini'

export const till = z.object({ id, store_id: id, number: z.int(), name: z.string() })
export type Till = z.output<typeof till>

/** A store as the screens of whoever works there know it. */
export const store = z.object({
  id, code: z.string(), name: z.string(), ownership: z.enum(['direct', 'franchise']), cutoff_hour: z.int(),
  region_id: z.nullable(id), features: z.array(z.enum(features)), tills: z.array(till),
})
export type Store = z.output<typeof store>

/** Counted as a reader counts: a name may be an emoji and still be one sign. */
const name = personName
const text = (most: number) => z.string().check(z.trim(), z.maxLength(most), oneLine)

/** HH:MM on the wall. A store that closes at or before it opens closes the day after. */
const timeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))
/** Monday first; null for a day the store stays shut. */
const hours = z.array(z.nullable(z.object({ from: timeOfDay, until: timeOfDay })))
  .check(z.minLength(7), z.maxLength(7))
export type OpeningHours = z.output<typeof hours>

const storeFacts = {
  name, region_id: z.nullable(id), ownership: z.enum(['direct', 'franchise']),
  /** Who contracts with the customer (R1.31): the company on the licence, stored again on every top-up. */
  legal_entity: z.string().check(z.trim(), z.minLength(1), z.maxLength(120), oneLine),
  /** 统一社会信用代码: 18 signs, or none given. */
  credit_code: z.nullable(z.string().check(z.regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/))),
  /** Until this hour of the night a sale counts to the day before. */
  cutoff_hour: z.int().check(z.minimum(0), z.maximum(23)), hours: z.nullable(hours),
  address: text(200), phone: text(40),
}
/** Ends with a letter: the till's number follows it on a receipt, and GH 12 must not read like GH1 2. */
const storeCode = z.string().check(z.trim(), z.toUpperCase(),
  z.regex(/^[A-Z]([A-Z0-9]{0,6}[A-Z])?$/, 'store_code_wrong'))

const storeRow = z.object({
  id, code: z.string(), name: z.string(), region_id: z.nullable(id), region: z.nullable(z.string()),
  ownership: z.enum(['direct', 'franchise']), legal_entity: z.string(), credit_code: z.nullable(z.string()),
  cutoff_hour: z.int(), hours: z.nullable(hours), address: z.string(), phone: z.string(),
  features_off: z.array(z.enum(features)), tills: z.array(till), staff: z.int(), opened_at: instant,
  closed_at: z.nullable(instant),
})
export type StoreRow = z.output<typeof storeRow>

const need = 'stores.edit' as const

export const listStores = {
  method: 'GET', path: '/api/stores', summary: 'The stores in reach, with their tills',
  need: 'stores.read', scope: 'store', feature: null,
  query: z.object({
    search: z.optional(searchText), region_id: z.optional(id),
    ownership: z.optional(z.enum(['direct', 'franchise'])), closed: z.optional(z.enum(['yes', 'no'])),
  }),
  reply: z.object({ rows: z.array(storeRow) }),
} satisfies Endpoint

export const addStore = {
  method: 'POST', path: '/api/stores', summary: 'Open a store with its tills', need, scope: 'chain',
  feature: null,
  body: z.object({ code: storeCode, ...storeFacts, tills: z.int().check(z.minimum(1), z.maximum(50)) }),
  reply: storeRow,
} satisfies Endpoint

export const changeStore = {
  method: 'PATCH', path: '/api/stores/:store_id', summary: 'Change what is known of a store; its code stays',
  need, scope: 'store', feature: null, params: z.object({ store_id: id }), body: z.object(storeFacts),
  reply: storeRow,
} satisfies Endpoint

export const closeStore = {
  method: 'POST', path: '/api/stores/:store_id/closure',
  summary: 'Close a store: it sells no more; its books stay',
  need, scope: 'chain', feature: null, params: z.object({ store_id: id }),
  reply: storeRow,
} satisfies Endpoint

export const reopenStore = {
  method: 'DELETE', path: '/api/stores/:store_id/closure', summary: 'Open a closed store again',
  need, scope: 'chain', feature: null, params: z.object({ store_id: id }), reply: storeRow,
} satisfies Endpoint

export const addTill = {
  method: 'POST', path: '/api/stores/:store_id/tills', summary: 'Add a till with the store\'s next number',
  need, scope: 'store', feature: null, params: z.object({ store_id: id }), reply: till,
} satisfies Endpoint

const region = z.object({ id, name: z.string(), stores: z.int() })

export const listRegions = {
  method: 'GET', path: '/api/regions', summary: 'The regions that stores are grouped in',
  need: 'stores.read', scope: 'chain', feature: null, reply: z.object({ rows: z.array(region) }),
} satisfies Endpoint

export const addRegion = {
  method: 'POST', path: '/api/regions', summary: 'Add a region', need, scope: 'chain', feature: null,
  body: z.object({ name }), reply: region,
} satisfies Endpoint

export const renameRegion = {
  method: 'PATCH', path: '/api/regions/:region_id', summary: 'Name a region anew', need, scope: 'chain',
  feature: null, params: z.object({ region_id: id }), body: z.object({ name }), reply: region,
} satisfies Endpoint

export const removeRegion = {
  method: 'DELETE', path: '/api/regions/:region_id', summary: 'Remove a region that has no stores', need,
  scope: 'chain', feature: null, params: z.object({ region_id: id }), reply: z.object({}),
} satisfies Endpoint

/** A built-in role has a code and its name from the texts (name null); a chain's own has a name. */
const role = z.object({
  id, code: z.nullable(z.enum(roleCodes)), name: z.nullable(z.string()), scope: z.enum(scopes),
  permissions: z.array(z.enum(permissions)), changed: z.boolean(), staff: z.int(),
})
export type RoleRow = z.output<typeof role>

export const listRoles = {
  method: 'GET', path: '/api/roles', summary: 'The roles of the chain with what each may do',
  need: 'staff.read', scope: 'chain', feature: null, reply: z.object({ rows: z.array(role) }),
} satisfies Endpoint

const roleFacts = { scope: z.enum(scopes), permissions: z.array(z.enum(permissions)).check(z.maxLength(100)) }

export const addRole = {
  method: 'POST', path: '/api/roles', summary: 'Add a role of the chain\'s own', need: 'roles.edit',
  scope: 'chain', feature: null, body: z.object({ name, ...roleFacts }), reply: role,
} satisfies Endpoint

export const changeRole = {
  method: 'PUT', path: '/api/roles/:role_id', summary: 'Change what a role may do; the owner\'s is fixed',
  need: 'roles.edit', scope: 'chain', feature: null, params: z.object({ role_id: id }),
  body: z.object({ name: z.nullable(name), ...roleFacts }), reply: role,
} satisfies Endpoint

export const resetRole = {
  method: 'DELETE', path: '/api/roles/:role_id/changes',
  summary: 'Give a built-in role back what it began with',
  need: 'roles.edit', scope: 'chain', feature: null, params: z.object({ role_id: id }), reply: role,
} satisfies Endpoint

export const removeRole = {
  method: 'DELETE', path: '/api/roles/:role_id', summary: 'Remove a role of the chain\'s own that nobody has',
  need: 'roles.edit', scope: 'chain', feature: null, params: z.object({ role_id: id }), reply: z.object({}),
} satisfies Endpoint

const staffRow = z.object({
  id, name: z.string(), phone_masked: z.string(),
  role: z.object({ id, code: z.nullable(z.enum(roleCodes)), name: z.nullable(z.string()),
  scope: z.enum(scopes) }),
  stores: z.array(z.object({ id, name: z.string() })), regions: z.array(z.object({ id, name: z.string() })),
  made_at: instant, left_at: z.nullable(instant),
  /** Why this person may not be changed by whoever asks, or null where they may. */
  why_fixed: z.nullable(z.enum(['staff_is_you', 'staff_above_you'])),
})
export type StaffRow = z.output<typeof staffRow>

export const listStaff = {
  method: 'GET', path: '/api/staff', summary: 'The people of the stores in reach',
  need: 'staff.read', scope: 'store', feature: null,
  query: z.object({
    search: z.optional(searchText), store_id: z.optional(id), role_id: z.optional(id),
    left: z.optional(z.enum(['yes', 'no'])),
  }),
  reply: z.object({ rows: z.array(staffRow) }),
} satisfies Endpoint

const posting = {
  role_id: id, store_ids: z.array(id).check(z.maxLength(2_000)),
    region_ids: z.array(id).check(z.maxLength(200)),
}
/** Shown once, to be handed over in person; it must be changed at the first sign-in. */
const handedOver = z.object({ staff: staffRow, first_password: z.string() })

export const addStaff = {
  method: 'POST', path: '/api/staff', summary: 'Add a person; their first password is told once',
  need: 'staff.edit', scope: 'store', feature: null, body: z.object({ name, phone, ...posting }),
  reply: handedOver,
} satisfies Endpoint

export const changeStaff = {
  method: 'PATCH', path: '/api/staff/:staff_id', summary: 'Change a person\'s name, role and places',
  need: 'staff.edit', scope: 'store', feature: null, params: z.object({ staff_id: id }),
  body: z.object({ name, ...posting }), reply: staffRow,
} satisfies Endpoint

export const resetPassword = {
  method: 'POST', path: '/api/staff/:staff_id/password', summary: 'Give a person a new first password',
  need: 'staff.edit', scope: 'store', feature: null, params: z.object({ staff_id: id }),
  reply: handedOver,
} satisfies Endpoint

export const dismissStaff = {
  method: 'DELETE', path: '/api/staff/:staff_id',
  summary: 'A person leaves: signed out everywhere, name kept on records',
  need: 'staff.edit', scope: 'store', feature: null, params: z.object({ staff_id: id }), reply: staffRow,
} satisfies Endpoint
