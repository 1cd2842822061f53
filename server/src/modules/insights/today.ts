import { asFen } from '#contract/money.ts'
import type { Figures, readToday } from '#contract/figures.ts'
import type { Input, Reply } from '#contract/endpoint.ts'
import { addDays, businessDay, instantOf, localTime } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import type { Who } from '#kernel/who.ts'
import { readStores } from '#modules/org/org.ts'
import { readAfter, readHours, readLiability } from './store.ts'
import type { HourRow } from './store.ts'

type Part = Omit<HourRow, 'business_day' | 'hour'>

/** Today's figures beside the same weekday a week before, up to the same minute. Sales are net of returns. */
export async function today(
  tx: Tx, who: Who, input: Input<typeof readToday>,
): Promise<Reply<typeof readToday>> {
  const stores = (await readStores(tx, who)).filter((store) => !input.store_id || store.id === input.store_id)
  const store_ids = stores.map((store) => store.id)
  const cutoff = stores[0]?.cutoff_hour ?? 0
  const day = businessDay(who.now, who.zone, cutoff), compared_with = addDays(day, -7)
  const hours = await readHours(tx, who.chain_id, { store_ids, days: [day, compared_with] })
  const before_moment = new Date(who.now.getTime() - 7 * 86_400_000)
  const local = localTime(before_moment, who.zone)
  const until = instantOf(local.day, who.zone, local.hour + 1)
  const after = await readAfter(tx, who.chain_id, { store_ids, after: before_moment, until })

  // An hour counts from the cut-off: 01:00 is late, not early, in a shop that closes its day at 04:00.
  const rank = (hour: number) => (hour - cutoff + 24) % 24
  const so_far = (row: HourRow) => row.business_day === day || rank(row.hour) <= rank(local.hour)
  const mine = (rows: readonly Part[], store_id: string) => rows.filter((row) => row.store_id === store_id)
  const now_rows = hours.filter((row) => row.business_day === day)
  const before_rows = hours.filter((row) => row.business_day === compared_with && so_far(row))
  const now = sum(now_rows), liability = await readLiability(tx, who.chain_id)
  return {
    day, compared_with, as_of: who.now.toISOString(), now: figures(now),
    before: figures(less(sum(before_rows), sum(after))),
    hours: hoursOf(hours, { day, rank }),
    stores: stores.map((store) => {
      const own = sum(mine(now_rows, store.id)),
        last = less(sum(mine(before_rows, store.id)), sum(mine(after, store.id)))
      return {
        store_id: store.id, store: store.name, ownership: store.ownership,
        sales_fen: asFen(own.sales_fen - own.returns_fen),
        before_fen: asFen(last.sales_fen - last.returns_fen), orders: own.orders,
        member_sales_fen: asFen(own.member_sales_fen),
      }
    }).sort((a, b) => b.sales_fen - a.sales_fen),
    liability: {
      principal_fen: asFen(liability.principal_fen), bonus_fen: asFen(liability.bonus_fen),
      points: liability.points, topped_up_fen: asFen(now.topped_up_fen),
      spent_fen: asFen(Math.max(0, now.value_spent_fen)),
    },
  }
}

type Sums = Omit<Part, 'store_id'>
const nothing: Sums = {
  sales_fen: 0, returns_fen: 0, orders: 0, member_sales_fen: 0, topped_up_fen: 0, value_spent_fen: 0,
  new_members: 0,
}
const names = Object.keys(nothing) as (keyof Sums)[]

function sum(rows: readonly Part[]): Sums {
  const total = { ...nothing }
  for (const row of rows) for (const name of names) total[name] += row[name]
  return total
}

function less(a: Sums, b: Sums): Sums {
  const rest = { ...a }
  for (const name of names) rest[name] -= b[name]
  return rest
}

const figures = (sums: Sums): Figures => ({
  sales_fen: asFen(sums.sales_fen - sums.returns_fen), orders: sums.orders,
  member_sales_fen: asFen(sums.member_sales_fen), new_members: sums.new_members,
  topped_up_fen: asFen(sums.topped_up_fen),
})

function hoursOf(rows: readonly HourRow[], { day, rank }: { day: string; rank: (hour: number) => number }) {
  const net = (hour: number, today_rows: boolean) => asFen(rows
    .filter((row) => row.hour === hour && (row.business_day === day) === today_rows)
    .reduce((total, row) => total + row.sales_fen - row.returns_fen, 0))
  return [...new Set(rows.map((row) => row.hour))].sort((a, b) => rank(a) - rank(b))
    .map((hour) => ({ hour, sales_fen: net(hour, true), before_fen: net(hour, false) }))
}
