import type { Role } from '#contract/permissions.ts'
import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { insertRows } from '#kernel/rows.ts'

export type ChainRow = {
  id: string; code: string; name: string; currency: string; time_zone: string; sandbox: boolean; made_at: Date
}

export async function insertChain(tx: Tx, chain: ChainRow): Promise<void> {
  await sql`insert into org.chains (chain_id, code, name, currency, time_zone, sandbox, made_at)
    values (${chain.id}, ${chain.code}, ${chain.name}, ${chain.currency}, ${chain.time_zone},
            ${chain.sandbox}, ${chain.made_at})`.execute(tx)
}

export async function selectChain(tx: Tx, chain_id: string): Promise<ChainRow | null> {
  const { rows } = await sql<ChainRow>`
    select chain_id as id, code, name, currency, time_zone, sandbox, made_at from org.chains
     where chain_id = ${chain_id}`.execute(tx)
  return rows[0] ?? null
}

export type TillRow = { id: string; store_id: string; number: number; name: string }
export type StoreRow = {
  id: string; code: string; name: string; ownership: 'direct' | 'franchise'; legal_entity: string
  cutoff_hour: number
  opened_at: Date
}

export async function insertStore(tx: Tx, chain_id: string, store: StoreRow): Promise<void> {
  await insertRows(tx, {
    table: 'org.stores',
    columns: {
      chain_id: 'uuid', id: 'uuid', code: 'text', name: 'text', ownership: 'text', legal_entity: 'text',
      cutoff_hour: 'int4', opened_at: 'timestamptz',
    },
  }, [{ chain_id, ...store }])
}

export async function insertTills(tx: Tx, chain_id: string, tills: readonly TillRow[]): Promise<void> {
  await insertRows(tx, {
    table: 'org.tills', columns: {
      chain_id: 'uuid', id: 'uuid', store_id: 'uuid', number: 'int4', name: 'text',
    },
  }, tills.map((till) => ({ chain_id, ...till })))
}

/** Stores in order of their code. */
export async function selectStores(tx: Tx, chain_id: string): Promise<StoreRow[]> {
  const { rows } = await sql<StoreRow>`
    select id, code, name, ownership, legal_entity, cutoff_hour, opened_at from org.stores
     where chain_id = ${chain_id} order by code`.execute(tx)
  return rows
}

export async function selectTills(tx: Tx, chain_id: string): Promise<TillRow[]> {
  const { rows } = await sql<TillRow>`
    select id, store_id, number, name from org.tills where chain_id = ${chain_id}
     order by store_id, number`.execute(tx)
  return rows
}

/** Locks the store, so that two new tills never take one number. False where there is no such store. */
export async function lockStore(tx: Tx, chain_id: string, store_id: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    select id from org.stores where chain_id = ${chain_id} and id = ${store_id} for update`.execute(tx)
  return rows.length === 1
}

export async function selectLastTillNumber(tx: Tx, chain_id: string, store_id: string): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    select coalesce(max(number), 0) as number from org.tills
     where chain_id = ${chain_id} and store_id = ${store_id}`.execute(tx)
  return rows[0]!.number
}

export type StaffRow = { id: string; name: string; role: Role; phone_masked: string; store_ids: string[] }
export type NewStaff = Omit<StaffRow, 'store_ids'> & {
  phone_key: string; phone_sealed: Buffer; password_hash: string; made_at: Date
}

export async function insertStaff(tx: Tx, chain_id: string, staff: NewStaff): Promise<void> {
  await insertRows(tx, {
    table: 'org.staff',
    columns: {
      chain_id: 'uuid', id: 'uuid', name: 'text', role: 'text', phone_key: 'text', phone_sealed: 'bytea',
      phone_masked: 'text', password_hash: 'text', made_at: 'timestamptz',
    },
  }, [{ chain_id, ...staff }])
}

export async function insertStaffStores(
  tx: Tx, chain_id: string, given: { staff_id: string; store_ids: readonly string[] }
) {
  await insertRows(tx, {
    table: 'org.staff_stores', columns: { chain_id: 'uuid', staff_id: 'uuid', store_id: 'uuid' },
  }, given.store_ids.map((store_id) => ({ chain_id, staff_id: given.staff_id, store_id })))
}

const storesOfStaff = sql`array(select x.store_id from org.staff_stores x
  where x.chain_id = s.chain_id and x.staff_id = s.id order by x.store_id)::text[]`

/** Everybody who has not left, in order of entry. */
export async function selectStaff(tx: Tx, chain_id: string): Promise<StaffRow[]> {
  const { rows } = await sql<StaffRow>`
    select s.id, s.name, s.role, s.phone_masked, ${storesOfStaff} as store_ids from org.staff s
     where s.chain_id = ${chain_id} and s.left_at is null order by s.id`.execute(tx)
  return rows
}

/** Names of people, whether they left or not: a receipt keeps naming its cashier. */
export async function selectNames(
  tx: Tx, chain_id: string, ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from org.staff where chain_id = ${chain_id} and id = any(${ids}::uuid[])`.execute(tx)
  return rows
}

export async function selectOneStaff(tx: Tx, chain_id: string, staff_id: string): Promise<StaffRow | null> {
  const { rows } = await sql<StaffRow>`
    select s.id, s.name, s.role, s.phone_masked, ${storesOfStaff} as store_ids from org.staff s
     where s.chain_id = ${chain_id} and s.id = ${staff_id} and s.left_at is null`.execute(tx)
  return rows[0] ?? null
}

export async function selectPassword(tx: Tx, chain_id: string, phone_key: string) {
  const { rows } = await sql<{ staff_id: string; password_hash: string }>`
    select id as staff_id, password_hash from org.staff
     where chain_id = ${chain_id} and phone_key = ${phone_key} and left_at is null`.execute(tx)
  return rows[0] ?? null
}

/** One sealed phone of the chain: opened to see whether the keys belong to this database. */
export async function selectSealedPhone(tx: Tx, chain_id: string): Promise<Buffer | null> {
  const { rows } = await sql<{ phone_sealed: Buffer }>`
    select phone_sealed from org.staff where chain_id = ${chain_id} order by id limit 1`.execute(tx)
  return rows[0]?.phone_sealed ?? null
}
