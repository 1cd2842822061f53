import { permissions } from '#contract/permissions.ts'
import type { Permission } from '#contract/permissions.ts'
import { builtInRoles, roleCodes } from '#contract/roles.ts'
import type { Scope } from '#contract/roles.ts'
import { expect, test } from 'vitest'
import { isChanged, isWithin, permissionsOf, reachOf } from './rules.ts'

test('a built-in role follows the contract until the chain changes it', () => {
  const cashier = { code: 'cashier', scope: 'store', permissions: null } as const
  expect(permissionsOf(cashier)).toBe(builtInRoles.cashier.permissions)
  expect(isChanged(cashier)).toBe(false)
  const changed = { ...cashier, permissions: ['sales.read'] as Permission[] }
  expect([permissionsOf(changed), isChanged(changed)]).toEqual([['sales.read'], true])
  const own = { code: null, scope: 'own', permissions: ['members.find'] } as const
  expect([permissionsOf(own), isChanged(own)]).toEqual([['members.find'], false])
})

test('reach follows the scope', () => {
  const at = { store_ids: ['gh', 'jy'], region_store_ids: ['jy', 'nt'] }
  const cases: [Scope, readonly string[] | 'all'][] = [
    ['chain', 'all'], ['region', ['jy', 'nt', 'gh']], ['store', ['gh', 'jy']], ['own', ['gh', 'jy']],
  ]
  for (const [scope, reach] of cases) expect([scope, reachOf(scope, at)]).toEqual([scope, reach])
})

test('nobody gives away what they do not have', () => {
  const manager = { scope: 'store', permissions: new Set<Permission>(['staff.edit', 'sales.read']) } as const
  const cases: [Scope, Permission[], boolean][] = [
    ['store', ['sales.read'], true], ['own', [], true], ['region', ['sales.read'], false],
    ['chain', [], false], ['store', ['sales.read', 'sales.settle'], false],
  ]
  for (const [scope, given, may] of cases)
    expect([scope, given, isWithin(manager, { scope, permissions: given })]).toEqual([scope, given, may])
  const owner = { scope: 'chain', permissions: new Set(permissions) } as const
  for (const code of roleCodes) expect([code, isWithin(owner, builtInRoles[code])]).toEqual([code, true])
})
