import type { Sku, SoldBy } from '#contract/goods.ts'
import type { Fen } from '#contract/money.ts'
import type { TextKey } from '#contract/texts/zh.ts'
import { isValidEan } from '#pricing/barcodes.ts'

/** An article as it is kept. Prices and cost are per piece or per kilogram. */
export type Article = {
  id: string; product_id: string; code: string; name: string; category: string; unit: string; sold_by: SoldBy
  list_price_fen: Fen; member_price_fen: Fen | null; cost_fen: Fen | null; plu: string | null; pinyin: string
  initials: string; source_code: string | null; picture: string | null; made_at: Date; deleted_at: Date | null
}

/** What the settle path wants to know of an article. */
export type SkuForSale = {
  id: string; name: string; unit: string; sold_by: SoldBy; list_price_fen: Fen; member_price_fen: Fen | null
  deleted: boolean
}

export type BarcodeKind = 'ean' | 'plain'
export type Barcode = { barcode: string; kind: BarcodeKind; sku_id: string }

/** The first article number of a chain. Five digits, because a scale's label has room for five (R2.02). */
export const first_number = 10_001

/** An article's number as its code; goods by weight carry it on the labels of scales too. */
export function codesOf(number: number, sold_by: SoldBy): { code: string; plu: string | null } {
  const code = String(number)
  return { code, plu: pluOf(code, sold_by) }
}

export function pluOf(code: string, sold_by: SoldBy): string | null {
  return sold_by === 'weight' && code.length === 5 ? code : null
}

export const kindOf = (barcode: string): BarcodeKind => isValidEan(barcode) ? 'ean' : 'plain'

/**
 * The spellings of one code: scanners tell UPC-A 036000291452 and EAN-13 0036000291452 apart by a zero alone
 * (R2.01).
 */
export function spellingsOf(barcode: string): string[] {
  if (/^\d{12}$/.test(barcode)) return [barcode, `0${barcode}`]
  return /^0\d{12}$/.test(barcode) ? [barcode, barcode.slice(1)] : [barcode]
}

/**
 * Why a code cannot be a barcode of the trade: it has an EAN's length and a wrong check digit (R2.01, R2.04).
 * Codes that begin with 2 belong to the shop, which may write into them what it likes.
 */
export function whyNotBarcode(barcode: string): TextKey | null {
  const looksLikeEan = /^(\d{8}|\d{12,13})$/.test(barcode) && !barcode.startsWith('2')
  return looksLikeEan && !isValidEan(barcode) ? 'barcode_wrong_check_digit' : null
}

/** An article as tills and screens see it. */
export function skuOf(article: Article, barcodes: readonly string[]): Sku {
  const { id, product_id, code, name, category, unit, sold_by, list_price_fen, member_price_fen } = article
  const { plu, pinyin, initials, picture } = article
  return {
    id, product_id, code, name, category, unit, sold_by, list_price_fen, member_price_fen,
    barcodes: [...barcodes],
    plu, pinyin, initials, picture,
  }
}

/** The categories of some articles, those with most articles first. */
export function categoriesOf(articles: readonly { category: string }[]): string[] {
  const counts = new Map<string, number>()
  for (const { category } of articles) counts.set(category, (counts.get(category) ?? 0) + 1)
  return [...counts].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1))
    .map(([category]) => category)
}
