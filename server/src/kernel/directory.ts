import { sql } from 'kysely'
import type { Tx } from './db.ts'

/** The only table without a chain's fence: it tells which chain a request belongs to, and nothing else. */
export type DirectoryKind = 'chain_code' | 'session' | 'visit' | 'till' | 'enrolment'

export async function chainBehind(tx: Tx, kind: DirectoryKind, value: string): Promise<string | null> {
  const { rows } = await sql<{ chain_id: string }>`
    select chain_id from kernel.directory where kind = ${kind} and value = ${value}`.execute(tx)
  return rows[0]?.chain_id ?? null
}

/** False when the value belongs to a chain already. */
export async function enterInDirectory(
  tx: Tx, kind: DirectoryKind, entry: { value: string; chain_id: string },
): Promise<boolean> {
  const { rows } = await sql<{ value: string }>`
    insert into kernel.directory (kind, value, chain_id) values (${kind}, ${entry.value}, ${entry.chain_id})
    on conflict do nothing returning value`.execute(tx)
  return rows.length === 1
}

/** Takes values out again: whoever comes with one of them is unknown. */
export async function leaveDirectory(
  tx: Tx, kind: DirectoryKind, left: { values: readonly string[]; chain_id: string },
): Promise<void> {
  await sql`delete from kernel.directory
    where kind = ${kind} and value = any(${left.values}::text[]) and chain_id = ${left.chain_id}`.execute(tx)
}

export async function allChains(tx: Tx): Promise<{ chain_id: string; code: string }[]> {
  const { rows } = await sql<{ chain_id: string; code: string }>`
    select chain_id, value as code from kernel.directory where kind = 'chain_code' order by value`.execute(tx)
  return rows
}
