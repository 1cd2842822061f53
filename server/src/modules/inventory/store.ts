import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { insertRows, unnested } from '#kernel/rows.ts'
import type { StockLevel, StockMove, StockNeed } from './rules.ts'

const stores = (needs: readonly StockNeed[]) => needs.map(({ store_id }) => store_id)
const skus = (needs: readonly StockNeed[]) => needs.map(({ sku_id }) => sku_id)

/** Locks the rows in key order: two tills selling one article queue here. */
export async function lockLevels(
  tx: Tx, chain_id: string, needs: readonly StockNeed[],
): Promise<StockLevel[]> {
  const { rows } = await sql<StockLevel>`
    select s.store_id, s.sku_id, s.on_hand_m, s.version
      from unnest(${stores(needs)}::uuid[], ${skus(needs)}::uuid[]) as wanted(store_id, sku_id)
      join inventory.stock s
        on s.chain_id = ${chain_id} and s.store_id = wanted.store_id and s.sku_id = wanted.sku_id
     order by s.store_id, s.sku_id for update of s`.execute(tx)
  return rows
}

/**
 * An article's first row in a store, at zero and without a move. One that another transaction made meanwhile
 * stays.
 */
export async function makeLevels(tx: Tx, chain_id: string, needs: readonly StockNeed[]): Promise<void> {
  await insertRows(tx, {
    table: 'inventory.stock',
    columns: { chain_id: 'uuid', store_id: 'uuid', sku_id: 'uuid', on_hand_m: 'int8', version: 'int8' },
    conflict: 'on conflict do nothing',
  }, needs.map(({ store_id, sku_id }) => ({ chain_id, store_id, sku_id, on_hand_m: 0, version: 0 })))
}

/**
 * Writes the levels as they stand after `moves` moves; answers how many rows still had the version they were
 * read at.
 */
export async function updateLevels(
  tx: Tx, chain_id: string, levels: readonly (StockLevel & { moves: number })[],
): Promise<number> {
  const columns = {
    store_id: 'uuid', sku_id: 'uuid', on_hand_m: 'int8', version: 'int8', moves: 'int8',
  } as const
  const { numAffectedRows } = await sql`
    update inventory.stock s set on_hand_m = r.on_hand_m, version = r.version
    from ${unnested(columns, levels, 'r')}
    where s.chain_id = ${chain_id} and s.store_id = r.store_id and s.sku_id = r.sku_id
      and s.version = r.version - r.moves`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

export async function insertMoves(tx: Tx, chain_id: string, moves: readonly StockMove[]): Promise<void> {
  await insertRows(tx, {
    table: 'inventory.moves',
    columns: {
      chain_id: 'uuid', store_id: 'uuid', id: 'uuid', sku_id: 'uuid', kind: 'text', delta_m: 'int8',
      after_m: 'int8',
      version: 'int8', ref: 'uuid', made_by: 'uuid', at: 'timestamptz',
    },
  }, moves.map((move) => ({ chain_id, ...move })))
}

/** Where the articles lie: a row for each store that ever had one. */
export async function readLevels(
  tx: Tx, chain_id: string,
  { store_ids, sku_ids }: { store_ids: readonly string[]; sku_ids: readonly string[] },
): Promise<StockLevel[]> {
  const { rows } = await sql<StockLevel>`
    select store_id, sku_id, on_hand_m, version from inventory.stock
     where chain_id = ${chain_id} and store_id = any(${store_ids}::uuid[])
       and sku_id = any(${sku_ids}::uuid[])
     order by store_id, sku_id`.execute(tx)
  return rows
}

/** The latest moves of an article in some stores, newest first: all of them, or one person's. */
export async function readMoves(
  tx: Tx, chain_id: string,
  asked: { store_ids: readonly string[]; sku_id: string; made_by: string | null; limit: number },
): Promise<StockMove[]> {
  const { rows } = await sql<StockMove>`
    select m.store_id, m.id, m.sku_id, m.kind, m.delta_m, m.after_m, m.version, m.ref, m.made_by, m.at
      from unnest(${asked.store_ids}::uuid[]) as wanted(store_id) cross join lateral (
        select store_id, id, sku_id, kind, delta_m, after_m, version, ref, made_by, at from inventory.moves
         where chain_id = ${chain_id} and store_id = wanted.store_id and sku_id = ${asked.sku_id}
           ${asked.made_by === null ? sql`` : sql`and made_by = ${asked.made_by}`}
         order by version desc limit ${asked.limit}) m
     order by m.at desc, m.store_id, m.version desc limit ${asked.limit}`.execute(tx)
  return rows
}
