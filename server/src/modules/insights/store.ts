import type { AdjustmentReason } from '#contract/approvals.ts'
import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import type { Sight } from './sight.ts'
import { unnested } from '#kernel/rows.ts'
import type { Sums } from './sums.ts'

/** The hour of a store on its business day, and what happened in it. */
export type HourRow = Sums & { store_id: string; business_day: string; hour: number }

/** Adds to hours what happened in them; an hour of which nothing is known yet begins at nothing. */
export async function addToHours(tx: Tx, chain_id: string, rows: readonly HourRow[]): Promise<void> {
  await sql`
    insert into insights.hours as h (
      chain_id, store_id, business_day, hour, sales_fen, returns_fen, orders, member_sales_fen,
      topped_up_fen, value_spent_fen, new_members)
    select ${chain_id}, r.* from ${unnested<HourRow>({
      store_id: 'uuid', business_day: 'date', hour: 'int4', sales_fen: 'int8', returns_fen: 'int8',
      orders: 'int8', member_sales_fen: 'int8', topped_up_fen: 'int8', value_spent_fen: 'int8',
      new_members: 'int8',
    }, rows, 'r')}
    on conflict (chain_id, store_id, business_day, hour) do update set
      sales_fen = h.sales_fen + excluded.sales_fen, returns_fen = h.returns_fen + excluded.returns_fen,
      orders = h.orders + excluded.orders, member_sales_fen = h.member_sales_fen + excluded.member_sales_fen,
      topped_up_fen = h.topped_up_fen + excluded.topped_up_fen,
      value_spent_fen = h.value_spent_fen + excluded.value_spent_fen,
      new_members = h.new_members + excluded.new_members`.execute(tx)
}

/** The hours of some days of some stores. */
export async function readHours(
  tx: Tx, chain_id: string, asked: { store_ids: string[]; days: string[] },
): Promise<HourRow[]> {
  const { rows } = await sql<HourRow>`
    select store_id, business_day, hour, sales_fen, returns_fen, orders, member_sales_fen, topped_up_fen,
           value_spent_fen, new_members
      from insights.hours where chain_id = ${chain_id} and store_id = any(${asked.store_ids}::uuid[])
       and business_day = any(${asked.days}::date[])`.execute(tx)
  return rows
}

/**
 * What stores did after a moment within one hour: the part of a running hour that a comparison leaves out.
 */
export async function readAfter(
  tx: Tx, chain_id: string, asked: { store_ids: string[]; after: Date; until: Date },
): Promise<(Sums & { store_id: string })[]> {
  const { rows } = await sql<Sums & { store_id: string }>`
    select w.store_id, coalesce(s.sales_fen, 0)::int8 as sales_fen,
           coalesce(b.returns_fen, 0)::int8 as returns_fen, coalesce(s.orders, 0)::int8 as orders,
           (coalesce(s.member_fen, 0) - coalesce(b.member_fen, 0))::int8 as member_sales_fen,
           coalesce(t.topped_up_fen, 0)::int8 as topped_up_fen, 0::int8 as value_spent_fen,
           coalesce(p.new_members, 0)::int8 as new_members
      from unnest(${asked.store_ids}::uuid[]) as w(store_id)
      left join lateral (select sum(payable_fen) as sales_fen, count(*) as orders,
                                sum(payable_fen) filter (where member_id is not null) as member_fen
                           from sales.sales where chain_id = ${chain_id} and store_id = w.store_id
                            and at > ${asked.after} and at < ${asked.until}) s on true
      left join lateral (select sum(r.amount_fen) as returns_fen,
                                sum(r.amount_fen) filter (where l.member_id is not null) as member_fen
                           from sales.returns r
                           join sales.sales l on l.chain_id = r.chain_id and l.store_id = r.store_id
                                             and l.id = r.sale_id
                          where r.chain_id = ${chain_id} and r.at_store_id = w.store_id
                            and r.at > ${asked.after} and r.at < ${asked.until}) b on true
      left join lateral (select sum(principal_fen) as topped_up_fen from storedvalue.top_ups
                          where chain_id = ${chain_id} and store_id = w.store_id
                            and at > ${asked.after} and at < ${asked.until}) t on true
      left join lateral (select count(*) as new_members from members.profiles
                          where chain_id = ${chain_id} and store_id = w.store_id
                            and joined_at > ${asked.after}
                            and joined_at < ${asked.until}) p on true`.execute(tx)
  return rows
}

/**
 * What members are owed now, by account: all of the chain's, or those who joined in some stores. Principal is
 * the liability (R1.11).
 */
export async function readLiability(tx: Tx, chain_id: string, store_ids: readonly string[] | 'all') {
  const joined_there = store_ids === 'all' ? sql`` : sql`and exists (
    select from members.profiles p where p.chain_id = a.chain_id and p.member_id = a.owner_id
       and p.store_id = any(${store_ids}::uuid[]))`
  const { rows } = await sql<{ principal_fen: number; bonus_fen: number; points: number }>`
    select coalesce(sum(balance) filter (where id in ('principal', 'principal.reserved')), 0)::int8
             as principal_fen,
           coalesce(sum(balance) filter (where id in ('bonus', 'bonus.reserved')), 0)::int8 as bonus_fen,
           coalesce(sum(balance) filter (where id = 'points'), 0)::int8 as points
      from ledger.accounts a where a.chain_id = ${chain_id} ${joined_there}`.execute(tx)
  return rows[0]!
}

export async function readMemberFigures(
  tx: Tx, chain_id: string, { member_id, reach, by }: Sight & { member_id: string },
) {
  const seen = (sale: string) => {
    const at = sql.raw(`${sale}.store_id`), cashier = sql.raw(`${sale}.cashier_id`)
    return sql`${reach === null ? sql`` : sql`and ${at} = any(${reach}::uuid[])`}
               ${by === null ? sql`` : sql`and ${cashier} = ${by}`}`
  }
  const { rows } = await sql<{ orders: number; spent_fen: number; first_at: Date | null }>`
    select count(*)::int8 as orders, min(s.at) as first_at,
           (coalesce(sum(s.payable_fen), 0) - coalesce((
              select sum(r.amount_fen) from sales.returns r join sales.sales b on b.chain_id = r.chain_id
                 and b.store_id = r.store_id and b.id = r.sale_id
               where b.chain_id = ${chain_id} and b.member_id = ${member_id} ${seen('b')}),
                 0))::int8 as spent_fen
      from sales.sales s where s.chain_id = ${chain_id} and s.member_id =
        ${member_id} ${seen('s')}`.execute(tx)
  return rows[0]!
}

/** Receipt numbers of the papers that moved value. */
export async function readReceiptNumbers(
  tx: Tx, chain_id: string, asked: { doc_ids: string[]; store_ids: string[] },
) {
  const { rows } = await sql<{ doc_id: string; receipt_no: string }>`
    select doc_id, receipt_no from sales.receipts
     where chain_id = ${chain_id} and store_id = any(${asked.store_ids}::uuid[])
       and doc_id = any(${asked.doc_ids}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.doc_id, row.receipt_no]))
}

/** Why a member's accounts were adjusted, by adjustment. Nothing is asked where there was none. */
export async function readAdjustmentReasons(
  tx: Tx, chain_id: string, asked: { member_id: string; ids: readonly string[] },
): Promise<Map<string, AdjustmentReason>> {
  if (asked.ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; reason: AdjustmentReason }>`
    select id, reason from storedvalue.adjustments
     where chain_id = ${chain_id} and member_id = ${asked.member_id}
       and id = any(${asked.ids}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, reason }) => [id, reason]))
}

/** Where members joined, bought and topped up so far, from the papers themselves. */
export async function readPastVisits(
  tx: Tx, chain_id: string, member_ids: readonly string[],
): Promise<{ member_id: string; store_id: string; first_at: Date; last_at: Date }[]> {
  const { rows } = await sql<{ member_id: string; store_id: string; first_at: Date; last_at: Date }>`
    select v.member_id, v.store_id, min(v.at) as first_at, max(v.at) as last_at
      from unnest(${member_ids}::uuid[]) as w(member_id)
     cross join lateral (
       select p.member_id, p.store_id, p.joined_at as at from members.profiles p
        where p.chain_id = ${chain_id} and p.member_id = w.member_id
        union all select s.member_id, s.store_id, s.at from sales.sales s
        where s.chain_id = ${chain_id} and s.member_id = w.member_id
        union all select t.member_id, t.store_id, t.at from storedvalue.top_ups t
        where t.chain_id = ${chain_id} and t.member_id = w.member_id) v
     group by v.member_id, v.store_id`.execute(tx)
  return rows
}
