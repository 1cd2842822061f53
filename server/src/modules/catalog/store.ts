import type { Fen } from '#contract/money.ts'
import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { nameKeyOf } from '#kernel/grams.ts'
import type { NameWanted } from '#kernel/grams.ts'
import { insertRows, unnested } from '#kernel/rows.ts'
import type { Columns } from '#kernel/rows.ts'
import { first_number } from './rules.ts'
import type { Article, Barcode, SkuForSale } from './rules.ts'

const article = sql.raw(`s.id, s.product_id, s.code, p.name, p.category, s.unit, s.sold_by, s.list_price_fen,
  s.member_price_fen, s.cost_fen, s.plu, s.pinyin, s.initials, s.source_code, s.picture,
  s.made_at, s.deleted_at`)

/** What the settle path sells, by key: one statement whatever the number. */
export async function readForSale(
  tx: Tx, chain_id: string, sku_ids: readonly string[],
): Promise<SkuForSale[]> {
  const { rows } = await sql<SkuForSale>`
    select s.id, p.name, s.unit, s.sold_by, s.list_price_fen, s.member_price_fen,
           s.deleted_at is not null as deleted
      from unnest(${sku_ids}::uuid[]) as wanted(id)
      join catalog.skus s on s.chain_id = ${chain_id} and s.id = wanted.id
      join catalog.products p on p.chain_id = ${chain_id} and p.id = s.product_id`.execute(tx)
  return rows
}

export async function readArticles(tx: Tx, chain_id: string, sku_ids: readonly string[]): Promise<Article[]> {
  const { rows } = await sql<Article>`
    select ${article}
      from unnest(${sku_ids}::uuid[]) as wanted(id)
      join catalog.skus s on s.chain_id = ${chain_id} and s.id = wanted.id
      join catalog.products p on p.chain_id = ${chain_id} and p.id = s.product_id`.execute(tx)
  return rows
}

export async function readArticlesBySource(
  tx: Tx, chain_id: string, source_codes: readonly string[],
): Promise<Article[]> {
  const { rows } = await sql<Article>`
    select ${article}
      from unnest(${source_codes}::text[]) as wanted(source_code)
      join catalog.skus s on s.chain_id = ${chain_id} and s.source_code = wanted.source_code
      join catalog.products p on p.chain_id = ${chain_id} and p.id = s.product_id`.execute(tx)
  return rows
}

/** Everything on sale, in the order of its codes. */
export async function readLiveArticles(tx: Tx, chain_id: string): Promise<Article[]> {
  const { rows } = await sql<Article>`
    select ${article}
      from catalog.skus s join catalog.products p on p.chain_id = ${chain_id} and p.id = s.product_id
     where s.chain_id = ${chain_id} and s.deleted_at is null order by s.code`.execute(tx)
  return rows
}

/** Barcodes by article; those of the trade before a shop's own. */
export async function readBarcodes(tx: Tx, chain_id: string, sku_ids: readonly string[]) {
  const { rows } = await sql<{ sku_id: string; barcodes: string[] }>`
    select b.sku_id, array_agg(b.barcode order by b.kind, b.barcode) as barcodes
      from unnest(${sku_ids}::uuid[]) as wanted(id)
      join catalog.barcodes b on b.chain_id = ${chain_id} and b.sku_id = wanted.id
     group by b.sku_id`.execute(tx)
  return new Map(rows.map(({ sku_id, barcodes }) => [sku_id, barcodes]))
}

export async function readHolders(tx: Tx, chain_id: string, barcodes: readonly string[]) {
  const { rows } = await sql<{ barcode: string; sku_id: string }>`
    select b.barcode, b.sku_id from unnest(${barcodes}::text[]) as wanted(barcode)
      join catalog.barcodes b on b.chain_id = ${chain_id} and b.barcode = wanted.barcode`.execute(tx)
  return rows
}

/**
 * The chain's goods stand still for others until this transaction ends. Returns the last article number given
 * out.
 */
export async function lockNumbers(tx: Tx, chain_id: string): Promise<number> {
  const { rows } = await sql<{ last_number: number }>`
    insert into catalog.numbers (chain_id, last_number) values (${chain_id}, ${first_number - 1})
    on conflict (chain_id) do update set last_number = catalog.numbers.last_number
    returning last_number`.execute(tx)
  return rows[0]!.last_number
}

export async function setLastNumber(tx: Tx, chain_id: string, last_number: number): Promise<void> {
  await sql`update catalog.numbers set last_number = ${last_number} where chain_id = ${chain_id}`.execute(tx)
}

export async function insertArticles(tx: Tx, chain_id: string, articles: readonly Article[]): Promise<void> {
  await insertRows(tx, {
    table: 'catalog.products',
    columns: { chain_id: 'uuid', id: 'uuid', name: 'text', category: 'text', made_at: 'timestamptz' },
  }, articles.map(({ product_id, name, category, made_at }) =>
    ({ chain_id, id: product_id, name, category, made_at })))
  await insertRows(tx, {
    table: 'catalog.skus',
    columns: {
      chain_id: 'uuid', id: 'uuid', product_id: 'uuid', code: 'text', unit: 'text', sold_by: 'text',
      list_price_fen: 'int8', member_price_fen: 'int8', cost_fen: 'int8', plu: 'text', name_key: 'text',
      pinyin: 'text',
      initials: 'text', source_code: 'text', made_at: 'timestamptz',
    },
  }, articles.map(({ name, category: _category, picture: _picture, deleted_at: _deleted, ...made }) =>
    ({ chain_id, name_key: nameKeyOf(name), ...made })))
}

type Changeable = Omit<Article, 'made_at' | 'code' | 'picture'> & { name_key: string }
const changeable: Columns<Changeable> = {
  id: 'uuid', product_id: 'uuid', name: 'text', category: 'text', unit: 'text', sold_by: 'text',
  list_price_fen: 'int8',
  member_price_fen: 'int8', cost_fen: 'int8', plu: 'text', name_key: 'text', pinyin: 'text', initials: 'text',
  source_code: 'text', deleted_at: 'timestamptz',
}

/**
 * Writes articles as they stand now. The chain's numbers are locked, so nobody else writes them meanwhile.
 */
export async function updateArticles(tx: Tx, chain_id: string, articles: readonly Article[]): Promise<void> {
  if (articles.length === 0) return
  const changed: Changeable[] = articles.map((after) => ({ ...after, name_key: nameKeyOf(after.name) }))
  await sql`update catalog.products p set name = r.name, category = r.category
    from ${unnested(changeable, changed, 'r')}
    where p.chain_id = ${chain_id} and p.id = r.product_id`.execute(tx)
  await sql`update catalog.skus s set unit = r.unit, sold_by = r.sold_by, list_price_fen = r.list_price_fen,
         member_price_fen = r.member_price_fen, cost_fen = r.cost_fen, plu = r.plu, name_key = r.name_key,
         pinyin = r.pinyin, initials = r.initials, source_code = r.source_code, deleted_at = r.deleted_at
    from ${unnested(changeable, changed, 'r')}
    where s.chain_id = ${chain_id} and s.id = r.id`.execute(tx)
}

export async function insertBarcodes(tx: Tx, chain_id: string, barcodes: readonly Barcode[]): Promise<void> {
  await insertRows(tx, {
    table: 'catalog.barcodes', columns: { chain_id: 'uuid', barcode: 'text', sku_id: 'uuid', kind: 'text' },
  }, barcodes.map((barcode) => ({ chain_id, ...barcode })))
}

export async function deleteBarcodes(tx: Tx, chain_id: string, barcodes: readonly string[]): Promise<void> {
  if (barcodes.length === 0) return
  await sql`delete from catalog.barcodes
    where chain_id = ${chain_id} and barcode = any(${barcodes}::text[])`.execute(tx)
}

export type Price = {
  sku_id: string; id: string; list_price_fen: Fen; member_price_fen: Fen | null; made_by: string
  from_at: Date
}

export async function insertPrices(tx: Tx, chain_id: string, prices: readonly Price[]): Promise<void> {
  await insertRows(tx, {
    table: 'catalog.prices',
    columns: {
      chain_id: 'uuid', sku_id: 'uuid', id: 'uuid', list_price_fen: 'int8', member_price_fen: 'int8',
      made_by: 'uuid',
      from_at: 'timestamptz',
    },
  }, prices.map((price) => ({ chain_id, ...price })))
}

export async function deleteGrams(tx: Tx, chain_id: string, sku_ids: readonly string[]): Promise<void> {
  if (sku_ids.length === 0) return
  await sql`delete from catalog.grams
    where chain_id = ${chain_id} and sku_id = any(${sku_ids}::uuid[])`.execute(tx)
}

/**
 * A large import has hundreds of thousands of pieces: one statement for all would run into its time limit.
 */
const grams_per_statement = 50_000

export async function insertGrams(
  tx: Tx, chain_id: string, grams: readonly { gram: string; sku_id: string }[],
): Promise<void> {
  for (let from = 0; from < grams.length; from += grams_per_statement)
    await insertRows(tx, {
      table: 'catalog.grams', columns: { chain_id: 'uuid', gram: 'text', sku_id: 'uuid' },
    }, grams.slice(from, from + grams_per_statement).map((gram) => ({ chain_id, ...gram })))
}

/**
 * What a search looks for: pieces of the name, letters typed for it, a code or the beginning of a barcode.
 */
export type GoodsSearch = NameWanted & { letters: string | null; codes: readonly string[] }
export type GoodsFilter = { search: GoodsSearch | null; deleted: boolean; category: string | null }

/** Articles whose names fit. One piece that is the whole search needs no second look. */
function named(chain_id: string, { grams, words }: NameWanted) {
  if (grams.length === 1 && grams[0] === words.join(' ')) return sql`
    select g.sku_id from catalog.grams g where g.chain_id = ${chain_id} and g.gram = ${grams[0]}`
  return sql`
    select n.id from catalog.skus n
     where n.chain_id = ${chain_id} and n.id in (
           select g.sku_id from catalog.grams g
            where g.chain_id = ${chain_id} and g.gram = any(${grams}::text[])
            group by g.sku_id having count(*) = ${grams.length}::int8)
       and 0 < all (select strpos(n.name_key, w.word) from unnest(${words}::text[]) as w(word))`
}

/**
 * Articles that fit, each way by an equality or a beginning, which are what an index serves under row
 * security.
 */
function fitting(chain_id: string, { grams, words, letters, codes }: GoodsSearch) {
  return sql`
    ${named(chain_id, { grams, words })}
    union select b.sku_id from catalog.barcodes b
     where b.chain_id = ${chain_id} and b.barcode = any(${codes}::text[])
    union select b.sku_id from catalog.barcodes b
     where b.chain_id = ${chain_id} and starts_with(b.barcode, ${codes[0] ?? null}::text)
    union select s.id from catalog.skus s
     where s.chain_id = ${chain_id} and s.code = any(${codes}::text[])
    union select s.id from catalog.skus s
     where s.chain_id = ${chain_id} and starts_with(s.pinyin, ${letters}::text)
    union select s.id from catalog.skus s
     where s.chain_id = ${chain_id} and starts_with(s.initials, ${letters}::text)`
}

const filtered = (chain_id: string, { search, deleted }: GoodsFilter) => sql`
  s.chain_id = ${chain_id} and (s.deleted_at is not null) = ${deleted}::bool
  ${search ? sql`and s.id in (${fitting(chain_id, search)})` : sql``}`

/** A page of articles after the code `after`, in the order of codes. */
export async function searchArticles(
  tx: Tx, chain_id: string, page: GoodsFilter & { after: string | null; limit: number },
): Promise<Article[]> {
  const { rows } = await sql<Article>`
    select ${article}
      from catalog.skus s join catalog.products p on p.chain_id = ${chain_id} and p.id = s.product_id
     where ${filtered(chain_id, page)}
       ${page.category === null ? sql`` : sql`and p.category = ${page.category}`}
       ${page.after === null ? sql`` : sql`and s.code > ${page.after}`}
     order by s.code limit ${page.limit}`.execute(tx)
  return rows
}

/** How many articles fit in each category, those with most first. */
export async function countCategories(tx: Tx, chain_id: string, filter: GoodsFilter) {
  const { rows } = await sql<{ name: string; goods: number }>`
    select p.category as name, count(*) as goods
      from catalog.skus s join catalog.products p on p.chain_id = ${chain_id} and p.id = s.product_id
     where ${filtered(chain_id, filter)}
     group by p.category order by goods desc, name`.execute(tx)
  return rows
}
