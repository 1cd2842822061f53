import { textsOf } from '../../ui/texts.ts'

const zh = {
  title: '我的账号', hint: '密码、PIN、两步验证，和在哪些设备上登录着',
  guards: '怎么证明是你', password: '密码', password_say: '换密码后，其他设备上的登录会结束', password_change: '换密码', password_done: '密码换好了，其他登录已结束',
  factor: '两步验证', factor_off: '没有开。打开后，光有密码进不来', factor_on: '{day} 打开，还有 {left} 个恢复码', factor_asked: '公司要求开着，不能关',
  factor_turn_on: '打开', factor_turn_off: '关闭', factor_renew: '换恢复码', factor_few: '恢复码快用完了，请换一批', factor_code: '验证器里的 6 位数字，或一个恢复码',
  factor_off_say: '关掉以后，只要密码就能登录。', factor_renew_say: '换新的 10 个，旧的马上作废。',
  pin: '收银 PIN', pin_off: '没有设。设了就能在登记过的收银机上一秒换人', pin_on: '{day} 设好', pin_set: '设 PIN', pin_change: '换 PIN', pin_remove: '取消', pin_new: '新 PIN',
  pin_hint: '6 位数字，不要连号和重复', pin_again: '再输一遍', pin_differs: '两遍不一样', pin_save: '存好', your_password: '登录密码（确认是你）',
  sessions: '登录着的设备', sessions_say: '不认识的，请马上结束，再换密码', device: '设备', started: '登录', seen: '最近用过', current: '这一台', by_pin: '用 PIN', at_till: '收银机',
  end: '结束', end_this: '要结束这一台，请用左下角的退出登录', end_others: '结束其他全部', ended: '已结束 {count} 个登录',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  title: 'My account', hint: 'Password, PIN, two-step sign-in, and where you are signed in',
  guards: 'How you prove it is you', password: 'Password', password_say: 'Changing it ends your other sign-ins', password_change: 'Change', password_done: 'Changed; your other sign-ins have ended',
  factor: 'Two-step sign-in', factor_off: 'Off. With it the password alone lets nobody in', factor_on: 'On since {day}; {left} recovery codes left', factor_asked: 'Your company wants it on',
  factor_turn_on: 'Turn on', factor_turn_off: 'Turn off', factor_renew: 'New recovery codes', factor_few: 'Few recovery codes are left: get new ones', factor_code: '6 digits of the authenticator, or a recovery code',
  factor_off_say: 'After this the password alone lets you in.', factor_renew_say: 'Ten new ones; the old ones stop working at once.',
  pin: 'Till PIN', pin_off: 'None. With one you take over an enrolled till in a second', pin_on: 'Set {day}', pin_set: 'Set a PIN', pin_change: 'Change', pin_remove: 'Remove', pin_new: 'New PIN',
  pin_hint: '6 digits, no runs or repeats', pin_again: 'Once more', pin_differs: 'The two are not the same', pin_save: 'Save', your_password: 'Your password, so that we know it is you',
  sessions: 'Where you are signed in', sessions_say: 'End any you do not know, then change the password', device: 'Device', started: 'Signed in', seen: 'Last used', current: 'This one', by_pin: 'by PIN', at_till: 'till',
  end: 'End', end_this: 'To end this one, sign out at the lower left', end_others: 'End all others', ended: '{count} sign-ins ended',
}

export const { useSay } = textsOf({ zh, en })
