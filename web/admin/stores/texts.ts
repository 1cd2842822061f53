import { textsOf } from '../../ui/texts.ts'

const zh = {
  title: '门店', count: '{count} 家', empty: '还没有门店', empty_hint: '开第一家店，就能添加员工和收银机',
  none: '没有符合条件的门店', none_hint: '换个条件再看',
  search: '名称、代码、公司或地址', region: '区域', all_regions: '全部区域', ownership: '经营方式', all_ownerships: '直营和加盟',
  direct: '直营', franchise: '加盟', state: '状态', open: '营业中', closed: '已停业',
  name: '店名', code: '代码', legal_entity: '经营主体', tills: '收银机', staff: '员工', opened: '开业', no_region: '不分区域',
  add: '开一家店', edit: '改资料', save: '保存', create: '开店', no_edit: '你的岗位不能改门店，请找总部',
  code_hint: '印在小票号最前面，开店后不能改；字母开头、字母结尾，例如 GH', legal_hint: '和顾客签约的公司，印在充值凭证上',
  credit_code: '统一社会信用代码', credit_hint: '18 位，可以先不填', credit_wrong: '应是 18 位数字和大写字母（没有 I、O、S、V、Z）',
  cutoff: '算前一天到几点', cutoff_hint: '这个钟点之前的单子算前一天；0 就是半夜零点', address: '地址', phone: '电话',
  hours: '营业时间', hours_all: '每天', hours_each: '每天不同', hours_none: '没有填', shut: '休息', next_day: '次日',
  tills_count: '几台收银机', number_wrong: '写成 {least} 到 {most} 的整数',
  facts: '资料', close: '停业', reopen: '重新开业', closing: '「{name}」停业：不再能开单，账都在', closed_since: '{day} 停业',
  till_add: '加一台收银机', till: '{number} 号机', features: '关掉的功能', features_none: '功能都开着', settings_here: '这家店的设置',
  audit_here: '这家店的操作记录', staff_here: '在这家店工作的人', regions: '区域', region_add: '加一个区域', region_name: '区域名称',
  region_stores: '{count} 家店', region_remove: '删掉「{name}」', region_removing: '删掉区域「{name}」', regions_hint: '区域经理管自己区域里的店；设置也可以按区域来定',
  feature_stored_value: '储值', feature_points: '积分', feature_members: '会员', feature_stock: '库存',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  title: 'Stores', count: '{count} stores', empty: 'No stores yet', empty_hint: 'Open the first one to add people and tills',
  none: 'No store fits', none_hint: 'Try other filters',
  search: 'Name, code, company or address', region: 'Region', all_regions: 'All regions', ownership: 'Run by', all_ownerships: 'Direct and franchise',
  direct: 'Direct', franchise: 'Franchise', state: 'State', open: 'Open', closed: 'Closed',
  name: 'Name', code: 'Code', legal_entity: 'Legal entity', tills: 'Tills', staff: 'People', opened: 'Opened', no_region: 'No region',
  add: 'Open a store', edit: 'Edit', save: 'Save', create: 'Open', no_edit: 'Your role may not change stores; ask headquarters',
  code_hint: 'Begins every receipt number and stays for ever; starts and ends with a letter, such as GH', legal_hint: 'The company that contracts with customers; printed on top-up slips',
  credit_code: 'Unified social credit code', credit_hint: '18 signs; may be added later', credit_wrong: '18 digits and capital letters (without I, O, S, V, Z)',
  cutoff: 'Day ends at', cutoff_hint: 'Sales before this hour count to the day before; 0 is midnight', address: 'Address', phone: 'Phone',
  hours: 'Opening hours', hours_all: 'Every day', hours_each: 'Day by day', hours_none: 'Not given', shut: 'Shut', next_day: 'next day',
  tills_count: 'Tills', number_wrong: 'A whole number from {least} to {most}',
  facts: 'Facts', close: 'Close', reopen: 'Open again', closing: '"{name}" closes: it sells no more, its books stay', closed_since: 'Closed {day}',
  till_add: 'Add a till', till: 'Till {number}', features: 'Features switched off', features_none: 'All features are on', settings_here: 'Settings of this store',
  audit_here: 'Audit of this store', staff_here: 'People of this store', regions: 'Regions', region_add: 'Add a region', region_name: 'Name of the region',
  region_stores: '{count} stores', region_remove: 'Remove "{name}"', region_removing: 'Region "{name}" is removed', regions_hint: 'A region manager looks after the stores of a region; settings can be made for one too',
  feature_stored_value: 'Stored value', feature_points: 'Points', feature_members: 'Members', feature_stock: 'Stock',
}

export const { useSay } = textsOf({ zh, en })
