import { sql } from 'kysely'
import { oldestId } from './audit-chain.ts'
import type { Link, SealedRow } from './audit-chain.ts'
import type { Tx } from './db.ts'
import { insertRows } from './rows.ts'

const exactly = (column: string) =>
  sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`)
const wholeRow = sql`a.id, ${exactly('a.at')} as at, a.principal_kind, a.principal_id, a.device, a.verb,
  a.ref, a.store_id, a.detail::text as detail`
const wholeLink = sql`l.seq, l.audit_id, ${exactly('l.sealed_at')} as sealed_at, l.hash`

/** One process at a time seals a chain. False while another one does. */
export async function takeSealing(tx: Tx, chain_id: string): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`audit ${chain_id}`}, 0)) as mine`.execute(tx)
  return rows[0]!.mine
}

/** The same, but waits for its turn. */
export async function awaitSealing(tx: Tx, chain_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit ${chain_id}`}, 0))`.execute(tx)
}

export async function selectLastLink(tx: Tx, chain_id: string): Promise<Link | null> {
  const { rows } = await sql<Link>`select ${wholeLink} from kernel.audit_links l
    where l.chain_id = ${chain_id} order by l.seq desc limit 1`.execute(tx)
  return rows[0] ?? null
}

/** The hashes of these links, by number. */
export async function selectHashes(
  tx: Tx, chain_id: string, seqs: readonly number[],
): Promise<Map<number, string>> {
  const { rows } = await sql<Link>`
    select l.seq, l.hash from unnest(${seqs}::int8[]) as wanted(seq)
      join kernel.audit_links l on l.chain_id = ${chain_id} and l.seq = wanted.seq`.execute(tx)
  return new Map(rows.map(({ seq, hash }) => [seq, hash]))
}

/** How many batches have links after `seq`, up to `most`. */
export async function countBatches(
  tx: Tx, chain_id: string, { after, most }: { after: number; most: number },
): Promise<number> {
  const { rows } = await sql<{ batches: number }>`
    select count(distinct sealed_at)::int8 as batches from (
      select sealed_at from kernel.audit_links where chain_id = ${chain_id} and seq > ${after}
       order by seq limit ${most}) l`.execute(tx)
  return rows[0]!.batches
}

/** Below every id. */
export const first_id = '00000000-0000-0000-0000-000000000000'

const unlinked = (chain_id: string) => sql`a.chain_id = ${chain_id} and not exists (
  select from kernel.audit_links l where l.chain_id = ${chain_id} and l.audit_id = a.id)`

/** Rows without a link after the id `after`, in the order of ids. */
export async function selectUnlinked(
  tx: Tx, chain_id: string, { after, limit }: { after: string; limit: number },
): Promise<SealedRow[]> {
  const { rows } = await sql<SealedRow>`select ${wholeRow} from kernel.audit a
    where ${unlinked(chain_id)} and a.id > ${after} order by a.id limit ${limit}`.execute(tx)
  return rows
}

/** Rows that should have been linked when the last link was, and have none. */
export async function selectLeftOut(
  tx: Tx, chain_id: string, { end, limit }: { end: Link; limit: number },
): Promise<SealedRow[]> {
  const { rows } = await sql<SealedRow>`select ${wholeRow} from kernel.audit a
    where ${unlinked(chain_id)} and a.id < ${oldestId(end.sealed_at, new Date().toISOString())}
    order by a.id limit ${limit}`.execute(tx)
  return rows
}

export async function countUnlinked(tx: Tx, chain_id: string, after: string): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`select count(*)::int8 as waiting from kernel.audit a
    where ${unlinked(chain_id)} and a.id > ${after}`.execute(tx)
  return rows[0]!.waiting
}

export async function insertLinks(tx: Tx, chain_id: string, links: readonly Link[]): Promise<void> {
  await insertRows(tx, {
    table: 'kernel.audit_links',
    columns: { chain_id: 'uuid', seq: 'int8', audit_id: 'uuid', sealed_at: 'timestamptz', hash: 'text' },
  }, links.map((link) => ({ chain_id, ...link })))
}

export type Walked = Link & { row: SealedRow | null }

/** Links after the number `after` with their rows; a row that is gone is null. */
export async function selectLinks(
  tx: Tx, chain_id: string, { after, limit }: { after: number; limit: number },
): Promise<Walked[]> {
  const { rows } = await sql<Link & { id: string | null } & Omit<SealedRow, 'id'>>`
    select ${wholeLink}, ${wholeRow}
      from kernel.audit_links l left join kernel.audit a on a.chain_id = ${chain_id} and a.id = l.audit_id
     where l.chain_id = ${chain_id} and l.seq > ${after} order by l.seq limit ${limit}`.execute(tx)
  return rows.map(({ seq, audit_id, sealed_at, hash, id, ...row }) =>
    ({ seq, audit_id, sealed_at, hash, row: id === null ? null : { id, ...row } }))
}
