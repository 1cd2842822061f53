import type { OpeningHours } from '#contract/org.ts'
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
/** What may be changed of a store. `legal_entity` is who contracts with the customer (R1.31). */
export type StoreFacts = {
  name: string; region_id: string | null; ownership: 'direct' | 'franchise'; legal_entity: string
  credit_code: string | null; cutoff_hour: number; hours: OpeningHours | null; address: string; phone: string
}
export type StoreRow = StoreFacts & { id: string; code: string; opened_at: Date; closed_at: Date | null }

/** False when the chain has a store of this code already. */
export async function insertStore(tx: Tx, chain_id: string, store: StoreRow): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into org.stores (chain_id, id, code, name, region_id, ownership, legal_entity, credit_code,
                            cutoff_hour, hours, address, phone, opened_at)
    values (${chain_id}, ${store.id}, ${store.code}, ${store.name}, ${store.region_id}, ${store.ownership},
            ${store.legal_entity}, ${store.credit_code}, ${store.cutoff_hour},
            ${store.hours === null ? null : JSON.stringify(store.hours)}::jsonb, ${store.address},
            ${store.phone}, ${store.opened_at})
    on conflict (chain_id, code) do nothing returning id`.execute(tx)
  return rows.length === 1
}

export async function updateStore(
  tx: Tx, chain_id: string, { id, ...store }: StoreFacts & { id: string },
): Promise<void> {
  await sql`update org.stores set name = ${store.name}, region_id = ${store.region_id},
      ownership = ${store.ownership}, legal_entity = ${store.legal_entity},
      credit_code = ${store.credit_code}, cutoff_hour = ${store.cutoff_hour},
      hours = ${store.hours === null ? null : JSON.stringify(store.hours)}::jsonb,
      address = ${store.address}, phone = ${store.phone}
    where chain_id = ${chain_id} and id = ${id}`.execute(tx)
}

export async function updateClosed(
  tx: Tx, chain_id: string, { id, closed_at }: { id: string; closed_at: Date | null },
): Promise<void> {
  await sql`update org.stores set closed_at = ${closed_at}
    where chain_id = ${chain_id} and id = ${id}`.execute(tx)
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
    select id, code, name, region_id, ownership, legal_entity, credit_code, cutoff_hour, hours, address,
           phone, opened_at, closed_at from org.stores
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

export type RegionRow = { id: string; name: string; stores: number }

/** Regions by name, with how many stores each has, closed ones too. */
export async function selectRegions(tx: Tx, chain_id: string): Promise<RegionRow[]> {
  const { rows } = await sql<RegionRow>`
    select r.id, r.name, (select count(*)::int4 from org.stores s
        where s.chain_id = r.chain_id and s.region_id = r.id) as stores
      from org.regions r where r.chain_id = ${chain_id} order by r.name, r.id`.execute(tx)
  return rows
}

/**
 * Keeps regions from being removed until this transaction ends. What is gone by then is not there any more
 * for whoever reads afterwards.
 */
export async function holdRegions(tx: Tx, chain_id: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`select id from org.regions where chain_id = ${chain_id} and id = any(${ids}::uuid[])
    order by id for key share`.execute(tx)
}

/** Locks a region that goes: whoever posts somebody there, or moves a store in, comes before or after. */
export async function lockRegion(tx: Tx, chain_id: string, id: string): Promise<void> {
  await sql`select id from org.regions where chain_id = ${chain_id} and id = ${id} for update`.execute(tx)
}

/** False when the chain has a region of this name already. */
export async function insertRegion(
  tx: Tx, chain_id: string, region: { id: string; name: string; made_at: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into org.regions (chain_id, id, name, made_at)
    values (${chain_id}, ${region.id}, ${region.name}, ${region.made_at})
    on conflict (chain_id, name) do nothing returning id`.execute(tx)
  return rows.length === 1
}

export async function updateRegion(
  tx: Tx, chain_id: string, { id, name }: { id: string; name: string },
): Promise<void> {
  await sql`update org.regions set name = ${name} where chain_id = ${chain_id} and id = ${id}`.execute(tx)
}

export async function deleteRegion(tx: Tx, chain_id: string, id: string): Promise<void> {
  await sql`delete from org.staff_regions where chain_id = ${chain_id} and region_id = ${id}`.execute(tx)
  await sql`delete from org.regions where chain_id = ${chain_id} and id = ${id}`.execute(tx)
}
