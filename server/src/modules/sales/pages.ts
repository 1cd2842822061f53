import type { SaleState } from '#contract/sales.ts'
import type { Fen, Milli } from '#contract/money.ts'
import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import type { SaleHead } from './store.ts'

/** The reads behind lists and pages; the settle path has its own in `store.ts`. */

export type ReturnRead = {
  id: string; at_store_id: string; receipt_no: string; made_by: string; reason: string; amount_fen: Fen
  cells_fen: Fen[]; points_back: number; points_clawed: number; at: Date
  lines: { line: number; qty_m: Milli; amount_fen: Fen; cells_fen: Fen[]; points: number }[]
}

/** The returns of a sale, oldest first. */
export async function readReturns(
  tx: Tx, chain_id: string, sale: { id: string; store_id: string },
): Promise<ReturnRead[]> {
  const { rows } = await sql<ReturnRead>`
    select r.id, r.at_store_id, r.receipt_no, r.made_by, r.reason, r.amount_fen, r.cells_fen, r.points_back,
           r.points_clawed, r.at,
           (select jsonb_agg(jsonb_build_object('line', l.line, 'qty_m', l.qty_m, 'amount_fen', l.amount_fen,
                    'cells_fen', l.cells_fen, 'points', l.points) order by l.line) from sales.return_lines l
             where l.chain_id = r.chain_id and l.store_id = r.store_id and l.return_id = r.id) as lines
      from sales.returns r
     where r.chain_id = ${chain_id} and r.store_id = ${sale.store_id} and r.sale_id = ${sale.id}
     order by r.id`.execute(tx)
  return rows
}

/** Which sale a number of the chain leads to. Store codes make numbers unique in a chain. */
export async function findReceipt(tx: Tx, chain_id: string, receipt_no: string) {
  const { rows } = await sql<{ sale_id: string; store_id: string }>`
    select coalesce(b.sale_id, r.doc_id) as sale_id, coalesce(b.store_id, r.store_id) as store_id
      from sales.receipts r
      left join sales.returns b on b.chain_id = r.chain_id and r.kind = 'return'
          and b.at_store_id = r.store_id and b.id = r.doc_id
     where r.chain_id = ${chain_id} and r.receipt_no = upper(${receipt_no})
       and r.kind in ('sale', 'return')`.execute(tx)
  return rows[0] ?? null
}

export type SalesAsked = {
  store_ids: readonly string[]; member_id: string | null; from: string | null; to: string | null
  state: SaleState | null; receipt: string | null; before: { at: Date; id: string } | null; limit: number
}

export type SaleListed = SaleHead & { returned_fen: number; state: SaleState }

/** A page of sales, newest first. */
export async function listSales(tx: Tx, chain_id: string, asked: SalesAsked): Promise<SaleListed[]> {
  const { rows } = await sql<SaleListed>`
    select s.*, back.returned_fen, back.state from (
      select s.id, s.store_id, s.till_id, s.receipt_no, s.business_day, s.cashier_id, s.member_id, s.list_fen,
             s.saved_fen, s.points, s.points_fen, s.rounding_fen, s.payable_fen, s.change_fen,
             s.points_earned, s.points_rate, s.points_balance, s.settings_version, s.catalog_version,
             s.engine_version, s.at, s.chain_id
        from sales.sales s
       where s.chain_id = ${chain_id} and s.store_id = any(${asked.store_ids}::uuid[])
         and (${asked.member_id}::uuid is null or s.member_id = ${asked.member_id}::uuid)
         and (${asked.from}::date is null or s.business_day >= ${asked.from}::date)
         and (${asked.to}::date is null or s.business_day <= ${asked.to}::date)
         and (${asked.receipt}::text is null or starts_with(s.receipt_no, ${asked.receipt}::text))
         and (${asked.before?.at ?? null}::timestamptz is null
              or (s.at, s.id)
                 < (${asked.before?.at ?? null}::timestamptz, ${asked.before?.id ?? null}::uuid))) s
     cross join lateral (
      select coalesce(sum(r.amount_fen), 0)::int8 as returned_fen,
             case when count(r.id) = 0 then 'settled'
                  when (select sum(b.qty_m) from sales.return_lines b where b.chain_id = s.chain_id
                           and b.store_id = s.store_id and b.sale_id = s.id)
                     = (select sum(l.qty_m) from sales.lines l where l.chain_id = s.chain_id
                           and l.store_id = s.store_id and l.sale_id = s.id) then 'returned'
                  else 'partly_returned' end as state
        from sales.returns r
       where r.chain_id = s.chain_id and r.store_id = s.store_id and r.sale_id = s.id) back
     where ${asked.state}::text is null or back.state = ${asked.state}::text
     order by s.at desc, s.id desc limit ${asked.limit}`.execute(tx)
  return rows
}
