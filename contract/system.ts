import type { Endpoint } from './endpoint.ts'
import { id, instant, pageOf, paging } from './fields.ts'
import { settingKeys } from './settings.ts'
import * as z from 'zod/mini'

export const readOpenApi = {
  method: 'GET', path: '/api/openapi.json', summary: 'This contract as an OpenAPI 3.1 document',
  need: 'local_or_docs', scope: 'none', feature: null, reply: z.record(z.string(), z.unknown()),
} satisfies Endpoint

export const readSettings = {
  method: 'GET', path: '/api/settings', summary: 'Every setting as it stands for a store, or for the chain',
  need: 'settings.read', scope: 'store', feature: null, query: z.object({ store_id: z.optional(id) }),
  reply: z.object({ version: z.int(), values: z.record(z.string(), z.unknown()) }),
} satisfies Endpoint

export const changeSetting = {
  method: 'PUT', path: '/api/settings/:key', summary: 'Set a setting for the chain or one store, from now on',
  need: 'settings.edit', scope: 'store', feature: null, params: z.object({ key: z.enum(settingKeys) }),
  body: z.object({ store_id: z.nullable(id), value: z.unknown() }),
  reply: z.object({ version: z.int() }),
} satisfies Endpoint

export const listAudit = {
  method: 'GET', path: '/api/audit', summary: 'Who did what, when, from where; newest first',
  need: 'audit.read', scope: 'chain', feature: null,
  query: z.object(paging),
  reply: pageOf(z.object({
    id, at: instant, who: z.string(), verb: z.string(), ref: z.nullable(z.string()),
    device: z.nullable(z.string()), detail: z.record(z.string(), z.unknown()),
  })),
} satisfies Endpoint
