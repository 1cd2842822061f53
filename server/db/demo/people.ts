import type { Role } from '#contract/permissions.ts'
import type { NewStore } from '#modules/org/org.ts'

/** The stores in the order the plan counts them; `share` of the chain's customers. */
export const demoStores: readonly (NewStore & { share: number })[] = [
  { code: 'GH', name: '桂花路店', ownership: 'direct', legal_entity: '拾穗巷（演示）商贸有限公司', tills: 2, share: 0.45 },
  { code: 'NT', name: '南塘桥店', ownership: 'direct', legal_entity: '拾穗巷（演示）商贸有限公司', tills: 2, share: 0.32 },
  { code: 'JY', name: '锦云坊店', ownership: 'franchise', legal_entity: '锦云坊（演示）食品经营部', tills: 2, share: 0.23 },
]

type DemoPerson = { name: string; phone: string; role: Role; store: string | null }

/** Who works there. The phones are made up: 154 0000 …, a row of zeros that nobody is called by. */
export const demoLogins: readonly DemoPerson[] = [
  { name: '顾青禾', phone: '15400000001', role: 'owner', store: null },
  { name: '李国强', phone: '15400000002', role: 'store_manager', store: 'GH' },
  { name: '王秀兰', phone: '15400000003', role: 'cashier', store: 'GH' },
  { name: '陈思远', phone: '15400000004', role: 'cashier', store: 'GH' },
  { name: '周慧', phone: '15400000005', role: 'store_manager', store: 'NT' },
  { name: '徐小燕', phone: '15400000006', role: 'cashier', store: 'NT' },
  { name: '马建平', phone: '15400000007', role: 'cashier', store: 'NT' },
  { name: '沈知夏', phone: '15400000008', role: 'store_manager', store: 'JY' },
  { name: '赵敏', phone: '15400000009', role: 'cashier', store: 'JY' },
  { name: '欧阳晨', phone: '15400000010', role: 'cashier', store: 'JY' },
]
