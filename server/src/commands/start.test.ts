import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, expect, inject, test, vi } from 'vitest'
import { placeOf } from '#kernel/embedded-place.ts'
import { processesOf } from '#kernel/embedded-processes.ts'
import { Failure } from '#kernel/failure.ts'
import { freshDatabase } from '#test/world.ts'
import pg from 'pg'
import { masterOf } from './database.ts'
import type { Environment } from './command.ts'
import { start } from './start.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const fresh = await freshDatabase()
const folders: string[] = []
const children: ChildProcess[] = []
const source = new URL('..', import.meta.url).pathname

afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGTERM')
})
afterAll(async () => {
  await fresh.drop()
  for (const folder of folders)
    for (const path of [placeOf(folder).home_dir, folder]) rmSync(path, { recursive: true, force: true })
})

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shuke-start-'))
  folders.push(folder)
  return folder
}

const environment = (change: Partial<Environment> = {}): Environment => ({
  port: 0, host: '127.0.0.1', database_url: fresh.app_url, database_owner_url: fresh.owner_url,
  data_dir: freshFolder(), log_level: 'warn', language: 'en', demo: false, ...change,
})

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

test('over a database outside it serves, and stops when asked', async () => {
  const lines: string[] = []
  const { address, stop } = await start(environment(), (line) => { lines.push(line) })
  expect(await (await fetch(`${address}/health`)).json()).toEqual({ ok: true, database: true })
  expect(lines.join('\n')).toContain(`Console ${address}/admin/   Till ${address}/till/`)
  await stop()
  await expect(fetch(`${address}/health`)).rejects.toThrow('fetch failed')
})

async function whyNot(change: Partial<Environment>): Promise<unknown> {
  return await start(environment(change), () => undefined).then(
    ({ stop }) => stop(), (error: unknown) => error,
  )
}

test('what the operator can put right is one sentence', async () => {
  const neighbour = createServer().listen(0, '127.0.0.1')
  await once(neighbour, 'listening')
  const { port } = neighbour.address() as { port: number }
  const closed = 'postgresql://shop:hidden@127.0.0.1:1/shop'
  const cases: [Partial<Environment>, RegExp][] = [
    [{ port }, /^Port \d+ on 127\.0\.0\.1 is taken: .* PORT\.$/],
    [{ host: '192.0.2.1' }, /^This machine has no address 192\.0\.2\.1: .* HOST\.$/],
    [{ database_owner_url: null }, /go together: set both\.$/],
    [{
      database_owner_url: closed,
    }, /^The database shop at 127\.0\.0\.1:1 cannot be reached as "shop" \(nobody answers there\)/],
    [{ database_owner_url: fresh.owner_url.replace(/:[^:@]+@/, ':guess@') }, /\(the password is wrong\)/],
    [{ database_url: fresh.owner_url }, /^The application role "\w+" owns the tables: /],
  ]
  for (const [change, sentence] of cases) {
    const failure = await whyNot(change)
    expect(failure).toBeInstanceOf(Failure)
    expect((failure as Failure).message).toMatch(sentence)
    expect((failure as Failure).message).not.toMatch(/hidden|guess/)
  }
  neighbour.close()
})

test('a role that could step over the fences is refused', async () => {
  const { admin_url } = inject('database')
  if (admin_url === fresh.owner_url)
    return console.log('Only the embedded database has an administrator: skipped.')
  const superuser = new URL(fresh.app_url)
  Object.assign(superuser, { username: new URL(admin_url).username, password: new URL(admin_url).password })
  expect(await whyNot({ database_url: superuser.href }))
    .toEqual(
      new Failure('The application role "postgres" is a superuser: DATABASE_URL must name an ordinary role.'),
    )

  const role = `bypass_${process.pid}`
  await query(admin_url, `create role ${role} login bypassrls password 'bypass'`)
  const bypassing = new URL(fresh.app_url)
  Object.assign(bypassing, { username: role, password: 'bypass' })
  try {
    expect(await whyNot({ database_url: bypassing.href }))
      .toEqual(new Failure(
        `The application role "${role}" may bypass row security: take BYPASSRLS from it before starting.`,
      ))
  } finally {
    await query(
      new URL(new URL(fresh.app_url).pathname, admin_url).href, `drop owned by ${role}; drop role ${role}`
    )
  }
})

test('a database newer than the code is refused', async () => {
  await query(fresh.owner_url, `insert into public.migrations (name, checksum) values ('9999_later.sql', '')`)
  expect(await whyNot({})).toEqual(
    new Failure(
      'The database is newer than this version of Shuke (it has 9999_later.sql): start the newer version.',
    ))
  await query(fresh.owner_url, `delete from public.migrations where name = '9999_later.sql'`)
})

test('a database begun with other keys is refused', async () => {
  const begun = environment()
  await shuke(['chain', 'create', ...order('keys')], { ...envOf(begun) })
  expect(await whyNot({ data_dir: begun.data_dir })).toBeUndefined()
  const failure = await whyNot({})
  expect((failure as Failure).message).toMatch(
    /^The secrets in .*secrets\.json do not belong to this database: /,
  )
})

const order = (code: string) => ['--code', code, '--name', '第一家', '--store', '一店', '--owner-name', '张三',
  '--phone', '13900000001', '--password', 'long enough', '--json']
const envOf = ({ database_url, database_owner_url, data_dir }: Environment) => ({
  SHUKE_DATA: data_dir, ...database_url ? { DATABASE_URL: database_url } : {},
  ...database_owner_url ? { DATABASE_OWNER_URL: database_owner_url } : {},
})
const childEnv = (env: Record<string, string>) =>
  ({ PATH: process.env['PATH'], LANG: 'en_US.UTF-8', SHUKE_DEMO: 'no', ...env })

async function shuke(args: string[], env: Record<string, string>): Promise<{
  stdout: string; stderr: string; code: number
}> {
  const run = promisify(execFile)(
    process.execPath, [join(source, 'shuke.ts'), ...args], { env: childEnv(env) },
  )
  return await run.then(
    (out) => ({ ...out, code: 0 }), (error: { stdout: string; stderr: string; code: number }) => error
  )
}

/** The program as a person starts it, on a port of its own choosing. */
async function startMain(env: Record<string, string>): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, [join(source, 'main.ts')], {
    env: childEnv({ PORT: '0', ...env }), stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  let said = ''
  for await (const piece of child.stdout) {
    said += String(piece)
    const [, address] = /Console (http:\/\/[\d.:]+)/.exec(said) ?? []
    if (address) return { child, address }
  }
  throw new Error(`it did not start: ${said}`)
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal)
    await once(child, 'exit')
  }
  return child.exitCode
}

const postmasterOf = (folder: string) =>
  processesOf(placeOf(folder).cluster_dir).find(({ isPostmaster }) => isPostmaster)?.pid

test('embedded: commands work beside a running server, and kills of either are survived', async () => {
  const folder = freshFolder()
  const first = await startMain({ SHUKE_DATA: folder })
  const made = await shuke(['chain', 'create', ...order('first')], { SHUKE_DATA: folder })
  expect([made.code, JSON.parse(made.stdout)]).toMatchObject([0, { code: 'first' }])
  const signIn = async (address: string) => await fetch(`${address}/api/session`, {
    method: 'POST', headers: { 'x-shuke': 'test', 'content-type': 'application/json' },
    body: JSON.stringify({ chain_code: 'first', phone: '13900000001', password: 'long enough' }),
  })
  expect((await signIn(first.address)).status).toBe(200)

  process.kill(postmasterOf(folder)!, 'SIGKILL')
  const seen = new Set<number>()
  await expect.poll(async () => {
    const { status } = await signIn(first.address)
    seen.add(status)
    return status
  }, { timeout: 30_000, interval: 50 }).toBe(200)
  expect([...seen].filter((status) => status !== 200 && status !== 503)).toEqual([])

  await end(first.child, 'SIGKILL')
  const second = await startMain({ SHUKE_DATA: folder })
  expect((await signIn(second.address)).status).toBe(200)
  expect(await end(second.child, 'SIGINT')).toBe(0)
  expect(postmasterOf(folder)).toBeUndefined()

  // With nothing running the command starts the database for itself, and leaves none behind.
  const listed = await shuke(['chain', 'list', '--json'], { SHUKE_DATA: folder })
  expect(JSON.parse(listed.stdout)).toMatchObject(
    [{ code: 'first', name: '第一家', stores: [{ code: 'A', name: '一店' }] }],
  )
  expect(postmasterOf(folder)).toBeUndefined()
})

test('commands say what is wrong in one sentence and leave with 1', async () => {
  const env = envOf(environment())
  const cases: [string[], string][] = [
    [['nothing'], 'There is no verb "nothing": npm run shuke -- --help lists them.\n'],
    [[
      'chain', 'create', '--code', 'one',
    ], 'shuke chain create wants --name, --store, --owner-name, --phone too.\n'],
    [['chain', 'create', '--colour', 'red'], "Unknown option '--colour': see --help.\n"],
    [['clock', 'set', '--chain', 'one', 'tomorrow'],
      '"tomorrow" is no instant: write it as 2026-12-31T23:50:00+08:00.\n'],
  ]
  for (const [args, sentence] of cases)
    expect(await shuke(args, env)).toMatchObject({ code: 1, stderr: sentence, stdout: '' })
  for (const verb of ['chain', 'clock', 'migrate']) {
    const { code, stdout } = await shuke([verb, '--help'], env)
    expect([verb, code, stdout.startsWith(`shuke ${verb}`)]).toEqual([verb, 0, true])
  }
})

test('the master key is 32 bytes', () => {
  const key = Buffer.alloc(32, 7).toString('base64url')
  expect(masterOf({ encryption_key: key } as never)).toHaveLength(32)
})
