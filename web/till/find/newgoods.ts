import { parseYuan } from '../payment.ts'

/** The form of a new article, as typed. */
export type NewGoods = {
  barcode: string
  name: string
  category: string
  unit: string
  sold_by: 'piece' | 'weight'
  price: string
  member_price: string
}

export const noNewGoods: NewGoods = {
  barcode: '',
  name: '',
  category: '',
  unit: '件',
  sold_by: 'piece',
  price: '',
  member_price: '',
}

/** The first thing that is missing or wrong, as a text key; null when it can be sent. */
export function whyNotCreate({ name, category, price, member_price }: NewGoods) {
  if (name.trim() === '') return 'why_name' as const
  if (category.trim() === '') return 'why_category' as const
  if (!parseYuan(price)) return 'why_price' as const
  return member_price.trim() !== '' && !parseYuan(member_price) ? ('why_price' as const) : null
}

export function newGoodsOf({ barcode, name, category, unit, sold_by, price, member_price }: NewGoods) {
  return {
    barcode: barcode.trim() || null,
    name: name.trim(),
    category: category.trim(),
    unit,
    sold_by,
    list_price_fen: parseYuan(price) ?? 0,
    member_price_fen: parseYuan(member_price),
  }
}
