import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'

type Asked = { member_id: string; reach: readonly string[] | null }

const inReach = (reach: Asked['reach'], column: string) =>
  reach === null ? sql`` : sql`and ${sql.raw(column)} = any(${reach}::uuid[])`

export type Bought = {
  receipt_no: string; at: string; store: string | null; list_fen: number; saved_fen: number; points: number
  points_fen: number; rounding_fen: number; payable_fen: number; points_earned: number
  lines: {
    name: string; unit: string; qty_m: number; list_fen: number; amount_fen: number; payable_fen: number
  }[]
  tenders: { kind: string; amount_fen: number }[]
}

/**
 * Every order of a member with its lines and tenders, newest first: the list price beside what was charged
 * (R1.23, R1.30).
 */
export async function readBought(tx: Tx, chain_id: string, { member_id, reach }: Asked): Promise<Bought[]> {
  const { rows } = await sql<Bought & { at: Date }>`
    select s.receipt_no, s.at, s.store_id as store, s.list_fen, s.saved_fen, s.points, s.points_fen,
           s.rounding_fen, s.payable_fen, s.points_earned,
           (select jsonb_agg(jsonb_build_object(
                     'name', l.name, 'unit', l.unit, 'qty_m', l.qty_m, 'list_fen', l.list_fen,
                     'amount_fen', l.amount_fen, 'payable_fen', l.payable_fen) order by l.line)
              from sales.lines l
             where l.chain_id = s.chain_id and l.store_id = s.store_id and l.sale_id = s.id) as lines,
           coalesce((select jsonb_agg(jsonb_build_object('kind', t.kind, 'amount_fen', t.amount_fen)
                                      order by t."column")
              from sales.tenders t
             where t.chain_id = s.chain_id and t.store_id = s.store_id and t.sale_id = s.id), '[]') as tenders
      from sales.sales s
     where s.chain_id = ${chain_id} and s.member_id = ${member_id} ${inReach(reach, 's.store_id')}
     order by s.at desc, s.id desc`.execute(tx)
  return rows.map((row) => ({ ...row, at: (row.at as Date).toISOString() }))
}

export type Paper = {
  kind: 'return' | 'top_up' | 'adjust'; receipt_no: string | null; at: string; store: string | null
  amount_fen: number; bonus_fen: number | null; legal_entity: string | null; reason: string | null
}

/** Every return, top-up and correction of a member, newest first, with who contracted (R1.31). */
export async function readPapers(tx: Tx, chain_id: string, { member_id, reach }: Asked): Promise<Paper[]> {
  const { rows } = await sql<Paper & { at: Date }>`
    select 'return' as kind, r.receipt_no, r.at, r.at_store_id as store, r.amount_fen,
           null::int8 as bonus_fen, null as legal_entity, r.reason
      from sales.sales s
      join sales.returns r on r.chain_id = s.chain_id and r.store_id = s.store_id and r.sale_id = s.id
     where s.chain_id = ${chain_id} and s.member_id = ${member_id} ${inReach(reach, 'r.at_store_id')}
     union all
    select 'top_up', t.receipt_no, t.at, t.store_id, t.principal_fen, t.bonus_fen, t.legal_entity, null
      from storedvalue.top_ups t
     where t.chain_id = ${chain_id} and t.member_id = ${member_id} ${inReach(reach, 't.store_id')}
     union all
    select 'adjust', null, a.at, a.store_id, a.amount, null, a.legal_entity, a.account || ' ' || a.reason
      from storedvalue.adjustments a
     where a.chain_id = ${chain_id} and a.member_id = ${member_id} ${inReach(reach, 'a.store_id')}
     order by 3 desc`.execute(tx)
  return rows.map((row) => ({ ...row, at: (row.at as Date).toISOString() }))
}
