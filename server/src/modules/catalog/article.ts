import type { Sku } from '#contract/goods.ts'
import type { AuditVerb } from '#contract/audit.ts'
import { record } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { leaveNotes } from '#kernel/notes.ts'
import { refuse } from '#kernel/refusal.ts'
import { bumpVersion } from '#kernel/versions.ts'
import type { Who } from '#kernel/who.ts'
import { skuOf } from './rules.ts'
import type { Article } from './rules.ts'
import * as store from './store.ts'

/** An article on sale. Refuses `not_found`, and `sku_deleted` by its name. */
export async function liveArticle(tx: Tx, chain_id: string, sku_id: string): Promise<Article> {
  const [article] = await store.readArticles(tx, chain_id, [sku_id])
  if (!article) refuse('not_found')
  if (article.deleted_at !== null) refuse('sku_deleted', { name: article.name })
  return article
}

export async function readSku(tx: Tx, chain_id: string, sku_id: string): Promise<Sku> {
  const [article] = await store.readArticles(tx, chain_id, [sku_id])
  if (!article) refuse('not_found')
  return await asSku(tx, chain_id, article)
}

export async function asSku(tx: Tx, chain_id: string, article: Article): Promise<Sku> {
  const barcodes = await store.readBarcodes(tx, chain_id, [article.id])
  return skuOf(article, barcodes.get(article.id) ?? [])
}

export type Change = { verb: AuditVerb; sku_id: string; detail: Record<string, unknown> }

/** A change of one article: tills see a new version, the audit the act, listeners the note. */
export async function tellOfChange(tx: Tx, who: Who, { verb, sku_id, detail }: Change): Promise<void> {
  const version = await bumpVersion(tx, who.chain_id, 'catalog')
  await record(tx, who, [{ verb, ref: sku_id, detail }])
  await leaveNotes(tx, who, [{
    owner_id: who.chain_id, kind: 'goods.changed', data: { sku_ids: [sku_id], version }, at: who.now,
  }])
}
