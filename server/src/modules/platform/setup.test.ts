import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { listAudit } from '#contract/audit.ts'
import type { Request } from '#contract/endpoint.ts'
import { listStores } from '#contract/org.ts'
import { readSession } from '#contract/session.ts'
import { checkSetupCode, finishSetup, readSetup } from '#contract/setup.ts'
import { ask, serveWorld } from '#test/served.ts'
import type { Served } from '#test/served.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import { openSetupCodes } from './codes.ts'
import { newSetupCode } from './platform.ts'

const folder = mkdtempSync(join(tmpdir(), 'shuke-setup-'))
const closers: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closers.reverse()) await close()
  rmSync(folder, { recursive: true, force: true })
})

/** An installation of its own: an empty database, or one with a sandbox chain. */
async function install({ sandbox = false } = {}): Promise<Served & { home_dir: string }> {
  const fresh = await freshDatabase(), home_dir = mkdtempSync(join(folder, 'home-'))
  const master = randomBytes(32)
  if (sandbox) await makeWorld(fresh.db, { master })
  const served = await serveWorld({ db: fresh.db, master }, fresh.app_url, { home_dir })
  closers.push(async () => { await served.close(); await fresh.drop() })
  return { ...served, home_dir }
}

const typed = (setup_code: string, change: object = {}): Request<typeof finishSetup> => ({
  setup_code,
  chain: { name: '云上茶铺', code: 'yunshang' },
  store: {
    name: '青石巷店', code: 'QS', ownership: 'direct', legal_entity: '云上茶业有限公司', tills: 3, cutoff_hour: 4,
  },
  owner: { name: '沈云', phone: '139 0000 0001', password: 'teapot-seven-wicker' },
  ...change,
})

test('an installation is set up with the printed code, and its owner is signed in', async () => {
  const { app, house, home_dir } = await install()
  expect((await ask(app, readSetup)).json()).toEqual({ state: 'open', sandbox: false })
  const code = (await newSetupCode(house.desk))!
  expect((await ask(app, checkSetupCode, { code: ` ${code.toUpperCase().replaceAll('-', ' ')}` })).json())
    .toEqual({ invited: null })

  const made = await ask(app, finishSetup, typed(code))
  expect(made.json()).toMatchObject({
    staff: { name: '沈云', role: { code: 'owner' } }, chain: { code: 'yunshang', name: '云上茶铺', sandbox: false },
    stores: [{ code: 'QS', name: '青石巷店', ownership: 'direct', cutoff_hour: 4, tills: [{}, {}, {}] }],
  })
  const cookie = `${made.cookies[0]!.name}=${made.cookies[0]!.value}`
  expect((await ask(app, readSession, { as: { cookie } })).json().staff.name).toBe('沈云')
  expect((await ask(app, listStores, { as: { cookie } })).json().rows[0].legal_entity).toBe('云上茶业有限公司')
  const { rows } = (await ask(app, listAudit, { as: { cookie } })).json()
  expect(rows.map(({ verb }: { verb: string }) => verb)).toEqual(
    expect.arrayContaining(['chain.make', 'store.add', 'staff.add', 'setup.finish', 'session.start']))

  expect((await ask(app, readSetup)).json()).toEqual({ state: 'done', sandbox: false })
  expect(await newSetupCode(house.desk)).toBeNull()
  expect(existsSync(join(home_dir, 'setup-codes'))).toBe(false)
  const again = await ask(app, finishSetup, typed(code, { chain: { name: '第二家', code: 'second' } }))
  expect([again.statusCode, again.json().code]).toEqual([409, 'setup_code_wrong'])
})

test('beside a sandbox chain the setup is still open, and says that there is one', async () => {
  const { app } = await install({ sandbox: true })
  expect((await ask(app, readSetup)).json()).toEqual({ state: 'open', sandbox: true })
})

test('of two who finish at the same moment one has the chain and the other is told so', async () => {
  const { app, house } = await install({ sandbox: true })
  const codes = [(await newSetupCode(house.desk))!, (await newSetupCode(house.desk))!]
  const answers = await Promise.all(codes.map((code, at) =>
    ask(app, finishSetup, { ...typed(code, { chain: { name: '两家', code: `twin${at}` } }) })))
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 409]))
  expect(['setup_done', 'setup_code_wrong']).toContain(
    answers.find(({ statusCode }) => statusCode === 409)!.json().code)
})

test('a code outlives what was typed wrong, and a fault is told beside its field', async () => {
  const { app, house } = await install({ sandbox: true })
  const code = (await newSetupCode(house.desk))!
  const taken = await ask(app, finishSetup, typed(code, { chain: { name: '同名', code: 'shisui' } }))
  expect([taken.statusCode, taken.json().code]).toEqual([409, 'chain_code_taken'])
  const { chain, store, owner } = typed(code)
  const cases: [object, string, string][] = [
    [{ chain: { ...chain, code: '云' } }, 'chain.code', '公司代码用 2 到 40'],
    [{ store: { ...store, code: 'Q5' } }, 'store.code', '字母'],
    [{ store: { ...store, tills: 0 } }, 'store.tills', '不能小于 1'],
    [{ owner: { ...owner, password: '1234567890' } }, 'owner.password', '太常见'],
    [{ owner: { ...owner, password: 'short' } }, 'owner.password', '太短'],
    [{ owner: { ...owner, phone: '110' } }, 'owner.phone', '手机号应是 11 位'],
  ]
  for (const [change, path, words] of cases) {
    const { code: told, fields } = (await ask(app, finishSetup, typed(code, change))).json()
    expect([told, fields[0].path]).toEqual(['bad_input', path])
    expect(fields[0].message).toContain(words)
  }
  expect((await ask(app, finishSetup, typed(code))).statusCode).toBe(200)
})

test('who guesses at codes waits longer and longer, and nobody else does', async () => {
  const { app, house } = await install()
  const code = (await newSetupCode(house.desk))!
  const from = async (remoteAddress: string, guess: string) =>
    (await ask(app, checkSetupCode, { code: guess, as: { remoteAddress } })).json().code
  for (let guess = 0; guess < 5; guess += 1) expect(await from('10.9.9.9', 'aaaa-bbbb-cccc')).toBe(
    'setup_code_wrong')
  expect(await from('10.9.9.9', code)).toBe('sign_in_too_often')
  expect(await from('10.8.8.8', code)).toBeUndefined()
})

test('processes on one data folder take one another\'s codes, the last five, and keep none', () => {
  const home = mkdtempSync(join(folder, 'codes-')), master = randomBytes(32)
  const one = openSetupCodes(home, master), two = openSetupCodes(home, master)
  const first = one.make(), second = two.make()
  expect([one.holds(second), two.holds(first), two.holds(first.replaceAll('-', ''))]).toEqual(
    [true, true, true])
  expect([one.holds('aaaabbbbcccc'), openSetupCodes(home, randomBytes(32)).holds(first)]).toEqual(
    [false, false])

  const dir = join(home, 'setup-codes')
  for (const name of readdirSync(dir)) {
    expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600)
    expect(name + readFileSync(join(dir, name), 'utf8')).not.toContain(first.slice(0, 4))
  }
  const later = Array.from({ length: 4 }, () => one.make())
  expect(readdirSync(dir)).toHaveLength(5)
  expect(later.every((code) => two.holds(code))).toBe(true)
  two.clear()
  expect([one.holds(later[0]!), one.holds(second)]).toEqual([false, false])
})
