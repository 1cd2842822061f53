import type { Sku } from '#contract/goods.ts'
import { isLayout, isValidEan, readLabel } from '#pricing/barcodes.ts'
import type { Goods } from './goods.ts'

/** What was scanned or typed and finished with Enter. */
export type Entry =
  | { kind: 'sku'; sku: Sku; qty_m: number | null; label_fen: number | null }
  | { kind: 'member'; find: string }
  | { kind: 'wrong_check_digit'; code: string }
  | { kind: 'unknown_plu'; code: string; plu: string }
  | { kind: 'unknown_barcode'; code: string }
  | { kind: 'words'; text: string }

/**
 * Decides what a text is, in this order: an article's own code, a scale's label, a phone, a barcode, words to
 * search by. An article's own code goes first, because shops use codes of their own with digits that check
 * nowhere.
 */
export function readEntry(text: string, goods: Goods): Entry {
  const code = text.trim()
  const own = goods.byCode.get(code.toUpperCase())
  if (own) return { kind: 'sku', sku: own, qty_m: own.sold_by === 'piece' ? 1000 : null, label_fen: null }
  if (!/^\d+$/.test(code)) return { kind: 'words', text: code }

  const label = readLabel(code, goods.layouts.filter(isLayout))
  if (label === 'wrong_check_digit') return { kind: 'wrong_check_digit', code }
  if (label) {
    const sku = goods.byPlu.get(label.plu) ?? goods.byPlu.get(label.plu.replace(/^0+(?=\d)/, ''))
    if (!sku) return { kind: 'unknown_plu', code, plu: label.plu }
    const label_fen = label.amount_fen ?? null
    return { kind: 'sku', sku, qty_m: labelQty(sku, label_fen, label.weight_g), label_fen }
  }
  if (/^1[3-9]\d{9}$/.test(code) || code.length === 4) return { kind: 'member', find: code }
  if (code.length < 8) return { kind: 'words', text: code }
  const ean = [8, 12, 13].includes(code.length)
  return ean && !isValidEan(code) ? { kind: 'wrong_check_digit', code } : { kind: 'unknown_barcode', code }
}

/**
 * Whether a scan says more by itself than with the letters that stood in the input before it. A code that the
 * till knows says most, then a barcode that checks; a scan that was cut in two says less than its whole.
 */
export function saysMore(scan: string, whole: string, goods: Goods): boolean {
  return clarity(scan, goods) > clarity(whole, goods)
}

function clarity(text: string, goods: Goods): number {
  const { kind } = readEntry(text, goods)
  if (kind === 'sku') return 3
  const checks = [8, 12, 13].includes(text.trim().length) && isValidEan(text.trim())
  return checks ? 2 : kind === 'words' ? 0 : 1
}

/**
 * A label without a weight still sold some: its amount at today's price, at least a gram; a piece is one
 * piece.
 */
function labelQty(sku: Sku, label_fen: number | null, weight_g?: number): number | null {
  if (sku.sold_by === 'piece') return 1000
  if (weight_g) return weight_g
  if (label_fen === null || sku.list_price_fen === 0) return null
  return Math.max(1, Math.round((label_fen * 1000) / sku.list_price_fen))
}
