import { join } from 'node:path'
import { readClockOffset } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { assert, Refusal, refuse } from '#kernel/refusal.ts'
import { readSettings } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { readChain, readPerson, readStaffNames } from '#modules/org/org.ts'
import { csvSheet } from './csv.ts'
import { lists } from './lists.ts'
import { parsed } from './parse.ts'
import { columnsFor, needsApproval, sentenceOf, watermark } from './rules.ts'
import type { Formats, Sheet } from './sheet.ts'
import { openSink } from './sink.ts'
import * as store from './store.ts'
import type { Job } from './store.ts'
import { xlsxSheet } from './xlsx.ts'

const formats: Formats = { csv: csvSheet, xlsx: xlsxSheet }
/** Rows read at once: the list's page shows fifty, which would be two thousand questions for a large file. */
const rows_at_once = 500

/** A job that this process works on, in the name of whoever asked as they stand now. */
export type Work = {
  job: Job & { claim: string }; who: Who; filters: Record<string, unknown>; keys: readonly string[]
  rows_most: number; rows_without_approval: number; lasts_h: number; mark: string
}

/** A page of the list as its own endpoint answers it to `who`, with all its guards. */
export type PageReader = (tx: Tx, who: Who, input: Record<string, unknown>) =>
  Promise<{ rows: readonly unknown[]; next: string | null; total?: number }>

/** Who a job is carried out as: themselves, without a session. Null for whoever left the chain. */
async function readAsker(tx: Tx, master: Buffer, key: { chain_id: string; staff_id: string }) {
  const person = await readPerson(tx, master, key)
  return person && { ...person, now: new Date(Date.now() + await readClockOffset(tx, key.chain_id)) }
}

/**
 * Takes the next job of a chain; null where none waits. What can be said against it already ends it: the
 * asker left, may not export any more, or it was tried too often.
 */
export async function beginWork(tx: Tx, master: Buffer, chain_id: string): Promise<Work | 'ended' | null> {
  const job = await store.claimJob(tx, chain_id, newId())
  if (!job) return null
  const { claim } = job
  assert(claim !== null, 'what was claimed has a claim')
  const fail = async (why: Refusal): Promise<'ended'> => {
    await store.updateFailed(tx, chain_id, { id: job.id, claim, why_failed: sentenceOf(why, job.language) })
    return 'ended'
  }
  const who = await readAsker(tx, master, { chain_id, staff_id: job.staff_id })
  const kind = lists[job.what]
  if (!who || !who.permissions.has(`${job.what}.export`)) return await fail(new Refusal('not_permitted'))
  if (job.tries > store.most_tries) return await fail(new Refusal('export_broken'))
  const values = (await readSettings(tx, chain_id)).at(null, who.now)
  const { permissions } = who, { features_off } = values
  const asked = JSON.parse(who.seal.open(job.filters_sealed)) as Record<string, string>
  const filters = parsed(kind.endpoint, asked)
  const keys = columnsFor(kind, job.columns, { permissions, features_off })
  // Another version of the house may not know them any more.
  if (!filters || !keys || keys.length === 0) return await fail(new Refusal('bad_input', { fields: 1 }))
  return {
    job: { ...job, claim }, who, filters, keys, rows_most: values.export_rows_most,
    rows_without_approval: values.export_rows_without_approval, lasts_h: values.export_lasts_h,
    mark: await markOf(tx, who, job),
  }
}

async function markOf(tx: Tx, who: Who, job: Job): Promise<string> {
  const names = await readStaffNames(tx, who.chain_id, [job.staff_id])
  return watermark({
    id: job.id, chain: (await readChain(tx, who.chain_id)).name, who: names.get(job.staff_id) ?? '',
    title: lists[job.what].title, reason: job.reason, asked_at: job.asked_at, zone: who.zone,
    language: job.language,
  })
}

export const fileOf = (dir: string, { id, claim }: { id: string; claim: string }): string =>
  join(dir, `${id}.${claim}`)

type Ways = {
  dir: string; read: PageReader
  /** Runs one page in a transaction of its own: a long export holds no connection and no old snapshot. */
  within: <Result>(run: (tx: Tx) => Promise<Result>) => Promise<Result>
  isStopped: () => boolean
}

/**
 * Writes the file page by page through the list's own verb. False where the job was ended or taken over on
 * the way, or the process stops. Refuses `export_too_many` and whatever the list refuses.
 */
export async function work(at: Work, ways: Ways): Promise<boolean> {
  const { job, keys } = at
  const { title, columns } = lists[job.what]
  const sink = await openSink(fileOf(ways.dir, job))
  try {
    const kinds = keys.map((key) => columns[key]!.kind)
    const sheet = await formats[job.format](sink, { title: title[job.language], kinds })
    await sheet.row([at.mark])
    await sheet.row(keys.map((key) => columns[key]!.head[job.language]))
    const rows = await writePages(at, ways, sheet)
    if (rows === null) return false
    await sheet.row([at.mark])
    const { bytes, sha256 } = await sheet.end()
    return await ways.within(async (tx) => await store.updateWritten(tx, at.who.chain_id, {
      id: job.id, claim: job.claim, rows, bytes, sha256,
      state: needsApproval(rows, at.rows_without_approval) ? 'waiting_approval' : 'ready',
      ends_at: new Date(at.who.now.getTime() + at.lasts_h * 3_600_000),
      written_scope: at.who.scope, written_stores: at.who.stores === 'all' ? null : at.who.stores,
    }))
  } finally {
    await sink.drop()
  }
}

/** How many rows were written; null where nobody wants them any more. */
async function writePages(
  { job, who, filters, keys, rows_most }: Work, { read, within, isStopped }: Ways, sheet: Sheet,
): Promise<number | null> {
  const { cellsOf } = lists[job.what]
  const as = { keys, language: job.language, zone: who.zone }
  let rows = 0, total: number | null = null
  for (let cursor: string | null | undefined; cursor !== null;) {
    if (isStopped()) return null
    const page = await within(async (tx) => {
      const so_far = { id: job.id, claim: job.claim, rows, total }
      const wanted = await store.updateProgress(tx, who.chain_id, so_far)
      const from = typeof cursor === 'string' ? { cursor } : {}
      return wanted ? await read(tx, who, { ...filters, ...from, limit: rows_at_once }) : null
    })
    if (page === null) return null
    total = page.total ?? null
    rows += page.rows.length
    if (Math.max(rows, total ?? 0) > rows_most) refuse('export_too_many', { most: rows_most })
    for (const row of page.rows) await sheet.row(cellsOf(row, as))
    assert(page.next === null || page.next !== cursor, 'every page of a list goes on from the one before')
    cursor = page.next
  }
  return rows
}

export async function tellFailed(tx: Tx, { job, who }: Work, why: Refusal): Promise<void> {
  const why_failed = sentenceOf(why, job.language)
  await store.updateFailed(tx, who.chain_id, { id: job.id, claim: job.claim, why_failed })
}

/** Lets another process, or this one later, begin anew; `counts` is whether this was a try. */
export async function putBack(tx: Tx, { job, who }: Work, { counts }: { counts: boolean }): Promise<void> {
  await store.updateWaiting(tx, who.chain_id, { id: job.id, claim: job.claim, counts })
}

export const endRunOut = store.updateRunOut
export const livingFiles = store.selectLiving
