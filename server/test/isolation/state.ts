import { inChain, openDb, sql } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { nobodys_chain } from '#modules/platform/platform.ts'

/**
 * What a request that was refused may leave behind: its row on record, and a count of tries. When somebody was
 * last seen is no effect of what they asked.
 */
const left_out = ['kernel.audit', 'kernel.audit_links', 'access.tries', 'public.migrations']
const seen = ['seen_at', 'ends_at']

/** A digest of every table as these chains see it. */
export type State = ReadonlyMap<string, string>

export async function stateOf(db: Db, chain_ids: readonly string[]): Promise<State> {
  const found = new Map<string, string>()
  const tables = known.get(db) ?? await inChain(db, nobodys_chain, tablesOf)
  known.set(db, tables)
  for (const chain_id of [...chain_ids, nobodys_chain])
    for (const { name, digest } of await inChain(db, chain_id, (tx) => digests(tx, tables)))
      found.set(`${name} of ${chain_id}`, digest)
  return found
}

/** Tables whose digest is another one. */
export const changedBetween = (before: State, after: State): string[] =>
  [...after].filter(([name, digest]) => before.get(name) !== digest).map(([name]) => name)

/** Tables are many and small: what takes time is to plan over all of them, so the plan is kept. */
export const openGlass = (app_url: string): Db => openDb(app_url, { max: 1, prepared: true, name: 'shuke test glass' })

const known = new WeakMap<object, readonly string[]>()

async function tablesOf(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select schemaname || '.' || tablename as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'graphile_worker')
       and schemaname || '.' || tablename <> all(${left_out}::text[])
       and has_table_privilege(format('%I.%I', schemaname, tablename), 'select') order by 1`.execute(tx)
  return rows.map(({ name }) => name)
}

async function digests(tx: Tx, tables: readonly string[]): Promise<{ name: string; digest: string }[]> {
  const { rows } = await sql<{ name: string; digest: string }>`${sql.join(tables.map((name) => sql`
    select ${sql.lit(name)} as name, count(*) || ' ' || coalesce(sum(hashtextextended(
      (to_jsonb(t) - ${seen}::text[])::text, 0)::numeric), 0) as digest from ${sql.table(name)} t`),
    sql` union all `)}`.execute(tx)
  return rows
}

export type OnRecord = { id: string; verb: string; principal_id: string; ref: string | null; endpoint: string | null }

/** What came on record in a chain after a row of it, in order. */
export async function recordedAfter(db: Db, chain_id: string, id: string | null): Promise<OnRecord[]> {
  return await inChain(db, chain_id, async (tx) => (await sql<OnRecord>`
    select id, verb, principal_id, ref, detail->>'endpoint' as endpoint from kernel.audit
     where chain_id = ${chain_id} and (${id}::uuid is null or id > ${id}::uuid) order by id`.execute(tx)).rows)
}

export async function lastRecorded(db: Db, chain_id: string): Promise<string | null> {
  return await inChain(db, chain_id, async (tx) => (await sql<{ id: string | null }>`
    select id from kernel.audit where chain_id = ${chain_id} order by id desc limit 1`.execute(tx)).rows[0]?.id ?? null)
}
