import { textsOf } from '../../ui/texts.ts'

/** Tills as devices on a store's page, and what guards somebody's account on theirs. */
const zh = {
  not_enrolled: '没有登记', enrolled: '{name}', enrolled_by: '{who} {day} 登记', last_seen: '最近用过 {when}', enrol: '登记', enrol_other: '换一台设备', revoke: '停用',
  revoking: '「{name}」就要停用：上面的登录马上结束', revoked: '停用过的', revoked_on: '{day} {who} 停用', devices: '登记的设备',
  code_title: '登记码 · {number} 号收银机', code_name: '给设备起个名字', code_name_hint: '例如：前台左边那台', code_make: '取登记码',
  code_say: '在那台设备上打开收银台，点“用登记码”，输入这个码。{minutes} 分钟内有效，只能用一次。', code_replaces: '现在的设备「{name}」会在新设备登记好的那一刻停用。',
  code_ended: '这个码过期了，请再取一个', code_again: '再取一个', code_left: '还有 {minutes} 分 {seconds} 秒',
  guards: '账号', sessions: '登录着的设备', no_sessions: '现在没有登录', by_pin: '用 PIN', at_till: '收银机', end_all: '结束全部登录', ending: '「{name}」的登录就要全部结束',
  factor: '两步验证', factor_on: '开着', factor_off: '没有开', factor_remove: '取消（手机丢了）', factor_removing: '「{name}」的两步验证就要取消', pin: '收银 PIN', pin_on: '有', pin_off: '没有',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  not_enrolled: 'Not enrolled', enrolled: '{name}', enrolled_by: 'Enrolled {day} by {who}', last_seen: 'Last used {when}', enrol: 'Enrol', enrol_other: 'Another device', revoke: 'Revoke',
  revoking: '"{name}" is about to be revoked: its sign-ins end at once', revoked: 'Revoked', revoked_on: 'Revoked {day} by {who}', devices: 'Enrolled devices',
  code_title: 'Enrolment code · till {number}', code_name: 'A name for the device', code_name_hint: 'For example: front desk, left', code_make: 'Get a code',
  code_say: 'Open the till on that device, choose "with a code" and type this. It works once, within {minutes} minutes.', code_replaces: 'The device of now, "{name}", is revoked the moment the new one is enrolled.',
  code_ended: 'This code has run out; get another', code_again: 'Get another', code_left: '{minutes} min {seconds} s left',
  guards: 'Account', sessions: 'Signed in on', no_sessions: 'Not signed in anywhere', by_pin: 'by PIN', at_till: 'till', end_all: 'End all sign-ins', ending: 'All sign-ins of {name} are about to end',
  factor: 'Two-step sign-in', factor_on: 'On', factor_off: 'Off', factor_remove: 'Take off (phone lost)', factor_removing: 'Two-step sign-in of {name} is about to be taken off', pin: 'Till PIN', pin_on: 'Set', pin_off: 'None',
}

export const { useSay } = textsOf({ zh, en })
