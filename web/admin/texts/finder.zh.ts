/** What the finder says. */
export const finderZh = {
  hint: '找会员、订单、商品、门店、员工', title: '找', placeholder: '姓名、拼音、手机号、后四位、小票号、条码',
  nothing: '没有找到「{search}」', nothing_hint: '试试手机号后四位、拼音首字母，或完整的小票号',
  start: '打几个字就开始找', keys: '↑ ↓ 选，回车打开，Esc 关闭', failed: '没找成', found: '找到 {count} 个',
  kind_recent: '最近打开', kind_pages: '页面', kind_members: '会员', kind_orders: '订单', kind_goods: '商品', kind_stores: '门店', kind_staff: '员工',
  forget: '清空最近打开',
} as const
