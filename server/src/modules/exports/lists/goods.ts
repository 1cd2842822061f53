import type { exportColumns } from '#contract/exports.ts'
import { listGoods } from '#contract/goods.ts'
import type { SoldBy } from '#contract/goods.ts'
import { listKind } from '../columns.ts'
import type { ColumnsOf, Words } from '../columns.ts'

const ways: Record<SoldBy, Words> = {
  piece: { zh: '按件卖', en: 'By piece' }, weight: { zh: '按重量卖', en: 'By weight' },
}

const columns: ColumnsOf<typeof listGoods, (typeof exportColumns)['goods'][number]> = {
  name: { head: { zh: '商品', en: 'Article' }, kind: 'text', of: (row) => row.name },
  code: { head: { zh: '编码', en: 'Code' }, kind: 'text', of: (row) => row.code },
  category: { head: { zh: '分类', en: 'Category' }, kind: 'text', of: (row) => row.category },
  barcode: { head: { zh: '条码', en: 'Barcode' }, kind: 'text', of: (row) => row.barcode },
  sold_by: {
    head: { zh: '怎么卖', en: 'Sold' }, kind: 'text',
    of: (row, language) => ways[row.sold_by as SoldBy][language],
  },
  unit: { head: { zh: '单位', en: 'Unit' }, kind: 'text', of: (row) => row.unit },
  list: { head: { zh: '售价（元）', en: 'Price (yuan)' }, kind: 'fen', of: (row) => row.list_price_fen },
  member: {
    head: { zh: '会员价（元）', en: 'Member price (yuan)' }, kind: 'fen', of: (row) => row.member_price_fen,
  },
  cost: {
    head: { zh: '进价（元）', en: 'Cost (yuan)' }, kind: 'fen', need: 'goods.edit', of: (row) => row.cost_fen,
  },
  stock: {
    head: { zh: '库存', en: 'Stock' }, kind: 'milli', feature: 'stock', of: (row) => row.on_hand_m,
  },
}

export const goods = listKind(listGoods, { zh: '商品', en: 'Goods' }, columns)
