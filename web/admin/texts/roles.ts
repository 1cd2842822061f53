import { textsOf } from '../../ui/texts.ts'

const zh = {
  title: '岗位', hint: '岗位决定一个人能看什么、做什么。自带的岗位可以改，也可以自己加。', add: '加一个岗位', name: '岗位名称', staff: '{count} 人',
  built_in: '自带', changed: '改过', own: '自己加的', scope: '能到哪里', may: '能做什么', sees: '这个岗位会看到',
    pages_none: '后台没有可看的页面',
  till: '收银台', doors: '能用 {count} 个接口，共 {all} 个', save: '保存', create: '添加', saved: '已保存，两秒内生效',
    reset: '恢复原样', remove: '删掉这个岗位',
  owner_fixed: '老板的岗位什么都能做，不能改', no_edit: '你的岗位不能改岗位权限', beyond: '你没有这个权限，不能给别人', yours: '这是你自己的岗位',
    all: '全选', none: '全不选', back: '全部岗位',
  unsaved: '还没保存', drop: '不改了',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  title: 'Roles', hint: 'A role decides what somebody sees and does. The built-in ones can be changed, and you can add your own.', add: 'Add a role', name: 'Name of the role', staff: '{count} staff',
  built_in: 'Built in', changed: 'Changed', own: 'Your own', scope: 'Reaches', may: 'May',
    sees: 'What this role sees', pages_none: 'No page of the console',
  till: 'The till', doors: 'May use {count} of {all} endpoints', save: 'Save', create: 'Add',
    saved: 'Saved; it holds within two seconds', reset: 'As it came', remove: 'Remove this role',
  owner_fixed: 'The owner may do everything; this role is fixed', no_edit: 'Your role may not change roles',
    beyond: 'You do not have this yourself', yours: 'This is your own role', all: 'All', none: 'None',
      back: 'All roles',
  unsaved: 'Not saved yet', drop: 'Discard',
}

export const { useSay } = textsOf({ zh, en })
