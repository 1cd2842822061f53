import type { Dice } from './dice.ts'

export type Preference = 'morning' | 'evening' | 'any'

/** The shops are open from seven to nine; people come before lunch and after work. */
const opens_at = 7
const customers_by_hour = [4, 7, 10, 14, 13, 6, 4, 4, 5, 7, 13, 13, 8, 4]
const customers_by_weekday = [1.2, 0.86, 0.84, 0.88, 0.92, 1.08, 1.42]

/** How busy a day is beside the average one; Saturdays most. */
export function busyness(day: string): number {
  return customers_by_weekday[weekdayOf(day)]!
}

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay()
}

/** A moment of the day that begins at `midnight` when somebody like this comes in. */
export function momentOf(dice: Dice, { midnight, prefers }: { midnight: Date; prefers: Preference }): Date {
  const weights = customers_by_hour.map((customers, index) => {
    const morning = opens_at + index < 13
    return prefers === 'any' || (prefers === 'morning') === morning ? customers : customers / 5
  })
  const hour = opens_at + dice.heavier(weights)
  return new Date(midnight.getTime() + hour * 3_600_000 + dice.whole(0, 3_599) * 1_000)
}
