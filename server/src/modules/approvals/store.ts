import type { About, ApprovalAct } from '#contract/approvals.ts'
import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { insertRows } from '#kernel/rows.ts'
import type { Decision, Request } from './rules.ts'

type Row = Omit<Request, 'decision'>
  & { [Name in keyof Decision as `decision_${Name}`]: Decision[Name] | null }

const asRequest = (row: Row): Request => {
  const {
    decision_outcome: outcome, decision_made_by: made_by, decision_in_person: in_person, decision_note: note,
    decision_at: at, decision_ends_at: ends_at, ...request
  } = row
  if (outcome === null || made_by === null || in_person === null || at === null || ends_at === null)
    return { ...request, decision: null }
  return { ...request, decision: { outcome, made_by, in_person, note, at, ends_at } }
}

const columns = sql`
  r.id, r.store_id, r.about, r.asked_by, r.asked_at, r.ends_at, d.outcome as decision_outcome,
  d.made_by as decision_made_by, d.in_person as decision_in_person, d.note as decision_note,
  d.at as decision_at, d.ends_at as decision_ends_at, w.request_id is not null as withdrawn,
  u.request_id is not null as used`

const whatBecame = sql`
  left join approvals.decisions d
    on d.chain_id = r.chain_id and d.store_id = r.store_id and d.request_id = r.id
  left join approvals.withdrawals w
    on w.chain_id = r.chain_id and w.store_id = r.store_id and w.request_id = r.id
  left join approvals.uses u
    on u.chain_id = r.chain_id and u.store_id = r.store_id and u.request_id = r.id`

export async function selectRequests(tx: Tx, chain_id: string, ids: readonly string[]): Promise<Request[]> {
  const { rows } = await sql<Row>`
    select ${columns} from unnest(${ids}::uuid[]) as wanted(id)
      join approvals.requests r on r.chain_id = ${chain_id} and r.id = wanted.id ${whatBecame}`.execute(tx)
  return rows.map(asRequest)
}

/**
 * Locks requests in the order of their ids: two orders that use one, or a decision and a withdrawal, queue
 * here. Requests are append-only, so the lock is a promise between transactions, not on their rows.
 */
export async function lockRequests(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(w.id, 2))
    from (select unnest(${[...new Set(ids)].sort()}::text[]) as id order by 1) as w`.execute(tx)
}

export type Page = {
  store_ids: readonly string[]; asked_by: string | null; act: ApprovalAct | null; waiting_at: Date | null
  before: { at: Date; id: string } | null; limit: number
}

/** Requests of stores (or of the chain, under its own id), the newest first. */
export async function selectPage(tx: Tx, chain_id: string, asked: Page): Promise<Request[]> {
  const { asked_by, act, waiting_at, before } = asked
  const filters = [
    asked_by === null ? null : sql`r.asked_by = ${asked_by}`,
    act === null ? null : sql`r.act = ${act}`,
    waiting_at === null ? null
      : sql`r.ends_at > ${waiting_at} and d.request_id is null and w.request_id is null`,
    before === null ? null : sql`(r.asked_at, r.id) < (${before.at}, ${before.id}::uuid)`,
  ].flatMap((filter) => filter ? [sql` and ${filter}`] : [])
  const { rows } = await sql<Row>`
    select ${columns} from approvals.requests r ${whatBecame}
     where r.chain_id = ${chain_id} and r.store_id = any(${asked.store_ids}::uuid[])
           ${sql.join(filters, sql``)}
     order by r.asked_at desc, r.id desc limit ${asked.limit}`.execute(tx)
  return rows.map(asRequest)
}

export async function insertRequest(
  tx: Tx, chain_id: string, request: Omit<Request, 'decision' | 'withdrawn' | 'used'>,
): Promise<void> {
  await insertRows(tx, {
    table: 'approvals.requests',
    columns: {
      chain_id: 'uuid', store_id: 'uuid', id: 'uuid', act: 'text', about: 'jsonb', asked_by: 'uuid',
      asked_at: 'timestamptz', ends_at: 'timestamptz',
    },
  }, [{ chain_id, act: request.about.act, ...request }])
}

type Key = { store_id: string; request_id: string }

export async function insertDecision(tx: Tx, chain_id: string, decision: Key & Decision): Promise<void> {
  await insertRows(tx, {
    table: 'approvals.decisions',
    columns: {
      chain_id: 'uuid', store_id: 'uuid', request_id: 'uuid', outcome: 'text', made_by: 'uuid',
      in_person: 'bool', note: 'text', at: 'timestamptz', ends_at: 'timestamptz',
    },
  }, [{ chain_id, ...decision }])
}

export async function insertWithdrawal(tx: Tx, chain_id: string, made: Key & { at: Date }): Promise<void> {
  await insertRows(tx, {
    table: 'approvals.withdrawals',
    columns: { chain_id: 'uuid', store_id: 'uuid', request_id: 'uuid', at: 'timestamptz' },
  }, [{ chain_id, ...made }])
}

/** `doc_id` is the sale, return, adjustment or export that was approved. */
export type Use = Key & { doc_id: string; at: Date }

/** Nothing is sent where nothing was used. */
export async function insertUses(tx: Tx, chain_id: string, uses: readonly Use[]): Promise<void> {
  await insertRows(tx, {
    table: 'approvals.uses',
    columns: { chain_id: 'uuid', store_id: 'uuid', request_id: 'uuid', doc_id: 'uuid', at: 'timestamptz' },
  }, uses.map((use) => ({ chain_id, ...use })))
}

export type Approved = { doc_id: string; act: About['act']; made_by: string; at: Date }

/** Who approved what was done under these papers. */
export async function selectApproved(
  tx: Tx, chain_id: string, doc_ids: readonly string[],
): Promise<Approved[]> {
  const { rows } = await sql<Approved>`
    select u.doc_id, r.act, d.made_by, d.at
      from unnest(${doc_ids}::uuid[]) as w(doc_id)
      join approvals.uses u on u.chain_id = ${chain_id} and u.doc_id = w.doc_id
      join approvals.requests r on r.chain_id = u.chain_id and r.store_id = u.store_id and r.id = u.request_id
      join approvals.decisions d on d.chain_id = u.chain_id and d.store_id = u.store_id
       and d.request_id = u.request_id
     order by d.at, r.id`.execute(tx)
  return rows
}
