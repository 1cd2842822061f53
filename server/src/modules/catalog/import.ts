import { record } from '#kernel/audit.ts'
import type { Act } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { gramsOf } from '#kernel/grams.ts'
import { newId } from '#kernel/ids.ts'
import { leaveNotes } from '#kernel/notes.ts'
import { bumpVersion } from '#kernel/versions.ts'
import type { Who } from '#kernel/who.ts'
import { planImport } from './import-rules.ts'
import type { GoodsForImport, ImportedGoods, ImportPlan, ImportState } from './import-rules.ts'
import { spellingsOf } from './rules.ts'
import type { Article } from './rules.ts'
import * as store from './store.ts'

export type { GoodsForImport, ImportedGoods } from './import-rules.ts'

/** Notes carry at most this many ids. */
const ids_per_note = 1_000

/**
 * Enters many articles with few statements, whatever their number, and says for each row, in order, what
 * became of it. The same rows again change nothing: no price row, no new version, no note.
 */
export async function upsertGoods(
  tx: Tx, who: Who, rows: readonly GoodsForImport[],
): Promise<ImportedGoods[]> {
  const state = await readState(tx, who.chain_id, rows)
  const plan = planImport(rows, state, { newId, now: who.now })
  const touched = [...new Set(
    plan.results.filter(({ outcome }) => outcome !== 'unchanged').map(({ sku_id }) => sku_id))]
  if (touched.length === 0) return plan.results

  await write(tx, who, plan)
  const version = await bumpVersion(tx, who.chain_id, 'catalog')
  const prices = priceActs(state, plan)
  await record(tx, who, [{
    verb: 'goods.import', ref: null,
    detail: {
      rows: rows.length, made: plan.made.length, changed: touched.length - plan.made.length,
      repriced: prices.length, version,
      back_on_sale: backOnSale(state, plan),
    },
  }, ...prices])
  await leaveNotes(tx, who, chunks(touched).map((sku_ids) =>
    ({ owner_id: who.chain_id, kind: 'goods.changed', data: { sku_ids, version }, at: who.now })))
  return plan.results
}

/** How many articles were off sale before. */
function backOnSale({ articles }: ImportState, { changed }: ImportPlan): number {
  const live = new Set(changed.map(({ id }) => id))
  return articles.filter(({ id, deleted_at }) => deleted_at !== null && live.has(id)).length
}

/** A price that a file changed is on record like one changed by hand: of the article, before and after. */
function priceActs({ articles }: ImportState, { repriced }: ImportPlan): Act[] {
  const before = new Map(articles.map((article) => [article.id, article]))
  const after = new Map(repriced.map((article) => [article.id, article]))
  return [...after.values()].flatMap(({ id, ...article }) => {
    const was = before.get(id)
    return was ? [{
      verb: 'goods.price', ref: id, detail: { import: true, before: pricesOf(was), after: pricesOf(article) },
    }] : []
  })
}

type Prices = Pick<Article, 'list_price_fen' | 'member_price_fen'>
const pricesOf = ({ list_price_fen, member_price_fen }: Prices): Prices =>
  ({ list_price_fen, member_price_fen })

/** Locks the chain's goods and reads every article the rows may mean. */
async function readState(tx: Tx, chain_id: string, rows: readonly GoodsForImport[]): Promise<ImportState> {
  const last_number = await store.lockNumbers(tx, chain_id)
  const codes = new Set(rows.map(({ source_code }) => source_code))
  const barcodes = new Set(rows.flatMap(({ barcode }) => barcode === null ? [] : spellingsOf(barcode)))
  const known = await store.readArticlesBySource(tx, chain_id, [...codes])
  const holders = await store.readHolders(tx, chain_id, [...barcodes])
  const read = new Set(known.map(({ id }) => id))
  const others = new Set(holders.map(({ sku_id }) => sku_id).filter((id) => !read.has(id)))
  const articles = [...known, ...await store.readArticles(tx, chain_id, [...others])]
  return { last_number, holders, articles }
}

async function write(tx: Tx, who: Who, plan: ImportPlan): Promise<void> {
  const { chain_id } = who
  await store.setLastNumber(tx, chain_id, plan.last_number)
  await store.insertArticles(tx, chain_id, plan.made)
  await store.updateArticles(tx, chain_id, plan.changed)
  await store.deleteBarcodes(tx, chain_id, plan.freed)
  await store.insertBarcodes(tx, chain_id, plan.barcodes)
  await store.insertPrices(tx, chain_id, [...plan.made, ...plan.repriced].map((article) => ({
    sku_id: article.id, id: newId(), list_price_fen: article.list_price_fen,
    member_price_fen: article.member_price_fen, made_by: who.principal.id, from_at: who.now,
  })))
  await store.deleteGrams(tx, chain_id, plan.renamed.map(({ id }) => id))
  await store.insertGrams(tx, chain_id, [...plan.made, ...plan.renamed].flatMap(({ id, name }) =>
    gramsOf(name).map((gram) => ({ gram, sku_id: id }))))
}

function chunks(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / ids_per_note) }, (_, at) =>
    ids.slice(at * ids_per_note, (at + 1) * ids_per_note))
}
