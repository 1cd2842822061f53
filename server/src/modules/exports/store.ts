import type { ExportedThing } from '#contract/approvals.ts'
import type { ExportFormat, ExportState } from '#contract/exports.ts'
import type { Scope } from '#contract/roles.ts'
import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import type { Old } from '#kernel/forget.ts'
import { insertRows } from '#kernel/rows.ts'
import type { Language } from './columns.ts'

export type Job = {
  id: string; staff_id: string; what: ExportedThing; format: ExportFormat; language: Language
  filters_sealed: Buffer; columns: string[]; reason: string; state: ExportState; rows: number
  total: number | null; bytes: number | null; sha256: string | null; approval_id: string | null
  why_failed: string | null; claim: string | null; tries: number; asked_at: Date; ends_at: Date | null
  /** As whom the file was written: stores null for the whole chain's. Both null while there is no file. */
  written_scope: Scope | null; written_stores: string[] | null
}

const columns = sql`
  j.id, j.staff_id, j.what, j.format, j.language, j.filters_sealed, j.columns, j.reason, j.state, j.rows,
  j.total, j.bytes, j.sha256, j.approval_id, j.why_failed, j.claim, j.tries, j.asked_at, j.ends_at,
  j.written_scope, j.written_stores::text[] as written_stores`

export type NewJob = Pick<Job,
  'id' | 'staff_id' | 'what' | 'format' | 'language' | 'filters_sealed' | 'columns' | 'reason' | 'asked_at'>

export async function insertJob(tx: Tx, chain_id: string, job: NewJob): Promise<void> {
  await insertRows(tx, {
    table: 'exports.jobs',
    columns: {
      chain_id: 'uuid', id: 'uuid', staff_id: 'uuid', what: 'text', format: 'text', language: 'text',
      filters_sealed: 'bytea', columns: 'text[]', reason: 'text', state: 'text', asked_at: 'timestamptz',
    },
  }, [{ chain_id, state: 'waiting', ...job }])
}

/** A job of one person; null where there is none, or it is another's. */
export async function selectJob(
  tx: Tx, chain_id: string, key: { id: string; staff_id: string },
): Promise<Job | null> {
  const { rows } = await sql<Job>`
    select ${columns} from exports.jobs j
     where j.chain_id = ${chain_id} and j.id = ${key.id} and j.staff_id = ${key.staff_id}`.execute(tx)
  return rows[0] ?? null
}

/** A person's jobs, the newest first. */
export async function selectJobs(
  tx: Tx, chain_id: string,
  page: { staff_id: string; before: { asked_at: string; id: string } | null; limit: number },
): Promise<Job[]> {
  const { before } = page
  const { rows } = await sql<Job>`
    select ${columns} from exports.jobs j
     where j.chain_id = ${chain_id} and j.staff_id = ${page.staff_id}
       ${before ? sql`and (j.asked_at, j.id) < (${before.asked_at}::timestamptz, ${before.id}::uuid)` : sql``}
     order by j.asked_at desc, j.id desc limit ${page.limit}`.execute(tx)
  return rows
}

export async function countAtWork(tx: Tx, chain_id: string, staff_id: string): Promise<number> {
  const { rows } = await sql<{ jobs: number }>`
    select count(*)::int8 as jobs from exports.jobs
     where chain_id = ${chain_id} and staff_id = ${staff_id} and state in ('waiting', 'running')`.execute(tx)
  return rows[0]!.jobs
}

/** A process that says nothing for so long is taken for dead. */
const claimed_s = 30
export const most_tries = 3

/**
 * Takes the oldest job that waits, or whose process went away. Another process skips what this one takes, and
 * one that comes back finds its claim gone.
 */
export async function claimJob(tx: Tx, chain_id: string, claim: string): Promise<Job | null> {
  const { rows } = await sql<Job>`
    update exports.jobs j
       set state = 'running', claim = ${claim}, claimed_until = now() + make_interval(secs => ${claimed_s}),
           tries = j.tries + 1, rows = 0, total = null
     where j.chain_id = ${chain_id} and j.id = any(array(
           select o.id from exports.jobs o
            where o.chain_id = ${chain_id}
              and (o.state = 'waiting' or (o.state = 'running' and o.claimed_until < now()))
            order by o.asked_at, o.id limit 1 for update skip locked))
    returning ${columns}`.execute(tx)
  return rows[0] ?? null
}

type Claimed = { id: string; claim: string }

/** Says how far it is, and that the process lives. False where the job was ended, or taken over. */
export async function updateProgress(
  tx: Tx, chain_id: string, { id, claim, rows, total }: Claimed & { rows: number; total: number | null },
): Promise<boolean> {
  const told = await sql`
    update exports.jobs set rows = ${rows}, total = ${total},
           claimed_until = now() + make_interval(secs => ${claimed_s})
     where chain_id = ${chain_id} and id = ${id} and claim = ${claim} and state = 'running'
    returning id`.execute(tx)
  return told.rows.length === 1
}

export type Written = {
  state: 'ready' | 'waiting_approval'; rows: number; bytes: number; sha256: string; ends_at: Date
  written_scope: Scope; written_stores: readonly string[] | null
}

/** False where the job was ended, or taken over, before its file was there. */
export async function updateWritten(
  tx: Tx, chain_id: string, { id, claim, ...written }: Claimed & Written,
): Promise<boolean> {
  const told = await sql`
    update exports.jobs set state = ${written.state}, rows = ${written.rows}, total = ${written.rows},
           bytes = ${written.bytes}, sha256 = ${written.sha256}, ends_at = ${written.ends_at},
           written_scope = ${written.written_scope}, written_stores = ${written.written_stores}::uuid[],
           claimed_until = null
     where chain_id = ${chain_id} and id = ${id} and claim = ${claim} and state = 'running'
    returning id`.execute(tx)
  return told.rows.length === 1
}

export async function updateFailed(
  tx: Tx, chain_id: string, { id, claim, why_failed }: Claimed & { why_failed: string },
): Promise<void> {
  await sql`update exports.jobs set state = 'failed', why_failed = ${why_failed}, claimed_until = null
    where chain_id = ${chain_id} and id = ${id} and claim = ${claim} and state = 'running'`.execute(tx)
}

/** Puts a job back for whoever comes next; `counts` is whether this was a try. */
export async function updateWaiting(
  tx: Tx, chain_id: string, { id, claim, counts }: Claimed & { counts: boolean },
): Promise<void> {
  await sql`update exports.jobs set state = 'waiting', claimed_until = null,
           tries = case when ${counts} then tries else greatest(tries - 1, 0) end
    where chain_id = ${chain_id} and id = ${id} and claim = ${claim} and state = 'running'`.execute(tx)
}

/** From one of some states to another; null where it stood in none of them. */
export async function updateState(
  tx: Tx, chain_id: string,
  { id, from, to, approval_id = null }:
    { id: string; from: readonly ExportState[]; to: ExportState; approval_id?: string | null },
): Promise<Job | null> {
  const { rows } = await sql<Job>`
    update exports.jobs j set state = ${to}, approval_id = coalesce(${approval_id}, j.approval_id),
           claimed_until = null
     where j.chain_id = ${chain_id} and j.id = ${id} and j.state = any(${from}::text[])
    returning ${columns}`.execute(tx)
  return rows[0] ?? null
}

/** Ends what ran out by the chain's clock, and hands back whose files are nobody's now. */
export async function updateRunOut(tx: Tx, chain_id: string, now: Date): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    update exports.jobs set state = 'ended'
     where chain_id = ${chain_id} and state in ('ready', 'waiting_approval') and ends_at <= ${now}
    returning id, claim`.execute(tx)
  return rows
}

/** Files that are still somebody's, by the job and the claim they were written under. */
export async function selectLiving(tx: Tx, chain_id: string): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    select id, claim from exports.jobs
     where chain_id = ${chain_id} and state in ('running', 'ready', 'waiting_approval')
       and claim is not null`.execute(tx)
  return rows
}

/** Forgets exports that came to an end and were asked for before a moment. Hands back how many went. */
export async function deleteOld(tx: Tx, chain_id: string, { before, limit }: Old): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from exports.jobs j using (
      select id from exports.jobs
       where chain_id = ${chain_id} and state in ('failed', 'ended') and asked_at < ${before}
       limit ${limit} for update skip locked) old
     where j.chain_id = ${chain_id} and j.id = old.id`.execute(tx)
  return Number(numAffectedRows)
}
