import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import type { Delivered } from '#kernel/notes.ts'
import { unnested } from '#kernel/rows.ts'

/** What one note adds to the hour of its store. */
type Hour = {
  store_id: string; business_day: string; hour: number; sales_fen: number; returns_fen: number; orders: number
  member_sales_fen: number; topped_up_fen: number; value_spent_fen: number; new_members: number
}

const nothing = {
  sales_fen: 0, returns_fen: 0, orders: 0, member_sales_fen: 0, topped_up_fen: 0, value_spent_fen: 0,
  new_members: 0,
}

/** The figures of a note. Stored value counts as sales when it is spent, not when it is topped up (R3.04). */
export function figuresOf(note: Pick<Delivered, 'kind' | 'data'>): Hour | null {
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
  const hours = new Map<string, Hour>()
  for (const note of notes) {
    const figures = figuresOf(note)
    if (!figures) continue
    const key = `${figures.store_id} ${figures.business_day} ${figures.hour}`
    const sum = hours.get(key)
    hours.set(key, sum ? added(sum, figures) : figures)
  }
  if (hours.size === 0) return
  const rows = [...hours.entries()].sort(([a], [b]) => a < b ? -1 : 1).map(([, hour]) => hour)
  await sql`
    insert into insights.hours as h (
      chain_id, store_id, business_day, hour, sales_fen, returns_fen, orders, member_sales_fen,
      topped_up_fen, value_spent_fen, new_members)
    select ${chain_id}, r.* from ${unnested<Hour>({
      store_id: 'uuid', business_day: 'date', hour: 'int4', sales_fen: 'int8', returns_fen: 'int8',
      orders: 'int8', member_sales_fen: 'int8', topped_up_fen: 'int8', value_spent_fen: 'int8',
      new_members: 'int8',
    }, rows, 'r')}
    on conflict (chain_id, store_id, business_day, hour) do update set
      sales_fen = h.sales_fen + excluded.sales_fen, returns_fen = h.returns_fen + excluded.returns_fen,
      orders = h.orders + excluded.orders, member_sales_fen = h.member_sales_fen + excluded.member_sales_fen,
      topped_up_fen = h.topped_up_fen + excluded.topped_up_fen,
      value_spent_fen = h.value_spent_fen + excluded.value_spent_fen,
      new_members = h.new_members + excluded.new_members`.execute(tx)
}

function added(a: Hour, b: Hour): Hour {
  const sum = { ...a }
  for (const name of Object.keys(nothing) as (keyof typeof nothing)[]) sum[name] = a[name] + b[name]
  return sum
}
