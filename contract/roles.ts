import { permissions } from './permissions.ts'
import type { Permission } from './permissions.ts'

/**
 * How far a role reaches: the whole chain, the stores of its regions, its stores, or in its stores only what
 * the person did themselves.
 */
export const scopes = ['chain', 'region', 'store', 'own'] as const
export type Scope = (typeof scopes)[number]

export const roleCodes = [
  'owner', 'hq_operator', 'region_manager', 'store_manager', 'cashier', 'shopping_guide', 'finance',
] as const
export type RoleCode = (typeof roleCodes)[number]

const cashier: Permission[] = [
  'sales.settle', 'sales.return', 'sales.read', 'members.enrol', 'members.find', 'value.top_up', 'value.read',
  'goods.read', 'stock.read',
]
const guide: Permission[] = [
  'sales.read', 'members.enrol', 'members.find', 'members.read', 'members.edit', 'value.read', 'goods.read',
  'stock.read',
]
const manager: Permission[] = [
  ...cashier, 'sales.return_anywhere', 'sales.override_price', 'members.read', 'members.edit',
  'members.unmask', 'figures.read', 'approvals.give', 'stores.read', 'tills.enrol', 'staff.read',
  'settings.read', 'audit.read',
]
const regionManager: Permission[] =
  [...manager, 'sales.export', 'staff.edit', 'settings.edit', 'value.adjust']
const finance: Permission[] = [
  'sales.read', 'sales.export', 'members.read', 'value.read', 'goods.read', 'stock.read', 'figures.read',
  'stores.read', 'staff.read', 'settings.read', 'audit.read', 'audit.export',
]
/** What headquarters leaves to the owner: who may do what, and letting the platform's people in. */
const owners: Permission[] = ['roles.edit', 'operators.admit']

/**
 * The roles every chain begins with. A chain may change any but the owner's, and add its own; one it never
 * changed follows this table, so that a new permission reaches it.
 */
export const builtInRoles: Record<RoleCode, { scope: Scope; permissions: readonly Permission[] }> = {
  owner: { scope: 'chain', permissions },
  hq_operator: { scope: 'chain', permissions: permissions.filter((one) => !owners.includes(one)) },
  region_manager: { scope: 'region', permissions: regionManager },
  store_manager: { scope: 'store', permissions: manager },
  cashier: { scope: 'store', permissions: cashier },
  shopping_guide: { scope: 'own', permissions: guide },
  finance: { scope: 'chain', permissions: finance },
}
