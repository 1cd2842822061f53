import { inChain, openDb, sql } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { nobodys_chain } from '#modules/platform/platform.ts'

/**
 * What a request that was refused may leave behind: its row on record, and a count of tries. When somebody
 * was last seen is no effect of what they asked.
 */
const left_out = ['kernel.audit', 'kernel.audit_links', 'access.tries', 'public.migrations']
const seen = ['seen_at', 'ends_at']

/** Tables are many and small: what takes time is to plan over all of them, so the plan is kept. */
export const openGlass = (app_url: string): Db =>
  openDb(app_url, { max: 1, prepared: true, name: 'shuke test glass' })

/** A digest of every table as these chains see it. */
export type State = ReadonlyMap<string, string>

export async function stateOf(glass: Db, chain_ids: readonly string[]): Promise<State> {
  const tables = known.get(glass) ?? await inChain(glass, nobodys_chain, tablesOf)
  known.set(glass, tables)
  const found = new Map<string, string>()
  for (const chain_id of [...chain_ids, nobodys_chain])
    for (const { name, digest } of await inChain(glass, chain_id, (tx) => digests(tx, tables)))
      found.set(`${name} of ${chain_id}`, digest)
  return found
}

/** Tables whose digest is another one. */
export const changedBetween = (before: State, after: State): string[] =>
  [...after].filter(([name, digest]) => before.get(name) !== digest).map(([name]) => name)

const known = new WeakMap<Db, readonly string[]>()

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
