import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { countPending, readGivenUp } from '#kernel/notes.ts'
import type { Fault } from '#modules/ledger/ledger.ts'

/** Holds modules against one another, and the sums kept from notes against the rows they were summed from. */
export async function verifyAcross(tx: Tx, chain_id: string): Promise<Fault[]> {
  return [
    ...await ledgerFaults(tx, chain_id), ...await returnFaults(tx, chain_id),
    ...await topUpFaults(tx, chain_id), ...await adjustmentFaults(tx, chain_id),
    ...await approvalFaults(tx, chain_id), ...await giftFaults(tx, chain_id),
    ...await reactionFaults(tx, chain_id),
    ...await hourFaults(tx, chain_id),
  ]
}

/**
 * What a sale says was paid in value and points is what the ledger moved for it, and
 * nothing moved without a sale.
 */
async function ledgerFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    with paid as (
      select t.sale_id, sum(t.amount_fen)::int8 as fen from sales.tenders t
       where t.chain_id = ${chain_id} and t.kind in ('bonus', 'principal') group by 1),
    moved as (
      select ref as sale_id, sum(amount) filter (where kind = 'sale.pay')::int8 as fen,
             sum(amount) filter (where kind = 'sale.redeem')::int8 as points,
             sum(amount) filter (where kind = 'sale.earn')::int8 as earned
        from ledger.transfers
       where chain_id = ${chain_id} and kind in ('sale.pay', 'sale.redeem', 'sale.earn') group by 1)
    select 'sale in the ledger' as what, coalesce(s.receipt_no, m.sale_id::text) as where,
           coalesce(coalesce(p.fen, 0) || ' value, ' || s.points || ' points, '
             || s.points_earned || ' earned', 'no sale') as expected,
           coalesce(m.fen, 0) || ' value, ' || coalesce(m.points, 0) || ' points, '
             || coalesce(m.earned, 0) || ' earned' as found
      from (select * from sales.sales where chain_id = ${chain_id}) s left join paid p on p.sale_id = s.id
      full join moved m on m.sale_id = s.id
     where s.id is null or coalesce(p.fen, 0) <> coalesce(m.fen, 0)
        or s.points <> coalesce(m.points, 0) or s.points_earned <> coalesce(m.earned, 0)
     order by 2 limit 10`.execute(tx)
  return rows
}

/** What the returns of a sale say came back in value and points is what the ledger moved back for it. */
async function returnFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    with back as (
      select r.sale_id, sum(r.points_back)::int8 as points, sum(r.points_clawed)::int8 as clawed,
             coalesce(sum((select sum(r.cells_fen[t."column" + 1]) from sales.tenders t
                            where t.chain_id = r.chain_id and t.store_id = r.store_id
                              and t.sale_id = r.sale_id
                              and t.kind in ('bonus', 'principal'))), 0)::int8 as fen
        from sales.returns r where r.chain_id = ${chain_id} group by 1),
    moved as (
      select ref as sale_id, coalesce(sum(amount) filter (where kind = 'return.pay'), 0)::int8 as fen,
             coalesce(sum(amount) filter (where kind = 'return.redeem'), 0)::int8 as points,
             coalesce(sum(amount) filter (where kind = 'return.claw'), 0)::int8 as clawed
        from ledger.transfers
       where chain_id = ${chain_id} and kind in ('return.pay', 'return.redeem', 'return.claw')
       group by 1)
    select 'returns in the ledger' as what, coalesce(s.receipt_no, m.sale_id::text) as where,
           coalesce(b.fen, 0) || ' value, ' || coalesce(b.points, 0) || ' points, '
             || coalesce(b.clawed, 0) || ' taken back' as expected,
           coalesce(m.fen, 0) || ' value, ' || coalesce(m.points, 0) || ' points, '
             || coalesce(m.clawed, 0) || ' taken back' as found
      from back b full join moved m on m.sale_id = b.sale_id
      left join sales.sales s on s.chain_id = ${chain_id} and s.id = coalesce(b.sale_id, m.sale_id)
     where coalesce(b.fen, 0) <> coalesce(m.fen, 0) or coalesce(b.points, 0) <> coalesce(m.points, 0)
        or coalesce(b.clawed, 0) <> coalesce(m.clawed, 0)
     order by 2 limit 10`.execute(tx)
  return rows
}

/** Every top-up on paper is in the ledger, and none is there without its paper. */
async function topUpFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    with moved as (
      select doc_id, sum(amount) filter (where kind = 'top_up.pay')::int8 as principal_fen,
             coalesce(sum(amount) filter (where kind = 'top_up.bonus'), 0)::int8 as bonus_fen
        from ledger.transfers
       where chain_id = ${chain_id} and kind in ('top_up.pay', 'top_up.bonus') group by 1)
    select 'top-up in the ledger' as what, coalesce(t.receipt_no, m.doc_id::text) as where,
           coalesce(t.principal_fen || ' and ' || t.bonus_fen, 'no top-up') as expected,
           coalesce(m.principal_fen || ' and ' || m.bonus_fen, 'nothing moved') as found
      from (select * from storedvalue.top_ups where chain_id = ${chain_id}) t
      full join moved m on m.doc_id = t.id
     where t.principal_fen is distinct from m.principal_fen or t.bonus_fen is distinct from m.bonus_fen
     order by 2 limit 10`.execute(tx)
  return rows
}

/**
 * Every adjustment on paper is in the ledger, to the fen and the point, and none is there without its paper.
 */
async function adjustmentFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    with moved as (
      select doc_id, sum(case when to_account = '@adjustments' then -amount else amount end)::int8 as amount,
             min(case when to_account = '@adjustments' then from_account else to_account end) as account
        from ledger.transfers where chain_id = ${chain_id} and kind = 'adjust' group by 1)
    select 'adjustment in the ledger' as what, coalesce(a.id, m.doc_id)::text as where,
           coalesce(a.amount || ' ' || a.account, 'no adjustment') as expected,
           coalesce(m.amount || ' ' || m.account, 'nothing moved') as found
      from (select * from storedvalue.adjustments where chain_id = ${chain_id}) a
      full join moved m on m.doc_id = a.id
     where a.amount is distinct from m.amount or a.account is distinct from m.account
     order by 2 limit 10`.execute(tx)
  return rows
}

/**
 * What was used had been approved, by somebody else, in time, and for a paper that is there. An adjustment
 * names the approval that it used.
 */
async function approvalFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    select 'approval' as what, r.act || ' ' || r.id as where,
           'approved by another person, used in time' as expected,
           concat_ws(', ', coalesce(d.outcome, 'not decided'),
                     case when d.made_by = r.asked_by then 'by whoever asked' end,
                     case when u.at >= d.ends_at then 'used too late' end,
                     case when p.doc_id is null then 'no such paper' end) as found
      from approvals.uses u
      join approvals.requests r on r.chain_id = u.chain_id and r.store_id = u.store_id and r.id = u.request_id
      left join approvals.decisions d on d.chain_id = u.chain_id and d.store_id = u.store_id
           and d.request_id = u.request_id
      left join (
        select id as doc_id, 'price_override' as act from sales.sales where chain_id = ${chain_id}
        union all select id, 'return_over' from sales.returns where chain_id = ${chain_id}
        union all select id, 'adjustment' from storedvalue.adjustments where chain_id = ${chain_id}) p
        on p.doc_id = u.doc_id and p.act = r.act
     where u.chain_id = ${chain_id}
       and (d.outcome is distinct from 'given' or d.made_by = r.asked_by or u.at >= d.ends_at
            or (p.doc_id is null and r.act <> 'export'))
    union all
    select 'approval', 'adjustment ' || a.id, 'used ' || a.approval_id, 'not used for it'
      from storedvalue.adjustments a
     where a.chain_id = ${chain_id} and a.approval_id is not null and not exists (
        select from approvals.uses u where u.chain_id = a.chain_id and u.request_id = a.approval_id
           and u.doc_id = a.id)
     order by 2 limit 10`.execute(tx)
  return rows
}

/** Whatever settings say, nothing is given away without a second person. */
async function giftFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    select 'gift' as what, s.receipt_no || ' line ' || l.line as where, 'approved' as expected,
           'nobody approved it' as found
      from sales.lines l
      join sales.sales s on s.chain_id = l.chain_id and s.store_id = l.store_id and s.id = l.sale_id
     where l.chain_id = ${chain_id} and l.amount_fen = 0 and l.list_fen > 0
       and not exists (select from approvals.uses u where u.chain_id = s.chain_id and u.doc_id = s.id)
     order by 2 limit 10`.execute(tx)
  return rows
}

/** A reaction that was given up waits for a person, and so do the sums that it would have added to. */
async function reactionFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  return (await readGivenUp(tx, chain_id, 10)).map(({ subscription, note_id, tries, last_error }) => ({
    what: 'reaction', where: `${subscription} to note ${note_id}`, expected: 'carried out',
    found: `given up after ${tries} tries: ${last_error}`,
  }))
}

/**
 * Hours that do not add up to the sales and returns of their day. While notes wait for their reaction, the
 * sums are on their way.
 */
async function hourFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  if (await countPending(tx, chain_id, 'insights.hours') > 0) return []
  const { rows } = await sql<Fault>`
    with papers as (
      select store_id, business_day, payable_fen as sold_fen, 1 as orders, 0 as back_fen from sales.sales
       where chain_id = ${chain_id}
      union all
      select at_store_id, business_day, 0, 0, amount_fen from sales.returns where chain_id = ${chain_id}),
    due as (
      select store_id, business_day, sum(sold_fen)::int8 as sold_fen, sum(orders)::int8 as orders,
             sum(back_fen)::int8 as back_fen
        from papers group by 1, 2),
    kept as (
      select store_id, business_day, sum(sales_fen)::int8 as sold_fen, sum(orders)::int8 as orders,
             sum(returns_fen)::int8 as back_fen
        from insights.hours where chain_id = ${chain_id} group by 1, 2),
    both_ways as (
      select coalesce(d.store_id, k.store_id) || ' on ' || coalesce(d.business_day, k.business_day) as where,
             coalesce(d.sold_fen, 0) || ' in ' || coalesce(d.orders, 0) || ', '
               || coalesce(d.back_fen, 0) || ' back' as expected,
             coalesce(k.sold_fen, 0) || ' in ' || coalesce(k.orders, 0) || ', '
               || coalesce(k.back_fen, 0) || ' back' as found
        from due d full join kept k on k.store_id = d.store_id and k.business_day = d.business_day)
    select 'hourly figures' as what, b.where, b.expected, b.found
      from both_ways b where b.expected <> b.found order by 2 limit 10`.execute(tx)
  return rows
}
