import { addDays, instantOf, localTime } from '#kernel/clock.ts'
import { openDice } from './dice.ts'
import type { Dice } from './dice.ts'
import { demoGoods } from './goods.ts'
import type { Calendar, DemoMember } from './members.ts'
import { demoStores } from './people.ts'
import { busyness, momentOf, weekdayOf } from './rhythm.ts'
import { seed, walk_ins_a_day } from './size.ts'
import type { DemoSize } from './size.ts'

/** `label` says that the scale in the shop weighed it and printed its price. */
export type VisitLine = { good: number; qty_m: number; label: boolean }

/** Somebody comes in and buys; `member` is null for a walk-in customer. */
export type Visit = { at: Date; store: number; member: DemoMember | null; lines: VisitLine[] }

/** Every visit up to the anchor, oldest first. Pure: it hangs on the seed, the size and the moment alone. */
export function planVisits(members: readonly DemoMember[], calendar: Calendar): Visit[] {
  const dice = openDice(`${seed} visits`)
  const today = localTime(calendar.anchor, calendar.zone).day
  const midnights = new Map<string, Date>()
  const { size, zone } = calendar
  const days = Array.from({ length: size.days + 1 }, (_, index) => addDays(today, index - size.days))
  for (const day of days) midnights.set(day, instantOf(day, zone))
  const comings = [
    ...members.flatMap((member) => daysOf(dice, member, { days, zone }).map((day) => ({ day, member }))),
    ...days.flatMap((day) => Array.from({ length: walkIns(dice, day, size) }, () => ({ day, member: null }))),
  ]
  return comings.map(({ day, member }) => visitOf(dice, midnights.get(day)!, member))
    .filter(({ at }) => at.getTime() < calendar.anchor.getTime() - 3 * 60_000)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

type Days = { days: readonly string[]; zone: string }

/** The days a member comes: that of joining, then by habit, now and then put off to a Saturday nearby. */
function daysOf(dice: Dice, member: DemoMember, { days, zone }: Days): string[] {
  const joined = days.indexOf(localTime(member.joined_at, zone).day)
  const found: string[] = []
  for (let next = joined === -1 ? dice.whole(0, member.every_days - 1) : joined; next < days.length;) {
    const to_saturday = 6 - weekdayOf(days[next]!)
    const put_off = next !== joined && to_saturday <= 3 && dice.chance(0.2) ? to_saturday : 0
    const day = days[next + put_off]
    if (day !== undefined) found.push(day)
    next += put_off + Math.max(1, Math.round(member.every_days * (0.6 + 0.8 * dice.roll())))
  }
  return found
}

function walkIns(dice: Dice, day: string, { members }: DemoSize): number {
  return Math.floor(members * walk_ins_a_day * busyness(day) + dice.roll())
}

function visitOf(dice: Dice, midnight: Date, member: DemoMember | null): Visit {
  const moment = momentOf(dice, { midnight, prefers: member?.prefers ?? 'any' })
  const lines = basketOf(dice, member)
  const anywhere = dice.heavier(demoStores.map(({ share }) => share))
  if (member === null) return { at: moment, store: anywhere, member, lines }
  // A new member buys right after joining, where they joined.
  const soonest = new Date(member.joined_at.getTime() + 3 * 60_000)
  const at = moment < soonest ? soonest : moment
  const strays = dice.chance(0.1) && at.getTime() - soonest.getTime() > 12 * 3_600_000
  return { at, store: strays ? anywhere : member.store, member, lines }
}

/** How many baskets have one line, two, and so on up to nine. */
const baskets_by_lines = [8, 14, 18, 18, 15, 11, 8, 5, 3]
const likings = demoGoods.map(({ liking }) => liking)

function basketOf(dice: Dice, member: DemoMember | null): VisitLine[] {
  const goods = new Set<number>()
  for (let left = dice.heavier(baskets_by_lines) + 1; left > 0; left -= 1) {
    const usual = member !== null && dice.chance(member.loyalty)
    goods.add(usual ? dice.pick(member.usual) : dice.heavier(likings))
  }
  return [...goods].map((good) => lineOf(dice, good))
}

function lineOf(dice: Dice, good: number): VisitLine {
  const { grams, member_price_fen, list_price_fen } = demoGoods[good]!
  if (grams === null) {
    const many = list_price_fen < 800 ? [74, 18, 5, 3] : [92, 7, 1]
    return { good, qty_m: (dice.heavier(many) + 1) * 1_000, label: false }
  }
  // A label carries its price: what has a member price is weighed at the till instead.
  const label = member_price_fen === null && dice.chance(0.35)
  return { good, qty_m: dice.whole(grams[0], grams[1]), label }
}
