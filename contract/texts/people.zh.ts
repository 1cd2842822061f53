import type { Permission, PermissionGroup } from '../permissions.ts'
import type { RoleCode, Scope } from '../roles.ts'

/** Roles, how far they reach, and what they may do, in the words of whoever hands them out. */
export const peopleZh = {
  roles: {
    owner: '老板', hq_operator: '总部运营', region_manager: '区域经理', store_manager: '店长', cashier: '收银员',
    shopping_guide: '导购', finance: '财务',
  } satisfies Record<RoleCode, string>,
  scopes: { chain: '全公司', region: '所管区域', store: '所在门店', own: '只看自己做的' } satisfies Record<Scope, string>,
  groups: {
    sales: '收银与订单', members: '会员', value: '储值与积分', goods: '商品与库存', figures: '经营数据', approvals: '审批',
    stores: '门店与收银机', people: '员工与岗位', house: '设置与记录',
  } satisfies Record<PermissionGroup, string>,
  permissions: {
    'sales.settle': '收银', 'sales.override_price': '改单价', 'sales.return': '本店退货',
    'sales.return_anywhere': '凭小票退别店的货', 'sales.read': '看订单', 'sales.export': '导出订单',
    'members.enrol': '办会员', 'members.find': '收银台找会员', 'members.read': '看会员列表和资料',
    'members.edit': '改会员资料', 'members.unmask': '看完整手机号等', 'members.export': '导出会员',
    'members.erase': '注销会员', 'value.top_up': '储值充值', 'value.read': '看储值和积分明细',
    'value.adjust': '手工调整储值和积分', 'goods.read': '看商品', 'goods.edit': '改全公司的商品和价格',
    'goods.export': '导出商品', 'stock.read': '看库存', 'figures.read': '看今日经营', 'approvals.give': '审批别人的申请',
    'stores.read': '看门店', 'stores.edit': '开店、改门店、加收银机', 'tills.enrol': '绑定和解绑收银机',
    'staff.read': '看员工', 'staff.edit': '加员工、改岗位、重置密码', 'roles.edit': '改岗位权限', 'settings.read': '看设置',
    'settings.edit': '改设置', 'audit.read': '看操作记录', 'audit.export': '导出操作记录',
    'operators.admit': '允许平台人员进来', 'docs.read': '看接口文档',
  } satisfies Record<Permission, string>,
}

export type PeopleTexts = {
  readonly [Part in keyof typeof peopleZh]: { readonly [Key in keyof (typeof peopleZh)[Part]]: string }
}
