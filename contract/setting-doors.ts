import type { Endpoint } from './endpoint.ts'
import { id, instant, pageOf, paging } from './fields.ts'
import { placeKinds, settingKeys } from './settings.ts'
import * as z from 'zod/mini'

/** A place that settings are made for; the chain's own name is empty. */
const place = z.object({ id, kind: z.enum(placeKinds), name: z.string() })
const key = z.enum(settingKeys)

const standing = z.object({
  key, value: z.unknown(),
  /** Made for this very place, so that it can be unset. */
  own: z.boolean(),
  /** Where the value comes from; null for the usual one. */
  from: z.nullable(z.object({ place, since: instant, by: z.string() })),
  coming: z.array(z.object({ value: z.unknown(), unset: z.boolean(), starts_at: instant, by: z.string() })),
})
export type StandingSetting = z.output<typeof standing>

export const readSettings = {
  method: 'GET', path: '/api/settings',
  summary: 'Every setting as it stands at a place, and where it comes from',
  need: 'settings.read', scope: 'store', feature: null, query: z.object({ place_id: z.optional(id) }),
  reply: z.object({ version: z.int(), place, rows: z.array(standing) }),
} satisfies Endpoint

export const changeSetting = {
  method: 'PUT', path: '/api/settings/:key',
  summary: 'Set a setting for a place, from now or a later moment on',
  need: 'settings.edit', scope: 'store', feature: null, params: z.object({ key }),
  body: z.object({ place_id: z.nullable(id), value: z.unknown(), starts_at: z.nullable(instant) }),
  reply: z.object({ version: z.int() }),
} satisfies Endpoint

export const unsetSetting = {
  method: 'DELETE', path: '/api/settings/:key/places/:place_id',
  summary: 'Let a place follow the one above it again; the chain: the usual value',
  need: 'settings.edit', scope: 'store', feature: null, params: z.object({ key, place_id: id }),
  reply: z.object({ version: z.int() }),
} satisfies Endpoint

export const listSettingHistory = {
  method: 'GET', path: '/api/setting-history',
  summary: 'Every value that was set, by whom and since when; newest first',
  need: 'settings.read', scope: 'store', feature: null,
  query: z.object({ key: z.optional(key), place_id: z.optional(id), ...paging }),
  reply: pageOf(z.object({
    key, place, version: z.int(), value: z.unknown(), unset: z.boolean(), starts_at: instant, at: instant,
    by: z.string(),
  })),
} satisfies Endpoint
