import type { RoleCode } from '#contract/roles.ts'
import type { NewStore } from '#modules/org/org.ts'

/** 河东 has the directly run shops by the market, 河西 the franchised one across the bridge. */
export const demoRegions: Readonly<Record<string, readonly string[]>> = { 河东: ['GH', 'NT'], 河西: ['JY'] }

/** The stores in the order the plan counts them; `share` of the chain's customers. */
export const demoStores: readonly (NewStore & { share: number })[] = [
  { code: 'GH', name: '桂花路店', ownership: 'direct', legal_entity: '拾穗巷（演示）商贸有限公司', tills: 2, share: 0.45 },
  { code: 'NT', name: '南塘桥店', ownership: 'direct', legal_entity: '拾穗巷（演示）商贸有限公司', tills: 2, share: 0.32 },
  { code: 'JY', name: '锦云坊店', ownership: 'franchise', legal_entity: '锦云坊（演示）食品经营部', tills: 2, share: 0.23 },
]

/** `at`: the codes of the stores, or the names of the regions, where the role has places. */
type DemoPerson = { name: string; phone: string; role: RoleCode; at: readonly string[] }

/** Who works there. The phones are made up: 154 0000 …, a row of zeros that nobody is called by. */
export const demoLogins: readonly DemoPerson[] = [
  { name: '顾青禾', phone: '15400000001', role: 'owner', at: [] },
  { name: '李国强', phone: '15400000002', role: 'store_manager', at: ['GH'] },
  { name: '王秀兰', phone: '15400000003', role: 'cashier', at: ['GH'] },
  { name: '陈思远', phone: '15400000004', role: 'cashier', at: ['GH'] },
  { name: '周慧', phone: '15400000005', role: 'store_manager', at: ['NT'] },
  { name: '徐小燕', phone: '15400000006', role: 'cashier', at: ['NT'] },
  { name: '马建平', phone: '15400000007', role: 'cashier', at: ['NT'] },
  { name: '沈知夏', phone: '15400000008', role: 'store_manager', at: ['JY'] },
  { name: '赵敏', phone: '15400000009', role: 'cashier', at: ['JY'] },
  { name: '欧阳晨', phone: '15400000010', role: 'cashier', at: ['JY'] },
  { name: '孙文博', phone: '15400000011', role: 'hq_operator', at: [] },
  { name: '吴建疆', phone: '15400000012', role: 'region_manager', at: ['河西'] },
  { name: '林可欣', phone: '15400000013', role: 'shopping_guide', at: ['NT'] },
  { name: '钱敏之', phone: '15400000014', role: 'finance', at: [] },
]
