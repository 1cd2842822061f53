import type { Input, Reply } from '#contract/endpoint.ts'
import type * as contract from '#contract/goods.ts'
import type { Fen, Milli } from '#contract/money.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { assert, refuse } from '#kernel/refusal.ts'
import { readSettings } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { readArticle, searchGoods } from '#modules/catalog/catalog.ts'
import { readStores } from '#modules/org/org.ts'
import { inLockOrder, levelsAfter, moveStock, stockKey } from './rules.ts'
import type { StockLevel, StockMove, StockNeed, StockState } from './rules.ts'
import * as store from './store.ts'

export { moveStock } from './rules.ts'
export { verifyStock } from './verify.ts'
export type { MoveKind, StockLevel, StockMove, StockNeed, StockOrder, StockState } from './rules.ts'

const goods_per_page = 50, moves_shown = 50

/**
 * Locks the stock of a batch in key order. An article new to a store gets its row here, at zero: a row that
 * is not there cannot be locked, and two processes that each thought it absent would write over one another.
 */
export async function lockStock(tx: Tx, chain_id: string, needs: readonly StockNeed[]): Promise<StockState> {
  const wanted = inLockOrder(needs)
  if (wanted.length === 0) return new Map()
  const locked = stateOf(await store.lockLevels(tx, chain_id, wanted))
  if (locked.size === wanted.length) return locked
  await store.makeLevels(tx, chain_id, wanted.filter((need) => !locked.has(stockKey(need))))
  const state = stateOf(await store.lockLevels(tx, chain_id, wanted))
  assert(state.size === wanted.length, 'every stock row exists once it was made')
  return state
}

const stateOf = (levels: readonly StockLevel[]): StockState =>
  new Map(levels.map((level) => [stockKey(level), level]))

/** Writes moves of locked stock, in the order they were made: two statements however many. */
export async function writeStock(
  tx: Tx, who: Pick<Who, 'chain_id'>, moves: readonly StockMove[],
): Promise<void> {
  if (moves.length === 0) return
  const levels = levelsAfter(moves)
  const written = await store.updateLevels(tx, who.chain_id, levels)
  assert(written === levels.length, 'stock moved while it was locked')
  await store.insertMoves(tx, who.chain_id, moves)
}

/**
 * Books in the stock that goods bring along, for articles that never moved in that store: the same import
 * again changes nothing, nor does it undo what was sold since. Answers what was booked in.
 */
export async function openStock(
  tx: Tx, who: Who, rows: readonly (StockNeed & { on_hand_m: number })[],
): Promise<StockMove[]> {
  const ref = newId()
  const state = await lockStock(tx, who.chain_id, rows)
  const moves = rows.flatMap(({ store_id, sku_id, on_hand_m }) => {
    const untouched = state.get(stockKey({ store_id, sku_id }))!.version === 0
    return untouched && on_hand_m !== 0 ? [moveStock(state, {
      store_id, sku_id, kind: 'opening', delta_m: on_hand_m, ref, made_by: who.principal.id, at: who.now,
    })] : []
  })
  await writeStock(tx, who, moves)
  return moves
}

/** Goods with prices and stock, of one store or summed over the stores in reach. */
export async function listGoods(
  tx: Tx, who: Who, input: Input<typeof contract.listGoods>,
): Promise<Reply<typeof contract.listGoods>> {
  const { search, category, cursor, limit = goods_per_page } = input
  const reach = await readStores(tx, who)
  const stores = input.store_id === undefined ? reach : reach.filter(({ id }) => id === input.store_id)
  if (stores.length === 0 && input.store_id !== undefined) refuse('store_unknown')
  const store_ids = await whereStockShows(tx, who, stores)
  const asked = { search, category, deleted: input.deleted === 'yes', cursor, limit }
  const page = await searchGoods(tx, who.chain_id, asked)
  const sku_ids = page.rows.map(({ id }) => id)
  const levels = await store.readLevels(tx, who.chain_id, { store_ids, sku_ids })
  const on_hand = new Map(store_ids.length === 0 ? [] : sku_ids.map((id) => [id, 0]))
  for (const level of levels) on_hand.set(level.sku_id, (on_hand.get(level.sku_id) ?? 0) + level.on_hand_m)
  return {
    rows: page.rows.map((article) => rowOf(who, article, on_hand.get(article.id) ?? null)),
    next: page.next, total: page.total, categories: page.categories,
  }
}

/**
 * One article with its stock in the stores in reach and its latest moves there; whoever sees only what they
 * did themselves sees their own.
 */
export async function readGoods(
  tx: Tx, who: Who, { sku_id }: Input<typeof contract.readGoods>,
): Promise<Reply<typeof contract.readGoods>> {
  const article = await readArticle(tx, who.chain_id, sku_id)
  const stores = new Map((await readStores(tx, who)).map(({ id, name }) => [id, name]))
  const store_ids = await whereStockShows(tx, who, [...stores.keys()].map((id) => ({ id })))
  const levels = await store.readLevels(tx, who.chain_id, { store_ids, sku_ids: [sku_id] })
  const moves = await store.readMoves(tx, who.chain_id, {
    store_ids, sku_id, made_by: who.scope === 'own' ? who.principal.id : null, limit: moves_shown,
  })
  const on_hand = new Map(levels.map((level) => [level.store_id, level.on_hand_m]))
  const total_m = store_ids.length === 0 ? null
    : levels.reduce((total, level) => total + level.on_hand_m, 0)
  return {
    sku: {
      ...rowOf(who, article, total_m), barcodes: article.barcodes, product_id: article.product_id,
      created_at: article.made_at.toISOString(),
    },
    stock: store_ids.map((store_id) => ({
      store_id, store: stores.get(store_id)!, on_hand_m: (on_hand.get(store_id) ?? 0) as Milli,
    })),
    moves: moves.map((move) => ({
      id: move.id, store: stores.get(move.store_id)!, kind: move.kind, delta_m: move.delta_m as Milli,
      after_m: move.after_m as Milli, ref: move.ref, at: move.at.toISOString(),
    })),
  }
}

/** The stores whose stock the caller may see: where the feature is on, and for whom the permission is. */
async function whereStockShows(
  tx: Tx, who: Who, stores: readonly { id: string }[],
): Promise<string[]> {
  if (!who.permissions.has('stock.read')) return []
  const book = await readSettings(tx, who.chain_id)
  return stores.map(({ id }) => id).filter((id) => !book.at(id, who.now).features_off.includes('stock'))
}

type ArticleFound = Awaited<ReturnType<typeof readArticle>>

function rowOf(who: Who, article: ArticleFound, on_hand_m: number | null): contract.GoodsRow {
  const { id, code, name, category, unit, sold_by, list_price_fen, member_price_fen } = article
  return {
    id, code, name, category, unit, sold_by, barcode: article.barcodes[0] ?? null, list_price_fen,
    member_price_fen, cost_fen: costFor(who, article.cost_fen), on_hand_m: on_hand_m as Milli | null,
    deleted: article.deleted_at !== null, picture: article.picture,
  }
}

/** What goods cost the shop is for those who set prices. */
const costFor = (who: Who, cost_fen: Fen | null): Fen | null =>
  who.permissions.has('goods.edit') ? cost_fen : null
