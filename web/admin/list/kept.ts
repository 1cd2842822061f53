import { useState } from 'react'
import { forget, keep, kept } from '../../ui/keep.ts'
import { useMe } from '../../ui/session.ts'

/** How a person wants the columns of one list: their order, those left out, and widths in pixels. */
export type Kept = {
  order: readonly string[]
  hidden: readonly string[]
  widths: Readonly<Record<string, number>>
}
export const asMade: Kept = { order: [], hidden: [], widths: {} }

export const width_least_px = 64
export const width_most_px = 640

type Keyed = { key: string }

/**
 * Columns as a person wants them. What they never placed stays behind the one it was made to stand behind;
 * the first of all names the row and is always there.
 */
export function arrange<Column extends Keyed>(columns: readonly Column[], { order, hidden }: Kept): Column[] {
  const [first, ...rest] = columns
  if (first === undefined) return []
  const placed = [...rest].sort((a, b) => rankOf(a) - rankOf(b))
  return [first, ...placed.filter(({ key }) => !hidden.includes(key))]

  function rankOf({ key }: Column): number {
    const at = order.indexOf(key)
    if (at >= 0) return at
    const made_at = rest.findIndex((one) => one.key === key)
    const before = rest.slice(0, made_at).findLast((one) => order.includes(one.key))
    return before === undefined ? -1 : order.indexOf(before.key) + 0.5
  }
}

/** Every column but the first in the order it is shown or would be. */
export const inOrder = <Column extends Keyed>(columns: readonly Column[], now: Kept): Column[] =>
  arrange(columns, { ...now, hidden: [] }).slice(1)

export function shown(now: Kept, key: string, is_shown: boolean): Kept {
  const others = now.hidden.filter((one) => one !== key)
  return { ...now, hidden: is_shown ? others : [...others, key] }
}

/** Moves a column one place; at an end it stays where it is. */
export function moved(now: Kept, keys: readonly string[], { key, by }: { key: string; by: -1 | 1 }): Kept {
  const order = [...keys], at = order.indexOf(key), to = at + by
  if (at < 0 || to < 0 || to >= order.length) return now
  order.splice(at, 1)
  order.splice(to, 0, key)
  return { ...now, order }
}

export const widened = (now: Kept, key: string, width_px: number): Kept => ({
  ...now,
  widths: { ...now.widths, [key]: Math.round(Math.min(width_most_px, Math.max(width_least_px, width_px))) },
})

const isKept = (value: Kept | null): value is Kept =>
  value !== null && Array.isArray(value.order) && Array.isArray(value.hidden)
  && typeof value.widths === 'object'

/** The columns of a list as this person keeps them in this browser; a list without an id keeps none. */
export function useKept(
  id: string | undefined,
): { now: Kept; change: (next: Kept) => void; reset: () => void } {
  const { staff } = useMe()
  const place = `columns.${id}.${staff.id}`
  const [now, setNow] = useState<Kept>(() => {
    const before = id === undefined ? null : kept<Kept>(place)
    return isKept(before) ? before : asMade
  })
  return {
    now,
    change(next) {
      setNow(next)
      if (id !== undefined) keep(place, next)
    },
    reset() {
      setNow(asMade)
      forget(place)
    },
  }
}
