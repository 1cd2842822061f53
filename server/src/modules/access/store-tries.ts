import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { insertRows, unnested } from '#kernel/rows.ts'
import type { Columns } from '#kernel/rows.ts'
import type { TryKind } from './rules.ts'

export type TryKey = { kind: TryKind; key: string }
export type TryRow = TryKey & { failures: number; until_at: Date; last_at: Date }

const columns: Columns<TryRow> = {
  kind: 'text', key: 'text', failures: 'int4', until_at: 'timestamptz', last_at: 'timestamptz',
}

/** Locks the counts in the order of their keys, with a row for each that nobody counted yet. */
export async function lockTries(
  tx: Tx, chain_id: string, { keys, now }: { keys: readonly TryKey[]; now: Date },
): Promise<TryRow[]> {
  const wanted = keys.map((key) => ({ ...key, failures: 0, until_at: now, last_at: now }))
    .sort((a, b) => `${a.kind} ${a.key}` < `${b.kind} ${b.key}` ? -1 : 1)
  await insertRows(tx, {
    table: 'access.tries', columns: { chain_id: 'uuid', ...columns }, conflict: 'on conflict do nothing',
  }, wanted.map((row) => ({ chain_id, ...row })))
  const { rows } = await sql<TryRow>`
    select t.kind, t.key, t.failures, t.until_at, t.last_at
      from ${unnested(columns, wanted, 'w')}
      join access.tries t on t.chain_id = ${chain_id} and t.kind = w.kind and t.key = w.key
     order by t.kind, t.key for update of t`.execute(tx)
  return rows
}

export async function updateTries(tx: Tx, chain_id: string, rows: readonly TryRow[]): Promise<void> {
  await sql`update access.tries t
      set failures = w.failures, until_at = w.until_at, last_at = w.last_at
     from ${unnested(columns, rows, 'w')}
    where t.chain_id = ${chain_id} and t.kind = w.kind and t.key = w.key`.execute(tx)
}

/** Writes a count as it stands: work that leaves nothing more behind, where another try leaves a record. */
export async function touchTry(tx: Tx, chain_id: string, { kind, key }: TryKey): Promise<void> {
  await sql`update access.tries set last_at = last_at
    where chain_id = ${chain_id} and kind = ${kind} and key = ${key}`.execute(tx)
}

/** What nobody tried since `before` is forgotten; what somebody tries just now is left alone. */
export async function deleteOldTries(tx: Tx, chain_id: string, before: Date): Promise<void> {
  await sql`delete from access.tries
    where chain_id = ${chain_id} and last_at < ${before} and kind || ' ' || key = any(array(
      select kind || ' ' || key from access.tries where chain_id = ${chain_id} and last_at < ${before}
       limit 1000 for update skip locked))`.execute(tx)
}

export async function isKnownBrowser(
  tx: Tx, chain_id: string, { staff_id, browser_id }: { staff_id: string; browser_id: string },
): Promise<boolean> {
  const { rows } = await sql<{ one: number }>`
    select 1 as one from access.known_browsers
     where chain_id = ${chain_id} and staff_id = ${staff_id} and browser_id = ${browser_id}`.execute(tx)
  return rows.length === 1
}

/** The browsers a person used last are known; of the older ones more than fifty are forgotten. */
export async function upsertKnownBrowser(
  tx: Tx, chain_id: string, known: { staff_id: string; browser_id: string; at: Date },
): Promise<void> {
  await sql`insert into access.known_browsers (chain_id, staff_id, browser_id, first_at, last_at)
    values (${chain_id}, ${known.staff_id}, ${known.browser_id}, ${known.at}, ${known.at})
    on conflict (chain_id, staff_id, browser_id) do update set last_at = excluded.last_at`.execute(tx)
  await sql`delete from access.known_browsers
    where chain_id = ${chain_id} and staff_id = ${known.staff_id} and browser_id in (
      select browser_id from access.known_browsers where chain_id = ${chain_id}
         and staff_id = ${known.staff_id} order by last_at desc, browser_id offset 50)`.execute(tx)
}
