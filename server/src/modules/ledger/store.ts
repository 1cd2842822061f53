import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { insertRows } from '#kernel/rows.ts'
import type { Account, Lot, Transfer } from './rules.ts'

/** Locks every account of the owners, in key order: two tills spending one member's value queue here. */
export async function lockAccounts(
  tx: Tx, chain_id: string, owner_ids: readonly string[],
): Promise<Account[]> {
  const { rows } = await sql<Account>`
    select a.owner_id, a.id, a.balance, a.floor, a.version
      from unnest(${[...owner_ids].sort()}::uuid[]) as w(owner_id)
      join ledger.accounts a on a.chain_id = ${chain_id} and a.owner_id = w.owner_id
     order by a.owner_id, a.id for update of a`.execute(tx)
  return rows
}

export async function readAccounts(
  tx: Tx, chain_id: string, owner_ids: readonly string[],
): Promise<Account[]> {
  const { rows } = await sql<Account>`
    select a.owner_id, a.id, a.balance, a.floor, a.version
      from unnest(${owner_ids}::uuid[]) as w(owner_id)
      join ledger.accounts a on a.chain_id = ${chain_id} and a.owner_id = w.owner_id`.execute(tx)
  return rows
}

/** Lots with something left. Whoever locked the accounts may read them: lots move under that lock alone. */
export async function readOpenLots(tx: Tx, chain_id: string, owner_ids: readonly string[]): Promise<Lot[]> {
  const { rows } = await sql<Lot>`
    select l.owner_id, l.id, l.account, l.amount, l.remaining, l.starts_at, l.expires_at, l.source, l.pair
      from unnest(${owner_ids}::uuid[]) as w(owner_id)
      join ledger.lots l on l.chain_id = ${chain_id} and l.owner_id = w.owner_id
          and l.remaining > 0`.execute(tx)
  return rows
}

/** Lots that an act touched, also those used up by now. */
export async function readLots(
  tx: Tx, chain_id: string, wanted: readonly { owner_id: string; id: string }[],
): Promise<Lot[]> {
  const { rows } = await sql<Lot>`
    select l.owner_id, l.id, l.account, l.amount, l.remaining, l.starts_at, l.expires_at, l.source, l.pair
      from unnest(${wanted.map((w) => w.owner_id)}::uuid[],
                  ${wanted.map((w) => w.id)}::uuid[]) as w(owner_id, id)
      join ledger.lots l on l.chain_id = ${chain_id} and l.owner_id = w.owner_id and l.id = w.id`.execute(tx)
  return rows
}

export type Act = { owner_id: string; ref: string }

/** All transfers of acts, in the order they were posted to each account. */
export async function readHistory(tx: Tx, chain_id: string, acts: readonly Act[]): Promise<Transfer[]> {
  const { rows } = await sql<Transfer>`
    select t.owner_id, t.id, t.op_key, t.kind, t.from_account, t.to_account, t.amount, t.lot_id,
           t.from_version, t.from_balance, t.to_version, t.to_balance, t.store_id, t.staff_id, t.ref,
           t.doc_id, t.occurred_at
      from unnest(${acts.map((a) => a.owner_id)}::uuid[],
                  ${acts.map((a) => a.ref)}::uuid[]) as w(owner_id, ref)
      join ledger.transfers t on t.chain_id = ${chain_id} and t.owner_id = w.owner_id and t.ref = w.ref
     order by coalesce(t.from_version, t.to_version)`.execute(tx)
  return rows
}

export async function insertAccounts(tx: Tx, rows: readonly {
  chain_id: string; owner_id: string; id: string; unit: string; floor: number | null; opened_at: Date
}[]) {
  await insertRows(tx, {
    table: 'ledger.accounts',
    columns: {
      chain_id: 'uuid', owner_id: 'uuid', id: 'text', unit: 'text', floor: 'int8', opened_at: 'timestamptz',
    },
    conflict: 'on conflict do nothing',
  }, rows)
}

export async function updateAccounts(tx: Tx, chain_id: string, accounts: readonly Account[]): Promise<void> {
  if (accounts.length === 0) return
  await sql`update ledger.accounts a set balance = w.balance, version = w.version
    from unnest(${accounts.map((a) => a.owner_id)}::uuid[], ${accounts.map((a) => a.id)}::text[],
                ${accounts.map((a) => a.balance)}::int8[], ${accounts.map((a) => a.version)}::int8[])
         as w(owner_id, id, balance, version)
    where a.chain_id = ${chain_id} and a.owner_id = w.owner_id and a.id = w.id`.execute(tx)
}

export async function insertLots(tx: Tx, chain_id: string, lots: readonly Lot[]): Promise<void> {
  await insertRows(tx, {
    table: 'ledger.lots',
    columns: {
      chain_id: 'uuid', owner_id: 'uuid', id: 'uuid', account: 'text', amount: 'int8', remaining: 'int8',
      starts_at: 'timestamptz', expires_at: 'timestamptz', source: 'text', pair: 'uuid',
    },
  }, lots.map((lot) => ({ chain_id, ...lot })))
}

export async function updateLots(tx: Tx, chain_id: string, lots: readonly Lot[]): Promise<void> {
  if (lots.length === 0) return
  await sql`update ledger.lots l set remaining = w.remaining
    from unnest(${lots.map((l) => l.owner_id)}::uuid[], ${lots.map((l) => l.id)}::uuid[],
                ${lots.map((l) => l.remaining)}::int8[]) as w(owner_id, id, remaining)
    where l.chain_id = ${chain_id} and l.owner_id = w.owner_id and l.id = w.id`.execute(tx)
}

export async function insertTransfers(
  tx: Tx, chain_id: string, transfers: readonly Transfer[],
): Promise<void> {
  await insertRows(tx, {
    table: 'ledger.transfers',
    columns: {
      chain_id: 'uuid', owner_id: 'uuid', id: 'uuid', op_key: 'text', kind: 'text', from_account: 'text',
      to_account: 'text', amount: 'int8', lot_id: 'uuid', from_version: 'int8', from_balance: 'int8',
      to_version: 'int8', to_balance: 'int8', store_id: 'uuid', staff_id: 'uuid', ref: 'uuid', doc_id: 'uuid',
      occurred_at: 'timestamptz',
    },
  }, transfers.map((transfer) => ({ chain_id, ...transfer })))
}

export type ReserveRow = {
  owner_id: string; id: string; account: string; amount: number; ref: string; outcome: string | null
}

/**
 * A reserve with how it ended, if it did. Its account is locked by then, so two
 * ends meet one after the other.
 */
export async function readReserve(
  tx: Tx, chain_id: string, wanted: { owner_id: string; id: string },
): Promise<ReserveRow | null> {
  const { rows } = await sql<ReserveRow>`
    select r.owner_id, r.id, r.account, r.amount, r.ref, e.outcome
      from ledger.reserves r
      left join ledger.reserve_ends e on e.chain_id = r.chain_id and e.owner_id = r.owner_id
          and e.reserve_id = r.id
     where r.chain_id = ${chain_id} and r.owner_id = ${wanted.owner_id} and r.id = ${wanted.id}`.execute(tx)
  return rows[0] ?? null
}

export async function insertReserve(
  tx: Tx, chain_id: string, reserve: Omit<ReserveRow, 'outcome'> & { made_at: Date },
) {
  await insertRows(tx, {
    table: 'ledger.reserves',
    columns: {
      chain_id: 'uuid', owner_id: 'uuid', id: 'uuid', account: 'text', amount: 'int8', ref: 'uuid',
      made_at: 'timestamptz',
    },
  }, [{ chain_id, ...reserve }])
}

export async function insertReserveEnd(
  tx: Tx, chain_id: string,
  end: { owner_id: string; reserve_id: string; outcome: 'posted' | 'voided'; ended_at: Date },
) {
  await insertRows(tx, {
    table: 'ledger.reserve_ends',
    columns: {
      chain_id: 'uuid', owner_id: 'uuid', reserve_id: 'uuid', outcome: 'text', ended_at: 'timestamptz',
    },
  }, [{ chain_id, ...end }])
}

/** Where a page of a statement ended: a transfer between two accounts of the owner has a line in each. */
export type StatementKey = { id: string; account: string }
export type Statement = {
  owner_id: string; account: string | null; before: StatementKey | null; limit: number
}
export type StatementLine = {
  id: string; account: string; kind: string; amount: number; balance: number; at: Date; ref: string
  doc_id: string; store_id: string; staff_id: string
}

/** An owner's ledger, newest first: one line for each account that a transfer touched. */
export async function readStatement(tx: Tx, chain_id: string, asked: Statement): Promise<StatementLine[]> {
  const { id = null, account = null } = asked.before ?? {}
  const { rows } = await sql<StatementLine>`
    select t.id, s.account, t.kind, s.amount, s.balance, t.occurred_at as at, t.ref, t.doc_id, t.store_id,
           t.staff_id
      from ledger.transfers t
     cross join lateral (values (t.from_account, -t.amount, t.from_balance),
                                (t.to_account, t.amount, t.to_balance))
           as s(account, amount, balance)
     where t.chain_id = ${chain_id} and t.owner_id = ${asked.owner_id} and s.balance is not null
       and (${asked.account}::text is null or s.account = ${asked.account}::text)
       and (${id}::uuid is null or t.id <= ${id}::uuid
            and (t.id, s.account) < (${id}::uuid, ${account}::text))
     order by t.id desc, s.account desc limit ${asked.limit}`.execute(tx)
  return rows
}
