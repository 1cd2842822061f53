/** What is summed up for an hour of a store. Money in fen; sales before returns. */
export type Sums = {
  sales_fen: number; returns_fen: number; orders: number; member_sales_fen: number; topped_up_fen: number
  value_spent_fen: number; new_members: number
}

export const nothing: Sums = {
  sales_fen: 0, returns_fen: 0, orders: 0, member_sales_fen: 0, topped_up_fen: 0, value_spent_fen: 0,
  new_members: 0,
}
const names = Object.keys(nothing) as (keyof Sums)[]

export function sum(rows: readonly Sums[]): Sums {
  const total = { ...nothing }
  for (const row of rows) for (const name of names) total[name] += row[name]
  return total
}

export function less(a: Sums, b: Sums): Sums {
  const rest = { ...a }
  for (const name of names) rest[name] -= b[name]
  return rest
}
