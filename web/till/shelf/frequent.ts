import type { Sku } from '#contract/goods.ts'
import { keep, kept } from '../../ui/keep.ts'
import type { Goods } from '../goods.ts'

const key = 'taps'
const shown = 30

/** The articles tapped most on this device; what is free beside them goes round the categories. */
export function frequentSkus({ skus, byId, categories }: Pick<Goods, 'skus' | 'byId' | 'categories'>): Sku[] {
  const taps = kept<Record<string, number>>(key) ?? {}
  const often = Object.entries(taps)
    .sort((a, b) => b[1] - a[1])
    .slice(0, shown)
    .flatMap(([id]) => byId.get(id) ?? [])
  const others = skus.filter((sku) => !taps[sku.id])
  return [...often, ...roundOf(others, categories).slice(0, Math.max(0, shown - often.length))]
}

/**
 * The first of every category, then the second of every one: on a new device the page shows a bit of
 * everything, not thirty kinds of greens.
 */
export function roundOf(skus: readonly Sku[], categories: readonly string[]): Sku[] {
  const shelves = categories.map((category) => skus.filter((sku) => sku.category === category))
  const deepest = Math.max(0, ...shelves.map((shelf) => shelf.length))
  return Array.from({ length: deepest }, (_, at) => shelves.flatMap((shelf) => shelf[at] ?? [])).flat()
}

/** Counts a tap. The order on the screen changes with the next visit only, never under a finger. */
export function countTap(id: string): void {
  const taps = kept<Record<string, number>>(key) ?? {}
  keep(key, { ...taps, [id]: (taps[id] ?? 0) + 1 })
}
