import type { About } from '#contract/approvals.ts'
import type { Settings } from '#contract/settings.ts'
import type { Act } from '#kernel/audit.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Who } from '#kernel/who.ts'
import type { SkuForSale } from '#modules/catalog/catalog.ts'
import type { Priced } from '#pricing/basket.ts'
import { linePrice } from '#pricing/lineprice.ts'
import { lineAmount } from '#pricing/round.ts'
import { basketLine } from './sale-rules.ts'
import type { Wanted } from './sale-rules.ts'

/** A basket that is priced: what was wanted, of which goods, at which prices; all by line. */
export type PricedBasket = { wanted: Wanted; goods: readonly SkuForSale[]; priced: Priced }

const overridden = ({ wanted }: PricedBasket): number[] =>
  wanted.lines.flatMap(({ override }, at) => override ? [at] : [])

/** Nothing costs more than is marked on it (R1.52), whoever says so. */
export function refuseAboveMarked(basket: PricedBasket): void {
  for (const at of overridden(basket)) {
    const { amount_fen, list_fen } = basket.priced.lines[at]!
    if (amount_fen > list_fen)
      refuse('override_above_marked', { name: basket.goods[at]!.name, marked_fen: list_fen })
  }
}

/** What a labelled line would cost by the marked price of today. */
const byList = (basket: PricedBasket, at: number): number =>
  lineAmount(basket.goods[at]!.list_price_fen, basket.wanted.lines[at]!.qty_m)

/**
 * A scale may lag behind a price, and an evening's label may be a discount; one far below either is misread,
 * or a way to sell for nothing. It needs the price to be set, with whoever must agree.
 */
export function refuseFarBelow(basket: PricedBasket, { label_least_bp }: Settings): void {
  for (const [at, { label_fen, override }] of basket.wanted.lines.entries()) {
    if (label_fen == null || override) continue
    const marked_fen = byList(basket, at)
    if (label_fen * 10_000 < marked_fen * label_least_bp)
      refuse('label_far_below', { name: basket.goods[at]!.name, label_fen, marked_fen })
  }
}

/** Labels below what a cashier may give away by themselves, on record: they lower a price without a name. */
export function lowLabelActs(basket: PricedBasket, sale: { id: string; store_id: string },
  free_bp: number): Act[] {
  return basket.wanted.lines.flatMap(({ sku_id, label_fen, override }, at) => {
    const marked_fen = byList(basket, at)
    if (label_fen == null || override || label_fen * 10_000 >= marked_fen * free_bp) return []
    return [{
      verb: 'sale.low_label', ref: sale.id,
      detail: { store_id: sale.store_id, line: at + 1, sku_id, before: marked_fen, after: label_fen },
    } satisfies Act]
  })
}

/**
 * The lines, by their place, whose price a second person must approve: every one for whoever may not override
 * prices themselves, else gifts, and what falls below the share that settings leave free.
 */
export function linesToApprove(basket: PricedBasket, who: Who, settings: Settings): number[] {
  const may = who.permissions.has('sales.override_price')
  return overridden(basket).filter((at) => {
    const { amount_fen, list_fen } = basket.priced.lines[at]!
    // A low label is no measure for what may be given away.
    const marked_fen = Math.max(list_fen, byList(basket, at))
    return !may || (amount_fen === 0 && marked_fen > 0)
      || amount_fen * 10_000 < marked_fen * settings.price_override_free_bp
  })
}

/** What a second person is asked for these lines. */
export function aboutLines(
  { wanted, priced }: PricedBasket, places: readonly number[],
): Extract<About, { act: 'price_override' }> {
  return {
    act: 'price_override',
    lines: places.map((at) => {
      const { sku_id, qty_m, list_fen, amount_fen } = priced.lines[at]!
      return { sku_id, qty_m, list_fen, amount_fen, ...wanted.lines[at]!.override! }
    }),
  }
}

/** Each price that a person set, on record with what the line would have cost (R6.05). */
export function overrideActs(basket: PricedBasket, sale: { id: string; store_id: string }): Act[] {
  const { wanted, goods, priced } = basket
  const member = wanted.member_id === null ? null : { id: wanted.member_id }
  return overridden(basket).map((at) => {
    const line = wanted.lines[at]!, { unit_price_fen, amount_fen } = priced.lines[at]!
    const before = linePrice(basketLine({ ...line, override: null }, goods[at]!), member)
    return {
      verb: 'sale.override', ref: sale.id,
      detail: {
        store_id: sale.store_id, line: at + 1, sku_id: line.sku_id, reason: line.override!.reason,
        before: { unit_price_fen: before.unit_price_fen, amount_fen: before.amount_fen },
        after: { unit_price_fen, amount_fen },
      },
    }
  })
}
