import type { Input } from '#contract/endpoint.ts'
import type * as contract from '#contract/org.ts'
import type { StaffRow as ToldStaff } from '#contract/org.ts'
import type { Permission } from '#contract/permissions.ts'
import type { RoleCode } from '#contract/roles.ts'
import { record } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { hashPassword } from '#kernel/passwords.ts'
import { OutOfReach, assert, refuse, refuseIf } from '#kernel/refusal.ts'
import type { Answer } from '#kernel/route.ts'
import { maskPhone } from '#kernel/seal.ts'
import { spokenPassword } from '#kernel/secrets.ts'
import { mayReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { byNow } from './bynow.ts'
import { isWithin, permissionsOf } from './rules.ts'
import * as store from './store-people.ts'
import type { RoleRow, StaffRow } from './store-people.ts'
import { holdRegions, selectRegions, selectStores } from './store.ts'

export type NewPerson = {
  name: string; phone: string; password: string; role: RoleCode; store_ids: readonly string[]
  region_ids?: readonly string[]
}
type Posting = { role_id: string; store_ids: readonly string[]; region_ids: readonly string[] }

/** Adds a person with a password they chose themselves, in one of the built-in roles. */
export async function addStaff(
  tx: Tx, who: Who, { role: code, region_ids = [], ...person }: NewPerson,
): Promise<string> {
  const role = (await store.selectRoles(tx, who.chain_id)).find((one) => one.code === code)
  assert(role, 'a chain has every built-in role')
  return await enter(tx, who, { ...person, role_id: role.id, region_ids, first_password: false })
}

async function enter(
  tx: Tx, who: Who, person: Posting & Pick<NewPerson,
    'name' | 'phone' | 'password'> & { first_password: boolean },
): Promise<string> {
  const { name, phone, password, role_id, store_ids, region_ids, first_password } = person
  const id = newId()
  const entered = await store.insertStaff(tx, who.chain_id, {
    id, name, role_id, phone_key: who.seal.fingerprint('phone', phone), phone_sealed: who.seal.close(phone),
    phone_masked: maskPhone(phone), password_hash: await hashPassword(password), first_password,
    made_at: who.now,
  })
  if (!entered) refuse('staff_phone_taken')
  await store.replacePlaces(tx, who.chain_id, { staff_id: id, store_ids, region_ids })
  await record(tx, who,
    [{ verb: 'staff.add', ref: id, store_id: soleStore(store_ids),
      detail: { after: { role_id, store_ids, region_ids } } }])
  return id
}

/**
 * A person begins, with a first password that is told once. Refuses `staff_phone_taken`, `role_unknown`,
 * `role_beyond_you`, and places that are not in reach or do not go with the role.
 */
export async function hire(
  tx: Tx, who: Who, input: Input<typeof contract.addStaff>,
): Promise<Answer<typeof contract.addStaff>> {
  const posting = await checked(tx, who, input), first_password = spokenPassword()
  const { name, phone } = input
  const id = await enter(tx, who, { ...posting, name, phone, password: first_password, first_password: true })
  await vouch(tx, who, id)
  return { staff: await tell(tx, who, id), first_password }
}

/** Refuses whoever may not be changed: oneself, and whoever has more than oneself. */
export async function changeStaff(
  tx: Tx, who: Who, { staff_id, name, ...input }: Input<typeof contract.changeStaff>,
): Promise<ToldAs> {
  const before = await lockBelow(tx, who, staff_id)
  const posting = await checked(tx, who, input)
  await store.updateStaff(tx, who.chain_id, { id: staff_id, name, role_id: posting.role_id })
  await store.replacePlaces(tx, who.chain_id, { staff_id, ...posting })
  await record(tx, who, [{
    verb: 'staff.change', ref: staff_id, store_id: soleStore(posting.store_ids),
    detail: {
      before: postingOf(before), after: postingOf(posting), ...before.name === name ? {}
        : { changed: ['name'] },
    },
  }])
  return await tell(tx, who, staff_id)
}

/** The store whose record it stands on: that of somebody who works in one. */
const soleStore = (store_ids: readonly string[]): string | null =>
  store_ids.length === 1 ? store_ids[0]! : null

const postingOf = ({ role_id, store_ids, region_ids }: Posting) => ({ role_id, store_ids, region_ids })

/** Whoever makes a password has seen it: for some days the two do not count as two. */
async function vouch(tx: Tx, who: Who, staff_id: string): Promise<void> {
  await store.updateVouched(tx, who.chain_id, {
    staff_id, vouched_by: who.principal.id, vouched_at: who.now,
  })
}

/** A new first password, told once: for whoever forgot theirs. */
export async function resetPassword(
  tx: Tx, who: Who, { staff_id }: { staff_id: string },
): Promise<Answer<typeof contract.resetPassword>> {
  await lockBelow(tx, who, staff_id)
  const first_password = spokenPassword()
  await setPassword(tx, who, { staff_id, password: first_password, first: true })
  await vouch(tx, who, staff_id)
  return { staff: await tell(tx, who, staff_id), first_password }
}

/** Writes a password that the caller has found good enough. */
export async function setPassword(
  tx: Tx, who: Who, { staff_id, password, first }: { staff_id: string; password: string; first: boolean },
): Promise<void> {
  await store.updatePassword(tx, who.chain_id, {
    staff_id, password_hash: await hashPassword(password), first_password: first,
  })
  await record(tx, who, [{ verb: first ? 'staff.password' : 'password.change', ref: staff_id, detail: {} }])
}

/** A person leaves: they can sign in no more, and their name stays on what they did. */
export async function dismiss(tx: Tx, who: Who, { staff_id }: { staff_id: string }): Promise<ToldAs> {
  const before = await lockBelow(tx, who, staff_id)
  await store.updateLeft(tx, who.chain_id, { id: staff_id, left_at: who.now })
  await record(tx, who, [{
    verb: 'staff.dismiss', ref: staff_id, store_id: soleStore(before.store_ids),
    detail: { before: postingOf(before) },
  }])
  return await tell(tx, who, staff_id)
}

/**
 * Somebody in reach, and below or beside the one who asks, locked for a change. Refuses `staff_unknown`,
 * `staff_is_you`, `staff_above_you`. Nobody is their own superior, and of two owners at each other's throats
 * the later one is no owner any more: so an owner is always left over.
 */
export async function lockBelow(tx: Tx, asking: Who, staff_id: string): Promise<StaffRow> {
  const staff = await store.lockStaff(tx, asking.chain_id, { staff_id, by: asking.principal.id })
  // Before anything is refused: the wait must not tell somebody out of reach from nobody.
  const who = await byNow(tx, asking), roles = await rolesById(tx, who)
  if (!staff) refuse('staff_unknown')
  if (!isSeen(who, staff)) throw new OutOfReach('staff_unknown', staff_id)
  refuseIf(whyFixed(who, staff, roles.get(staff.role_id)!))
  return staff
}

/** Why a person may not be changed by whoever asks, or null. */
function whyFixed(who: Who, staff: StaffRow, role: RoleRow): 'staff_is_you' | 'staff_above_you' | null {
  if (staff.id === who.principal.id) return 'staff_is_you'
  const inReach = who.stores === 'all' || (staff.region_ids.length === 0
    && staff.store_ids.every((id) => mayReach(who, id)))
  return inReach && isWithin(who, { scope: role.scope, permissions: permissionsOf(role) })
    ? null : 'staff_above_you'
}

const isSeen = (who: Who, { store_ids }: StaffRow): boolean =>
  who.stores === 'all' || store_ids.some((id) => mayReach(who, id))

async function rolesById(tx: Tx, who: Who): Promise<Map<string, RoleRow>> {
  return new Map((await store.selectRoles(tx, who.chain_id)).map((role) => [role.id, role]))
}

/** A role that may be given, with just the places that go with its scope. */
async function checked(
  tx: Tx, asking: Who, { role_id, store_ids, region_ids }: Posting,
): Promise<Posting> {
  await store.lockRoles(tx, asking.chain_id)
  const who = await byNow(tx, asking)
  const role = (await rolesById(tx, who)).get(role_id) ?? refuse('role_unknown')
  if (!isWithin(who, { scope: role.scope, permissions: permissionsOf(role) })) refuse('role_beyond_you')
  const at = {
    store_ids: role.scope === 'store' || role.scope === 'own' ? [...new Set(store_ids)] : [],
    region_ids: role.scope === 'region' ? [...new Set(region_ids)] : [],
  }
  await holdRegions(tx, who.chain_id, at.region_ids)
  const stores = (await selectStores(tx, who.chain_id)).filter(({ id }) => mayReach(who, id))
  const regions = who.stores === 'all' ? await selectRegions(tx, who.chain_id) : []
  for (const id of at.store_ids) if (!stores.some((one) =>
    one.id === id)) throw new OutOfReach('store_unknown', id)
  for (const id of at.region_ids) if (!regions.some((one) =>
    one.id === id)) throw new OutOfReach('region_unknown', id)
  if (role.scope !== 'chain' && at.store_ids.length + at.region_ids.length === 0)
    refuse(role.scope === 'region' ? 'staff_needs_region' : 'staff_needs_store')
  return { role_id, ...at }
}

type ToldAs = Answer<typeof contract.changeStaff>

/** The people of the stores in reach; those who reach everything are seen by their like only. */
export async function listStaff(
  tx: Tx, who: Who, asked: Input<typeof contract.listStaff>,
): Promise<Answer<typeof contract.listStaff>> {
  const wanted = asked.search?.toLowerCase() ?? ''
  const rows = (await tellAll(tx, who)).filter((row) =>
    (row.left_at !== null) === (asked.left === 'yes')
    && (asked.role_id === undefined || row.role.id === asked.role_id)
    && (asked.store_id === undefined || row.stores.some(({ id }) => id === asked.store_id))
    && [row.name, row.phone_masked].some((text) => String(text).toLowerCase().includes(wanted)))
  return { rows }
}

async function tell(tx: Tx, who: Who, staff_id: string): Promise<ToldAs> {
  return (await tellAll(tx, who)).find(({ id }) => id === staff_id) ?? refuse('staff_unknown')
}

async function tellAll(tx: Tx, who: Who): Promise<ToldAs[]> {
  const roles = await rolesById(tx, who)
  // Where else a colleague works is told to whoever reaches that place too.
  const reached = (await selectStores(tx, who.chain_id)).filter(({ id }) => mayReach(who, id))
  const stores = new Map(reached.map(({ id, name }) => [id, name]))
  const regions = new Map((await selectRegions(tx, who.chain_id))
    .filter(({ id }) => who.stores === 'all' || reached.some(({ region_id }) => region_id === id))
    .map(({ id, name }) => [id, name]))
  const named = (names: ReadonlyMap<string, string>, ids: readonly string[]) =>
    ids.flatMap((id) => names.has(id) ? [{ id, name: names.get(id)! }] : [])
  return (await store.selectStaff(tx, who.chain_id)).filter((staff) => isSeen(who, staff)).map((staff) => {
    const role = roles.get(staff.role_id)!
    return {
      id: staff.id, name: staff.name, phone_masked: staff.phone_masked,
      role: { id: role.id, code: role.code, name: role.name, scope: role.scope },
      stores: named(stores, staff.store_ids), regions: named(regions, staff.region_ids),
      made_at: staff.made_at, left_at: staff.left_at, why_fixed: whyFixed(who, staff, role),
    } satisfies Record<keyof ToldStaff, unknown>
  })
}

/** Everybody who works for the chain, for the machine's own work. */
export async function staffOf(tx: Tx, chain_id: string) {
  const roles = new Map((await store.selectRoles(tx, chain_id)).map((role) => [role.id, role]))
  return (await store.selectStaff(tx, chain_id)).filter(({ left_at }) => left_at === null)
    .map(({ id, role_id, store_ids }) => ({ id, role: roles.get(role_id)?.code ?? null, store_ids }))
}

/** Who may do all of this in a store (null: in the chain), by name: those who can be asked to approve. */
export async function peopleWhoMay(
  tx: Tx, chain_id: string, asked: { permissions: readonly Permission[]; store_id: string | null },
): Promise<{ id: string; name: string }[]> {
  const roles = (await store.selectRoles(tx, chain_id))
    .filter((role) => asked.permissions.every((one) => permissionsOf(role).includes(one)))
  const region_id = (await selectStores(tx, chain_id)).find(({ id }) => id === asked.store_id)?.region_id
  const reaches = (staff: StaffRow): boolean => {
    const scope = roles.find(({ id }) => id === staff.role_id)?.scope
    if (scope === undefined || scope === 'own' || staff.left_at !== null) return false
    return scope === 'chain' || (asked.store_id !== null && (staff.store_ids.includes(asked.store_id)
      || (scope === 'region' && typeof region_id === 'string' && staff.region_ids.includes(region_id))))
  }
  return (await store.selectStaff(tx, chain_id)).filter(reaches)
    .map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'zh'))
}

/** Names by id, of those who left too. */
export async function readStaffNames(
  tx: Tx, chain_id: string, ids: readonly string[],
): Promise<Map<string, string>> {
  return new Map((await store.selectNames(tx, chain_id, ids)).map(({ id, name }) => [id, name]))
}
