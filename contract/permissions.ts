/**
 * Everything a person may be allowed to do, by the part of the house it belongs to. An endpoint names one;
 * a role is a set of them.
 */
export const permissionGroups = {
  sales: [
    'sales.settle', 'sales.override_price', 'sales.return', 'sales.return_anywhere', 'sales.read',
    'sales.export',
  ],
  members: [
    'members.enrol', 'members.find', 'members.read', 'members.edit', 'members.unmask', 'members.export',
    'members.erase',
  ],
  value: ['value.top_up', 'value.read', 'value.adjust'],
  goods: ['goods.read', 'goods.edit', 'goods.export', 'stock.read'],
  figures: ['figures.read'],
  approvals: ['approvals.give'],
  stores: ['stores.read', 'stores.edit', 'tills.enrol'],
  people: ['staff.read', 'staff.edit', 'roles.edit'],
  house: [
    'settings.read', 'settings.edit', 'audit.read', 'audit.export', 'operators.admit', 'docs.read',
  ],
} as const

export type PermissionGroup = keyof typeof permissionGroups
export type Permission = (typeof permissionGroups)[PermissionGroup][number]
export const permissions = Object.values(permissionGroups).flat() as [Permission, ...Permission[]]
