import type { Permission } from '#contract/permissions.ts'
import { builtInRoles, scopes } from '#contract/roles.ts'
import type { RoleCode, Scope } from '#contract/roles.ts'

/** A role as it is kept: a built-in one that nobody changed has no permissions of its own. */
export type RoleFacts = { code: RoleCode | null; scope: Scope; permissions: readonly Permission[] | null }

/** What a role lets do: the contract's table for a built-in role that stands as it came. */
export function permissionsOf({ code, permissions }: RoleFacts): readonly Permission[] {
  return permissions ?? (code === null ? [] : builtInRoles[code].permissions)
}

export const isChanged = ({ code, permissions }: RoleFacts): boolean => code !== null && permissions !== null

/** Where a person may act. */
export function reachOf(
  scope: Scope, at: { store_ids: readonly string[]; region_store_ids: readonly string[] },
): readonly string[] | 'all' {
  if (scope === 'chain') return 'all'
  return scope === 'region' ? [...new Set([...at.region_store_ids, ...at.store_ids])] : at.store_ids
}

const widthOf = (scope: Scope): number => scopes.length - scopes.indexOf(scope)

export const narrowest = (one: Scope, other: Scope): Scope =>
  widthOf(one) < widthOf(other) ? one : other

/** Whoever gives a right away must have it: its scope, and every permission. */
export function isWithin(
  mine: { scope: Scope; permissions: ReadonlySet<Permission> },
  theirs: { scope: Scope; permissions: readonly Permission[] },
): boolean {
  return widthOf(theirs.scope) <= widthOf(mine.scope)
    && theirs.permissions.every((permission) => mine.permissions.has(permission))
}
