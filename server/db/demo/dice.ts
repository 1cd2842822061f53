/** Chance that falls the same way every time: the same seed gives the same demo. Never for secrets. */
export type Dice = {
  /** From 0 up to, but not, 1. */
  roll(): number
  chance(probability: number): boolean
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number
  pick<Item>(items: readonly Item[]): Item
  /** An item's place, likelier the more it weighs. */
  heavier(weights: readonly number[]): number
}

/** Opens the dice of a seed. Each purpose has its own seed: one more roll here changes nothing there. */
export function openDice(seed: string): Dice {
  let state = startOf(seed)
  const roll = (): number => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
  const whole = (least: number, most: number): number => least + Math.floor(roll() * (most - least + 1))
  return {
    roll, whole, chance: (probability) => roll() < probability,
    pick: (items) => items[whole(0, items.length - 1)]!,
    heavier(weights) {
      let left = roll() * weights.reduce((all, weight) => all + weight, 0)
      const place = weights.findIndex((weight) => (left -= weight) < 0)
      return place === -1 ? weights.length - 1 : place
    },
  }
}

function startOf(seed: string): number {
  let hash = 0x811c9dc5
  for (const letter of seed) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193)
  return hash
}
