import type { Tx } from '#kernel/db.ts'
import type { Delivered } from '#kernel/notes.ts'
import { addToHours } from './store.ts'
import type { HourRow } from './store.ts'
import { nothing, sum } from './sums.ts'

/** The figures of a note. Stored value counts as sales when it is spent, not when it is topped up (R3.04). */
export function figuresOf(note: Pick<Delivered, 'kind' | 'data'>): HourRow | null {
  const data = note.data as Record<string, number> & {
    store_id: string; business_day: string; hour: number; member_id: string | null
  }
  const at = { store_id: data.store_id, business_day: data.business_day, hour: data.hour }
  const amount = (name: string): number => Number(data[name] ?? 0)
  switch (note.kind) {
    case 'sale.settled': {
      const sales_fen = amount('payable_fen')
      return {
        ...nothing, ...at, sales_fen, orders: 1, member_sales_fen: data.member_id === null ? 0 : sales_fen,
        value_spent_fen: amount('value_fen'),
      }
    }
    case 'sale.returned': {
      const returns_fen = amount('amount_fen')
      return {
        ...nothing, ...at, returns_fen, member_sales_fen: data.member_id === null ? 0 : -returns_fen,
        value_spent_fen: -amount('value_fen'),
      }
    }
    case 'value.topped_up': return { ...nothing, ...at, topped_up_fen: amount('principal_fen') }
    case 'member.enrolled': return { ...nothing, ...at, new_members: 1 }
    default: return null
  }
}

/**
 * Adds notes to the hours of their stores. Runs in the transaction that ends the
 * deliveries: each note counts once.
 */
export async function addHours(tx: Tx, chain_id: string, notes: readonly Delivered[]): Promise<void> {
  const hours = new Map<string, HourRow>()
  for (const note of notes) {
    const figures = figuresOf(note)
    if (!figures) continue
    const key = `${figures.store_id} ${figures.business_day} ${figures.hour}`
    const before = hours.get(key)
    hours.set(key, before ? { ...figures, ...sum([before, figures]) } : figures)
  }
  if (hours.size === 0) return
  // In the order of their keys, so that two processes never wait for one another.
  const inOrder = [...hours.entries()].sort(([a], [b]) => a < b ? -1 : 1).map(([, hour]) => hour)
  await addToHours(tx, chain_id, inOrder)
}
