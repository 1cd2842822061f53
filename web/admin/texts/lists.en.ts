import type { SameKeys } from '#contract/text.ts'
import type { listsZh } from './lists.zh.ts'

export const listsEn: SameKeys<typeof listsZh> = {
  shown_of: '{shown} of {total} rows', shown_more: '{shown} rows, more follow', shown_all: '{total} rows, that is all',
  columns: 'Columns', columns_title: 'Which columns to show', columns_first: 'The first is always there', columns_reset: 'As it was',
  column_left: 'Move "{head}" forward', column_right: 'Move "{head}" back', column_width: 'Width of "{head}"',
  columns_hint: 'For you, on this device',

  export: 'Export', export_of: 'Export: {what}', export_none: 'There are no rows to export',
  export_not_permitted: 'Your role may not export; ask the owner', export_format: 'Format', format_xlsx: 'Excel (.xlsx)', format_csv: 'CSV',
  export_columns: 'Columns', columns_shown: 'The {count} shown', columns_every: 'All {count}', export_why: 'What is it for?',
  export_why_hint: 'Goes on record, and stands at the top and bottom of the file', export_why_needed: 'Say what it is for, in two letters at least',
  export_start: 'Start', export_all_rows: 'Every row that fits the filters, not only those on the screen',
  export_masked: 'Phones are masked; your name and the time stand in the file', export_limit: 'At most {most} rows at once',
  export_second: 'More than {rows} rows: a second person must approve', export_lasts: 'Can be downloaded for {hours} hours, by you alone',
  export_page: 'My exports', export_leave: 'You can close this; it will be under "My exports"',

  state_waiting: 'In the queue', state_running: 'Being written', state_waiting_approval: 'Needs approval', state_ready: 'Ready', state_failed: 'Failed',
  state_ended: 'Deleted', rows_written: '{rows} rows so far', rows_of: '{rows} of {total} rows', rows_done: '{rows} rows', until: 'until {time}',
  file_size: '{kb} KB', download: 'Download', throw_away: 'Delete', stop: 'Stop', again: 'Export again', throwing: 'The exported file is about to be deleted',
  approval_ask: 'Ask for approval', approval_asked: 'Waiting for {names}', approval_asked_none: 'Nobody else can approve; ask the owner',
  approval_given: 'Approved, opening', approval_refused: 'Not approved', approval_ended: 'Nobody decided in time', approval_again: 'Ask again',
  approval_why: '{rows} rows, more than {most}',

  what_members: 'Members', what_sales: 'Orders', what_goods: 'Goods', what_audit: 'Audit',
}
