import type { SameKeys } from '#contract/text.ts'
import type { finderZh } from './finder.zh.ts'

export const finderEn: SameKeys<typeof finderZh> = {
  hint: 'Find people, orders, goods, stores', title: 'Find', placeholder: 'Name, pinyin, phone, last four, receipt, barcode',
  nothing: 'Nothing found for "{search}"', nothing_hint: 'Try the last four digits, pinyin initials, or a whole receipt number',
  start: 'Type to search', keys: '↑ ↓ to pick, Enter to open, Esc to close', failed: 'The search failed', found: '{count} found',
  kind_recent: 'Opened lately', kind_pages: 'Pages', kind_members: 'Members', kind_orders: 'Orders', kind_goods: 'Goods', kind_stores: 'Stores',
  kind_staff: 'Staff', forget: 'Clear what was opened',
}
