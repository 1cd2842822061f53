import { openDice } from './dice.ts'
import type { Dice } from './dice.ts'
import { seed } from './size.ts'
import { demoGoods } from './goods.ts'
import type { Visit } from './visits.ts'

/** Where and when something happens; `crew` counts the people of the store. `n` is its number for life. */
type Place = { n: number; at: Date; store: number; till: number; crew: number }
export type Selling = Place & { kind: 'sale'; visit: Visit }
/** One line of an earlier sale comes back, of pieces one, of weight all. */
export type Returning = Place & { kind: 'return'; visit: Visit; line: number; qty_m: number; reason: string }
export type Happening = Selling | Returning

/** Two at one till are at least this far apart. Room for a top-up before the sale. */
const pace_ms = 80_000
const minute_ms = 60_000, day_ms = 24 * 60 * minute_ms
const reasons = ['不新鲜', '买多了', '拿错了', '包装破损', '家里还有']

/** Puts visits and the returns that follow some of them to tills, in order of time; each till is paced. */
export function timetableOf(visits: readonly Visit[], anchor: Date): Happening[] {
  const dice = openDice(`${seed} tills`)
  const sales = visits.map((visit, n): Selling =>
    ({ kind: 'sale', n, at: visit.at, store: visit.store, ...seatOf(dice, visit.at), visit }))
  const returns = sales.flatMap((sale) => dice.chance(0.022) ? returnOf(dice, sale) : [])
  const all: Happening[] = [...sales, ...returns]
  all.sort((a, b) => a.at.getTime() - b.at.getTime() || a.n - b.n)
  const free_at = new Map<string, number>()
  const paced = all.map((one) => {
    const till = `${one.store} ${one.till}`
    const at_ms = Math.max(one.at.getTime(), free_at.get(till) ?? 0)
    free_at.set(till, at_ms + pace_ms)
    return { ...one, at: new Date(at_ms) }
  })
  return paced.filter(({ at }) => at < anchor).sort((a, b) => a.at.getTime() - b.at.getTime() || a.n - b.n)
}

/** The first till takes most; who sits there changes with the day, and at noon somebody helps out. */
function seatOf(dice: Dice, at: Date): { till: number; crew: number } {
  const till = dice.chance(0.62) ? 0 : 1
  const day = Math.floor(at.getTime() / day_ms)
  return { till, crew: dice.chance(0.07) ? 2 : (till + day) % 2 }
}

function returnOf(dice: Dice, sale: Selling): Returning {
  const { visit, store } = sale
  const line = dice.whole(0, visit.lines.length - 1)
  const { good, qty_m } = visit.lines[line]!
  const at_once = dice.chance(0.4)
  const later_ms = at_once ? dice.whole(6, 45) * minute_ms
    : dice.whole(1, 2) * day_ms + dice.whole(-60, 60) * minute_ms
  const at = new Date(sale.at.getTime() + later_ms)
  return {
    kind: 'return', n: sale.n, at, store, ...seatOf(dice, at), visit, line: line + 1,
    qty_m: demoGoods[good]!.grams === null ? 1_000 : qty_m, reason: dice.pick(reasons),
  }
}
