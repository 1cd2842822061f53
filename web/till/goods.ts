import type { LabelLayout, Sku } from '#contract/goods.ts'

/** The catalogue as the till looks things up in it. */
export type Goods = {
  version: number
  skus: Sku[]
  categories: string[]
  layouts: LabelLayout[]
  byId: ReadonlyMap<string, Sku>
  /** Barcodes and article codes, in capitals. */
  byCode: ReadonlyMap<string, Sku>
  byPlu: ReadonlyMap<string, Sku>
}

export type Catalog = { version: number; categories: string[]; skus: Sku[]; label_layouts: LabelLayout[] }

export const noGoods: Goods = indexGoods({ version: 0, categories: [], skus: [], label_layouts: [] })

export function indexGoods({ version, categories, skus, label_layouts }: Catalog): Goods {
  const byCode = new Map<string, Sku>()
  // Barcodes are set after codes: what a scanner reads wins over what somebody may type.
  for (const sku of skus) byCode.set(sku.code.toUpperCase(), sku)
  for (const sku of skus) for (const barcode of sku.barcodes) byCode.set(barcode.toUpperCase(), sku)
  return {
    version,
    skus,
    categories,
    layouts: label_layouts,
    byCode,
    byId: new Map(skus.map((sku) => [sku.id, sku])),
    byPlu: new Map(skus.flatMap((sku) => (sku.plu === null ? [] : [[sku.plu, sku] as const]))),
  }
}

/** What a member pays where that is less than the list price; otherwise null. */
export const memberPrice = ({ list_price_fen, member_price_fen }: Sku): number | null =>
  member_price_fen !== null && member_price_fen < list_price_fen ? member_price_fen : null

/** Goods for some words, best first: by initials, pinyin, name, code or barcode. At most `limit`. */
export function searchGoods(skus: readonly Sku[], text: string, limit: number): Sku[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return []
  const found: { sku: Sku; rank: number }[] = []
  for (const sku of skus) {
    const rank = rankOf(sku, wanted)
    if (rank < worst) found.push({ sku, rank })
  }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ sku }) => sku)
}

const worst = 9

function rankOf(sku: Sku, wanted: string): number {
  const name = sku.name.toLowerCase()
  if (name === wanted || sku.initials === wanted) return 0
  if (name.startsWith(wanted)) return 1
  if (sku.initials.startsWith(wanted)) return 2
  if (sku.pinyin.replaceAll(' ', '').startsWith(wanted)) return 3
  // One or two digits are in half of all names: 500 g, 10 pieces.
  if (name.includes(wanted) && !/^\d{1,2}$/.test(wanted)) return 4
  if (sku.initials.includes(wanted) && wanted.length > 1) return 5
  if (sku.code.toLowerCase().startsWith(wanted) || sku.plu === wanted) return 6
  if (wanted.length > 3 && sku.barcodes.some((barcode) => barcode.endsWith(wanted))) return 7
  return wanted.length > 2 && sku.pinyin.replaceAll(' ', '').includes(wanted) ? 8 : worst
}
