import { textsOf } from '../../ui/texts.ts'

const zh = {
  title: '设置', hint: '越近越算数：收银机 › 门店 › 区域 › 公司。改了从现在起生效，旧单子不变。', place: '看哪里的设置', chain: '全公司',
  usual: '出厂值', own: '这里定的', from_place: '跟着「{place}」', since: '{by} · {day} 起',
    coming: '{day} 起改为 {value}', coming_unset: '{day} 起跟上一级',
  edit: '改', save: '保存', unset: '跟上一级', unset_chain: '恢复出厂值', now: '现在起', later: '到时候起', starts: '从什么时候开始',
    value: '改成', history: '改过的记录', history_of: '「{name}」改过的记录',
  no_edit: '你的岗位不能改设置', not_here: '这一项只能在{places}这一级改', yes: '是', no: '否', none: '不设', empty_list: '没有',
    unlimited: '不用审批', number_wrong: '写成整数', save_busy: '在保存',
  mode_off: '不抹', mode_drop_fen: '抹掉分', mode_drop_jiao: '抹掉角和分', mode_round_jiao: '四舍五入到角',
    mode_round_yuan: '四舍五入到元',
  for_cash: '只限全现金', for_all: '所有付款方式', order_proportional: '按比例一起扣', order_principal_first: '先扣本金',
    order_bonus_first: '先扣赠金',
  who_none: '都不用', who_chain_scope: '能看全公司的人', who_all: '所有人', who_some: '有这些权限的人：{list}',
  feature_stored_value: '储值', feature_points: '积分', feature_members: '会员', feature_stock: '库存',
    all_on: '都开着', off: '关掉',
  step_pay: '充', step_bonus: '送', step_add: '加一档', step_remove: '删掉这一档', layout_pattern: '格式',
    layout_amount: '金额小数位', layout_weight: '重量小数位', layout_add: '加一种',
  who: '谁', when: '什么时候', at_place: '在哪里', what: '改成', starts_col: '从', history_empty: '还没有人改过',
    history_empty_hint: '这里会列出每一次改动，谁、什么时候、从什么时候起',
  hours: '小时', minutes: '分钟', months: '个月', rows: '行', points: '分', free_from: '标价的 {percent}%',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  title: 'Settings', hint: 'The nearest counts: till › store › region › chain. A change holds from now on; past sales stay.', place: 'Settings of', chain: 'Whole chain',
  usual: 'As shipped', own: 'Made here', from_place: 'Follows "{place}"', since: '{by} · since {day}',
    coming: 'From {day}: {value}', coming_unset: 'From {day}: follows above',
  edit: 'Change', save: 'Save', unset: 'Follow above', unset_chain: 'As shipped', now: 'From now',
    later: 'Later', starts: 'Begins at', value: 'Becomes', history: 'History',
      history_of: 'History of "{name}"',
  no_edit: 'Your role may not change settings', not_here: 'This one is made for: {places}', yes: 'Yes',
    no: 'No', none: 'None', empty_list: 'None', unlimited: 'No approval', number_wrong: 'A whole number',
      save_busy: 'Saving',
  mode_off: 'Off', mode_drop_fen: 'Drop the fen', mode_drop_jiao: 'Drop jiao and fen',
    mode_round_jiao: 'Round to jiao', mode_round_yuan: 'Round to yuan',
  for_cash: 'Wholly cash only', for_all: 'Every tender', order_proportional: 'In proportion',
    order_principal_first: 'Principal first', order_bonus_first: 'Bonus first',
  who_none: 'Nobody', who_chain_scope: 'Whoever reaches the chain', who_all: 'Everybody',
    who_some: 'Whoever may: {list}',
  feature_stored_value: 'Stored value', feature_points: 'Points', feature_members: 'Members',
    feature_stock: 'Stock', all_on: 'All on', off: 'Off',
  step_pay: 'Pay', step_bonus: 'Get', step_add: 'Add a step', step_remove: 'Remove this step',
    layout_pattern: 'Pattern', layout_amount: 'Amount decimals', layout_weight: 'Weight decimals',
      layout_add: 'Add one',
  who: 'Who', when: 'When', at_place: 'Where', what: 'Became', starts_col: 'From',
    history_empty: 'Nothing was changed yet',
      history_empty_hint: 'Every change will stand here: who, when, and from when on',
  hours: 'hours', minutes: 'minutes', months: 'months', rows: 'rows', points: 'points',
    free_from: '{percent}% of the marked price',
}

export const { useSay } = textsOf({ zh, en })
export type SettingsSay = ReturnType<typeof useSay>
