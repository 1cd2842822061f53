import type { Input } from '#contract/endpoint.ts'
import type * as contract from '#contract/org.ts'
import type { RoleRow as ToldRole } from '#contract/org.ts'
import { permissions } from '#contract/permissions.ts'
import type { Permission } from '#contract/permissions.ts'
import { builtInRoles, roleCodes } from '#contract/roles.ts'
import type { Scope } from '#contract/roles.ts'
import { record } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { refuse } from '#kernel/refusal.ts'
import { mayReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { byNow } from './bynow.ts'
import { isChanged, isWithin, permissionsOf } from './rules.ts'
import * as store from './store-people.ts'
import type { RoleRow } from './store-people.ts'

type Nothing = Record<never, never>

/** The roles every chain begins with. */
export async function addBuiltInRoles(tx: Tx, who: Who): Promise<void> {
  await store.insertRoles(tx, who.chain_id, roleCodes.map((code) => ({
    id: newId(), code, name: null, scope: builtInRoles[code].scope, permissions: null, made_at: who.now,
  })))
}

const told = (role: RoleRow & { staff: number }): ToldRole =>
  ({ ...role, permissions: [...permissionsOf(role)], changed: isChanged(role) })

/** All roles; how many have each is counted among the people whom the caller sees. */
export async function listRoles(tx: Tx, who: Who): Promise<{ rows: ToldRole[] }> {
  const rows = await store.selectRoles(tx, who.chain_id)
  if (who.stores === 'all') return { rows: rows.map(told) }
  const seen = (await store.selectStaff(tx, who.chain_id)).filter(({ left_at, store_ids }) =>
    left_at === null && store_ids.some((id) => mayReach(who, id)))
  return {
    rows: rows.map((row) =>
      told({ ...row, staff: seen.filter(({ role_id }) => role_id === row.id).length })),
  }
}

/** Refuses `role_taken`, and `role_beyond_you`: nobody gives away what they do not have. */
export async function addRole(tx: Tx, who: Who, input: Input<typeof contract.addRole>): Promise<ToldRole> {
  await store.lockRoles(tx, who.chain_id)
  refuseBeyond(await byNow(tx, who), input)
  await refuseTaken(tx, who, { id: null, name: input.name })
  const role: RoleRow = { id: newId(), code: null, ...asSet(input) }
  await store.insertRoles(tx, who.chain_id, [{ ...role, made_at: who.now }])
  await record(tx, who, [{ verb: 'role.add', ref: role.id, detail: { after: asSet(input) } }])
  return told({ ...role, staff: 0 })
}

/** Refuses `role_is_owners`, `role_is_yours`, `role_beyond_you`, `role_taken`. */
export async function changeRole(
  tx: Tx, who: Who, { role_id, ...input }: Input<typeof contract.changeRole>,
): Promise<ToldRole> {
  const before = await lockOne(tx, who, role_id)
  refuseBeyond(await byNow(tx, who), input)
  const name = before.code === null ? input.name ?? before.name : null
  if (name !== null) await refuseTaken(tx, who, { id: role_id, name })
  const after = { ...asSet({ ...input, name }), id: role_id }
  await store.updateRole(tx, who.chain_id, after)
  await record(tx, who, [{
    verb: 'role.change', ref: role_id,
    detail: { before: standing(before), after: asSet(after) },
  }])
  return told({ ...before, ...after })
}

/** A built-in role follows the contract again. */
export async function resetRole(tx: Tx, who: Who, { role_id }: { role_id: string }): Promise<ToldRole> {
  const before = await lockOne(tx, who, role_id)
  if (before.code === null) refuse('role_unknown')
  const usual = builtInRoles[before.code]
  refuseBeyond(await byNow(tx, who), usual)
  const after = { id: role_id, name: null, scope: usual.scope, permissions: null }
  await store.updateRole(tx, who.chain_id, after)
  await record(tx, who, [{
    verb: 'role.reset', ref: role_id,
    detail: { before: standing(before), after: asSet({ ...usual, name: null }) },
  }])
  return told({ ...before, ...after })
}

/** Refuses `role_in_use` where somebody has it or had it, and `role_built_in`. */
export async function removeRole(tx: Tx, who: Who, { role_id }: { role_id: string }): Promise<Nothing> {
  const role = await lockOne(tx, who, role_id)
  if (role.code !== null) refuse('role_built_in')
  if (!await store.deleteRole(tx, who.chain_id, role_id)) refuse('role_in_use')
  await record(tx, who, [{ verb: 'role.remove', ref: role_id, detail: { before: standing(role) } }])
  return {}
}

/** The role to be changed: not the owner's, not one's own, and none above one's own. */
async function lockOne(tx: Tx, who: Who, role_id: string): Promise<RoleRow & { staff: number }> {
  await store.lockRoles(tx, who.chain_id)
  const role = (await store.selectRoles(tx, who.chain_id)).find(({ id }) => id === role_id)
    ?? refuse('role_unknown')
  if (role.code === 'owner') refuse('role_is_owners')
  const mine = who.principal.kind === 'staff'
    ? await store.selectOneStaff(tx, who.chain_id, who.principal.id) : null
  if (mine?.role_id === role_id) refuse('role_is_yours')
  refuseBeyond(await byNow(tx, who), { scope: role.scope, permissions: permissionsOf(role) })
  return role
}

function refuseBeyond(who: Who, role: Parameters<typeof isWithin>[1]): void {
  if (!isWithin(who, role)) refuse('role_beyond_you')
}

async function refuseTaken(tx: Tx, who: Who,
  { id, name }: { id: string | null; name: string }): Promise<void> {
  const roles = await store.selectRoles(tx, who.chain_id)
  if (roles.some((other) => other.id !== id && other.name === name)) refuse('role_taken', { name })
}

type Kept = { name: string | null; scope: Scope; permissions: readonly Permission[] }

/** A role as it is kept and as the record shows it: permissions once each, in the contract's order. */
const asSet = ({ name, scope, permissions: given }: Kept) =>
  ({ name, scope, permissions: permissions.filter((permission) => given.includes(permission)) })

const standing = (role: RoleRow) => asSet({ ...role, permissions: permissionsOf(role) })
