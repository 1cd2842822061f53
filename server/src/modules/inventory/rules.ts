import { newId } from '#kernel/ids.ts'
import { assert } from '#kernel/refusal.ts'

/** Why stock moved: goods first entered, sold, returned, or counted. */
export type MoveKind = 'opening' | 'sale' | 'return' | 'count'

/** An article in a store. */
export type StockNeed = { store_id: string; sku_id: string }

/**
 * What stands in a store, in thousandths of a piece or kilogram; below zero where more was sold than was
 * booked in.
 */
export type StockLevel = StockNeed & { on_hand_m: number; version: number }

/** Locked levels of one batch, moved on in memory while its orders are decided. */
export type StockState = Map<string, StockLevel>

/**
 * `ref` is the act behind the move (the sale, the return, the import); `made_by` and `at` are that act's own.
 */
export type StockOrder = StockNeed & {
  kind: MoveKind; delta_m: number; ref: string; made_by: string; at: Date
}

/** A move with the level and version it led to, which makes the running stock checkable. */
export type StockMove = StockOrder & { id: string; after_m: number; version: number }

export const stockKey = ({ store_id, sku_id }: StockNeed): string => `${store_id} ${sku_id}`

/**
 * Moves stock in the locked state and gives the row to write. Stock never refuses (it may stand below zero),
 * so this comes after everything about an order that may still refuse it.
 */
export function moveStock(state: StockState, order: StockOrder): StockMove {
  const key = stockKey(order)
  const level = state.get(key)
  assert(level, 'stock is locked before it moves')
  const { delta_m } = order
  assert(Number.isSafeInteger(delta_m) && delta_m !== 0, 'a move is a whole number of thousandths')
  const after_m = level.on_hand_m + delta_m, version = level.version + 1
  assert(Number.isSafeInteger(after_m), 'stock stays a safe integer')
  state.set(key, { ...level, on_hand_m: after_m, version })
  return { ...order, id: newId(), after_m, version }
}

/** The keys of some needs, each once, in the one order in which everybody locks. */
export function inLockOrder(needs: readonly StockNeed[]): StockNeed[] {
  const keys = new Map(needs.map((need) => [stockKey(need), need]))
  return [...keys].sort(([a], [b]) => a < b ? -1 : 1).map(([, need]) => need)
}

/** The levels that some moves lead to: for each article and store that of its last move. */
export function levelsAfter(moves: readonly StockMove[]): (StockLevel & { moves: number })[] {
  const levels = new Map<string, StockLevel & { moves: number }>()
  for (const { store_id, sku_id, after_m, version } of moves) {
    const key = stockKey({ store_id, sku_id })
    const before = levels.get(key)
    assert(!before || before.version + 1 === version, 'moves of one article follow one another')
    levels.set(key, { store_id, sku_id, on_hand_m: after_m, version, moves: (before?.moves ?? 0) + 1 })
  }
  return [...levels.values()]
}
