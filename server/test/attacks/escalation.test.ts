import { afterAll, expect, test } from 'vitest'
import { endSession, readSession } from '#contract/session.ts'
import { writeWording } from '#contract/consents.ts'
import { createGoods, priceGoods } from '#contract/goods.ts'
import { endStaffSessions, listStaffSessions, removeSecondFactor } from '#contract/access.ts'
import { admitOperator, listGrants } from '#contract/operators.ts'
import * as org from '#contract/org.ts'
import { permissions } from '#contract/permissions.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Scope } from '#contract/roles.ts'
import { changeSetting, listSettingHistory, readSettings, unsetSetting } from '#contract/setting-doors.ts'
import { isSetByChain, settingKeys, settings } from '#contract/settings.ts'
import { inChain, sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
afterAll(async () => { await stage.end() })
const { as, people, roleOf, sessionOf, signedIn, world } = stage
const { gh, jy } = world.stores
const inside = <Row>(query: ReturnType<typeof sql<Row>>) =>
  inChain(world.db, world.chain_id, async (tx) => (await query.execute(tx)).rows)

let phones = 13_600_000_000, names = 0
const newPhone = () => String(phones += 1)
const newName = () => `试 ${names += 1}`
type Hired = { staff_id: string; phone: string; cookie: string }
/** Somebody who is past their first password, in a role of the owner's making. */
async function hire(
  role: { scope: Scope; permissions: readonly Permission[] } | { role_id: string }, at: object = {},
): Promise<Hired> {
  const role_id = 'role_id' in role ? role.role_id
    : (await as('owner', org.addRole, { name: newName(), ...role })).body['id']
  const phone = newPhone()
  const hired = await as('owner', org.addStaff, {
    name: newName(), phone, role_id, store_ids: [gh.id], region_ids: [], ...at,
  })
  const { id: staff_id } = (hired.body as unknown as { staff: { id: string } }).staff
  await inside(sql`update org.staff set first_password = false where id = ${staff_id}`)
  return { staff_id, phone, cookie: await sessionOf(staff_id) }
}
const regionId = async () => (await as('owner', org.listRegions)).body.rows[0]!['id'] as string

test('whoever reaches one store changes nothing that every store lives under', async () => {
  const everything = await hire({ scope: 'store', permissions })
  const cashier = await roleOf('cashier'), words = '同意接收我们的消息，随时可以取消'
  const acts: [Parameters<typeof as>[1], object][] = [
    [org.addRole, { name: newName(), scope: 'own', permissions: [] }],
    [org.changeRole, { role_id: cashier.id, name: null, scope: 'store', permissions: [] }],
    [org.resetRole, { role_id: cashier.id }],
    [org.addRegion, { name: newName() }],
    [org.closeStore, { store_id: gh.id }],
    [createGoods, {
      op_key: newId(), name: newName(), category: '蔬菜', barcode: null, unit: '件', sold_by: 'piece',
      list_price_fen: 1, member_price_fen: null,
    }],
    [priceGoods, { sku_id: newId(), list_price_fen: 1, member_price_fen: null }],
    [writeWording, { kind: 'marketing', zh: words, en: words }],
    [admitOperator, {
      op_key: newId(), phone: newPhone(), from_at: null, until_at: new Date(Date.now() + 1e7).toISOString(),
      permissions: ['members.read'], reason: '帮忙',
    }],
    [listGrants, {}],
  ]
  for (const [endpoint, request] of acts)
    expect((await as(everything, endpoint, request)).told, endpoint.path).toBe('not_permitted')
  expect((await as('region_manager', writeWording, { kind: 'marketing', zh: words, en: words })).told)
    .toBe('not_permitted')
  expect((await roleOf('cashier')).changed).toBe(false)
})

test('what the chain owes and who must agree is set by headquarters, for a single store too', async () => {
  const dangerous: [string, unknown][] = [
    ['approve_return_over_fen', null], ['price_override_free_bp', 0], ['points_earned_per_yuan', 1_000],
    ['top_up_plan', [{ pay_fen: 1, bonus_fen: 100_000 }]], ['tills_enrolled_only', false],
  ]
  for (const [key, value] of dangerous) {
    const set = await as('region_manager', changeSetting, { key, place_id: gh.id, value, starts_at: null })
    expect(set.told, key).toBe('setting_is_hq')
    const later = await as('region_manager', changeSetting, {
      key, place_id: gh.id, value, starts_at: new Date(Date.now() + 1e8).toISOString(),
    })
    expect(later.told, key).toBe('setting_is_hq')
    expect((await as('region_manager', unsetSetting, { key, place_id: gh.id })).told).toBe('setting_is_hq')
  }
  for (const key of settingKeys) {
    const { group } = settings[key]
    const holds_money = group === 'points' || group === 'value' || group === 'people' || group === 'exports'
    expect(isSetByChain(key) || !holds_money, key).toBe(true)
  }
  expect((await as('hq_operator', changeSetting, {
    key: 'approve_return_over_fen', place_id: gh.id, value: 10_000, starts_at: null,
  })).told).toBe(200)
  const mine = { key: 'rounding_mode', value: 'drop_fen', starts_at: null }
  expect((await as('region_manager', changeSetting, { ...mine, place_id: gh.id })).told).toBe(200)
  for (const place_id of [null, world.chain_id, jy.id, jy.tills[0]!.id, newId()])
    expect((await as('region_manager', changeSetting, { ...mine, place_id })).told).toBe('place_unknown')
  expect((await as('region_manager', unsetSetting, { ...mine, place_id: world.chain_id })).told)
    .toBe('place_unknown')
})

test('a store reads settings of its own places, and another store\'s history is not there', async () => {
  await as('owner', changeSetting, {
    key: 'rounding_mode', place_id: jy.id, value: 'drop_jiao', starts_at: null,
  })
  for (const name of ['store_manager', 'region_manager'] as const) {
    const { body } = await as(name, listSettingHistory, { limit: 200 })
    expect(JSON.stringify(body)).not.toContain(jy.id)
    expect(JSON.stringify(body)).not.toContain('锦云')
    expect((await as(name, listSettingHistory, { place_id: jy.id })).told).toBe('place_unknown')
    expect((await as(name, readSettings, { place_id: jy.tills[1]!.id })).told).toBe('place_unknown')
  }
})

test('nobody becomes more by their own hand: not by role, place, name or rank', async () => {
  const mine_may = ['staff.read', 'staff.edit', 'roles.edit', 'stores.read'] as const
  const hr = await hire({ scope: 'chain', permissions: mine_may }, { store_ids: [] })
  const mine = (await inside<{ role_id: string }>(
    sql`select role_id from org.staff where id = ${hr.staff_id}`))[0]!.role_id
  const roles = {
    owner: await roleOf('owner'), cashier: await roleOf('cashier'), finance: await roleOf('finance'),
  }
  const wide = { name: newName(), scope: 'chain', permissions: ['staff.edit', 'value.adjust'] }
  const posting = { name: newName(), store_ids: [], region_ids: [] }
  const emptied = { name: null, scope: 'own', permissions: [] }
  const tries: [string, Parameters<typeof as>[1], object][] = [
    ['role_beyond_you', org.addRole, wide],
    ['role_is_yours', org.changeRole, { role_id: mine, ...wide }],
    ['role_is_owners', org.changeRole, { role_id: roles.owner.id, ...wide }],
    ['role_beyond_you', org.changeRole, { role_id: roles.finance.id, ...emptied }],
    ['role_beyond_you', org.changeRole, { role_id: roles.cashier.id, ...emptied }],
    ['role_beyond_you', org.resetRole, { role_id: roles.cashier.id }],
    ['staff_is_you', org.changeStaff, { staff_id: hr.staff_id, role_id: roles.owner.id, ...posting }],
    ['staff_is_you', org.resetPassword, { staff_id: hr.staff_id }],
    ['staff_above_you', org.changeStaff, { staff_id: world.staff.owner, role_id: mine, ...posting }],
    ['staff_above_you', org.resetPassword, { staff_id: world.staff.owner }],
    ['staff_above_you', org.dismissStaff, { staff_id: people.cashier.staff_id }],
    ['staff_above_you', removeSecondFactor, { staff_id: people.finance.staff_id }],
    ['staff_above_you', endStaffSessions, { staff_id: world.staff.owner }],
    ['staff_above_you', listStaffSessions, { staff_id: world.staff.owner }],
    ['role_beyond_you', org.addStaff, { ...posting, phone: newPhone(), role_id: roles.owner.id }],
    ['role_beyond_you', org.addStaff, { ...posting, phone: newPhone(), role_id: roles.cashier.id }],
  ]
  for (const [code, endpoint, request] of tries)
    expect((await as(hr, endpoint, request)).told, `${endpoint.path} ${JSON.stringify(request)}`).toBe(code)
})

test('to a colleague\'s role one adds only what one has, and never a wider reach', async () => {
  const mine = ['staff.read', 'staff.edit', 'roles.edit', 'goods.read'] as const
  const hr = await hire({ scope: 'chain', permissions: mine }, { store_ids: [] })
  const beside = await as('owner', org.addRole, {
    name: newName(), scope: 'store', permissions: ['goods.read'],
  })
  const role_id = beside.body['id'] as string
  const accomplice = await hire({ role_id })
  const change = (scope: Scope, given: readonly Permission[]) =>
    as(hr, org.changeRole, { role_id, name: newName(), scope, permissions: given })
  expect((await change('chain', ['goods.read', 'value.adjust'])).told).toBe('role_beyond_you')
  expect((await change('store', ['goods.read', 'staff.read'])).told).toBe(200)
  stage.house.sessions.forget()
  const { body } = await as(accomplice, readSession)
  expect(body['permissions']).toEqual(['goods.read', 'staff.read'])
})

test('a region manager posts people below them, to stores of the region alone', async () => {
  const region_id = await regionId()
  const cashier = await roleOf('cashier'), manager = await roleOf('region_manager')
  const post = (request: object) => as('region_manager', org.addStaff, {
    name: newName(), phone: newPhone(), role_id: cashier.id, store_ids: [gh.id], region_ids: [], ...request,
  })
  expect((await post({ store_ids: [gh.id, jy.id] })).told).toBe('store_unknown')
  expect((await post({ store_ids: [] })).told).toBe('staff_needs_store')
  expect((await post({ store_ids: [], region_ids: [region_id] })).told).toBe('staff_needs_store')
  // Regions are headquarters' to give, their own region too.
  expect((await post({ role_id: manager.id, store_ids: [], region_ids: [region_id] })).told)
    .toBe('region_unknown')
  const made = await post({ region_ids: [region_id] })
  expect((made.body as unknown as { staff: { regions: unknown[] } }).staff.regions).toEqual([])
})

test('whoever may edit the stores of a region moves none in or out, and opens none', async () => {
  const region_id = await regionId()
  const mover = await hire({ scope: 'region', permissions: ['stores.read', 'stores.edit'] },
    { store_ids: [], region_ids: [region_id] })
  const facts = (await as('owner', org.listStores)).body.rows as unknown as org.StoreRow[]
  const inputOf = ({ name, ownership, legal_entity, credit_code, cutoff_hour, hours, address, phone,
    region_id: within }: org.StoreRow) => ({
    name, ownership, legal_entity, credit_code, cutoff_hour, hours, address, phone, region_id: within,
  })
  const [ours, theirs] = [gh.id, jy.id].map((id) => facts.find((one) => one.id === id)!) as
    [org.StoreRow, org.StoreRow]
  const change = (store_id: string, request: object) => as(mover, org.changeStore, { store_id, ...request })
  expect((await change(jy.id, { ...inputOf(theirs), region_id })).told).toBe('store_unknown')
  expect((await change(gh.id, { ...inputOf(ours), region_id: null })).told).toBe('store_move_is_hq')
  expect((await change(gh.id, { ...inputOf(ours), ownership: 'franchise' })).told).toBe('store_move_is_hq')
  expect((await change(gh.id, inputOf(ours))).told).toBe(200)
  expect((await as(mover, org.addStore, { ...inputOf(ours), code: 'NEW', tills: 1 })).told)
    .toBe('not_permitted')
})

test('a phone that somebody left is nobody\'s key to what they were', async () => {
  const cashier = await roleOf('cashier'), left = await hire({ scope: 'chain', permissions: ['audit.read'] },
    { store_ids: [] })
  expect((await as('owner', org.dismissStaff, { staff_id: left.staff_id })).told).toBe(200)
  expect((await as(left, readSession)).told).toBe('session_ended')
  const again = await as('owner', org.addStaff, {
    name: newName(), phone: left.phone, role_id: cashier.id, store_ids: [gh.id], region_ids: [],
  })
  expect((again.body as unknown as { staff: { id: string } }).staff.id).not.toBe(left.staff_id)
  expect(await signedIn(left.phone, 'osmanthus-road-7')).toBe('')
  // Whoever left is out of reach of every verb, so that nobody brings them back by a side door.
  for (const endpoint of [org.resetPassword, org.dismissStaff, endStaffSessions, removeSecondFactor])
    expect((await as('owner', endpoint, { staff_id: left.staff_id })).told, endpoint.path)
      .toBe('staff_unknown')
})

test('a role being widened and a person being posted to it at the same moment end in one order', async () => {
  const mine = ['staff.read', 'staff.edit', 'roles.edit', 'goods.read'] as const
  const hr = await hire({ scope: 'chain', permissions: mine }, { store_ids: [] })
  const role = await as('owner', org.addRole, {
    name: newName(), scope: 'store', permissions: ['goods.read'],
  })
  const role_id = role.body['id'] as string, name = newName()
  const rounds = await Promise.all([1, 2, 3, 4].map(async (round) => {
    const widened = as('owner', org.changeRole, {
      role_id, name, scope: 'store', permissions: ['goods.read', 'value.adjust'],
    })
    const posted = as(hr, org.addStaff, {
      name: newName(), phone: newPhone(), role_id, store_ids: [gh.id], region_ids: [],
    })
    return { round, widened: (await widened).told, posted: (await posted).told }
  }))
  // Whoever was posted had the role before it was more than the poster's; nobody was posted by a stale look.
  const audit = await inside<{ verb: string; id: string }>(sql`
    select verb, id from kernel.audit where (verb = 'role.change' and ref = ${role_id})
       or (verb = 'staff.add' and principal_id = ${hr.staff_id}) order by id`)
  const first = audit.findIndex(({ verb }) => verb === 'role.change')
  for (const { posted } of rounds) expect([200, 'role_beyond_you']).toContain(posted)
  expect(audit.slice(first).filter(({ verb }) => verb === 'staff.add')).toEqual([])
})

test('places that are not given to a role\'s scope are not kept for a later one', async () => {
  const cashier = await roleOf('cashier')
  const person = await hire({ role_id: (await roleOf('finance')).id })
  const { rows } = (await as('owner', org.listStaff)).body
  const told = rows.find((row) => row['id'] === person.staff_id) as unknown as org.StaffRow
  expect([told.stores, told.regions]).toEqual([[], []])
  const moved = await as('owner', org.changeStaff, {
    staff_id: person.staff_id, name: newName(), role_id: cashier.id, store_ids: [gh.id, gh.id],
    region_ids: [],
  })
  expect((moved.body as unknown as org.StaffRow).stores).toEqual([{ id: gh.id, name: gh.name }])
})
test('where else a colleague works is told to who reaches it, and how many work there too', async () => {
  const cashier = await roleOf('cashier')
  const both = await hire({ role_id: cashier.id }, { store_ids: [gh.id, jy.id] })
  const { rows } = (await as('store_manager', org.listStaff)).body
  const seen = rows.find((row) => row['id'] === both.staff_id) as unknown as org.StaffRow
  expect(seen).toMatchObject({ stores: [{ id: gh.id }], why_fixed: 'staff_above_you' })
  expect(JSON.stringify(rows)).not.toContain('锦云')
  const counted = (await as('store_manager', org.listRoles)).body.rows as unknown as org.RoleRow[]
  expect(counted.find(({ code }) => code === 'owner')!.staff).toBe(0)
  const beside = rows.filter((row) => (row as unknown as org.StaffRow).role.code === 'cashier').length
  expect(counted.find(({ code }) => code === 'cashier')!.staff).toBe(beside)
})

test('two owners who turn on each other at the same moment leave one of them', async () => {
  const owner = await roleOf('owner'), cashier = await roleOf('cashier')
  const [one, other] = await Promise.all([1, 2].map(() => hire({ role_id: owner.id }, { store_ids: [] })))
  const down = (who: Hired, whom: Hired) => as(who, org.changeStaff, {
    staff_id: whom.staff_id, name: newName(), role_id: cashier.id, store_ids: [gh.id], region_ids: [],
  })
  const ended = await Promise.all([
    as(one!, org.dismissStaff, { staff_id: other!.staff_id }), down(other!, one!),
  ])
  expect(ended.filter(({ told }) => told === 200)).toHaveLength(1)
  const [three, four] = await Promise.all([1, 2].map(() => hire({ role_id: owner.id }, { store_ids: [] })))
  const both = await Promise.all([down(three!, four!), down(four!, three!)])
  expect(both.filter(({ told }) => told === 200)).toHaveLength(1)
})

test('nobody ends another\'s session by its id', async () => {
  const { id } = (await inside<{ id: string }>(sql`
    select id from access.sessions where staff_id = ${world.staff.owner} and ended_at is null limit 1`))[0]!
  for (const name of ['hq_operator', 'cashier'] as const)
    expect((await as(name, endSession, { session_id: id })).told).toBe('not_found')
})
