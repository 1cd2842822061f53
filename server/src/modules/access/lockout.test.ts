import { afterAll, expect, test, vi } from 'vitest'
import { signIn } from '#contract/session.ts'
import { inChain, sql } from '#kernel/db.ts'
import { openBrowser, told } from '#test/browser.ts'
import { ask, serveWorld } from '#test/served.ts'
import { freshDatabase, makeWorld, password, phoneOf } from '#test/world.ts'
import type { PersonName } from '#test/world.ts'
import { strangersOnRecord } from './rules.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const { app, close } = await serveWorld(world, fresh.app_url)
const twin = await serveWorld(world, fresh.app_url)
afterAll(async () => {
  await close()
  await twin.close()
  await fresh.drop()
})

const inside = <Row>(query: ReturnType<typeof sql<Row>>) =>
  inChain(world.db, world.chain_id, async (tx) => (await query.execute(tx)).rows)
const failures = (name: PersonName) => inside(sql<{ detail: { by: string; failures: number } }>`
  select detail from kernel.audit where verb = 'signin.fail' and ref = ${world.staff[name]} order by id`)
const clear = () => inside(sql`delete from access.tries`)
/** As if everything that was tried lay so many minutes further back. */
const wait = (minutes: number) => inside(sql`
  update access.tries set until_at = until_at - make_interval(mins => ${minutes}),
                          last_at = last_at - make_interval(mins => ${minutes})`)

let line = 0
/** A stranger's guess, each from another address. */
const guess = (name: PersonName, given: string, to = app) => {
  line += 1
  return ask(to, signIn, {
    chain_code: world.code, phone: phoneOf(name), password: given,
    as: { remoteAddress: `10.9.${line >> 8}.${line & 255}` },
  })
}

test('a thousand addresses guess no faster than one, and the person\'s own device goes on', async () => {
  const own = openBrowser(app, world)
  expect(told(await own.signIn('manager'))).toBe(200)
  // All at the same moment, at two processes: the tries are counted before they are made.
  const tries = await Promise.all(Array.from({ length: 12 }, (_, i) =>
    guess('manager', 'guess', i % 2 === 0 ? app : twin.app)))
  expect(tries.map((one) => String(told(one))).sort((a, b) => a.localeCompare(b))).toEqual([
    ...Array<string>(7).fill('sign_in_too_often'), ...Array<string>(5).fill('sign_in_wrong'),
  ])
  const right = await guess('manager', password)
  expect([right.statusCode, [4, 5].includes(right.json().params.wait_s)]).toEqual([429, true])

  expect(told(await own.signIn('manager'))).toBe(200)
  const counted = (await failures('manager')).map(({ detail }) => detail.failures)
  expect(counted.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
  await wait(1)
  expect(told(await guess('manager', 'guess'))).toBe('sign_in_wrong')
  expect([9, 10]).toContain((await guess('manager', password)).json().params.wait_s)
})

test('wrong tries at one\'s own device count there alone', async () => {
  await clear()
  const [counter, office] = [openBrowser(app, world), openBrowser(app, world, '192.168.1.30')]
  for (const browser of [counter, office]) expect(told(await browser.signIn('cashier'))).toBe(200)
  for (let i = 0; i < 5; i += 1) expect(told(await counter.signIn('cashier', 'typo'))).toBe('sign_in_wrong')
  expect(told(await counter.signIn('cashier'))).toBe('sign_in_too_often')
  expect(told(await office.signIn('cashier'))).toBe(200)
  expect(told(await guess('cashier', password))).toBe(200)
  await wait(1)
  expect(told(await counter.signIn('cashier'))).toBe(200)
})

test('a browser is known for the people who signed in with it, and a made-up mark for nobody', async () => {
  await clear()
  const browser = openBrowser(app, world)
  await browser.signIn('cashier')
  const mark = browser.cookies.get('shuke_browser')!
  for (let i = 0; i < 5; i += 1) await guess('cashier', 'guess')
  for (let i = 0; i < 5; i += 1) await guess('owner', 'guess')
  expect(told(await browser.signIn('owner'))).toBe('sign_in_too_often')
  const [text = '', mac = ''] = mark.split('.')
  const browser_id = Buffer.from(text, 'base64url').toString('utf8')
  const other = browser_id.replace(/^./, (sign) => sign === '0' ? '1' : '0')
  for (const made of ['x', `${text}.`, `${Buffer.from(other).toString('base64url')}.${mac}`, `${mark}A`]) {
    browser.cookies.set('shuke_browser', made)
    expect([made, told(await browser.signIn('cashier'))]).toEqual([made, 'sign_in_too_often'])
  }
  browser.cookies.set('shuke_browser', mark)
  expect(told(await browser.signIn('cashier'))).toBe(200)
})

test('the mark is out of reach of scripts and other sites, and over https of every other way', async () => {
  const given = { chain_code: world.code, phone: phoneOf('jyCashier'), password }
  const find = (response: Awaited<ReturnType<typeof ask>>) =>
    response.cookies.find(({ name }) => name.endsWith('shuke_browser'))
  expect(find(await ask(app, signIn, given))).toMatchObject({
    name: 'shuke_browser', httpOnly: true, sameSite: 'Strict', path: '/', maxAge: 400 * 24 * 3_600,
  })
  expect(find(await ask(app, signIn, { ...given, as: { headers: { 'x-forwarded-proto': 'https' } } })))
    .toMatchObject({
      name: '__Host-shuke_browser', httpOnly: true, sameSite: 'Strict', secure: true, path: '/',
    })
})

test('one right sign-in does not clear an address that tries everybody', async () => {
  await clear()
  const address = { remoteAddress: '10.8.0.1' }
  const one = (phone: string, given: string) =>
    ask(app, signIn, { chain_code: world.code, phone, password: given, as: address })
  await inside(sql`update access.tries set failures = 0`)
  for (let i = 0; i < 39; i += 1) {
    await one(`139000000${String(i).padStart(2, '0')}`, 'guess')
    if (i % 10 === 0) expect(told(await one(phoneOf('jyCashier'), password))).toBe(200)
  }
  expect(told(await one('13900000099', 'guess'))).toBe('sign_in_wrong')
  expect(told(await one(phoneOf('jyCashier'), password))).toBe('sign_in_too_often')
})

const ofNobody = () => inside<{ detail: object; row: string }>(sql`
  select a.detail, to_jsonb(a)::text as row from kernel.audit a
   where verb = 'signin.fail' and ref is null order by id`)

test('a phone that nobody has is slowed like any, and is on record without the phone', async () => {
  await clear()
  const before = (await ofNobody()).length
  const answers = []
  for (let i = 0; i < 7; i += 1) answers.push(told(await ask(app, signIn, {
    chain_code: world.code, phone: '13911111111', password: 'guess', as: { remoteAddress: `10.7.0.${i}` },
  })))
  expect(answers.slice(0, 5)).toEqual(Array<string>(5).fill('sign_in_wrong'))
  expect(answers.slice(5)).toEqual(['sign_in_too_often', 'sign_in_too_often'])
  const rows = (await ofNobody()).slice(before)
  expect(rows.map(({ detail }) => detail)).toEqual([1, 2, 3, 4, 5].map((count) =>
    ({ by: 'password', failures: count })))
  for (const { row } of rows) expect(row).not.toContain('13911111111')
  const kept = await inside(sql<{ key: string }>`select key from access.tries`)
  expect(JSON.stringify(kept)).not.toContain('139')
})

test('known phone, unknown phone and unknown chain take the same steps, in a flood too', async () => {
  await clear()
  const steps = async (given: object): Promise<number> => {
    line += 1
    const taken = vi.spyOn(world.db.pool, 'connect')
    const answer = await ask(app, signIn, {
      chain_code: world.code, phone: phoneOf('owner'), password: 'guess', ...given,
      as: { remoteAddress: `10.6.${line >> 8}.${line & 255}` },
    })
    const count = taken.mock.calls.length
    taken.mockRestore()
    expect(told(answer)).toBe('sign_in_wrong')
    return count
  }
  const phone = (i: number) => `1371111${String(i).padStart(4, '0')}`
  const known = await steps({})
  expect(known).toBeGreaterThan(3)
  expect(await steps({ phone: phone(0) })).toBe(known)
  expect(await steps({ chain_code: 'no-such-chain' })).toBe(known)
  const strangers = strangersOnRecord(), left =
    Array.from({ length: 100 }, () => strangers.mayLeaveRow('one', 0))
  expect([left.filter(Boolean).length, strangers.mayLeaveRow('another', 0)]).toEqual([60, true])
  expect([strangers.mayLeaveRow('one', 3_599_999), strangers.mayLeaveRow('one', 3_600_000)]).toEqual([false,
    true])
  const counts = new Set<number>()
  for (let i = 1; i <= 30; i += 1) counts.add(await steps({ phone: phone(i) }))
  expect([...counts]).toEqual([known])
  // With those of the tests before this one they are more than an hour's.
  expect(await ofNobody()).toHaveLength(60)
})

test('a chain that is not there is slowed as one that is, from wherever it is tried', async () => {
  const answers = []
  for (let i = 0; i < 7; i += 1) answers.push(told(await ask(app, signIn, {
    chain_code: 'nowhere', phone: phoneOf('owner'), password: 'guess', as: { remoteAddress: `10.5.0.${i}` },
  })))
  expect(answers.slice(0, 5)).toEqual(Array<string>(5).fill('sign_in_wrong'))
  expect(answers.slice(5)).toEqual(['sign_in_too_often', 'sign_in_too_often'])
})

test('a failed sign-in is on record with who was tried and from where, and no phone', async () => {
  await clear()
  await guess('jyCashier', 'guess')
  const [row] = await inside(sql<{ principal_kind: string; ref: string; device: string; detail: object }>`
    select principal_kind, ref, device, detail from kernel.audit where verb = 'signin.fail'
     order by id desc limit 1`)
  expect(row).toMatchObject({
    principal_kind: 'system', ref: world.staff.jyCashier, detail: { by: 'password', failures: 1 },
  })
  expect(row!.device).toMatch(/10\.9\./)
  expect(JSON.stringify(row)).not.toContain(phoneOf('jyCashier'))
})

test('counts that nobody adds to are forgotten after an hour', async () => {
  await clear()
  for (let i = 0; i < 5; i += 1) await guess('owner', 'guess')
  expect(told(await guess('owner', password))).toBe('sign_in_too_often')
  await wait(61)
  expect(told(await guess('owner', 'guess'))).toBe('sign_in_wrong')
  expect((await failures('owner')).at(-1)).toMatchObject({ detail: { failures: 1 } })
})
