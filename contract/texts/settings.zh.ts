import type { PlaceKind, SettingGroup, SettingKey } from '../settings.ts'

/** A setting as its page shows it: its name, and what it does to whom. */
export type SettingWords = { name: string; says: string }

export const settingsZh = {
  groups: {
    features: '功能开关', till_work: '收银台', approvals: '审批', points: '积分', value: '储值', people: '员工登录',
      exports: '导出',
  } satisfies Record<SettingGroup, string>,
  places: { chain: '公司', region: '区域', store: '门店', till: '收银机' } satisfies Record<PlaceKind, string>,
  settings: {
    rounding_mode: { name: '抹零方式', says: '应收的零头怎么抹。改了只影响之后的单子。' },
    rounding_for: { name: '抹零范围', says: '只在全现金付款时抹，还是所有付款方式都抹。' },
    points_per_yuan: { name: '多少积分抵 1 元', says: '用积分抵扣时的兑换比例，全公司一样。' },
    points_earned_per_yuan: { name: '每花 1 元得几分', says: '按实付的整元数算；赠金、积分、券抵的部分不给分。' },
    points_last_months: { name: '积分有效几个月', says: '从得到那天起算，到期日当天结束时失效；0 表示不过期。' },
    value_order: { name: '储值先用哪一部分', says: '一笔充值里，本金和赠金按什么顺序扣。' },
    value_cap_fen: { name: '记名卡余额上限', says: '充值后本金加赠金不能超过这个数。商务部 2012 年第 9 号令：记名卡不超过 5,000 元。' },
    top_up_plan: { name: '充值档位', says: '充多少送多少。收银台按这里列出的档位显示。' },
    label_layouts: { name: '秤的标签格式', says: '条码里哪几位是商品号、金额、重量，要和店里的秤一致。' },
    approval_lasts_min: { name: '审批有效几分钟', says: '申请等多久、批准后多久内要用掉。' },
    approve_return_over_fen: { name: '退货超过多少要审批', says: '同一单累计退款超过这个数，要第二个人同意；不填就不用。' },
    price_override_free_bp: { name: '改价到几折不用审批', says: '改后的价低于标价的这个比例，要第二个人同意；送（0 元）总是要。' },
    label_least_bp: { name: '秤签最低到标价的几成', says: '秤签上的金额低于标价的这个比例，收银台不收，要改价并审批。' },
    approve_adjustment: { name: '手工调整要审批', says: '手工加减储值或积分，要第二个人同意。' },
    export_rows_without_approval: { name: '导出多少行以内不用审批', says: '超过这个行数的导出，要第二个人同意。' },
    export_rows_most: { name: '一次最多导出多少行', says: '再多就请加筛选条件。' },
    export_lasts_h: { name: '导出文件保留几小时', says: '过了时间文件自动删除，可以重新导出。' },
    returns_anywhere: { name: '可以退别店的货', says: '凭小票上的二维码，在这里退公司其他门店卖出的商品。' },
    second_factor_for: { name: '谁必须用动态验证码登录', says: '除密码外，还要手机上的 6 位验证码。' },
    tills_enrolled_only: { name: '只能在绑定的收银机上收钱', says: '没绑定的浏览器可以看，但不能收款、退款、充值。' },
    till_idle_min: { name: '收银机几分钟没人用就锁', says: '锁了以后用 PIN 回来，篮子里的东西还在。' },
    features_off: { name: '关掉的功能', says: '关掉以后，屏幕和接口里都没有它。公司关了，门店不能单独打开。' },
  } satisfies Record<SettingKey, SettingWords>,
}

export type SettingsTexts = {
  readonly groups: Record<SettingGroup, string>
  readonly places: Record<PlaceKind, string>
  readonly settings: { readonly [Key in keyof typeof settingsZh.settings]: SettingWords }
}
