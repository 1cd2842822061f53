import type { Fen, Milli } from '#contract/money.ts'
import type { Basket as PriceBasket, Priced } from '#pricing/basket.ts'
import { price } from '#pricing/price.ts'
import type { Basket, Line } from './basket.ts'

/**
 * The basket's price by the very engine the server uses, so that each tap is answered at once. Points and 抹零
 * are left out: they come with the quote, because their rules are the server's to say.
 */
export function priceBasket(lines: readonly Line[], withMember: boolean): Priced {
  const basket: PriceBasket = {
    lines: lines.map(({ sku, qty_m, label_fen, override }) => ({
      sku_id: sku.id,
      name: sku.name,
      sold_by: sku.sold_by,
      qty_m: qty_m as Milli,
      label_fen: label_fen as Fen | null,
      list_price_fen: sku.list_price_fen,
      member_price_fen: sku.member_price_fen,
      override: (override ?? null) as NonNullable<PriceBasket['lines'][number]['override']> | null,
    })),
    member: withMember ? { id: 'member' } : null,
    coupon_fen: 0 as Fen,
    points: 0,
    points_rule: { points_per_yuan: 100 },
    rounding: 'off',
  }
  return price(basket)
}

/** What a member would save on this basket; zero when one is chosen already. */
export function memberWouldSave({ lines, member }: Pick<Basket, 'lines' | 'member'>): number {
  if (member) return 0
  return priceBasket(lines, false).subtotal_fen - priceBasket(lines, true).subtotal_fen
}
