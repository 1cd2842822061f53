import type { Sku } from '#contract/goods.ts'
import type { MemberCard } from '#contract/members.ts'
import type { Fen } from '#contract/money.ts'

/** An article for the tests of the till: a piece at 16.80, unless told otherwise. */
export const sku = (name: string, change: Partial<Sku>): Sku => ({
  id: `id-${name}`,
  product_id: `product-${name}`,
  code: name.toUpperCase(),
  name,
  category: 'food',
  unit: 'pc',
  sold_by: 'piece',
  list_price_fen: 1680 as Fen,
  member_price_fen: null,
  barcodes: [],
  plu: null,
  pinyin: '',
  initials: '',
  picture: null,
  ...change,
})

export const member = (name: string): MemberCard => ({
  id: `id-${name}`,
  name,
  phone_masked: '138****5678',
  joined_on: '2026-01-01',
  birthday: null,
  note: '',
  last_visit_at: null,
  holdings: { principal_fen: 41_260 as Fen, bonus_fen: 6840 as Fen, points: 3486 },
})
