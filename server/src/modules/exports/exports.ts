import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type * as contract from '#contract/exports.ts'
import { exportCan } from '#contract/exports.ts'
import type { Endpoint, Input } from '#contract/endpoint.ts'
import type { Permission } from '#contract/permissions.ts'
import type { ExportedThing } from '#contract/approvals.ts'
import { record } from '#kernel/audit.ts'
import { anId, anInstant, keyAt, pageOf } from '#kernel/cursor.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { hashOf, once } from '#kernel/once.ts'
import { Outgoing } from '#kernel/outgoing.ts'
import { assert, refuse, refuseIf } from '#kernel/refusal.ts'
import type { Answer } from '#kernel/route.ts'
import { readSettings } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { useApproval as spendApproval } from '#modules/approvals/approvals.ts'
import { lists } from './lists.ts'
import { parsed } from './parse.ts'
import { columnsFor, fileNameOf, whyNotDownload, whyNotEnd, whyNotRelease, whyNotTheirs } from './rules.ts'
import * as store from './store.ts'
import type { Job } from './store.ts'

export { lists } from './lists.ts'
export { deleteOld as forgetExports } from './store.ts'
export type { Job } from './store.ts'
export { beginWork, endRunOut, fileOf, livingFiles, putBack, tellFailed, work } from './work.ts'
export type { PageReader, Work } from './work.ts'

const usual_limit = 30, most_at_work = 5

export const needOf = (what: ExportedThing): Permission => `${what}.export`

/**
 * Asks for a list to be written in the background, with a reason that stays on record. Refuses
 * `not_permitted`, `feature_off`, `exports_waiting`, and `bad_input` for filters or columns that the list has
 * not. The same key answers with the same export.
 */
export async function ask(
  tx: Tx, who: Who, input: Input<typeof contract.askExport>,
): Promise<Answer<typeof contract.askExport>> {
  const { op_key, filters, ...rest } = input
  const kind = lists[input.what]
  if (!who.permissions.has(needOf(input.what)) || !mayRead(who, kind.endpoint)) refuse('not_permitted')
  if (parsed(kind.endpoint, filters) === null) refuse('bad_input', { fields: 1 })
  const { features_off } = (await readSettings(tx, who.chain_id)).at(null, who.now)
  const { feature } = kind.endpoint
  if (feature !== null && features_off.includes(feature)) refuse('feature_off')
  const columns = columnsFor(kind, input.columns, { permissions: who.permissions, features_off })
  if (!columns || columns.length === 0) refuse('bad_input', { fields: 1 })
  // What was looked for may be a phone: the remembered digest is over a keyed one.
  const hidden = { ...rest, filters: who.seal.fingerprint('filters', hashOf(filters)) }
  const { export_id } = await once(tx, who, {
    owner_id: who.principal.id, op_key, verb: 'export.ask', input: hidden,
    act: () => askNow(tx, who, { ...rest, filters, columns: [...columns] }),
  })
  return asShown(await ownJob(tx, who, export_id))
}

type Asked = Omit<Input<typeof contract.askExport>, 'op_key'>

async function askNow(tx: Tx, who: Who, { filters, ...asked }: Asked): Promise<{ export_id: string }> {
  const { what, format, language, columns, reason } = asked
  if (await store.countAtWork(tx, who.chain_id, who.principal.id) >= most_at_work)
    refuse('exports_waiting', { count: most_at_work })
  const id = newId(who.now.getTime())
  await store.insertJob(tx, who.chain_id, {
    id, staff_id: who.principal.id, what, format, language, columns, reason, asked_at: who.now,
    filters_sealed: who.seal.close(JSON.stringify(filters)),
  })
  // What was searched for is a name or a phone more often than not: only that something was.
  const { search, ...plain } = filters
  await record(tx, who, [{
    verb: 'export.ask', ref: id, store_id: null,
    detail: {
      what, format, columns, reason, filters: search === undefined ? plain : { ...plain, search: true },
    },
  }])
  return { export_id: id }
}

const mayRead = ({ permissions }: Who, { need }: Endpoint): boolean =>
  permissions.has(need as Permission)

/** The caller's own exports, newest first, and what holds for new ones. */
export async function list(
  tx: Tx, who: Who, { cursor, limit = usual_limit }: Input<typeof contract.listExports>,
): Promise<Answer<typeof contract.listExports>> {
  const [asked_at, id] = keyAt(cursor, [anInstant, anId]) ?? []
  const before = asked_at && id ? { asked_at, id } : null
  const jobs = await store.selectJobs(tx, who.chain_id, {
    staff_id: who.principal.id, before, limit: limit + 1,
  })
  const { rows, next } = pageOf(jobs, limit, (job) => [job.asked_at.toISOString(), job.id])
  const values = (await readSettings(tx, who.chain_id)).at(null, who.now)
  return {
    rows: rows.map(asShown), next, limits: {
      rows_most: values.export_rows_most, rows_without_approval: values.export_rows_without_approval,
      lasts_h: values.export_lasts_h,
    },
  }
}

/** What the file itself took: to read the list, and of its columns whatever one of them asks for. */
function needsOf({ what, columns }: Job): Permission[] {
  const kind = lists[what]
  return [kind.endpoint.need as Permission, ...columns.flatMap((key) => kind.columns[key]?.need ?? [])]
}

type Which = { export_id: string }

/** One of the caller's own. Refuses `not_found`. */
export async function read(tx: Tx, who: Who, { export_id }: Which) {
  return asShown(await ownJob(tx, who, export_id))
}

async function ownJob(tx: Tx, who: Who, id: string): Promise<Job> {
  return await store.selectJob(tx, who.chain_id, { id, staff_id: who.principal.id }) ?? refuse('not_found')
}

/** Uses an approval of at least as many rows: from here the file can be had. */
export async function release(
  tx: Tx, who: Who, { export_id, approval_id }: Input<typeof contract.releaseExport>,
) {
  const job = await ownJob(tx, who, export_id)
  refuseIf(whyNotRelease(job, who.now))
  await spendApproval(tx, who, {
    approval_id, store_id: null, doc_id: job.id,
    about: { act: 'export', what: job.what, rows: Math.max(1, job.rows) },
  })
  const released = await store.updateState(tx, who.chain_id, {
    id: job.id, from: exportCan.release, to: 'ready', approval_id,
  })
  return asShown(released ?? refuse('export_not_ready'))
}

/** Stops an export, or throws its file away. */
export async function end(tx: Tx, who: Who, { export_id }: Which): Promise<Job> {
  const job = await ownJob(tx, who, export_id)
  refuseIf(whyNotEnd(job))
  const ended = await store.updateState(tx, who.chain_id, { id: job.id, from: exportCan.end, to: 'ended' })
  await record(tx, who, [{ verb: 'export.end', ref: job.id, store_id: null, detail: { what: job.what } }])
  return ended ?? refuse('export_ended')
}

/**
 * The file of one of the caller's own exports, for as long as it lasts and only while they still may have it;
 * every time is on record. Refuses `not_found`, `not_permitted`, `export_not_ready`, `export_needs_approval`,
 * `export_ended`, `export_file_gone`.
 */
export async function download(
  tx: Tx, who: Who, { export_id, dir }: Which & { dir: string },
): Promise<Outgoing> {
  const job = await ownJob(tx, who, export_id)
  if (!who.permissions.has(needOf(job.what))) refuse('not_permitted')
  refuseIf(whyNotDownload(job, who.now))
  refuseIf(whyNotTheirs(
    { scope: job.written_scope, stores: job.written_stores, needs: needsOf(job) }, who))
  const { claim, what, rows, bytes, format } = job
  assert(claim !== null && bytes !== null, 'what is ready was written under a claim')
  const path = join(dir, `${job.id}.${claim}`)
  // Another machine may have written it, or the disk lost it: then it is told before anything is promised.
  const file = await open(path).catch(() => refuse('export_file_gone'))
  await file.close()
  await record(tx, who, [{ verb: 'export.download', ref: job.id, store_id: null, detail: { what, rows } }])
  const name = fileNameOf(lists[what].title[job.language], job.asked_at, { zone: who.zone, format })
  return new Outgoing(createReadStream(path), {
    'content-type': format === 'csv' ? 'text/csv; charset=utf-8'
      : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'content-length': String(bytes), 'cache-control': 'no-store',
    'content-disposition':
      `attachment; filename="export.${format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
  })
}

export const asShown = (job: Job): contract.ExportJob => ({
  id: job.id, what: job.what, format: job.format, reason: job.reason, state: job.state, rows: job.rows,
  total: job.total, bytes: job.bytes, asked_at: job.asked_at.toISOString(),
  ends_at: job.ends_at?.toISOString() ?? null, approval_id: job.approval_id, why_failed: job.why_failed,
})
