import { exportedThings } from './approvals.ts'
import type { ExportedThing } from './approvals.ts'
import type { Endpoint } from './endpoint.ts'
import { id, instant, oneLine, opKey, pageOf, paging } from './fields.ts'
import * as z from 'zod/mini'

export const exportFormats = ['xlsx', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** Every column a list can be written with, in its usual order; the keys are those of the list's page. */
export const exportColumns = {
  members: ['name', 'phone', 'store', 'joined', 'last', 'principal', 'bonus', 'points'],
  sales: ['receipt', 'at', 'store', 'cashier', 'member', 'saved', 'payable', 'returned', 'state'],
  goods: ['name', 'code', 'category', 'barcode', 'sold_by', 'unit', 'list', 'member', 'cost', 'stock'],
  audit: ['at', 'who', 'what', 'where', 'ref', 'device', 'detail'],
} as const satisfies Record<ExportedThing, readonly string[]>

/**
 * `waiting_approval`: the file is written, and a second person must agree before it can be had.
 * `ended`: its time ran out, or its owner threw it away; the file is gone.
 */
export const exportStates = [
  'waiting', 'running', 'waiting_approval', 'ready', 'failed', 'ended',
] as const
export type ExportState = (typeof exportStates)[number]
export const exportCan = {
  download: ['ready'], release: ['waiting_approval'],
  end: ['waiting', 'running', 'waiting_approval', 'ready'],
} satisfies Record<string, ExportState[]>

const exportJob = z.object({
  id, what: z.enum(exportedThings), format: z.enum(exportFormats), reason: z.string(),
  state: z.enum(exportStates),
  /** Rows written so far, and how many there will be where the list knows. */
  rows: z.int(), total: z.nullable(z.int()), bytes: z.nullable(z.int()), asked_at: instant,
  ends_at: z.nullable(instant), approval_id: z.nullable(id),
  /** Why it failed, in the language it was asked for in. */
  why_failed: z.nullable(z.string()),
})
export type ExportJob = z.output<typeof exportJob>

const which = z.object({ export_id: id })

/** Filters as they stand in the address of the list's page; the list's own endpoint judges them. */
export const askExport = {
  method: 'POST', path: '/api/exports', summary: 'Write a list to a file, in the background (R6.06)',
  need: 'signed_in', scope: 'own', feature: null, pace: 'costly',
  body: z.object({
    op_key: opKey, what: z.enum(exportedThings), format: z.enum(exportFormats),
    language: z.enum(['zh', 'en']),
    filters: z.record(z.string().check(z.maxLength(40)), z.string().check(z.maxLength(200))),
    columns: z.array(z.string().check(z.maxLength(40))).check(z.minLength(1), z.maxLength(40)),
    reason: z.string().check(z.trim(), z.minLength(2), z.maxLength(200), oneLine),
  }),
  reply: exportJob,
} satisfies Endpoint

export const listExports = {
  method: 'GET', path: '/api/exports', summary: 'My exports, newest first, and what holds for new ones',
  need: 'signed_in', scope: 'own', feature: null, query: z.object(paging),
  reply: z.extend(pageOf(exportJob), {
    limits: z.object({ rows_most: z.int(), rows_without_approval: z.int(), lasts_h: z.int() }),
  }),
} satisfies Endpoint

export const readExport = {
  method: 'GET', path: '/api/exports/:export_id', summary: 'How far one of my exports is',
  need: 'signed_in', scope: 'own', feature: null, params: which, reply: exportJob,
} satisfies Endpoint

export const releaseExport = {
  method: 'POST', path: '/api/exports/:export_id/release',
  summary: 'Use an approval for an export that needs one',
  need: 'signed_in', scope: 'own', feature: null, params: which, body: z.object({ approval_id: id }),
  reply: exportJob,
} satisfies Endpoint

export const endExport = {
  method: 'DELETE', path: '/api/exports/:export_id',
  summary: 'Stop one of my exports, or throw its file away',
  need: 'signed_in', scope: 'own', feature: null, params: which, reply: exportJob,
} satisfies Endpoint

export const downloadExport = {
  method: 'GET', path: '/api/exports/:export_id/file', summary: 'The file of one of my exports',
  need: 'signed_in', scope: 'own', feature: null, sends: 'file', pace: 'costly', params: which,
  reply: z.string(),
} satisfies Endpoint
