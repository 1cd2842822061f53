import type { About } from '#contract/approvals.ts'
import type { Basket } from './basket.ts'
import { counter } from './counter.ts'
import { quoteNow, type Quote } from './quote.ts'

export type Prices = Extract<About, { act: 'price_override' }>

/** What a second person must approve of a basket as it was quoted; null where nothing. */
export function pricesToApprove({ lines }: Pick<Basket, 'lines'>, quote: Quote | null): Prices | null {
  const asked = (quote?.to_approve ?? []).flatMap((at) => {
    const priced = quote!.lines[at], override = lines[at]?.override
    if (!priced || !override) return []
    const { sku_id, qty_m, list_fen, amount_fen, unit_price_fen } = priced
    return [{ sku_id, qty_m, list_fen, amount_fen, unit_price_fen, reason: override.reason }]
  })
  return asked.length === 0 ? null : { act: 'price_override', lines: asked }
}

/** Whether just these prices were approved; anything else is asked anew. */
export const isApproved = ({ approval }: Pick<Basket, 'approval'>, prices: Prices | null): boolean =>
  prices === null || approval?.about === JSON.stringify(prices)

/** The prices that wait for a second person now: null where none do, or none are known yet. */
export function waitingPrices(): Prices | null {
  const basket = counter.get(), prices = pricesToApprove(basket, quoteNow())
  return isApproved(basket, prices) ? null : prices
}
