import { permissions } from '#contract/permissions.ts'
import type { Permission } from '#contract/permissions.ts'
import { supportPermissions } from '#contract/operators.ts'
import * as operators from '#contract/operators.ts'
import { addRole, changeStaff } from '#contract/org.ts'
import { roleCodes } from '#contract/roles.ts'
import type { RoleCode, Scope } from '#contract/roles.ts'
import { listSessions, signIn } from '#contract/session.ts'
import { inChain } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { Who } from '#kernel/who.ts'
import { addStaff, readStaffWho, readSystemWho } from '#modules/org/org.ts'
import { addOperator, nobodys_chain } from '#modules/platform/platform.ts'
import type { LightMyRequestResponse } from 'fastify'
import { addEveryRole } from '../every-role.ts'
import { ask } from '../served.ts'
import type { Served } from '../served.ts'
import { noon, password, phoneOf } from '../world.ts'
import type { World } from '../world.ts'

/**
 * Whom the walk sends to every door: one of each role, two with roles of the chain's own that allow
 * everything and reach one store, and somebody of the platform whom the chain let in.
 */
export const callerNames = [...roleCodes, 'all_of_store', 'all_of_own', 'visitor'] as const
export type CallerName = (typeof callerNames)[number]

export type Caller = {
  name: string; cookie: string; chain_id: string; principal_id: string; phone: string
  stores: readonly string[] | 'all'; scope: Scope; permissions: ReadonlySet<Permission>
  /** The session they ask with; a visitor has none of the chain's. */
  session_id: string; who: Who | null
}
export type Callers = Record<CallerName, Caller>
/** Where people are signed in: the server, and the world of a chain. */
export type Place = Pick<Served, 'app'> & { world: World }

export const cookieIn = ({ cookies, body }: LightMyRequestResponse, name = 'shuke_session'): string => {
  const cookie = cookies.find((one) => one.name === name)
  if (!cookie) throw new Error(`nobody is signed in by this: ${body}`)
  return `${cookie.name}=${cookie.value}`
}

/** Opens a session for somebody of a chain. */
export async function signedIn({ app, world }: Place, phone: string, given = password): Promise<string> {
  return cookieIn(await ask(app, signIn, { chain_code: world.code, phone, password: given }))
}

export async function sessionOf({ app }: Pick<Place, 'app'>, cookie: string): Promise<string> {
  const { rows } = (await ask(app, listSessions, { as: { cookie } })).json<{ rows: Row[] }>()
  return rows.find(({ current }) => current)!.id
}
type Row = { id: string; current: boolean }

/** Somebody as they act: signed in, with what their role lets them do. */
export async function callerOf(
  place: Place, name: string, { staff_id, phone }: { staff_id: string; phone: string },
): Promise<Caller> {
  const { db, master, chain_id } = place.world
  const who = await inChain(db, chain_id, (tx) =>
    readStaffWho(tx, master, { chain_id, staff_id, now: new Date() }))
  const cookie = await signedIn(place, phone)
  const { stores, scope, permissions: may } = who
  return {
    name, cookie, chain_id, principal_id: staff_id, phone, stores, scope, permissions: may, who,
    session_id: await sessionOf(place, cookie),
  }
}

let phones = 13_900_000_000
export const newPhone = (): string => String(phones += 1)

/** A cashier of a store, with the password of everybody here. */
export async function newPerson(
  { world }: Pick<Place, 'world'>, store_id: string, name = '新来的',
): Promise<{ staff_id: string; phone: string }> {
  const { db, master, chain_id } = world, phone = newPhone()
  const staff_id = await inChain(db, chain_id, async (tx) => {
    const system = { ...await readSystemWho(tx, master, chain_id), now: noon }
    return await addStaff(tx, system, { name, phone, password, role: 'cashier', store_ids: [store_id] })
  })
  return { staff_id, phone }
}

/** A role of the chain's own with every permission there is, as far as a store or one's own doings. */
export async function widestRole(
  place: Place, owner: string, { scope, name }: { scope: 'store' | 'own'; name: string },
): Promise<string> {
  const role = await ask(place.app, addRole, { name, scope, permissions, as: { cookie: owner } })
  return role.json<{ id: string }>().id
}

/** Somebody at a store in a role of the chain's own. */
export async function inRole(
  place: Place, owner: string,
  { role_id, store_id, name }: { role_id: string; store_id: string; name: string },
): Promise<{ staff_id: string; phone: string }> {
  const person = await newPerson(place, store_id, name)
  const changed = await ask(place.app, changeStaff, {
    staff_id: person.staff_id, name, role_id, store_ids: [store_id], region_ids: [], as: { cookie: owner },
  })
  if (changed.statusCode !== 200) throw new Error(`nobody got the role: ${changed.body}`)
  return person
}

/** Everybody whom the walk sends, in the chain of `place`, at 桂花路店 where they have a place. */
export async function callersIn(place: Place, operator: Operator): Promise<Callers> {
  const { world } = place, every = await addEveryRole(world)
  const owner = await callerOf(place, 'owner', { staff_id: world.staff.owner, phone: phoneOf('owner') })
  const of_roles: [RoleCode, Caller][] = []
  for (const code of roleCodes)
    of_roles.push([code, code === 'owner' ? owner : await callerOf(place, code, every[code])])
  const wide = async (name: 'all_of_store' | 'all_of_own', scope: 'store' | 'own') => {
    const role_id = await widestRole(place, owner.cookie, { scope, name })
    const person = await inRole(place, owner.cookie, { role_id, store_id: world.stores.gh.id, name })
    return await callerOf(place, name, person)
  }
  return {
    ...Object.fromEntries(of_roles) as Record<RoleCode, Caller>,
    all_of_store: await wide('all_of_store', 'store'), all_of_own: await wide('all_of_own', 'own'),
    visitor: await visitorIn(place, operator, owner),
  }
}

export type Operator = Caller & { password: string }

/** Somebody who runs the installation, past their first password. */
export async function newOperator({ app, world }: Place): Promise<Operator> {
  const phone = newPhone(), new_password = 'lantern-nine-sesame'
  const { operator, first_password } = (await addOperator(world.db, world.master, { name: '方远', phone }))!
  const cookie = cookieIn(
    await ask(app, operators.signInOperator, { phone, password: first_password }), 'shuke_operator')
  await ask(app, operators.changeOperatorPassword, { password: first_password, new_password, as: { cookie } })
  return {
    name: 'operator', cookie, chain_id: nobodys_chain, principal_id: operator.id, phone, stores: [],
    scope: 'chain', permissions: new Set(), session_id: '', who: null, password: new_password,
  }
}

const day_ms = 86_400_000
export const grantFor = (phone: string) => ({
  op_key: newId(), phone, from_at: null, until_at: new Date(Date.now() + 3 * day_ms).toISOString(),
  permissions: supportPermissions, reason: '请帮忙看看对账',
})

/** The operator inside the chain, with all that a chain can let them do. */
async function visitorIn({ app, world }: Place, operator: Operator, owner: Caller): Promise<Caller> {
  await ask(app, operators.admitOperator, { ...grantFor(operator.phone), as: { cookie: owner.cookie } })
  const { chain_id } = world
  const entered = await ask(app, operators.enterChain, { chain_id, as: { cookie: operator.cookie } })
  return {
    ...operator, name: 'visitor', cookie: cookieIn(entered), chain_id, stores: 'all',
    permissions: new Set(supportPermissions),
  }
}
