import type { Input, Reply } from '#contract/endpoint.ts'
import type * as contract from '#contract/goods.ts'
import { localTime } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import { gramsOf } from '#kernel/grams.ts'
import { newId } from '#kernel/ids.ts'
import { once } from '#kernel/once.ts'
import { refuse, refuseIf } from '#kernel/refusal.ts'
import { readSettings } from '#kernel/settings.ts'
import { spellingOf } from '#kernel/spelling.ts'
import { readVersion } from '#kernel/versions.ts'
import { refuseOutOfReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { asSku, liveArticle, readSku, tellOfChange } from './article.ts'
import { categoriesOf, codesOf, kindOf, skuOf, spellingsOf, whyNotBarcode } from './rules.ts'
import type { Article, SkuForSale } from './rules.ts'
import * as store from './store.ts'

export type { Article, SkuForSale } from './rules.ts'
export { upsertGoods } from './import.ts'
export type { GoodsForImport, ImportedGoods } from './import.ts'
export { readArticle, searchGoods } from './search.ts'
export type { GoodsPage } from './search.ts'

/** What the settle path sells, by id; an id that nobody knows is not in the answer. */
export async function readSkus(
  tx: Tx, chain_id: string, ids: readonly string[],
): Promise<Map<string, SkuForSale>> {
  const skus = await store.readForSale(tx, chain_id, ids)
  return new Map(skus.map((sku) => [sku.id, sku]))
}

/**
 * All that a till sells. The version is read first: a change meanwhile makes the till ask again, never miss
 * it.
 */
export async function readTillCatalog(
  tx: Tx, who: Who, { store_id }: Input<typeof contract.readTillCatalog>,
): Promise<Reply<typeof contract.readTillCatalog>> {
  refuseOutOfReach(who, store_id)
  const version = await readVersion(tx, who.chain_id, 'catalog')
  const settings = await readSettings(tx, who.chain_id)
  const articles = await store.readLiveArticles(tx, who.chain_id)
  const barcodes = await store.readBarcodes(tx, who.chain_id, articles.map(({ id }) => id))
  return {
    version, categories: categoriesOf(articles), label_layouts: settings.at(store_id, who.now).label_layouts,
    skus: articles.map((article) => skuOf(article, barcodes.get(article.id) ?? [])),
  }
}

/**
 * The article behind a barcode as it stands. Refuses one that nobody has: by its check digit where that is
 * wrong (R2.04), else as unknown, which the till answers with an offer to create it.
 */
export async function findBarcode(
  tx: Tx, who: Who, { barcode }: Input<typeof contract.findBarcode>,
): Promise<Reply<typeof contract.findBarcode>> {
  const article = await holderOf(tx, who.chain_id, barcode)
  if (!article) refuse(whyNotBarcode(barcode) ?? 'barcode_unknown', { barcode })
  return await asSku(tx, who.chain_id, article)
}

/** Creates an article. A barcode that an article on sale has is refused with that article's name. */
export async function createGoods(
  tx: Tx, who: Who, input: Input<typeof contract.createGoods>,
): Promise<Reply<typeof contract.createGoods>> {
  const { op_key, ...wanted } = input
  const { sku_id } = await once(tx, who, {
    owner_id: who.chain_id, op_key, verb: 'goods.create', input: wanted,
    act: () => createNow(tx, who, wanted),
  })
  return await readSku(tx, who.chain_id, sku_id)
}

type NewGoods = Omit<Input<typeof contract.createGoods>, 'op_key'>

async function createNow(tx: Tx, who: Who, wanted: NewGoods): Promise<{ sku_id: string }> {
  const number = await store.lockNumbers(tx, who.chain_id) + 1
  if (wanted.barcode !== null) await takeBarcode(tx, who, wanted.barcode)

  const { name, category, unit, sold_by, list_price_fen, member_price_fen } = wanted
  const article: Article = {
    id: newId(), product_id: newId(), ...codesOf(number, sold_by), name, ...spellingOf(name, 'thing'),
    category, unit, sold_by, list_price_fen, member_price_fen, cost_fen: null, source_code: null,
    picture: null, made_at: who.now, deleted_at: null,
  }
  await store.setLastNumber(tx, who.chain_id, number)
  await store.insertArticles(tx, who.chain_id, [article])
  await store.insertGrams(tx, who.chain_id, gramsOf(name).map((gram) => ({ gram, sku_id: article.id })))
  if (wanted.barcode !== null)
    await store.insertBarcodes(tx, who.chain_id, [
      { barcode: wanted.barcode, kind: kindOf(wanted.barcode), sku_id: article.id }])
  await writePrice(tx, who, article)
  await tellOfChange(tx, who, {
    verb: 'goods.create', sku_id: article.id,
    detail: { list_price_fen, member_price_fen, barcode: wanted.barcode },
  })
  return { sku_id: article.id }
}

/** Refuses a barcode that an article on sale has; a deleted article gives it up. */
async function takeBarcode(tx: Tx, who: Who, wanted: string): Promise<void> {
  const holders = await store.readHolders(tx, who.chain_id, spellingsOf(wanted))
  const articles = await store.readArticles(tx, who.chain_id, holders.map(({ sku_id }) => sku_id))
  const live = articles.find(({ deleted_at }) => deleted_at === null)
  if (live) refuse('barcode_taken', { barcode: wanted, name: live.name })
  refuseIf(holders.length > 0 ? null : whyNotBarcode(wanted), { barcode: wanted })
  await store.deleteBarcodes(tx, who.chain_id, holders.map((held) => held.barcode))
}

/** Sets both prices from now on; the old ones stay on record. The same prices again change nothing. */
export async function priceGoods(
  tx: Tx, who: Who, input: Input<typeof contract.priceGoods>,
): Promise<Reply<typeof contract.priceGoods>> {
  const { sku_id, list_price_fen, member_price_fen } = input
  await store.lockNumbers(tx, who.chain_id)
  const before = await liveArticle(tx, who.chain_id, sku_id)
  if (before.list_price_fen === list_price_fen && before.member_price_fen === member_price_fen)
    return await asSku(tx, who.chain_id, before)

  const article = { ...before, list_price_fen, member_price_fen }
  await store.updateArticles(tx, who.chain_id, [article])
  await writePrice(tx, who, article)
  await tellOfChange(tx, who, {
    verb: 'goods.price', sku_id,
    detail: {
      before: { list_price_fen: before.list_price_fen, member_price_fen: before.member_price_fen },
      after: { list_price_fen, member_price_fen },
    },
  })
  return await asSku(tx, who.chain_id, article)
}

/**
 * Gives an article one more barcode. One it has already changes nothing; another's is refused with its name.
 */
export async function addBarcode(
  tx: Tx, who: Who, { sku_id, barcode }: Input<typeof contract.addBarcode>,
): Promise<Reply<typeof contract.addBarcode>> {
  const { article, own } = await lockBarcodes(tx, who.chain_id, { sku_id, barcode })
  if (own.length === 0) {
    await takeBarcode(tx, who, barcode)
    await store.insertBarcodes(tx, who.chain_id, [{ barcode, kind: kindOf(barcode), sku_id }])
    await tellOfChange(tx, who, { verb: 'goods.barcode_add', sku_id, detail: { barcode } })
  }
  return await asSku(tx, who.chain_id, article)
}

/** Takes a barcode from an article; one it does not have changes nothing. */
export async function removeBarcode(
  tx: Tx, who: Who, { sku_id, barcode }: Input<typeof contract.removeBarcode>,
): Promise<Reply<typeof contract.removeBarcode>> {
  const { article, own } = await lockBarcodes(tx, who.chain_id, { sku_id, barcode })
  if (own.length > 0) {
    await store.deleteBarcodes(tx, who.chain_id, own)
    await tellOfChange(tx, who, { verb: 'goods.barcode_remove', sku_id, detail: { barcode } })
  }
  return await asSku(tx, who.chain_id, article)
}

/** An article on sale, and the spellings of a barcode that are its own. */
async function lockBarcodes(tx: Tx, chain_id: string, at: { sku_id: string; barcode: string }) {
  await store.lockNumbers(tx, chain_id)
  const article = await liveArticle(tx, chain_id, at.sku_id)
  const holders = await store.readHolders(tx, chain_id, spellingsOf(at.barcode))
  return { article, own: holders.filter((held) => held.sku_id === at.sku_id).map((held) => held.barcode) }
}

/** Takes an article off sale. It keeps its history, and its barcodes until another article wants them. */
export async function deleteGoods(
  tx: Tx, who: Who, { sku_id }: Input<typeof contract.deleteGoods>,
): Promise<Reply<typeof contract.deleteGoods>> {
  await store.lockNumbers(tx, who.chain_id)
  const [article] = await store.readArticles(tx, who.chain_id, [sku_id])
  if (!article) refuse('not_found')
  if (article.deleted_at === null) {
    await store.updateArticles(tx, who.chain_id, [{ ...article, deleted_at: who.now }])
    await tellOfChange(tx, who, { verb: 'goods.delete', sku_id, detail: {} })
  }
  return { deleted_on: localTime(article.deleted_at ?? who.now, who.zone).day }
}

async function holderOf(tx: Tx, chain_id: string, wanted: string): Promise<Article | undefined> {
  const holders = await store.readHolders(tx, chain_id, spellingsOf(wanted))
  const articles = await store.readArticles(tx, chain_id, holders.map(({ sku_id }) => sku_id))
  return articles.find(({ deleted_at }) => deleted_at === null)
}

async function writePrice(
  tx: Tx, who: Who, { id, list_price_fen, member_price_fen }: Article,
): Promise<void> {
  await store.insertPrices(tx, who.chain_id, [{
    sku_id: id, id: newId(), list_price_fen, member_price_fen, made_by: who.principal.id, from_at: who.now,
  }])
}
