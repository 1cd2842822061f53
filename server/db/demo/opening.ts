import { openDice } from './dice.ts'
import { demoGoods } from './goods.ts'
import { demoStores } from './people.ts'
import { sales_a_day, seed } from './size.ts'
import type { DemoSize } from './size.ts'

export type Opening = { store: number; good: number; on_hand_m: number }

const lines_a_sale = 4.2, pieces_a_line = 1.2

/** What stands in each store before its first day: enough for the weeks, of a few things too little. */
export function openingStock({ days, members }: DemoSize): Opening[] {
  const dice = openDice(`${seed} opening`)
  const lines = (days + 1) * members * sales_a_day * lines_a_sale
  const likings = demoGoods.reduce((sum, { liking }) => sum + liking, 0)
  return demoStores.flatMap(({ share }, store) => demoGoods.map(({ liking, grams }, good) => {
    const a_line = grams ? (grams[0] + grams[1]) / 2_000 : pieces_a_line
    const expected = lines * share * liking / likings * a_line
    const plenty = dice.chance(0.04) ? 0.6 : 1.5 + dice.roll()
    const rest = dice.whole(6, 24) / (grams ? 2 : 1)
    const on_hand = Math.ceil(expected * plenty) + rest
    return { store, good, on_hand_m: Math.round(on_hand * 1_000) }
  }))
}
