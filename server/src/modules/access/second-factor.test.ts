import { afterAll, expect, test } from 'vitest'
import * as access from '#contract/access.ts'
import * as session from '#contract/session.ts'
import { inChain, sql } from '#kernel/db.ts'
import { changeSetting } from '#kernel/settings.ts'
import { openBrowser, told } from '#test/browser.ts'
import type { Browser } from '#test/browser.ts'
import { serveWorld } from '#test/served.ts'
import { freshDatabase, makeWorld, password } from '#test/world.ts'
import type { PersonName } from '#test/world.ts'
import { proveSecondPerson } from './prove.ts'
import { codeAt, stepAt } from './totp.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const { app, house, close } = await serveWorld(world, fresh.app_url)
afterAll(async () => {
  await close()
  await fresh.drop()
})

const inside = <Row>(query: ReturnType<typeof sql<Row>>) =>
  inChain(world.db, world.chain_id, async (tx) => (await query.execute(tx)).rows)
/** What the person's phone shows now; used codes are forgotten, so that a story need not wait. */
async function shown(secret: string, { steps = 0, forget = true } = {}): Promise<string> {
  if (forget) await inside(sql`update access.factors set last_step = 0`)
  return codeAt(fromBase32(secret), stepAt(new Date()) + steps)
}

function fromBase32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...text].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0'))
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
}

async function signedIn(name: PersonName): Promise<Browser> {
  const browser = openBrowser(app, world)
  expect(told(await browser.signIn(name))).toBe(200)
  return browser
}

async function turnOn(browser: Browser): Promise<{ secret: string; recovery_codes: string[] }> {
  const begun = await browser.ask(access.beginSecondFactor, { password })
  expect(begun.statusCode).toBe(200)
  const { secret, address } = begun.json()
  expect(new URL(address).searchParams.get('secret')).toBe(secret)
  const code = await shown(secret)
  const confirmed = await browser.ask(access.confirmSecondFactor, { code })
  expect(confirmed.statusCode).toBe(200)
  return { secret, ...confirmed.json<{ recovery_codes: string[] }>() }
}

const turnOff = (name: PersonName) =>
  inside(sql`delete from access.factors where staff_id = ${world.staff[name]}`)

/** The first step of a sign-in: what it told for the second. */
async function firstStep(browser: Browser, name: PersonName): Promise<string> {
  const first = await browser.signIn(name)
  expect([first.statusCode, told(first)]).toEqual([409, 'second_factor_needed'])
  expect(first.cookies).toEqual([])
  return first.json().params.half_session
}

test('a second factor is on when its first code came back, and then every sign-in asks for one', async () => {
  const browser = await signedIn('cashier')
  const begun = (await browser.ask(access.beginSecondFactor, { password })).json()
  expect(told(await browser.ask(access.confirmSecondFactor, { code: '000000' }))).toBe('second_factor_wrong')
  expect(told(await openBrowser(app, world).signIn('cashier'))).toBe(200)
  const code = await shown(begun.secret)
  const { recovery_codes } = (await browser.ask(access.confirmSecondFactor, { code })).json()
  expect(recovery_codes).toHaveLength(10)
  expect((await browser.ask(access.readAccount)).json()).toMatchObject({
    second_factor: { recovery_codes_left: 10 }, second_factor_asked: false,
  })

  const other = openBrowser(app, world)
  const half_session = await firstStep(other, 'cashier')
  expect(told(await other.ask(session.readSession))).toBe('not_signed_in')
  other.cookies.set('shuke_session', half_session)
  expect(told(await other.ask(session.readSession))).toBe('not_signed_in')
  other.cookies.clear()
  const wrong = { half_session, code: '123456' }
  expect(told(await other.ask(session.takeSecondStep, wrong))).toBe('second_factor_wrong')
  const right = await shown(begun.secret)
  expect(told(await other.ask(session.takeSecondStep, { half_session, code: right }))).toBe(200)
  expect((await other.ask(session.readSession)).json().staff.name).toBe('王秀兰')
  // A code that was used is used, also before the same half-session ends.
  const used = { half_session, code: await shown(begun.secret, { forget: false }) }
  expect(told(await other.ask(session.takeSecondStep, used))).toBe('second_factor_wrong')
  await turnOff('cashier')
})

test('a recovery code works once, and new ones end the old', async () => {
  const browser = await signedIn('jyCashier')
  const { secret, recovery_codes: [first = '', second = ''] } = await turnOn(browser)
  const step = async (code: string) => {
    const other = openBrowser(app, world)
    const half_session = await firstStep(other, 'jyCashier')
    return told(await other.ask(session.takeSecondStep, { half_session, code }))
  }
  expect(await step(first.toLowerCase().replace('-', ' '))).toBe(200)
  expect(await step(first)).toBe('second_factor_wrong')
  expect((await browser.ask(access.readAccount)).json().second_factor.recovery_codes_left).toBe(9)
  const renewed = await browser.ask(access.renewRecoveryCodes, { password, code: await shown(secret) })
  expect(renewed.json().recovery_codes).toHaveLength(10)
  expect(await step(second)).toBe('second_factor_wrong')
  expect(await step(renewed.json().recovery_codes[9])).toBe(200)
  const kept = JSON.stringify(await inside(sql`select code_hash from access.recovery_codes`))
  expect(kept).not.toContain(second.replace('-', ''))
  await turnOff('jyCashier')
})

test('codes are guessed slowly, whoever the password is known to', async () => {
  const browser = await signedIn('manager')
  const { secret } = await turnOn(browser)
  const thief = openBrowser(app, world, '10.6.6.6')
  const half_session = await firstStep(thief, 'manager')
  const guess = (code: string) => thief.ask(session.takeSecondStep, { half_session, code })
  for (let i = 0; i < 5; i += 1) expect(told(await guess(`00000${i}`))).toBe('second_factor_wrong')
  expect(told(await guess(await shown(secret)))).toBe('sign_in_too_often')
  // At a device of their own the person goes on.
  const own = await firstStep(browser, 'manager')
  const code = await shown(secret)
  expect(told(await browser.ask(session.takeSecondStep, { half_session: own, code }))).toBe(200)
})

test('a half-session is for five minutes, for this house, and for nothing else', async () => {
  const browser = openBrowser(app, world)
  const half = await firstStep(browser, 'manager')
  const [body = '', mac = ''] = half.split('.')
  const [chain_id, , ends] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [string, string, number]
  expect(ends - Date.now()).toBeLessThanOrEqual(300_000)
  const forged = Buffer.from(JSON.stringify([chain_id, world.staff.owner, ends])).toString('base64url')
  for (const half_session of ['x', `${forged}.${mac}`, `${body}.`]) {
    const answer = await browser.ask(session.takeSecondStep, { half_session, code: '000000' })
    expect(told(answer)).toBe('second_step_ended')
  }
})

test('turning it off wants password and code; whoever is above may take it off, on record', async () => {
  const owner = await signedIn('owner'), staff_id = world.staff.manager
  await inside(sql`delete from access.tries`)
  const manager = openBrowser(app, world)
  const [row] = await inside(sql<{ secret_sealed: Buffer }>`
    select secret_sealed from access.factors where staff_id = ${staff_id}`)
  const bytes = Buffer.from(world.who.owner.seal.open(row!.secret_sealed), 'base64')
  const now = async () => {
    await inside(sql`update access.factors set last_step = 0`)
    return codeAt(bytes, stepAt(new Date()))
  }
  const half_session = await firstStep(manager, 'manager')
  await manager.ask(session.takeSecondStep, { half_session, code: await now() })
  const off = async (proof: Record<string, string>) => told(await manager.ask(access.dropSecondFactor, proof))
  expect(await off({ password: 'guess', code: await now() })).toBe('password_wrong')
  expect(await off({ password, code: '000000' })).toBe('second_factor_wrong')
  expect(told(await owner.ask(access.removeSecondFactor, { staff_id }))).toBe(200)
  expect(told(await owner.ask(access.removeSecondFactor, { staff_id }))).toBe('second_factor_is_off')
  expect(await off({ password, code: await now() })).toBe('second_factor_is_off')
  expect(told(await openBrowser(app, world).signIn('manager'))).toBe(200)
  const acts = await inside(sql<{ verb: string }>`
    select verb from kernel.audit where verb like 'factor.%' and ref = ${staff_id} order by id`)
  expect(acts.map(({ verb }) => verb)).toEqual(['factor.on', 'factor.remove'])
  const again = await turnOn(manager)
  expect(await off({ password, code: await shown(again.secret) })).toBe(200)
})

test('whoever must have a second factor is led to it first, and cannot turn it off', async () => {
  const owner = await signedIn('owner'), cashier = await signedIn('cashier')
  const set = (value: unknown) => inChain(world.db, world.chain_id, (tx) => changeSetting(
    tx, { ...world.who.owner, now: new Date() }, { key: 'second_factor_for', place_id: null, to: { value } }))
  const bound = async (browser: Browser) => {
    house.sessions.forget()
    return told(await browser.ask(session.listSessions))
  }
  const cases: [unknown, string | number, string | number][] = [
    ['none', 200, 200], ['chain_scope', 'second_factor_must_set', 200],
    ['all', 'second_factor_must_set', 'second_factor_must_set'],
    [['settings.edit'], 'second_factor_must_set', 200],
    [['sales.settle'], 'second_factor_must_set', 'second_factor_must_set'], [[], 200, 200],
  ]
  for (const [value, owners, cashiers] of cases) {
    await set(value)
    expect([value, await bound(owner), await bound(cashier)]).toEqual([value, owners, cashiers])
  }
  await set('chain_scope')
  house.sessions.forget()
  expect((await owner.ask(session.readSession)).json().must).toBe('set_second_factor')
  const { secret } = await turnOn(owner)
  expect(told(await owner.ask(session.listSessions))).toBe(200)
  const off = await owner.ask(access.dropSecondFactor, { password, code: await shown(secret) })
  expect(told(off)).toBe('second_factor_asked')
  await set('none')
})

test('a second person with a second factor gives a code too', async () => {
  const phone = '13800000001', asked = { ...world.who.cashier, store_id: world.stores.gh.id }
  const [row] = await inside(sql<{ secret_sealed: Buffer }>`select secret_sealed from access.factors
    where staff_id = ${world.staff.owner}`)
  const bytes = Buffer.from(world.who.owner.seal.open(row!.secret_sealed), 'base64')
  await inside(sql`update access.factors set last_step = 0`)
  const prove = (more: object) => proveSecondPerson(house, asked, { phone, password, ...more })
  await expect(prove({})).rejects.toThrow('second_factor_needed')
  await expect(prove({ code: '000000' })).rejects.toThrow('second_factor_wrong')
  const who = await prove({ code: codeAt(bytes, stepAt(new Date())) })
  expect(who.principal.id).toBe(world.staff.owner)
})
