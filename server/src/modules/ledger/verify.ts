import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'

/** A place where the books do not agree with themselves. */
export type Fault = { what: string; where: string; expected: string; found: string }

/**
 * Re-derives every balance and every lot of a chain from its transfers alone and returns the first faults
 * found (at most ten of each kind). A transfer that does not follow from the one before is named before the
 * balances it spoils. Shares no arithmetic with `post`: PostgreSQL adds up.
 */
export async function verifyLedger(tx: Tx, chain_id: string): Promise<Fault[]> {
  return [
    ...await runningFaults(tx, chain_id), ...await accountFaults(tx, chain_id),
    ...await lotFaults(tx, chain_id), ...await coverFaults(tx, chain_id),
    ...await reserveFaults(tx, chain_id),
  ]
}

/** Each side of a transfer that stands on an account of the owner. */
const sides = (chain_id: string) => sql`(
  select owner_id, id, from_account as account, -amount as amount, from_version as version,
         from_balance as balance, lot_id
    from ledger.transfers where chain_id = ${chain_id} and not starts_with(from_account, '@')
  union all
  select owner_id, id, to_account, amount, to_version, to_balance, lot_id
    from ledger.transfers where chain_id = ${chain_id} and not starts_with(to_account, '@'))`

async function accountFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    with moved as (
      select owner_id, account, sum(amount)::int8 as balance, count(*) as versions
        from ${sides(chain_id)} s group by 1, 2)
    select 'balance' as what, coalesce(a.owner_id, m.owner_id) || ' ' || coalesce(a.id, m.account) as where,
           coalesce(m.balance, 0) || ' after ' || coalesce(m.versions, 0) || ' moves' as expected,
           case when a.id is null then 'no account'
                else a.balance || ' after ' || a.version || ' moves' end as found
      from (select * from ledger.accounts where chain_id = ${chain_id}) a
      full join moved m on m.owner_id = a.owner_id and m.account = a.id
     where a.id is null or a.balance <> coalesce(m.balance, 0) or a.version <> coalesce(m.versions, 0)
        or (a.floor is not null and a.balance < a.floor)
     order by 2 limit 10`.execute(tx)
  return rows
}

/** Versions run 1, 2, 3 … without a gap, and each balance is the one before plus the amount. */
async function runningFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    with run as (
      select owner_id, account, id, version, balance,
             sum(amount) over w as sum_so_far, row_number() over w as place
        from ${sides(chain_id)} s window w as (partition by owner_id, account order by version))
    select 'running balance' as what, owner_id || ' ' || account || ' transfer ' || id as where,
           sum_so_far || ' at version ' || place as expected, balance || ' at version ' || version as found
      from run where balance <> sum_so_far or version <> place
     order by owner_id, account, place limit 10`.execute(tx)
  return rows
}

/** What is left of a lot is the sum of its moves, and its amount is the one that filled it first. */
async function lotFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    with moved as (
      select owner_id, account, lot_id, sum(amount)::int8 as remaining,
             (array_agg(amount order by version))[1] as filled
        from ${sides(chain_id)} s where lot_id is not null group by 1, 2, 3)
    select 'lot' as what, coalesce(l.owner_id, m.owner_id) || ' lot ' || coalesce(l.id, m.lot_id) as where,
           coalesce(m.remaining, 0) || ' of ' || coalesce(m.filled, 0) as expected,
           coalesce(l.remaining || ' of ' || l.amount, 'no lot') as found
      from (select * from ledger.lots where chain_id = ${chain_id}) l
      full join (select * from moved where not account like '%.reserved') m
        on m.owner_id = l.owner_id and m.account = l.account and m.lot_id = l.id
     where l.id is null or l.remaining <> coalesce(m.remaining, 0) or l.amount is distinct from m.filled
     order by 2 limit 10`.execute(tx)
  return rows
}

/** What an account holds is what its lots hold, less what was taken below zero without a lot. */
async function coverFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    with lots as (
      select owner_id, account, sum(remaining)::int8 as held from ledger.lots
       where chain_id = ${chain_id} group by 1, 2),
    loose as (
      select owner_id, account, sum(amount)::int8 as moved from ${sides(chain_id)} s
       where lot_id is null group by 1, 2)
    select 'lots of account' as what, a.owner_id || ' ' || a.id as where, a.balance::text as expected,
           coalesce(l.held, 0) || ' in lots, ' || coalesce(o.moved, 0) || ' without' as found
      from ledger.accounts a
      left join lots l on l.owner_id = a.owner_id and l.account = a.id
      left join loose o on o.owner_id = a.owner_id and o.account = a.id
     where a.chain_id = ${chain_id} and not a.id like '%.reserved'
       and (a.balance <> coalesce(l.held, 0) + coalesce(o.moved, 0) or coalesce(o.moved, 0) > 0
            or (a.floor is not null and coalesce(o.moved, 0) <> 0))
     order by 2 limit 10`.execute(tx)
  return rows
}

/** What stands in reserve is the sum of reserves that have not ended. */
async function reserveFaults(tx: Tx, chain_id: string): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    with held as (
      select r.owner_id, r.account || '.reserved' as account, sum(r.amount)::int8 as amount
        from ledger.reserves r
       where r.chain_id = ${chain_id} and not exists (select 1 from ledger.reserve_ends e
              where e.chain_id = r.chain_id and e.owner_id = r.owner_id and e.reserve_id = r.id)
       group by 1, 2)
    select 'reserve' as what, a.owner_id || ' ' || a.id as where, coalesce(h.amount, 0)::text as expected,
           a.balance::text as found
      from ledger.accounts a left join held h on h.owner_id = a.owner_id and h.account = a.id
     where a.chain_id = ${chain_id} and a.id like '%.reserved' and a.balance <> coalesce(h.amount, 0)
     order by 2 limit 10`.execute(tx)
  return rows
}
