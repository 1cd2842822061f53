import type { exportColumns } from '#contract/exports.ts'
import { listSales } from '#contract/sales.ts'
import type { SaleState } from '#contract/sales.ts'
import { listKind } from '../columns.ts'
import type { ColumnsOf, Words } from '../columns.ts'

const states: Record<SaleState, Words> = {
  settled: { zh: '已结账', en: 'Settled' }, partly_returned: { zh: '部分退货', en: 'Partly returned' },
  returned: { zh: '已全退', en: 'Returned' },
}

const columns: ColumnsOf<typeof listSales, (typeof exportColumns)['sales'][number]> = {
  receipt: { head: { zh: '小票号', en: 'Receipt' }, kind: 'text', of: (row) => row.receipt_no },
  at: { head: { zh: '时间', en: 'Time' }, kind: 'moment', of: (row) => row.at },
  store: { head: { zh: '门店', en: 'Store' }, kind: 'text', of: (row) => row.store },
  cashier: { head: { zh: '收银', en: 'Cashier' }, kind: 'text', of: (row) => row.cashier },
  member: { head: { zh: '会员', en: 'Member' }, kind: 'text', of: (row) => row.member?.name ?? null },
  saved: { head: { zh: '优惠（元）', en: 'Saved (yuan)' }, kind: 'fen', of: (row) => row.saved_fen },
  payable: { head: { zh: '实收（元）', en: 'Paid (yuan)' }, kind: 'fen', of: (row) => row.payable_fen },
  returned: { head: { zh: '已退（元）', en: 'Returned (yuan)' }, kind: 'fen', of: (row) => row.returned_fen },
  state: {
    head: { zh: '状态', en: 'State' }, kind: 'text',
    of: (row, language) => states[row.state as SaleState][language],
  },
}

export const sales = listKind(listSales, { zh: '订单', en: 'Orders' }, columns)
