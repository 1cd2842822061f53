import { keyAt, pageOf } from '#kernel/cursor.ts'
import type { Tx } from '#kernel/db.ts'
import { nameWanted } from '#kernel/grams.ts'
import { refuse } from '#kernel/refusal.ts'
import { lettersOf } from '#kernel/spelling.ts'
import { spellingsOf } from './rules.ts'
import type { Article } from './rules.ts'
import * as store from './store.ts'

export type GoodsAsked = {
  search?: string | undefined; category?: string | undefined; deleted: boolean
  cursor?: string | undefined; limit: number
}
export type ArticleFound = Article & { barcodes: string[] }
export type GoodsPage = {
  rows: ArticleFound[]; next: string | null; categories: { name: string; goods: number }[]; total: number
}

/** A page of articles by name, code, barcode, pinyin or initials, and how many fit in each category. */
export async function searchGoods(tx: Tx, chain_id: string, asked: GoodsAsked): Promise<GoodsPage> {
  const filter = { search: searchOf(asked.search), deleted: asked.deleted, category: asked.category ?? null }
  const [after = null] = keyAt(asked.cursor, [/^\d{1,40}$/]) ?? []
  const read = await store.searchArticles(tx, chain_id, { ...filter, after, limit: asked.limit + 1 })
  const { rows, next } = pageOf(read, asked.limit, ({ code }) => [code])
  const categories = await store.countCategories(tx, chain_id, filter)
  const counted = categories.filter(({ name }) => filter.category === null || name === filter.category)
  return {
    rows: await withBarcodes(tx, chain_id, rows), next, categories,
    total: counted.reduce((total, { goods }) => total + goods, 0),
  }
}

/** One article, deleted ones too. */
export async function readArticle(tx: Tx, chain_id: string, sku_id: string): Promise<ArticleFound> {
  const [article] = await withBarcodes(tx, chain_id, await store.readArticles(tx, chain_id, [sku_id]))
  if (!article) refuse('not_found')
  return article
}

async function withBarcodes(tx: Tx, chain_id: string, articles: readonly Article[]): Promise<ArticleFound[]> {
  const barcodes = await store.readBarcodes(tx, chain_id, articles.map(({ id }) => id))
  return articles.map((article) => ({ ...article, barcodes: barcodes.get(article.id) ?? [] }))
}

/**
 * Letters are looked for in pinyin and initials only where nothing else was typed: 可口kl is a name or nothing.
 * Eight digits and more are a barcode or its beginning.
 */
function searchOf(text: string | undefined): store.GoodsSearch | null {
  const typed = text?.trim() ?? ''
  if (typed === '') return null
  const letters = lettersOf(typed)
  const bare = typed.normalize('NFKC').replace(/\s/g, '').toLowerCase()
  const name = /^\d{8,}$/.test(bare) ? { grams: [], words: [] } : nameWanted(typed)
  return { ...name, letters: letters === bare ? letters : null, codes: spellingsOf(typed) }
}
