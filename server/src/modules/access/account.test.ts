import { afterAll, expect, test } from 'vitest'
import * as access from '#contract/access.ts'
import * as session from '#contract/session.ts'
import { listAudit } from '#contract/audit.ts'
import { dismissStaff, listStaff, resetPassword } from '#contract/org.ts'
import { inChain, sql } from '#kernel/db.ts'
import { setPassword } from '#modules/org/org.ts'
import { openBrowser, told } from '#test/browser.ts'
import { serveWorld } from '#test/served.ts'
import { freshDatabase, makeWorld, password, phoneOf } from '#test/world.ts'
import type { PersonName } from '#test/world.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const { app, house, close } = await serveWorld(world, fresh.app_url)
afterAll(async () => {
  await close()
  await fresh.drop()
})

const signedIn = async (name: PersonName, given = password) => {
  const browser = openBrowser(app, world)
  expect(told(await browser.signIn(name, given))).toBe(200)
  return browser
}

test('a new password holds at once, and ends my other sessions', async () => {
  const here = await signedIn('jyCashier'), there = await signedIn('jyCashier')
  const new_password = '锦云坊的桂花糕真好吃'
  expect(told(await here.ask(access.changePassword, { password, new_password }))).toBe(200)
  expect(told(await here.ask(session.readSession))).toBe(200)
  expect(told(await there.ask(session.readSession))).toBe('session_ended')
  expect(told(await openBrowser(app, world).signIn('jyCashier'))).toBe('sign_in_wrong')
  await signedIn('jyCashier', new_password)
})

test('a new password is refused for the first thing in its way', async () => {
  const browser = await signedIn('cashier')
  const cases: [string, string, string][] = [
    [password, 'short', 'bad_input'], [password, 'password123', 'bad_input'],
    [password, phoneOf('cashier'), 'bad_input'], ['guess', 'chrysanthemum', 'password_wrong'],
    [password, password, 'password_same'], [password, `row ${phoneOf('cashier')}`, 'password_is_phone'],
    // Somebody else's number is no secret of mine.
    [password, `row ${phoneOf('owner')}`, '200'], [`row ${phoneOf('owner')}`, password, '200'],
  ]
  for (const [given, new_password, code] of cases) {
    const answer = await browser.ask(access.changePassword, { password: given, new_password })
    expect([new_password, String(told(answer))]).toEqual([new_password, code])
  }
})

test('whoever finds a screen open cannot guess the password behind it', async () => {
  const browser = await signedIn('manager')
  const guess = () => browser.ask(access.changePassword, { password: 'guess', new_password: 'chrysanthemum' })
  for (let i = 0; i < 5; i += 1) expect(told(await guess())).toBe('password_wrong')
  expect(told(await guess())).toBe('sign_in_too_often')
  // The person themselves signs in as ever, and from the next session may try again.
  const again = await signedIn('manager')
  expect(told(await again.ask(access.setPin, { password, pin: '481923' }))).toBe(200)
})

test('a first password is changed before anything else works', async () => {
  await inChain(world.db, world.chain_id, (tx) => setPassword(
    tx, world.who.owner, { staff_id: world.staff.cashier, password: 'first-one-77', first: true }))
  const browser = await signedIn('cashier', 'first-one-77')
  expect((await browser.ask(session.readSession)).json().must).toBe('change_password')
  const shut = [session.listSessions, access.removePin, session.endOtherSessions]
  for (const endpoint of shut) expect(told(await browser.ask(endpoint))).toBe('password_must_change')
  expect((await browser.ask(session.listSessions)).statusCode).toBe(403)
  const change = { password: 'first-one-77', new_password: password }
  expect(told(await browser.ask(access.changePassword, change))).toBe(200)
  expect((await browser.ask(session.readSession)).json().must).toBeNull()
  expect(told(await browser.ask(session.listSessions))).toBe(200)
})

test('a password that is reset binds the sessions that are open', async () => {
  const [theirs, owner] = [await signedIn('cashier'), await signedIn('owner')]
  const reset = await owner.ask(resetPassword, { staff_id: world.staff.cashier })
  expect(reset.statusCode).toBe(200)
  expect(told(await theirs.ask(session.listSessions))).toBe('password_must_change')
  await theirs.ask(access.changePassword, { password: reset.json().first_password, new_password: password })
})

test('I end all my sessions but this one', async () => {
  const [here, there, third] = [await signedIn('owner'), await signedIn('owner'), await signedIn('owner')]
  const open = (await here.ask(session.listSessions)).json().rows.length
  expect((await here.ask(session.endOtherSessions)).json()).toEqual({ ended: open - 1 })
  for (const other of [there, third]) expect(told(await other.ask(session.readSession))).toBe('session_ended')
  expect(told(await here.ask(session.readSession))).toBe(200)
  expect((await here.ask(session.endOtherSessions)).json()).toEqual({ ended: 0 })
})

test('another sign-in in the same browser ends the one before', async () => {
  const browser = await signedIn('owner')
  const before = browser.cookies.get('shuke_session')!
  await browser.signIn('owner')
  browser.cookies.set('shuke_session', before)
  house.sessions.forget()
  expect(told(await browser.ask(session.readSession))).toBe('session_ended')
})

test('who is above somebody sees and ends their sessions; nobody does so upwards or beside', async () => {
  const owner = await signedIn('owner'), cashier = await signedIn('cashier')
  const manager = await signedIn('manager')
  const staff_id = world.staff.cashier
  const seen = (await owner.ask(access.listStaffSessions, { staff_id })).json()
  expect(seen).toMatchObject({ has_pin: false, has_second_factor: false })
  expect(seen.rows[0]).toMatchObject({ opened_by: 'password', at_till: false })
  // The manager may not change people at all.
  expect(told(await manager.ask(access.endStaffSessions, { staff_id }))).toBe('not_permitted')
  expect((await owner.ask(access.endStaffSessions, { staff_id })).json().ended).toBe(seen.rows.length)
  expect(told(await cashier.ask(session.readSession))).toBe('session_ended')
  const own = { staff_id: world.staff.owner }
  for (const endpoint of [access.listStaffSessions, access.endStaffSessions, access.removeSecondFactor])
    expect(told(await owner.ask(endpoint, own))).toBe('staff_is_you')
})

test('what was done to accounts is on record, without a password', async () => {
  const owner = await signedIn('owner')
  const { rows } = (await owner.ask(listAudit, { limit: 200 })).json()
  const verbs = rows.map(({ verb }: { verb: string }) => verb)
  expect(verbs).toEqual(expect.arrayContaining(
    ['password.change', 'pin.set', 'session.end_others', 'session.end_theirs', 'signin.fail']))
  const kept = await inChain(world.db, world.chain_id, async (tx) =>
    JSON.stringify((await sql`select * from kernel.audit`.execute(tx)).rows))
  for (const secret of [password, '481923', '桂花糕', 'first-one']) expect(kept).not.toContain(secret)
})

test('whoever is dismissed is out at once, and has no sessions left', async () => {
  const [owner, theirs] = [await signedIn('owner'), await signedIn('manager')]
  const staff = (await owner.ask(listStaff, {})).json().rows
  expect(staff.map(({ id }: { id: string }) => id)).toContain(world.staff.manager)
  expect(told(await owner.ask(dismissStaff, { staff_id: world.staff.manager }))).toBe(200)
  expect(told(await theirs.ask(session.readSession))).toBe('session_ended')
  const { rows } = await inChain(world.db, world.chain_id, (tx) => sql`
    select 1 from access.sessions
     where staff_id = ${world.staff.manager} and ended_at is null`.execute(tx))
  expect(rows).toEqual([])
})
