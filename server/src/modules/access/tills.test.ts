import { afterAll, expect, test } from 'vitest'
import * as access from '#contract/access.ts'
import * as session from '#contract/session.ts'
import { setClock } from '#kernel/clock.ts'
import { inChain, sql } from '#kernel/db.ts'
import { changeSetting } from '#kernel/settings.ts'
import type { SettingKey } from '#contract/settings.ts'
import { openBrowser, told } from '#test/browser.ts'
import type { Browser } from '#test/browser.ts'
import { serveWorld } from '#test/served.ts'
import { freshDatabase, makeWorld, password } from '#test/world.ts'
import type { PersonName } from '#test/world.ts'
import { proveSecondPerson } from './prove.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const { app, house, close } = await serveWorld(world, fresh.app_url)
afterAll(async () => {
  await close()
  await fresh.drop()
})

const { gh, jy } = world.stores
const [one, two] = gh.tills.map(({ id }) => ({ store_id: gh.id, till_id: id })) as
  [{ store_id: string; till_id: string }, { store_id: string; till_id: string }]
const inside = <Row>(query: ReturnType<typeof sql<Row>>) =>
  inChain(world.db, world.chain_id, async (tx) => (await query.execute(tx)).rows)
const set = (key: SettingKey, value: unknown) => inChain(world.db, world.chain_id, (tx) =>
  changeSetting(tx, { ...world.who.owner, now: new Date() }, { key, place_id: null, to: { value } }))
const signedIn = async (name: PersonName, browser = openBrowser(app, world)) => {
  expect(told(await browser.signIn(name))).toBe(200)
  return browser
}

let addresses = 0
/** A till that was enrolled by a code from the console. */
async function enrolled(at = one, name = '前台左'): Promise<Browser> {
  const manager = await signedIn('manager')
  const { code } = (await manager.ask(access.makeEnrolCode, { ...at, name })).json()
  addresses += 1
  const till = openBrowser(app, world, `192.168.2.${addresses}`)
  expect(told(await till.ask(access.enrolByCode, { code }))).toBe(200)
  return till
}
const pins: Partial<Record<PersonName, string>> = {}
async function withPin(name: PersonName, pin: string) {
  const browser = await signedIn(name)
  expect(told(await browser.ask(access.setPin, { password, pin }))).toBe(200)
  pins[name] = pin
}
const open = (till: Browser, name: PersonName, pin = pins[name]) =>
  till.ask(access.openWithPin, { staff_id: world.staff[name], pin })

test('a code makes a browser a till, once, and for ten minutes', async () => {
  const manager = await signedIn('manager')
  const made = (await manager.ask(access.makeEnrolCode, { ...one, name: '前台左' })).json()
  expect(made.code).toMatch(/^[A-HJ-KM-NP-Z2-9]{4}-[A-HJ-KM-NP-Z2-9]{4}$/)
  expect(Date.parse(made.ends_at) - Date.now()).toBeGreaterThan(590_000)
  const kept = JSON.stringify(await inside(sql`select * from access.enrolments`))
  expect(kept).not.toContain(made.code.replace('-', ''))

  const till = openBrowser(app, world), other = openBrowser(app, world)
  expect((await till.ask(access.readTillDevice)).json()).toEqual({ device: null, people: [] })
  const typed = made.code.toLowerCase().replace('-', ' ')
  const device = (await till.ask(access.enrolByCode, { code: typed })).json()
  expect(device).toMatchObject({
    name: '前台左', chain: { code: 'shisui' }, store: { code: 'GH', name: '桂花路店' }, till: { number: 1 },
  })
  expect((await till.ask(access.readTillDevice)).json()).toEqual({ device, people: [] })
  expect(told(await other.ask(access.enrolByCode, { code: made.code }))).toBe('enrol_code_wrong')
  expect(told(await other.ask(access.enrolByCode, { code: 'AAAA-AAAA' }))).toBe('enrol_code_wrong')

  const late = (await manager.ask(access.makeEnrolCode, { ...two, name: '右' })).json()
  await inside(sql`update access.enrolments set ends_at = ends_at - interval '11 minutes'`)
  expect(told(await other.ask(access.enrolByCode, { code: late.code }))).toBe('enrol_code_wrong')
})

test('codes are guessed slowly', async () => {
  const stranger = openBrowser(app, world, '10.5.5.5')
  const guess = () => stranger.ask(access.enrolByCode, { code: 'AAAABBBB' })
  for (let i = 0; i < 5; i += 1) expect(told(await guess())).toBe('enrol_code_wrong')
  expect(told(await guess())).toBe('sign_in_too_often')
})

test('only who may enrols, and only tills of stores in reach', async () => {
  const [manager, cashier] = [await signedIn('manager'), await signedIn('cashier')]
  const foreign = { store_id: jy.id, till_id: jy.tills[0]!.id, name: '偷来的' }
  expect(told(await cashier.ask(access.makeEnrolCode, { ...one, name: 'x' }))).toBe('not_permitted')
  for (const endpoint of [access.makeEnrolCode, access.enrolHere])
    expect(told(await manager.ask(endpoint, foreign))).toBe('store_unknown')
  expect(told(await manager.ask(access.enrolHere, { ...foreign, store_id: gh.id }))).toBe('till_unknown')
  expect(told(await manager.ask(access.listDevices, { store_id: jy.id }))).toBe('store_unknown')
})

test('somebody who stands at the till enrols it there, and goes on in the session they have', async () => {
  const till = await signedIn('manager')
  expect((await till.ask(session.readSession)).json().till).toBeNull()
  const device = (await till.ask(access.enrolHere, { ...two, name: '右' })).json()
  expect((await till.ask(session.readSession)).json().till)
    .toEqual({ id: two.till_id, store_id: gh.id, device_id: device.id, idle_min: 10 })
  const rows = (await till.ask(access.listDevices, { store_id: gh.id })).json().rows
  expect(rows.find(({ id }: { id: string }) => id === device.id)).toMatchObject({
    till_number: 2, name: '右', enrolled_by: '李国强', revoked_at: null, revoked_by: null,
  })
})

test('a till that is revoked is one no more, and its sessions are over at once', async () => {
  const till = await enrolled(), manager = await signedIn('manager')
  await signedIn('cashier', till)
  const { device } = (await till.ask(access.readTillDevice)).json()
  expect((await till.ask(session.readSession)).json().till.device_id).toBe(device.id)
  const gone = { store_id: gh.id, device_id: device.id }
  expect(told(await manager.ask(access.revokeDevice, gone))).toBe(200)
  expect(told(await till.ask(session.readSession))).toBe('session_ended')
  expect((await till.ask(access.readTillDevice)).json().device).toBeNull()
  expect(told(await manager.ask(access.revokeDevice, gone))).toBe('device_unknown')
  await signedIn('cashier', till)
  expect((await till.ask(session.readSession)).json().till).toBeNull()
})

test('a till has one device: enrolling another takes it over', async () => {
  const before = await enrolled(), after = await enrolled(one, '新机')
  expect((await before.ask(access.readTillDevice)).json().device).toBeNull()
  expect((await after.ask(access.readTillDevice)).json().device.name).toBe('新机')
  const acts = await inside(sql<{ verb: string }>`
    select verb from kernel.audit where verb like 'device.%' order by id desc limit 3`)
  expect(acts.map(({ verb }) => verb).sort()).toEqual(['device.code', 'device.enrol', 'device.revoke'])
})

test('who works here and has a PIN opens the till with it, and only for the work at the till', async () => {
  await withPin('cashier', '481923')
  await withPin('owner', '902715')
  await withPin('jyCashier', '110284')
  const till = await enrolled()
  const { people } = (await till.ask(access.readTillDevice)).json()
  expect(people.map(({ name }: { name: string }) => name)).toEqual(['顾青禾', '王秀兰'])
  const opened = await open(till, 'cashier')
  expect(opened.json()).toMatchObject({
    staff: { name: '王秀兰' }, opened_by: 'pin', must: null, till: { id: one.till_id, idle_min: 10 },
    stores: [{ code: 'GH' }],
  })
  const owners = (await open(till, 'owner')).json()
  expect(owners.stores).toHaveLength(1)
  expect(owners.permissions).toContain('sales.settle')
  const behind = ['settings.edit', 'staff.edit', 'sales.export', 'members.unmask', 'value.adjust']
  for (const beyond of behind)
    expect(owners.permissions).not.toContain(beyond)
  expect(told(await till.ask(access.listDevices, { store_id: gh.id }))).toBe('not_permitted')
  expect(told(await open(till, 'jyCashier'))).toBe('pin_not_here')
  expect(told(await open(openBrowser(app, world), 'cashier'))).toBe('not_a_till')
})

test('the one who was at the till before is signed out by the next', async () => {
  const till = await enrolled()
  await open(till, 'cashier')
  const before = till.cookies.get('shuke_session')!
  await open(till, 'owner')
  const thief = openBrowser(app, world)
  thief.cookies.set('shuke_session', before)
  expect(told(await thief.ask(session.readSession))).toBe('session_ended')
})

test('five wrong PINs close one person\'s PIN at one till for 15 minutes; others go on', async () => {
  const till = await enrolled(), next = await enrolled(two)
  const answers = []
  const wait = (minutes: number) => inside(sql`
    update access.tries set until_at = until_at - make_interval(mins => ${minutes}),
                            last_at = last_at - make_interval(mins => ${minutes})`)
  for (let i = 0; i < 3; i += 1) answers.push((await open(till, 'cashier', '000001')).json())
  expect(answers.map(({ code, params }) => [code, params.left]))
    .toEqual([['pin_wrong', 4], ['pin_wrong', 3], ['pin_wrong', 2]])
  expect((await open(till, 'cashier')).json()).toMatchObject({ code: 'pin_too_soon', params: { wait_s: 5 } })
  await wait(1)
  expect(told(await open(till, 'cashier', '000001'))).toBe('pin_wrong')
  await wait(1)
  const closed = { code: 'pin_locked', params: { wait_min: 15 } }
  expect((await open(till, 'cashier', '000001')).json()).toMatchObject(closed)
  expect((await open(till, 'cashier')).json()).toMatchObject(closed)
  expect(told(await open(till, 'owner'))).toBe(200)
  expect(told(await open(next, 'cashier'))).toBe(200)
  expect(told(await till.signIn('cashier'))).toBe(200)
  await wait(16)
  expect(told(await open(till, 'cashier'))).toBe(200)
  const [last] = await inside(sql<{ detail: object }>`select detail from kernel.audit
    where verb = 'signin.fail' and ref = ${world.staff.cashier} order by id desc limit 1`)
  expect(last).toEqual({ detail: { by: 'pin', failures: 5 } })
})

test('a PIN wants the password, is no simple one, and is gone when it is removed', async () => {
  const browser = await signedIn('cashier'), till = await enrolled()
  const cases: [Record<string, string>, string][] = [
    [{ password, pin: '123456' }, 'pin_simple'], [{ password, pin: '12345' }, 'bad_input'],
    [{ password: 'guess', pin: '271828' }, 'password_wrong'],
  ]
  for (const [given, code] of cases) expect(told(await browser.ask(access.setPin, given))).toBe(code)
  expect((await browser.ask(access.readAccount)).json().pin_set_at).not.toBeNull()
  expect(told(await browser.ask(access.removePin))).toBe(200)
  expect((await browser.ask(access.readAccount)).json().pin_set_at).toBeNull()
  expect(told(await open(till, 'cashier'))).toBe('pin_not_here')
  await withPin('cashier', '481923')
})

test('a till rests as long as the setting says, by the chain\'s clock', async () => {
  await set('till_idle_min', 3)
  const till = await enrolled()
  expect((await open(till, 'cashier')).json().till.idle_min).toBe(3)
  const after = async (minutes: number) => {
    await inChain(world.db, world.chain_id, (tx) =>
      setClock(tx, world.chain_id, new Date(Date.now() + minutes * 60_000)))
    house.sessions.forget()
    return told(await till.ask(session.readSession))
  }
  expect([await after(3), await after(6), await after(10.5)]).toEqual([200, 200, 'session_ended'])
  await after(0)
})

test('a second person is proven by PIN or password, without a session, in their own reach', async () => {
  const [before] = await inside(sql<{ n: number }>`select count(*)::int4 as n from access.sessions`)
  const asked = { ...world.who.cashier, store_id: gh.id, till_id: one.till_id }
  const byPin = await proveSecondPerson(house, asked, { staff_id: world.staff.owner, pin: '902715' })
  expect([byPin.principal.id, byPin.till_id]).toEqual([world.staff.owner, one.till_id])
  expect(byPin.device).toBe(asked.device)
  expect([byPin.scope, byPin.stores]).toEqual(['store', [gh.id]])
  for (const beyond of ['value.adjust', 'sales.export', 'members.export', 'audit.export',
    'staff.edit'] as const)
    expect([beyond, byPin.permissions.has(beyond)]).toEqual([beyond, false])
  const byPassword = await proveSecondPerson(house, asked, { phone: '13800000002', password })
  expect(byPassword.principal.id).toBe(world.staff.manager)
  expect(byPassword.permissions).toContain('approvals.give')
  const cases: [object, Parameters<typeof proveSecondPerson>[2], string][] = [
    [{ till_id: null }, { staff_id: world.staff.owner, pin: '902715' }, 'pin_not_here'],
    [{}, { staff_id: world.staff.manager, pin: '902715' }, 'pin_not_here'],
    [{ store_id: jy.id }, { staff_id: world.staff.owner, pin: '902715' }, 'pin_not_here'],
    [{ store_id: world.chain_id }, { staff_id: world.staff.owner, pin: '902715' }, 'pin_not_here'],
    [{}, { phone: '13800000002', password: 'guess' }, 'sign_in_wrong'],
    [{}, { phone: '13900000000', password }, 'sign_in_wrong'],
    [{}, { phone: '13800000004', password }, 'second_person_not_here'],
  ]
  for (const [more, proof, code] of cases)
    await expect(proveSecondPerson(house, { ...asked, ...more }, proof)).rejects.toThrow(code)
  expect(await inside(sql`select count(*)::int4 as n from access.sessions`)).toEqual([before])
})

test('guesses at an approval count for the two people alone', async () => {
  await inside(sql`delete from access.tries`)
  const ask = (name: PersonName, given: string) => proveSecondPerson(
    house, { ...world.who[name], store_id: gh.id }, { phone: '13800000002', password: given })
    .then(() => 'ok', (error: Error) => error.message)
  for (let i = 0; i < 5; i += 1) expect(await ask('cashier', 'guess')).toBe('sign_in_wrong')
  expect(await ask('cashier', password)).toBe('sign_in_too_often')
  expect(await ask('owner', password)).toBe('ok')
  expect(told(await openBrowser(app, world).signIn('manager'))).toBe(200)
})
