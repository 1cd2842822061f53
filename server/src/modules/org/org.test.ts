import { afterAll, expect, test } from 'vitest'
import * as contract from '#contract/org.ts'
import type { RoleRow, StaffRow, StoreRow } from '#contract/org.ts'
import { readSession } from '#contract/session.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { readAudit } from '#kernel/audit.ts'
import { inChain } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { addEveryRole } from '#test/every-role.ts'
import { ask, serveWorld } from '#test/served.ts'
import { freshDatabase, makeWorld, password } from '#test/world.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const roles = await addEveryRole(world)
const { app, house, close } = await serveWorld(world, fresh.app_url)
afterAll(async () => {
  await close()
  await fresh.drop()
})
const { gh, jy } = world.stores

const signIn = async (phone: string, given = password): Promise<string> => {
  const response = await app.inject({
    method: 'POST', url: '/api/session', headers: { 'x-shuke': 'test' },
    payload: { chain_code: world.code, phone, password: given },
  })
  const cookie = response.cookies.find(({ name }) => name.endsWith('session'))
  return `${cookie!.name}=${cookie!.value}`
}
const cookies = {
  owner: await signIn(roles.owner.phone), hq: await signIn(roles.hq_operator.phone),
  region: await signIn(roles.region_manager.phone), manager: await signIn(roles.store_manager.phone),
}
type Name = keyof typeof cookies
const as = async (name: Name, endpoint: Endpoint, request: object = {}) =>
  (await ask(app, endpoint, { ...request, as: { cookie: cookies[name] } })).json()
const lastAct = async () =>
  (await inChain(world.db, world.chain_id, (tx) => readAudit(tx, world.chain_id, { limit: 1 })))[0]!
const roleOf = async (code: string): Promise<RoleRow> =>
  (await as('owner', contract.listRoles)).rows.find((row: RoleRow) => row.code === code)

test('the manager sees the people of their store, headquarters everybody', async () => {
  const names = async (name: Name) =>
    (await as(name, contract.listStaff)).rows.map((row: StaffRow) => row.name).sort()
  expect(await names('manager')).toEqual(['李国强', '王秀兰', '林可欣'].sort())
  expect(await names('region')).toEqual(['李国强', '王秀兰', '林可欣'].sort())
  expect((await names('owner')).length).toBe(8)
  const { rows } = await as('owner', contract.listStaff, { store_id: jy.id })
  expect(rows).toMatchObject([{ name: '赵敏', phone_masked: '138****0004', role: { code: 'cashier' },
    stores: [{ id: jy.id, name: '锦云坊店' }], why_fixed: null }])
})

test('a region manager reaches the stores of the region, and a store moved in comes along', async () => {
  const codes = async () => (await as('region', contract.listStores)).rows.map((row: StoreRow) => row.code)
  expect(await codes()).toEqual(['GH'])
  const { rows: [region] } = await as('region', contract.listRegions)
  const { rows } = await as('owner', contract.listStores)
  const facts = rows.find((row: StoreRow) => row.id === jy.id)
  const move = (name: Name, region_id: string | null) =>
    as(name, contract.changeStore, { store_id: jy.id, ...asInput(facts), region_id })
  expect((await move('owner', region.id)).region).toBe('河西')
  house.sessions.forget()
  expect(await codes()).toEqual(['GH', 'JY'])
  expect(await lastAct()).toMatchObject({
    verb: 'store.change', ref: jy.id,
      detail: { before: { region_id: null }, after: { region_id: region.id } },
  })
  expect((await as('owner', contract.removeRegion, { region_id: region.id })).code).toBe('region_has_stores')
  await move('owner', null)
  house.sessions.forget()
  expect(await codes()).toEqual(['GH'])
  expect((await as('owner', contract.addRegion, { name: '河西' })).code).toBe('region_taken')
})

const asInput = ({ name, region_id, ownership, legal_entity, credit_code, cutoff_hour, hours, address,
  phone }:
StoreRow) => ({ name, region_id, ownership, legal_entity, credit_code, cutoff_hour, hours, address, phone })

test('one store becomes two: opened with hours and a till, listed, closed and opened again', async () => {
  const hours = [...Array.from({ length: 6 }, () => ({ from: '07:00', until: '23:30' })), null]
  const input = {
    code: 'xt', name: '西塘店', region_id: null, ownership: 'franchise', legal_entity: '西塘食品店',
    credit_code: '91330000MA27XXXX0K', cutoff_hour: 2, hours, address: '西塘街 8 号', phone: '0571-8000 0000',
    tills: 2,
  }
  const made = await as('hq', contract.addStore, input)
  expect(made).toMatchObject({ code: 'XT', hours, tills: [{ number: 1 }, { number: 2 }], closed_at: null })
  expect((await as('hq', contract.addStore, input)).code).toBe('store_code_taken')
  expect((await as('hq', contract.addStore, { ...input, code: 'X1' })).fields[0].path).toBe('code')
  expect((await as('manager', contract.addStore, { ...input, code: 'XB' })).code).toBe('not_permitted')
  const found = await as('hq', contract.listStores, { search: '西塘' })
  expect(found.rows.map((row: StoreRow) => row.id)).toEqual([made.id])
  const closed = await as('hq', contract.closeStore, { store_id: made.id })
  expect(closed.closed_at).not.toBeNull()
  expect((await as('owner', readSession)).stores.map(({ code }: { code: string }) => code)).toEqual(['GH',
    'JY'])
  expect((await as('hq', contract.listStores, { closed: 'yes' })).rows).toHaveLength(1)
  expect((await as('hq', contract.reopenStore, { store_id: made.id })).closed_at).toBeNull()
})

test('a person begins with a first password, changes places, and leaves', async () => {
  const { id: role_id } = await roleOf('cashier')
  const input = { name: '何小满', phone: '13800000031', role_id, store_ids: [gh.id, jy.id], region_ids: [] }
  const { staff, first_password } = await as('hq', contract.addStaff, input)
  expect(first_password).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/)
  expect((await as('hq', contract.addStaff, input)).code).toBe('staff_phone_taken')
  const cookie = await signIn(input.phone, first_password)
  const moved = await as('hq', contract.changeStaff, { staff_id: staff.id, ...input, store_ids: [jy.id] })
  expect(moved.stores.map(({ name }: { name: string }) => name)).toEqual(['锦云坊店'])
  expect(await lastAct()).toMatchObject({ verb: 'staff.change', detail: { after: { store_ids: [jy.id] } } })
  const again = await as('hq', contract.resetPassword, { staff_id: staff.id })
  expect(again.first_password).not.toBe(first_password)
  expect((await as('hq', contract.dismissStaff, { staff_id: staff.id })).left_at).not.toBeNull()
  house.sessions.forget()
  expect((await ask(app, readSession, { as: { cookie } })).statusCode).toBe(401)
  // Whoever comes back is a person of their own, with the phone they always had.
  expect((await as('hq', contract.addStaff, input)).staff.id).not.toBe(staff.id)
})

test('nobody changes themselves, whoever is above them, or gives away what they lack', async () => {
  const cashier = await roleOf('cashier'), owner = await roleOf('owner'), manager =
    await roleOf('store_manager')
  const post = (name: Name, staff_id: string, posting: object) => as(name, contract.changeStaff, {
    staff_id, name: '某人', role_id: cashier.id, store_ids: [gh.id], region_ids: [], ...posting,
  })
  expect((await post('hq', roles.hq_operator.staff_id, {})).code).toBe('staff_is_you')
  expect((await post('hq', roles.owner.staff_id, {})).code).toBe('staff_above_you')
  expect((await post('hq', roles.cashier.staff_id, { role_id: owner.id })).code).toBe('role_beyond_you')
  expect((await post('region', world.staff.jyCashier, {})).code).toBe('staff_unknown')
  expect((await lastAct()).verb).toBe('reach.refused')
  expect((await post('region', newId(), {})).code).toBe('staff_unknown')
  expect((await post('region', roles.cashier.staff_id, { store_ids: [jy.id] })).code).toBe('store_unknown')
  expect((await post('region', roles.cashier.staff_id, { store_ids: [] })).code).toBe('staff_needs_store')
  expect((await post('region', roles.cashier.staff_id,
    { role_id: manager.id })).role.code).toBe('store_manager')
  expect((await post('region', roles.cashier.staff_id, {})).role.code).toBe('cashier')
})

test('the chain makes a role of its own, and changes a built-in one and takes that back', async () => {
  const own = await as('owner', contract.addRole, {
    name: '理货员', scope: 'store', permissions: ['goods.read', 'stock.read'],
  })
  expect(own).toMatchObject({ code: null, name: '理货员', changed: false, staff: 0 })
  expect((await as('owner', contract.addRole,
    { name: '理货员', scope: 'own', permissions: [] })).code).toBe('role_taken')
  const cashier = await roleOf('cashier')
  const changed = await as('owner', contract.changeRole, {
    role_id: cashier.id, name: null, scope: 'store', permissions: ['sales.read'],
  })
  expect(changed).toMatchObject({ code: 'cashier', changed: true, permissions: ['sales.read'] })
  house.sessions.forget()
  const cookie = await signIn(roles.cashier.phone)
  expect((await ask(app, readSession, { as: { cookie } })).json().permissions).toEqual(['sales.read'])
  const reset = await as('owner', contract.resetRole, { role_id: cashier.id })
  expect([reset.changed, reset.permissions]).toEqual([false, cashier.permissions])
  expect((await as('owner', contract.removeRole, { role_id: cashier.id })).code).toBe('role_built_in')
  expect((await as('owner', contract.removeRole, { role_id: own.id }))).toEqual({})
  expect(await lastAct()).toMatchObject({ verb: 'role.remove', ref: own.id })
})

test('the owner\'s role stays as it is, and only who has a right may give it', async () => {
  const owner = await roleOf('owner')
  expect((await as('owner', contract.changeRole, {
    role_id: owner.id, name: null, scope: 'chain', permissions: [],
  })).code).toBe('role_is_owners')
  expect((await as('hq', contract.addRole, { name: '影子', scope: 'chain', permissions: [] })).code)
    .toBe('not_permitted')
})
