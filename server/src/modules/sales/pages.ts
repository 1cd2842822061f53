import type { SaleState } from '#contract/sales.ts'
import type { Fen, Milli } from '#contract/money.ts'
import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { headColumns } from './store.ts'
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

/**
 * The sale that a number of the chain leads to, and its store. Store codes make numbers unique in a chain;
 * the stores are named because the index begins with them.
 */
export async function findReceipt(
  tx: Tx, chain_id: string, asked: { receipt_no: string; store_ids: readonly string[] },
) {
  const { rows } = await sql<{ id: string; store_id: string }>`
    select coalesce(b.sale_id, r.doc_id) as id, coalesce(b.store_id, r.store_id) as store_id
      from sales.receipts r
      left join sales.returns b on b.chain_id = r.chain_id and r.kind = 'return'
          and b.at_store_id = r.store_id and b.id = r.doc_id
     where r.chain_id = ${chain_id} and r.store_id = any(${asked.store_ids}::uuid[])
       and r.receipt_no = upper(${asked.receipt_no})
       and r.kind in ('sale', 'return')`.execute(tx)
  return rows[0] ?? null
}

/** The sale whose receipt carries a token. */
export async function findToken(tx: Tx, chain_id: string, token: string): Promise<{ id: string } | null> {
  const { rows } = await sql<{ id: string }>`
    select s.id from sales.sales s where s.chain_id = ${chain_id} and s.token = ${token}`.execute(tx)
  return rows[0] ?? null
}

/** Receipt numbers of sales, of those that stores in reach made ('all': of every store). */
export async function readReceiptNumbers(
  tx: Tx, chain_id: string, asked: { sale_ids: readonly string[]; store_ids: readonly string[] | 'all' },
): Promise<Map<string, string>> {
  const reach = asked.store_ids === 'all' ? sql`` : sql`and s.store_id = any(${asked.store_ids}::uuid[])`
  const { rows } = await sql<{ id: string; receipt_no: string }>`
    select s.id, s.receipt_no from unnest(${asked.sale_ids}::uuid[]) as w(id)
      join sales.sales s on s.chain_id = ${chain_id} and s.id = w.id ${reach}`.execute(tx)
  return new Map(rows.map((row) => [row.id, row.receipt_no]))
}

export type SalesAsked = {
  store_ids: readonly string[]; cashier_id: string | null; member_id: string | null; from: string | null
  to: string | null
  state: SaleState | null; receipt: string | null; before: { at: Date; id: string } | null; limit: number
}

export type SaleListed = SaleHead & { returned_fen: number; state: SaleState }

/** What came back of each sale, in money and in goods. */
const cameBack = sql`
  select coalesce(sum(r.amount_fen), 0)::int8 as returned_fen,
         case when count(r.id) = 0 then 'settled'
              when (select sum(b.qty_m) from sales.return_lines b where b.chain_id = s.chain_id
                       and b.store_id = s.store_id and b.sale_id = s.id)
                 = (select sum(l.qty_m) from sales.lines l where l.chain_id = s.chain_id
                       and l.store_id = s.store_id and l.sale_id = s.id) then 'returned'
              else 'partly_returned' end as state
    from sales.returns r
   where r.chain_id = s.chain_id and r.store_id = s.store_id and r.sale_id = s.id`

/**
 * A page of sales, newest first: a page of each store, read backwards from where the last one ended, and of
 * these the newest. Over all stores at once no index stands in the order of time.
 */
export async function listSales(tx: Tx, chain_id: string, asked: SalesAsked): Promise<SaleListed[]> {
  const { before, limit } = asked
  const filters = [
    asked.cashier_id === null ? null : sql`s.cashier_id = ${asked.cashier_id}`,
    asked.member_id === null ? null : sql`s.member_id = ${asked.member_id}`,
    // The index knows moments alone; with days to spare they hold any zone and any cut-off.
    asked.from === null ? null
      : sql`s.business_day >= ${asked.from}::date and s.at > ${asked.from}::date - 2`,
    asked.to === null ? null : sql`s.business_day <= ${asked.to}::date and s.at < ${asked.to}::date + 3`,
    asked.receipt === null ? null : sql`starts_with(s.receipt_no, ${asked.receipt})`,
    asked.state === null ? null : sql`back.state = ${asked.state}`,
    before === null ? null : sql`s.at <= ${before.at} and (s.at, s.id) < (${before.at}, ${before.id}::uuid)`,
  ].flatMap((filter) => filter ? [sql` and ${filter}`] : [])
  const { rows } = await sql<SaleListed>`
    select page.* from unnest(${asked.store_ids}::uuid[]) as w(store_id)
     cross join lateral (
      select ${headColumns}, back.returned_fen, back.state
        from sales.sales s cross join lateral (${cameBack}) back
       where s.chain_id = ${chain_id} and s.store_id = w.store_id ${sql.join(filters, sql``)}
       order by s.at desc, s.id desc limit ${limit}) page
     order by page.at desc, page.id desc limit ${limit}`.execute(tx)
  return rows
}
