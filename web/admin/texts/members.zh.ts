/** A member's page: profile, closed fields, consents, timeline, own record, erasing. */
export const membersZh = {
  member_edit: '改资料', member_edit_title: '改「{name}」的资料', member_save: '保存', member_note: '给收银的话', member_note_hint: '收银时看得到，例如：要薄切',
  member_name_field: '姓名', member_gender: '性别', gender_female: '女', gender_male: '男', gender_none: '没说', member_birthday_field: '生日', member_birthday_hint: '没有就空着',
  member_new_phone: '换手机号', member_new_phone_hint: '现在 {phone}，不换就空着',
  member_guardian_name: '监护人姓名', member_guardian_phone: '监护人手机', member_guardian_hint: '不满 14 周岁要监护人同意',
  birthday_in_future: '生日要在今天以前',

  unmask_look: '看完整的{field}', unmask_title: '看完整的{field}', unmask_why: '为什么看', unmask_hint: '谁、什么时候、为什么看，都会记下来；号码本身不记', unmask_show: '看一次',
  unmask_again_in: '{seconds} 秒后再遮起来', unmask_hide: '遮起来', reason_call_back: '回访', reason_verify: '核对身份', reason_refund: '退款', reason_other: '其他',
  reason_words: '写清楚为什么', reason_consent_withdrawn: '撤回同意', reason_needed: '请写清楚为什么，至少两个字',
  field_phone: '手机号', field_real_name: '真实姓名', field_id_number: '身份证号', field_bank_account: '银行账号', field_guardian_name: '监护人姓名',
  field_guardian_phone: '监护人手机', field_name: '姓名', field_birthday: '生日', field_gender: '性别', field_note: '给收银的话',

  identity_title: '身份资料', identity_hint: '加密存放', identity_none: '没有保存', identity_add: '登记', identity_change: '换', identity_remove: '删除{field}',
  identity_removing: '{field}就要删除', identity_form_title: '登记身份资料', identity_kind: '哪一项', identity_keep: '加密保存',
  identity_unusual: '已保存。校验位和常见银行卡不一样，请再核对一次', identity_agrees: '会员看过下面的话，单独同意保存', identity_agree_first: '先请会员单独同意',
  identity_id_hint: '18 位，最后一位可以是 X', identity_account_hint: '本人名下的账号，8 到 30 位数字', identity_name_hint: '和身份证一致',

  consent_profiling: '按购买推荐', consent_identity: '身份资料', consent_guardian: '监护人同意', consent_ask: '记下同意', consent_withdraw: '撤回', consent_history: '凭据',
  consent_history_title: '同意和撤回的凭据', consent_agreed: '会员看过，同意', consent_withdrawn_on: '撤回 {date}',
  consent_said_yes: '同意', consent_said_no: '不同意', consent_version: '第 {version} 版', consent_channel_till: '收银台', consent_channel_console: '后台',
  consent_service_hint: '撤回会员服务就是注销会员', consent_identity_withdrawing: '身份资料的同意就要撤回，存着的会删除',

  past_all: '全部', past_trade: '消费', past_value: '储值', past_consent: '同意', past_record: '改动', past_back: '回到经过', past_empty: '还没有记录', past_empty_hint: '这一类还没有发生过',
  past_return: '退{goods}', past_items: '{goods}等 {lines} 种', past_topped_up: '充 {amount}', past_topped_up_bonus: '充 {amount} 送 {bonus}', past_adjusted: '手工调整{account}',
  past_joined: '入会', past_consent_yes: '同意{kind}', past_consent_no: '不同意{kind}', past_edited: '改资料：{fields}', past_identity_set: '保存{fields}',
  past_identity_removed: '删除{fields}', past_unmasked: '看了完整的{fields}', past_exported: '导出本人资料', past_erased: '注销', past_points_off: '积分抵 {amount}',
  past_by: '{place}，{name}', past_machine: '系统', past_more: '再看以前的',
  reason_correction: '更正差错', reason_goodwill: '补偿', reason_complaint: '投诉处理', reason_carried_over: '从旧系统带来',

  ledger_adjust: '手工调整', source_adjustment: '手工调整',

  own_record: '导出本人资料', own_record_title: '导出「{name}」的全部资料', own_record_why: '会员本人要求时用：资料、同意、余额、流水、每一单，全部写进一个文件。号码是完整的，请当面或加密交给本人。',
  own_record_format: '格式', own_record_csv: '表格（CSV）', own_record_json: '数据（JSON）', own_record_save: '导出', own_record_reason: '本人要求',

  erase: '注销会员', erase_title: '注销「{name}」', erase_goes: '会删除：姓名、手机号、生日、给收银的话、身份资料、监护人，以及能找到这个人的一切。不能恢复。',
  erase_stays: '会留下：订单、储值和积分的账、同意的凭据。它们只认编号 {number}，按法律保留期存放。', erase_holds: '还有没结清的：{left}。先退还或用完，再注销。',
  erase_left_principal: '本金 {amount}', erase_left_bonus: '赠金 {amount}', erase_left_points: '积分 {points}', erase_now: '删除资料，注销会员',
  erased_tag: '{date}已注销', erased_hint: '资料已经按会员要求删除。账目留着编号，不再指向任何人。',
} as const
