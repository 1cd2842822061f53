import type { Basket, BasketLine, LinePrice, Reason } from './basket.ts'
import { asFen, assert } from './assert.ts'
import { halfUp, lineAmount, times } from './round.ts'

/**
 * The first step of C1: what one line costs by itself, and why. An override goes before a label, a label
 * before a member price, a member price only where it is lower than the list price. On a labelled line the
 * label is the marked price, so its list amount is the label too.
 */
export function linePrice(line: BasketLine, member: Basket['member']): LinePrice {
  checkLine(line)
  const { sku_id, qty_m, list_price_fen } = line
  const list_fen = line.label_fen ?? lineAmount(list_price_fen, qty_m)
  const plain = { sku_id, qty_m, list_price_fen, list_fen }

  if (line.override) {
    const { unit_price_fen, reason } = line.override
    const amount_fen = lineAmount(unit_price_fen, qty_m)
    const saved_fen = asFen(list_fen - amount_fen)
    const why: Reason = { kind: 'override', saved_fen, params: { unit_price_fen, reason } }
    return { ...plain, unit_price_fen, amount_fen, reasons: [why] }
  }
  if (line.label_fen !== null) {
    const why: Reason = { kind: 'label_price', saved_fen: asFen(0), params: { label_fen: line.label_fen } }
    // Shown only: the amount is the label's, so the unit price is worked back from it.
    const unit_price_fen = asFen(halfUp(times(line.label_fen, 1000), qty_m))
    return { ...plain, unit_price_fen, amount_fen: line.label_fen, reasons: [why] }
  }
  if (member && line.member_price_fen !== null && line.member_price_fen < list_price_fen) {
    const unit_price_fen = line.member_price_fen
    const amount_fen = lineAmount(unit_price_fen, qty_m)
    const saved_fen = asFen(list_fen - amount_fen)
    const why: Reason = { kind: 'member_price', saved_fen, params: { unit_price_fen } }
    return { ...plain, unit_price_fen, amount_fen, reasons: [why] }
  }
  return { ...plain, unit_price_fen: list_price_fen, amount_fen: list_fen, reasons: [] }
}

/** Input was checked at the contract; what is wrong here is our bug. */
function checkLine({ sku_id, qty_m, list_price_fen, member_price_fen, label_fen, override }: BasketLine) {
  assert(Number.isSafeInteger(qty_m) && qty_m > 0, `quantity ${qty_m} of ${sku_id}`)
  for (const price of [list_price_fen, member_price_fen ?? 0, label_fen ?? 0, override?.unit_price_fen ?? 0])
    assert(Number.isSafeInteger(price) && price >= 0, `price ${price} of ${sku_id}`)
}
