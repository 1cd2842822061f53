import type { Sku } from '#contract/goods.ts'
import { keep, kept } from '../../ui/keep.ts'
import type { Goods } from '../goods.ts'

const key = 'taps'
const shown = 30

/** The articles tapped most on this device, filled up with the first of the catalogue. */
export function frequentSkus({ skus, byId }: Pick<Goods, 'skus' | 'byId'>): Sku[] {
  const taps = kept<Record<string, number>>(key) ?? {}
  const often = Object.entries(taps)
    .sort((a, b) => b[1] - a[1])
    .slice(0, shown)
    .flatMap(([id]) => byId.get(id) ?? [])
  const rest = skus.filter((sku) => !taps[sku.id]).slice(0, Math.max(0, shown - often.length))
  return [...often, ...rest]
}

/** Counts a tap. The order on the screen changes with the next visit only, never under a finger. */
export function countTap(id: string): void {
  const taps = kept<Record<string, number>>(key) ?? {}
  keep(key, { ...taps, [id]: (taps[id] ?? 0) + 1 })
}
