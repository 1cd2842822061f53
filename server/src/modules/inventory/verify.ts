import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import type { Fault } from '#modules/ledger/ledger.ts'

/** Re-derives every stock level from its moves and names the first that do not agree (at most ten). */
export async function verifyStock(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    with run as (
      select store_id, sku_id, version, after_m, sum(delta_m) over w as sum_m, row_number() over w as place,
             count(*) over (partition by store_id, sku_id) as moves
        from inventory.moves where chain_id = ${chain_id}
      window w as (partition by store_id, sku_id order by version)),
    last as (select * from run where place = moves)
    select 'stock' as what, coalesce(s.store_id, l.store_id) || ' ' || coalesce(s.sku_id, l.sku_id) as where,
           coalesce(l.sum_m, 0) || ' after ' || coalesce(l.moves, 0) || ' moves' as expected,
           coalesce(s.on_hand_m || ' after ' || s.version || ' moves', 'no stock row') as found
      from (select * from inventory.stock where chain_id = ${chain_id}) s
      full join last l on l.store_id = s.store_id and l.sku_id = s.sku_id
     where s.sku_id is null or s.on_hand_m <> coalesce(l.sum_m, 0) or s.version <> coalesce(l.moves, 0)
    union all
    select 'running stock', store_id || ' ' || sku_id || ' move ' || place, sum_m || ' at version ' || place,
           after_m || ' at version ' || version
      from run where after_m <> sum_m or version <> place
     order by 2 limit 10`.execute(tx)
  return rows
}
