/** Everything a person may be allowed to do. A route names one; a role is a set of them. */
export const permissions = [
  'sales.settle', 'sales.return', 'sales.read',
  'members.enrol', 'members.read', 'members.read_phone',
  'value.top_up', 'value.read',
  'goods.read', 'goods.edit', 'stock.read',
  'figures.read', 'settings.read', 'settings.edit', 'staff.read', 'audit.read', 'docs.read',
] as const
export type Permission = (typeof permissions)[number]

export const roles = ['owner', 'store_manager', 'cashier'] as const
export type Role = (typeof roles)[number]

const cashier: Permission[] = [
  'sales.settle', 'sales.return', 'sales.read', 'members.enrol', 'members.read', 'value.top_up', 'value.read',
  'goods.read', 'stock.read',
]
const manager: Permission[] = [
  ...cashier, 'goods.edit', 'figures.read', 'settings.read', 'staff.read', 'members.read_phone',
]

/** What each built-in role may do. */
export const permissionsOf: Record<Role, readonly Permission[]> = {
  owner: permissions, store_manager: manager, cashier,
}
