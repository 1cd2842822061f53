import { textsOf } from '../../ui/texts.ts'

const zh = {
  title: '员工', count: '{count} 人', empty: '还没有员工', none: '没有符合条件的员工', none_hint: '换个条件再看',
  search: '姓名或手机号', store: '门店', all_stores: '全部门店', role: '岗位', all_roles: '全部岗位', state: '状态',
  working: '在职', left: '已离职', name: '姓名', phone: '手机号', places: '在哪里', since: '加入', left_on: '{day} 离职',
  whole_chain: '全公司', add: '添加员工', edit: '改岗位', save: '保存', create: '添加', no_edit: '你的岗位不能改员工，请找上级',
  stores: '门店（可多选）', regions: '区域（可多选）', scope_is: '这个岗位能到：{scope}', pick_stores: '选门店', pick_regions: '选区域',
  password_title: '首次密码', password_hint: '只显示这一次，请当面交给本人；第一次登录要先改掉。', password_copy: '复制',
    password_copied: '已复制', done: '已经交给本人',
  reset: '重置密码', resetting: '「{name}」的旧密码马上失效', dismiss: '离职', dismissing: '「{name}」离职：不能再登录，做过的事都留着名字',
  staff_is_you: '这是你自己，请另一位有权限的人来改', staff_above_you: '对方的权限或范围比你大', audit_here: '做过的事', facts: '资料',
  needs_store: '请选至少一家店', needs_region: '请选至少一个区域', missing: '没有这位员工，或不在你的范围里',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  title: 'Staff', count: '{count} in all', empty: 'Nobody yet', none: 'Nobody fits',
    none_hint: 'Try other filters',
  search: 'Name or phone', store: 'Store', all_stores: 'All stores', role: 'Role', all_roles: 'All roles',
    state: 'State',
  working: 'Working', left: 'Left', name: 'Name', phone: 'Phone', places: 'Where', since: 'Since',
    left_on: 'Left {day}',
  whole_chain: 'Whole chain', add: 'Add a person', edit: 'Change', save: 'Save', create: 'Add',
    no_edit: 'Your role may not change staff; ask whoever is above you',
  stores: 'Stores (one or more)', regions: 'Regions (one or more)', scope_is: 'This role reaches: {scope}',
    pick_stores: 'Choose stores', pick_regions: 'Choose regions',
  password_title: 'First password',
    password_hint: 'Shown this once; hand it over in person. It must be changed at the first sign-in.',
      password_copy: 'Copy', password_copied: 'Copied', done: 'Handed over',
  reset: 'Reset password', resetting: 'The old password of {name} stops working', dismiss: 'Leaves',
    dismissing: '{name} leaves: signs in no more, stays named on what they did',
  staff_is_you: 'This is you; ask somebody else who may',
    staff_above_you: 'They may do more or reach further than you', audit_here: 'What they did',
      facts: 'Facts',
  needs_store: 'Choose at least one store', needs_region: 'Choose at least one region',
    missing: 'No such person, or out of your reach',
}

export const { useSay } = textsOf({ zh, en })
