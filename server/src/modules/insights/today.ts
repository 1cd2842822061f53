import { asFen } from '#contract/money.ts'
import type { Fen } from '#contract/money.ts'
import type { Figures, readToday } from '#contract/figures.ts'
import type { Input, Reply } from '#contract/endpoint.ts'
import { addDays, businessDay, instantOf, localTime } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import type { Who } from '#kernel/who.ts'
import { readStores } from '#modules/org/org.ts'
import type { StoreWithTills } from '#modules/org/org.ts'
import { readAfter, readHours, readLiability } from './store.ts'
import type { HourRow } from './store.ts'
import { less, sum } from './sums.ts'
import type { Sums } from './sums.ts'

/** Today's figures beside the same weekday a week before, up to the same minute. Sales are net of returns. */
export async function today(
  tx: Tx, who: Who, input: Input<typeof readToday>,
): Promise<Reply<typeof readToday>> {
  const stores = (await readStores(tx, who)).filter((store) => !input.store_id || store.id === input.store_id)
  const store_ids = stores.map((store) => store.id)
  const before_moment = new Date(who.now.getTime() - 7 * 86_400_000)
  const local = localTime(before_moment, who.zone)
  const calendar = calendarOf(stores, who)
  const hours = await readHours(tx, who.chain_id, { store_ids, days: calendar.days })
  const until = instantOf(local.day, who.zone, local.hour + 1)
  const after = await readAfter(tx, who.chain_id, { store_ids, after: before_moment, until })

  const now_rows = hours.filter((row) => calendar.isToday(row))
  const last_rows = hours.filter((row) => calendar.isCompared(row))
  const so_far = last_rows.filter((row) => calendar.rank(row) <= calendar.rank({ ...row, hour: local.hour }))
  const mine = <Row extends { store_id: string }>(rows: readonly Row[], store_id: string) =>
    rows.filter((row) => row.store_id === store_id)
  const now = sum(now_rows)
  const liability = await readLiability(tx, who.chain_id, who.stores === 'all' ? 'all' : store_ids)
  return {
    day: calendar.day, compared_with: addDays(calendar.day, -7), as_of: who.now.toISOString(),
    now: figures(now), before: figures(less(sum(so_far), sum(after))),
    hours: hoursOf(now_rows, last_rows, calendar.rank),
    stores: stores.map((store) => {
      const own = sum(mine(now_rows, store.id)),
        last = less(sum(mine(so_far, store.id)), sum(mine(after, store.id)))
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

/**
 * Which day it is in each store: by its own cut-off, so that at 02:00 a shop that closes at 04:00 is still at
 * yesterday while its neighbour has begun today. The page names the day of its first store.
 */
function calendarOf(stores: readonly StoreWithTills[], { now, zone }: Who) {
  const cutoffOf = (store_id: string) => stores.find(({ id }) => id === store_id)?.cutoff_hour ?? 0
  const dayIn = (store_id: string) => businessDay(now, zone, cutoffOf(store_id))
  const day = dayIn(stores[0]?.id ?? '')
  const days = new Set([day, ...stores.map(({ id }) => dayIn(id))])
  return {
    day, days: [...days].flatMap((one) => [one, addDays(one, -7)]),
    isToday: (row: HourRow) => row.business_day === dayIn(row.store_id),
    isCompared: (row: HourRow) => row.business_day === addDays(dayIn(row.store_id), -7),
    // An hour counts from the cut-off: 01:00 is late, not early, in a shop that closes its day at 04:00.
    rank: ({ store_id, hour }: Pick<HourRow, 'store_id' | 'hour'>) => (hour - cutoffOf(store_id) + 24) % 24,
  }
}

const figures = (sums: Sums): Figures => ({
  sales_fen: asFen(sums.sales_fen - sums.returns_fen), orders: sums.orders,
  member_sales_fen: asFen(sums.member_sales_fen), new_members: sums.new_members,
  topped_up_fen: asFen(sums.topped_up_fen),
})

/** Both days hour by hour, in the order in which the hours of a business day come. */
function hoursOf(
  now: readonly HourRow[], last: readonly HourRow[], rank: (row: HourRow) => number,
): { hour: number; sales_fen: Fen; before_fen: Fen }[] {
  const net = (rows: readonly HourRow[], hour: number) => asFen(rows.filter((row) => row.hour === hour)
    .reduce((total, row) => total + row.sales_fen - row.returns_fen, 0))
  const ranks = new Map([...last, ...now].map((row) => [row.hour, rank(row)]))
  return [...ranks].sort(([, a], [, b]) => a - b)
    .map(([hour]) => ({ hour, sales_fen: net(now, hour), before_fen: net(last, hour) }))
}
