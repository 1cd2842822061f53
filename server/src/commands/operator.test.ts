import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { placeOf } from '#kernel/embedded-place.ts'
import { freshDatabase } from '#test/world.ts'
import type { Environment } from './command.ts'
import { operator } from './operator.ts'
import { start } from './start.ts'

vi.setConfig({ testTimeout: 60_000 })

const fresh = await freshDatabase()
const data_dir = mkdtempSync(join(tmpdir(), 'shuke-operator-'))
const environment: Environment = {
  port: 0, host: '127.0.0.1', database_url: fresh.app_url, database_owner_url: fresh.owner_url, data_dir,
  log_level: 'warn', language: 'en', demo: false,
}
afterAll(async () => {
  await fresh.drop()
  for (const path of [placeOf(data_dir).home_dir, data_dir]) rmSync(path, { recursive: true, force: true })
})

/** Starts, and hands back what a person would read and use. */
async function begin() {
  const lines: string[] = []
  const { address, stop } = await start(environment, (line) => { lines.push(line) })
  const ask = async (path: string, body: object) => await fetch(`${address}/api${path}`, {
    method: 'POST', body: JSON.stringify(body),
    headers: { 'x-shuke': 'test', 'content-type': 'application/json', 'accept-language': 'en' },
  })
  return { lines, ask, stop, code: /Setup code 安装码 (\S+)$/m.exec(lines.join('\n'))?.[1] ?? null, address }
}

async function run(...args: string[]): Promise<Record<string, unknown>> {
  let told: unknown
  await operator.run(args, { environment, tell: (data) => { told = data } })
  return told as Record<string, unknown>
}

test('a start prints a setup code while there is no real chain, and those of before still hold', async () => {
  const first = await begin()
  await first.stop()
  const { ask, code, address, stop } = await begin()
  try {
    expect(code).not.toBe(first.code)
    for (const one of [first.code, code]) expect((await ask('/setup/code', { code: one })).status).toBe(200)
    expect((await fetch(address, { redirect: 'manual' })).headers.get('location')).toBe('/setup/')
    const made = await ask('/setup', {
      setup_code: code, chain: { name: '云上茶铺', code: 'yunshang' },
      store: {
        name: '青石巷店', code: 'QS', ownership: 'direct', legal_entity: '云上茶业', tills: 1, cutoff_hour: 0,
      },
      owner: { name: '沈云', phone: '13900000001', password: 'teapot-seven-wicker' },
    })
    expect([made.status, made.headers.get('set-cookie')]).toEqual(
      [200, expect.stringContaining('shuke_session')])
    expect((await ask('/setup/code', { code: first.code })).status).toBe(409)
    expect((await fetch(address, { redirect: 'manual' })).headers.get('location')).toBe('/admin/')
  } finally {
    await stop()
  }
  const later = await begin()
  await later.stop()
  expect([later.code, later.lines.some((line) => line.includes('/setup/'))]).toEqual([null, false])
})

test('operators are added, listed, given a new password and removed from the command line', async () => {
  const added = await run('add', '--name', '方远', '--phone', '170 1111 0001')
  expect(added).toEqual({ operator_id: expect.any(String),
    first_password: expect.stringMatching(/^(\w{4}-){2}\w{4}$/) })
  await expect(run('add', '--name', '方远', '--phone', '17011110001')).rejects.toThrow('operator\'s already')
  const { first_password } = await run('reset', '--phone', '17011110001')
  expect(first_password).not.toBe(added['first_password'])
  const { ask, stop } = await begin()
  const signIn = async (password: unknown) =>
    (await ask('/operator/session', { phone: '17011110001', password })).status
  expect([await signIn(added['first_password']), await signIn(first_password)]).toEqual([401, 200])
  expect(await run('remove', '--phone', '17011110001')).toEqual({ removed: true })
  expect(await signIn(first_password)).toBe(401)
  await stop()
  expect(await run('list')).toMatchObject([{ name: '方远', phone_masked: '170****0001',
    left_at: expect.any(Date) }])
  // Who comes back keeps their id: old grants still name them.
  expect((await run('add', '--name', '方远', '--phone', '17011110001'))['operator_id']).toBe(
    added['operator_id'])
})

test('what was typed wrong is one sentence, before any database is opened', async () => {
  const cases: [string[], string][] = [
    [[], 'wants "add", "list", "reset" or "remove"'], [['toString'], 'wants "add"'],
    [['add', '--name', '方远'], 'wants --phone too'], [['add', '--phone', '17011110001'], 'wants --name too'],
    [['reset', '--phone', '110'], 'mobile number of 11 digits'],
    [['remove', '--phone', '17099999999'], 'Nobody who runs this installation has the phone'],
  ]
  for (const [args, sentence] of cases) await expect(run(...args)).rejects.toThrow(sentence)
})
