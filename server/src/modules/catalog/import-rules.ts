import type { SoldBy } from '#contract/goods.ts'
import type { Fen } from '#contract/money.ts'
import { assert } from '#kernel/refusal.ts'
import { spellingOf } from '#kernel/spelling.ts'
import { codesOf, kindOf, pluOf, spellingsOf } from './rules.ts'
import type { Article, Barcode } from './rules.ts'

/**
 * An article out of a file. `source_code` is the key by which the same file finds it again. What the file
 * does not say (no cost, no member price, no barcode) leaves an article that is known already as it is.
 */
export type GoodsForImport = {
  source_code: string; name: string; category: string; unit: string; sold_by: SoldBy; list_price_fen: Fen
  member_price_fen: Fen | null; cost_fen: Fen | null; barcode: string | null
  /** The shop's own spelling where the file has one; made from the name where it has none. */
  pinyin?: string; initials?: string
}

export type ImportedGoods = {
  source_code: string; sku_id: string; outcome: 'new' | 'changed' | 'unchanged'
  /** The article that has this barcode already: the row entered without it. */
  barcode_held_by: string | null
}

/** Which article has a barcode now. */
export type Holder = Pick<Barcode, 'barcode' | 'sku_id'>

/** Every article that the rows may mean: by source code, or as the holder of a barcode. */
export type ImportState = { articles: readonly Article[]; holders: readonly Holder[]; last_number: number }

export type ImportPlan = {
  made: Article[]; changed: Article[]; renamed: Article[]; repriced: Article[]
  freed: string[]; barcodes: Barcode[]; results: ImportedGoods[]; last_number: number
}

/** The matching of rows and articles while rows are taken one after the other. */
type Desk = {
  plan: ImportPlan
  bySource: Map<string, Article>
  byId: Map<string, Article>
  holders: Map<string, Holder>
}

/**
 * Decides what an import writes: pure, and the same rows over what they made change nothing. A row is known
 * by its source code, or by its barcode where that article was made by hand; a row about a deleted article
 * puts it back on sale. `newId` and `now` come from the caller.
 */
export function planImport(
  rows: readonly GoodsForImport[], state: ImportState, { newId, now }: { newId: () => string; now: Date },
): ImportPlan {
  const plan: ImportPlan = {
    made: [], changed: [], renamed: [], repriced: [], freed: [], barcodes: [], results: [],
    last_number: state.last_number,
  }
  const desk: Desk = {
    plan, byId: new Map(state.articles.map((article) => [article.id, article])),
    bySource: new Map(state.articles.flatMap((article) =>
      article.source_code === null ? [] : [[article.source_code, article]])),
    holders: new Map(state.holders.map((holder) => [holder.barcode, holder])),
  }
  for (const row of rows) {
    const known = desk.bySource.get(row.source_code) ?? madeByHand(desk, row)
    const article = known ? changedBy(row, known)
      : madeFrom(row, { number: plan.last_number += 1, newId, now })
    const outcome = known ? writeOver(plan, known, article) : 'new'
    if (!known) plan.made.push(article)
    // The same source code again in these rows would be the same article.
    desk.bySource.set(row.source_code, article)
    desk.byId.set(article.id, article)
    const { added, held_by } = takeBarcode(desk, row, article)
    plan.results.push({
      source_code: row.source_code, sku_id: article.id, barcode_held_by: held_by,
      outcome: outcome === 'unchanged' && added ? 'changed' : outcome,
    })
  }
  return plan
}

/** An article made at the till with the row's barcode, before any import knew it: it is the same article. */
function madeByHand({ byId, holders }: Desk, { barcode }: GoodsForImport): Article | undefined {
  const holder = barcode === null ? undefined : holderOf(holders, barcode)
  const article = holder && byId.get(holder.sku_id)
  return article && article.source_code === null && article.deleted_at === null ? article : undefined
}

const holderOf = (holders: ReadonlyMap<string, Holder>, barcode: string): Holder | undefined =>
  spellingsOf(barcode).map((spelling) => holders.get(spelling)).find((holder) => holder !== undefined)

function namedBy(
  { name, pinyin, initials }: GoodsForImport,
): { name: string; pinyin: string; initials: string } {
  const spelling = pinyin && initials ? { pinyin, initials } : spellingOf(name, 'thing')
  return { name, pinyin: pinyin || spelling.pinyin, initials: initials || spelling.initials }
}

function madeFrom(row: GoodsForImport, made: { number: number; newId: () => string; now: Date }): Article {
  const { category, unit, sold_by, list_price_fen, member_price_fen, cost_fen, source_code } = row
  return {
    id: made.newId(), product_id: made.newId(), ...codesOf(made.number, sold_by), ...namedBy(row), category,
    unit, sold_by, list_price_fen, member_price_fen, cost_fen, source_code,
    picture: null, made_at: made.now, deleted_at: null,
  }
}

function changedBy(row: GoodsForImport, known: Article): Article {
  const { category, unit, sold_by, list_price_fen, source_code } = row
  return {
    ...known, ...namedBy(row), category, unit, sold_by, plu: pluOf(known.code, sold_by), list_price_fen,
    source_code,
    member_price_fen: row.member_price_fen ?? known.member_price_fen,
    cost_fen: row.cost_fen ?? known.cost_fen,
    deleted_at: null,
  }
}

function writeOver(plan: ImportPlan, before: Article, after: Article): 'changed' | 'unchanged' {
  const differs = (Object.keys(after) as (keyof Article)[]).some((field) => before[field] !== after[field])
  if (!differs) return 'unchanged'
  plan.changed.push(after)
  if (before.name !== after.name) plan.renamed.push(after)
  const repriced = before.list_price_fen !== after.list_price_fen
    || before.member_price_fen !== after.member_price_fen
  if (repriced) plan.repriced.push(after)
  return 'changed'
}

/**
 * Gives the row's barcode to its article, unless another article on sale has it. A deleted article gives it
 * up.
 */
function takeBarcode(
  desk: Desk, { barcode }: GoodsForImport, article: Article,
): { added: boolean; held_by: string | null } {
  const { plan, holders, byId } = desk
  const holder = barcode === null ? undefined : holderOf(holders, barcode)
  if (barcode === null || holder?.sku_id === article.id) return { added: false, held_by: null }
  if (holder) {
    const other = byId.get(holder.sku_id)
    assert(other, 'the holder of every barcode in the rows was read')
    if (other.deleted_at === null) return { added: false, held_by: other.name }
    holders.delete(holder.barcode)
    plan.freed.push(holder.barcode)
  }
  holders.set(barcode, { barcode, sku_id: article.id })
  plan.barcodes.push({ barcode, kind: kindOf(barcode), sku_id: article.id })
  return { added: true, held_by: null }
}
