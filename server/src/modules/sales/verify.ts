import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import type { Fault } from '#modules/ledger/ledger.ts'

/**
 * Holds the sales of a chain against themselves: matrix and totals close, nothing came back that was
 * not sold, numbers have no gaps, every receipt has a token of its own, nothing cost more than was marked.
 */
export async function verifySales(tx: Tx, chain_id: string): Promise<Fault[]> {
  return [
    ...await totalFaults(tx, chain_id), ...await matrixFaults(tx, chain_id),
    ...await returnFaults(tx, chain_id), ...await returnedCellFaults(tx, chain_id),
    ...await returnTotalFaults(tx, chain_id), ...await receiptFaults(tx, chain_id),
    ...await tokenFaults(tx, chain_id), ...await overrideFaults(tx, chain_id),
  ]
}

async function totalFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    select 'sale total' as what, s.receipt_no as where, s.payable_fen::text as expected,
           l.payable_fen || ' in lines, ' || coalesce(t.paid_fen, 0) || ' in tenders' as found
      from sales.sales s
      join lateral (select sum(payable_fen)::int8 as payable_fen, sum(list_fen)::int8 as list_fen,
                           sum(amount_fen)::int8 as amount_fen, sum(points_fen)::int8 as points_fen,
                           sum(points)::int8 as points, sum(rounding_fen)::int8 as rounding_fen
                      from sales.lines l
                     where l.chain_id = s.chain_id and l.store_id = s.store_id
                       and l.sale_id = s.id) l on true
      left join lateral (select sum(amount_fen)::int8 as paid_fen from sales.tenders t
                          where t.chain_id = s.chain_id and t.store_id = s.store_id
                            and t.sale_id = s.id) t on true
     where s.chain_id = ${chain_id}
       and (l.payable_fen is distinct from s.payable_fen or coalesce(t.paid_fen, 0) <> s.payable_fen
            or l.list_fen <> s.list_fen or l.points <> s.points or l.points_fen <> s.points_fen
            or l.rounding_fen <> s.rounding_fen or s.list_fen - s.saved_fen <> l.amount_fen
            or l.amount_fen - s.points_fen + s.rounding_fen <> s.payable_fen)
     order by 2 limit 10`.execute(tx)
  return rows
}

async function matrixFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows: byLine } = await sql<Fault>`
    select 'matrix row' as what, s.receipt_no || ' line ' || l.line as where, l.payable_fen::text as expected,
           c.sum::text as found
      from sales.lines l
      join sales.sales s on s.chain_id = l.chain_id and s.store_id = l.store_id and s.id = l.sale_id
      join lateral (select coalesce(sum(cell), 0)::int8 as sum, coalesce(min(cell), 0) as least
                      from unnest(l.cells_fen) cell) c on true
     where l.chain_id = ${chain_id} and (c.sum <> l.payable_fen or c.least < 0)
     order by 2 limit 10`.execute(tx)
  const { rows: byTender } = await sql<Fault>`
    select 'matrix column' as what, s.receipt_no || ' column ' || t."column" as where,
           t.amount_fen::text as expected, c.sum::text as found
      from sales.tenders t
      join sales.sales s on s.chain_id = t.chain_id and s.store_id = t.store_id and s.id = t.sale_id
      join lateral (select sum(l.cells_fen[t."column" + 1])::int8 as sum from sales.lines l
                     where l.chain_id = t.chain_id and l.store_id = t.store_id
                       and l.sale_id = t.sale_id) c on true
     where t.chain_id = ${chain_id} and c.sum is distinct from t.amount_fen order by 2 limit 10`.execute(tx)
  return [...byLine, ...byTender]
}

/** No line came back more than it was sold, in goods or in any cell; the last piece leaves nothing behind. */
async function returnFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    with back as (
      select r.store_id, r.sale_id, r.line, sum(r.qty_m)::int8 as qty_m,
             sum(r.amount_fen)::int8 as amount_fen, sum(r.points)::int8 as points
        from sales.return_lines r where r.chain_id = ${chain_id} group by 1, 2, 3)
    select 'returned line' as what, b.sale_id || ' line ' || b.line as where,
           l.qty_m || ' worth ' || l.payable_fen as expected, b.qty_m || ' worth ' || b.amount_fen as found
      from back b
      join sales.lines l on l.chain_id = ${chain_id} and l.store_id = b.store_id and l.sale_id = b.sale_id
                        and l.line = b.line
     where b.qty_m > l.qty_m or b.amount_fen > l.payable_fen or b.points > l.points
        or (b.qty_m = l.qty_m and (b.amount_fen <> l.payable_fen or b.points <> l.points))
     order by 2 limit 10`.execute(tx)
  return rows
}

/** Each stored cell gave back floor(cell x k / n) for the k of n that came back so far (C3). */
async function returnedCellFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    with back as (
      select r.store_id, r.sale_id, r.line, c.place, sum(r.qty_m)::int8 as qty_m, sum(c.cell)::int8 as fen
        from sales.return_lines r cross join lateral unnest(r.cells_fen) with ordinality as c(cell, place)
       where r.chain_id = ${chain_id} group by 1, 2, 3, 4)
    select 'returned cell' as what, s.receipt_no || ' line ' || b.line || ' column ' || b.place - 1 as where,
           (l.cells_fen[b.place] * b.qty_m / l.qty_m)::text as expected, b.fen::text as found
      from back b
      join sales.lines l on l.chain_id = ${chain_id} and l.store_id = b.store_id and l.sale_id = b.sale_id
                        and l.line = b.line
      join sales.sales s on s.chain_id = ${chain_id} and s.store_id = b.store_id and s.id = b.sale_id
     where b.fen is distinct from l.cells_fen[b.place] * b.qty_m / l.qty_m order by 2 limit 10`.execute(tx)
  return rows
}

/** A return is the sum of its lines, in all and in each tender. */
async function returnTotalFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    select 'return total' as what, r.receipt_no as where,
           r.amount_fen || ' as ' || r.cells_fen::text || ', ' || r.points_back || ' points' as expected,
           coalesce(l.amount_fen || ' as ' || c.cells_fen::text || ', ' || l.points || ' points',
                    'no lines') as found
      from sales.returns r
      join lateral (select sum(amount_fen)::int8 as amount_fen, sum(points)::int8 as points
                      from sales.return_lines l
                     where l.chain_id = r.chain_id and l.store_id = r.store_id
                       and l.return_id = r.id) l on true
      join lateral (select coalesce(array_agg(by_column.fen order by by_column.place), '{}') as cells_fen
                      from (select c.place, sum(c.cell)::int8 as fen
                              from sales.return_lines l
                             cross join lateral unnest(l.cells_fen) with ordinality as c(cell, place)
                             where l.chain_id = r.chain_id and l.store_id = r.store_id
                               and l.return_id = r.id
                             group by 1) by_column) c on true
     where r.chain_id = ${chain_id}
       and (l.amount_fen is distinct from r.amount_fen or l.points is distinct from r.points_back
            or c.cells_fen is distinct from r.cells_fen
            or r.amount_fen <> coalesce((select sum(cell) from unnest(r.cells_fen) cell), 0))
     order by 2 limit 10`.execute(tx)
  return rows
}

async function receiptFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    with counted as (
      select store_id, till_id, business_day, count(*) as numbers, min(seq) as first, max(seq) as last
        from sales.receipts where chain_id = ${chain_id} group by 1, 2, 3)
    select 'receipt numbers' as what,
           coalesce(d.till_id, c.till_id) || ' on ' || coalesce(d.business_day, c.business_day) as where,
           '1 to ' || coalesce(d.last_seq, 0) as expected,
           coalesce(c.numbers || ' numbers from ' || c.first || ' to ' || c.last, 'none') as found
      from (select * from sales.till_days where chain_id = ${chain_id}) d
      full join counted c on c.store_id = d.store_id and c.till_id = d.till_id
                          and c.business_day = d.business_day
     where d.last_seq is distinct from c.last or c.first <> 1 or c.numbers <> c.last
     order by 2 limit 10`.execute(tx)
  const { rows: orphans } = await sql<Fault>`
    select 'receipt' as what, r.receipt_no as where, r.kind || ' ' || r.doc_id as expected,
           'no such document' as found
      from sales.receipts r where r.chain_id = ${chain_id} and r.kind in ('sale', 'return')
       and not exists (select 1 from sales.sales s
                       where s.chain_id = r.chain_id and s.store_id = r.store_id and s.id = r.doc_id)
       and not exists (select 1 from sales.returns b
                       where b.chain_id = r.chain_id and b.at_store_id = r.store_id and b.id = r.doc_id)
     order by 2 limit 10`.execute(tx)
  return [...rows, ...orphans]
}

/** A token that another receipt has too would open the wrong sale. */
async function tokenFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    select 'receipt token' as what, min(s.receipt_no) as where, 'a token of its own' as expected,
           case when count(*) > 1 then 'shared by ' || count(*) else 'not the form of one' end as found
      from sales.sales s where s.chain_id = ${chain_id} group by s.token
    having count(*) > 1 or s.token !~ '^[0-9A-HJKMNP-TV-Z]{26,32}$' order by 2 limit 10`.execute(tx)
  return rows
}

/**
 * A line whose price a person set says so with the price it was sold at, never above what is marked (R1.52).
 */
async function overrideFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    select 'overridden line' as what, s.receipt_no || ' line ' || l.line as where,
           (why ->> 'unit') || ' for at most ' || l.list_fen as expected,
           l.unit_price_fen || ' for ' || l.amount_fen as found
      from sales.lines l
      join sales.sales s on s.chain_id = l.chain_id and s.store_id = l.store_id and s.id = l.sale_id
     cross join lateral (
        select jsonb_build_object('unit', reason #>> '{params,unit_price_fen}') as why
          from jsonb_array_elements(l.reasons) reason where reason ->> 'kind' = 'override') o
     where l.chain_id = ${chain_id}
       and ((why ->> 'unit')::int8 is distinct from l.unit_price_fen or l.amount_fen > l.list_fen)
     order by 2 limit 10`.execute(tx)
  return rows
}
