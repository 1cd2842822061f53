import { textsOf } from '../../ui/texts.ts'

const zh = {
  title: '平台人员', why: '给你们运营这套系统的人，没有授权看不到任何会员。授权有期限，随时可以收回，做过的事都有记录。',
  admit: '授权平台人员', empty: '没有授权过平台人员', empty_hint: '平台的人要进来帮忙时，在这里给一个有期限的授权',
  who: '平台人员', may: '可以做', time: '期限', reason: '为什么', given: '授权', state: '状态',
  coming: '还没开始', live: '有效', over: '到期', ended: '已收回', until: '{from} 至 {until}', entered: '进来过 {time}', never_entered: '没进来过',
  ended_by: '{who} 收回，{time}', end: '收回', more: '等 {count} 项', acts: '做过的事',
  phone: '平台人员的手机号', phone_hint: '请对方报给你；要是这套系统的平台人员才行', reason_field: '请他来做什么', reason_hint: '对方和审计都看得到',
  from_day: '从哪天', from_day_hint: '今天就是马上生效', days: '几天', permissions: '可以做什么',
  permissions_hint: '只列出能授权的：不能收银、不能动储值、看不到完整手机号、不能导出', pick_one: '请至少勾一项', submit: '授权 {days} 天', day_wrong: '从今天起的日子',
  admitted: '{who} 可以进来了，到 {time}',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  title: 'Platform people', why: 'Those who run this system for you see no member unless you let them in. Each grant has an end, can be ended at any moment, and all they do is on record.',
  admit: 'Let somebody in', empty: 'Nobody was ever let in', empty_hint: 'When the platform\'s people are to help, give them a dated grant here',
  who: 'Who', may: 'May', time: 'When', reason: 'Why', given: 'Given by', state: 'State',
  coming: 'To come', live: 'Live', over: 'Over', ended: 'Ended', until: '{from} to {until}', entered: 'Came in {time}', never_entered: 'Never came in',
  ended_by: 'ended by {who}, {time}', end: 'End', more: 'and {count} more', acts: 'What they did',
  phone: 'Their mobile number', phone_hint: 'Ask them for it; only people of this platform can be let in', reason_field: 'What for', reason_hint: 'They and the audit see it',
  from_day: 'From', from_day_hint: 'Today means at once', days: 'For how many days', permissions: 'What they may do',
  permissions_hint: 'Only what can be granted: no selling, no stored value, no phone number in full, no exports', pick_one: 'Tick at least one', submit: 'Let in for {days} days', day_wrong: 'A day from today on',
  admitted: '{who} may come in until {time}',
}

export const { useSay } = textsOf({ zh, en })
