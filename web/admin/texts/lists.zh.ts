/** What lists and their exports say. */
export const listsZh = {
  shown_of: '看到 {shown} / 共 {total} 行', shown_more: '看到 {shown} 行，后面还有', shown_all: '共 {total} 行，到底了',
  columns: '列', columns_title: '看哪些列', columns_first: '第一列总在', columns_reset: '恢复原样', column_left: '「{head}」往前',
  column_right: '「{head}」往后', column_width: '「{head}」的列宽', columns_hint: '只在这台设备、只对你有效',

  export: '导出', export_of: '导出{what}', export_none: '没有行可导出', export_not_permitted: '你的岗位不能导出，请找老板',
  export_format: '格式', format_xlsx: 'Excel（.xlsx）', format_csv: 'CSV', export_columns: '哪些列', columns_shown: '看到的 {count} 列',
  columns_every: '全部 {count} 列', export_why: '用来做什么', export_why_hint: '会记在操作记录里，也印在文件首尾',
  export_why_needed: '写清楚用来做什么，至少两个字', export_start: '开始导出', export_all_rows: '按现在的筛选，全部行都导出，不只是看到的',
  export_masked: '手机号打码；文件首尾有你的名字和时间', export_limit: '一次最多 {most} 行', export_second: '超过 {rows} 行，要另一个人批准后才能下载',
  export_lasts: '写好后 {hours} 小时内能下载，只有你能下', export_page: '我的导出', export_leave: '可以关掉，写好后在「我的导出」里',

  state_waiting: '排队中', state_running: '正在写', state_waiting_approval: '等人批准', state_ready: '可以下载', state_failed: '没写成', state_ended: '已删除',
  rows_written: '已写 {rows} 行', rows_of: '已写 {rows} / {total} 行', rows_done: '{rows} 行', until: '{time} 前可下载', file_size: '{kb} KB',
  download: '下载', throw_away: '删除', stop: '停下', again: '重新导出', throwing: '导出的文件就要删除',
  approval_ask: '请人批准', approval_asked: '等 {names} 批准', approval_asked_none: '没有别人能批准，请找老板', approval_given: '已批准，正在打开',
  approval_refused: '没有批准', approval_ended: '没有人在时间内处理', approval_again: '再请一次', approval_why: '{rows} 行，超过了 {most} 行',

  what_members: '会员', what_sales: '订单', what_goods: '商品', what_audit: '操作记录',
} as const
