import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync,
  statSync, writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { type Cluster, type ClusterOptions, startCluster } from './embedded.ts'
import { type Account, homeOf, placeOf } from './embedded-place.ts'
import { processesOf } from './embedded-processes.ts'
import { Failure } from './failure.ts'

const folders: string[] = []
const clusters: Cluster[] = []
const children: ChildProcess[] = []
const isRoot = process.getuid?.() === 0

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const cluster of clusters.splice(0)) await cluster.stop()
  folders.splice(0).forEach(remove)
})
afterAll(() => {
  if (lasting) remove(lasting)
})

function remove(folder: string): void {
  // A folder that nobody began has no home of root's, and asking for it is refused.
  const home = isRoot && !existsSync(join(folder, 'postgres')) ? homeOf(folder) : folder
  rmSync(home, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
}

function freshFolder(owner?: Account | null): string {
  const folder = mkdtempSync(join(tmpdir(), 'shuke-embedded-'))
  if (owner) chownSync(folder, owner.uid, owner.gid)
  folders.push(folder)
  return folder
}

let lasting: string | undefined

/**
 * One folder through several tests: making a database takes a second, and each test must leave one that
 * starts.
 */
function lastingFolder(): string {
  lasting ??= mkdtempSync(join(tmpdir(), 'shuke-embedded-'))
  return lasting
}

async function start(data_dir: string, options: Omit<ClusterOptions, 'data_dir'> = {}): Promise<Cluster> {
  const cluster = await startCluster({ data_dir, durable: false, ...options })
  clusters.push(cluster)
  return cluster
}

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query({ text, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

/**
 * A second Shuke in a process of its own: starts the cluster, prints one line of JSON, then waits to be
 * killed.
 */
async function startElsewhere(
  data_dir: string, as?: Account | null,
): Promise<{ child: ChildProcess, line: string }> {
  const script = `
    const { startCluster } = await import(${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)})
    try {
      const cluster = await startCluster({ data_dir: ${JSON.stringify(data_dir)}, durable: false })
      console.log(JSON.stringify(cluster))
      process.on('SIGTERM', () => cluster.stop().then(() => process.exit()))
      setInterval(() => {}, 1000)
    } catch (failure) { console.log(failure.name + ': ' + failure.message) }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: '/', stdio: ['ignore', 'pipe', 'inherit'], ...as,
  })
  children.push(child)
  const [line] = await once(createInterface(child.stdout), 'line') as [string]
  return { child, line }
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

test('the first start makes a UTF8 database and two roles without special rights', async () => {
  const cluster = await start(freshFolder(), { durable: true })
  expect(await ask(cluster.app_url, `select current_user, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole
    from pg_roles where rolname = current_user`)).toEqual(['shuke_app', false, false, false, false])
  expect(await ask(cluster.owner_url, `select current_user, rolsuper, rolbypassrls,
    pg_encoding_to_char(encoding), pg_get_userbyid(datdba) from pg_roles, pg_database
    where rolname = current_user and datname = 'shuke'`))
    .toEqual(['shuke_owner', false, false, 'UTF8', 'shuke_owner'])
  expect(await ask(cluster.owner_url, `select nspname from pg_extension, pg_namespace n
    where extname = 'btree_gist' and n.oid = extnamespace`)).toEqual(['public'])
  expect(await ask(cluster.owner_url, `select lower('ÄÉ'), 'Z' < 'a', current_setting('fsync'),
    current_setting('timezone')`)).toEqual(['äé', true, 'on', 'UTC'])
  await expect(ask(cluster.app_url, 'create table public.t (a int)')).rejects.toThrow(/permission denied/)
  await expect(ask(cluster.app_url.replace(/:[^:@]+@/, ':guess@'), 'select 1')).rejects.toThrow(/password/)
  expect(cluster.version).toBeGreaterThanOrEqual(180000)
  const near_url = cluster.socket_dir ? `${cluster.app_url}?host=${cluster.socket_dir}` : cluster.app_url
  expect(await ask(near_url, 'select inet_server_addr() is null')).toEqual([cluster.socket_dir !== null])
})

test('the second start finds the data of the first, and a settings override holds', async () => {
  const folder = lastingFolder()
  const first = await start(folder)
  await ask(first.owner_url, 'create table from_first as select 7 as a')
  await Promise.all([first.stop(), first.stop()])
  const second = await start(folder, { port: first.port, settings: { work_mem: '9MB' } })
  expect(second.owner_url).toBe(first.owner_url)
  expect(await ask(second.owner_url, `select a, current_setting('work_mem') from from_first`))
    .toEqual([7, '9MB'])
})

test('PostgreSQL killed with a busy session: its end is told, and the next start recovers', async () => {
  const folder = lastingFolder()
  const first = await start(folder, { durable: true })
  await ask(first.owner_url, 'create table before_crash as select 7 as a')
  const busy = ask(first.app_url, 'select pg_sleep(60)').catch((error: Error) => error.message)
  const told = new Promise<void>((resolve) => first.onExit(resolve))
  const isBusy = `select count(*)::int from pg_stat_activity where query = 'select pg_sleep(60)'`
  while ((await ask(first.superuser_url, isBusy))[0] !== 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
  process.kill(first.pid, 'SIGKILL')
  await told
  await new Promise<void>((resolve) => first.onExit(resolve))
  const second = await start(folder, { port: first.port, durable: true })
  expect(await ask(second.owner_url, 'select a from before_crash')).toEqual([7])
  expect(await busy).toMatch(/terminat/)
})

test('Node killed: the next start stops the PostgreSQL it left behind, with nothing lost', async () => {
  const folder = lastingFolder()
  const { child, line } = await startElsewhere(folder)
  const orphaned = JSON.parse(line) as Cluster
  await ask(orphaned.owner_url, 'create table before_kill as select 7 as a')
  await kill(child, 'SIGKILL')
  process.kill(orphaned.pid, 0)
  const next = await start(folder)
  expect(processesOf(placeOf(folder).cluster_dir).filter(({ isPostmaster }) => isPostmaster)).toEqual([
    { pid: next.pid, isPostmaster: true }])
  expect(await ask(next.owner_url, 'select a from before_kill')).toEqual([7])
})

test('Node and PostgreSQL killed together', async () => {
  const folder = lastingFolder()
  const { child, line } = await startElsewhere(folder)
  const orphaned = JSON.parse(line) as Cluster
  process.kill(orphaned.pid, 'SIGKILL')
  await kill(child, 'SIGKILL')
  const next = await start(folder)
  expect(await ask(next.owner_url, 'select 1')).toEqual([1])
})

test('a stranger who now has the pid of the dead PostgreSQL is left alone', async () => {
  const folder = lastingFolder()
  await (await start(folder)).stop()
  const { cluster_dir, account } = placeOf(folder)
  const stranger = spawn('sleep', ['60'], { ...account })
  children.push(stranger)
  const claim = [stranger.pid, cluster_dir, 1, 5432, '', '127.0.0.1', '', 'ready', '']
  writeFileSync(join(cluster_dir, 'postmaster.pid'), claim.join('\n'))
  const cluster = await start(folder)
  expect(await ask(cluster.app_url, 'select 1')).toEqual([1])
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
})

test('a second Shuke on the same folder is refused, in another process and in the same', async () => {
  const folder = lastingFolder()
  const cluster = await start(folder)
  const sentence = `Another Shuke (process ${process.pid}) already runs on the data folder ${folder}:`
    + ' stop it first, or name another folder in SHUKE_DATA.'
  await expect(start(folder)).rejects.toThrow(new Failure(sentence))
  expect((await startElsewhere(folder)).line).toBe(`Failure: ${sentence}`)
  expect(await ask(cluster.app_url, 'select 1')).toEqual([1])
})

test('a first use cut off anywhere is completed by the next start', async () => {
  const folder = freshFolder()
  const { home_dir } = placeOf(folder)
  mkdirSync(join(home_dir, 'postgres.new-half', 'base'), { recursive: true })
  const first = await start(folder)
  await ask(first.superuser_url, `comment on database shuke is null`)
  await ask(first.superuser_url, 'drop extension btree_gist')
  await ask(first.superuser_url, 'drop owned by shuke_app')
  await ask(first.superuser_url, 'drop role shuke_app')
  await first.stop()
  const second = await start(folder)
  expect(await ask(second.app_url, `select extname from pg_extension where extname = 'btree_gist'`))
    .toEqual(['btree_gist'])
  expect(readdirSync(home_dir).filter((name) => name.includes('new-'))).toEqual([])
})

test('a taken port is one sentence, and the folder is free again afterwards', async () => {
  const folder = lastingFolder()
  const neighbour = createServer().listen(0, '127.0.0.1')
  await once(neighbour, 'listening')
  const { port } = neighbour.address() as { port: number }
  await expect(start(folder, { port })).rejects.toThrow(new Failure(
    `Port ${port} on 127.0.0.1 is taken: stop the program that uses it, or give the database another port.`))
  neighbour.close()
  expect((await start(folder)).port).not.toBe(port)
})

test('PostgreSQL 16 works too, and its files are refused by 18 with nothing changed', async () => {
  const folder = freshFolder()
  const old = await start(folder, { release: 16 }).catch((failure: Failure) => failure)
  if (old instanceof Error) {
    expect(old.message).toMatch(/^No embedded PostgreSQL 16 is installed/)
    return console.log('PostgreSQL 16 is not packed for this platform: skipped.')
  }
  expect(Math.floor(old.version / 10_000)).toBe(16)
  expect(await ask(old.owner_url, `select lower('ÄÉ'), 'Z' < 'a'`)).toEqual(['äé', true])
  await old.stop()
  await expect(start(folder)).rejects.toThrow(
    /^The database in .* was written by PostgreSQL 16 and this is 18: export it .* new data folder\.$/)
  await start(folder, { release: 16 })
})

test('a refused row reaches the client but never the log', async () => {
  const cluster = await start(lastingFolder())
  await ask(cluster.owner_url, 'create table phones (phone text primary key)')
  await ask(cluster.owner_url, `insert into phones values ('13812345678')`)
  await ask(cluster.owner_url, 'grant insert on phones to shuke_app')
  await expect(ask(cluster.app_url, `insert into phones values ('13812345678')`))
    .rejects.toThrow(/duplicate key/)
  await expect(ask(cluster.app_url, `select '13812345678x'::bigint`)).rejects.toThrow(/invalid input/)
  await ask(cluster.superuser_url, `do $$ begin raise warning 'the log works'; end $$`)
  const log = readFileSync(join(cluster.home_dir, 'postgres.log'), 'utf8')
  expect(log).toContain('the log works')
  expect(log).not.toContain('13812345678')
})

test('a folder that root moved is refused before an empty database is begun', async () => {
  if (!isRoot) return console.log('Only for root the data is elsewhere: skipped.')
  const [before, after] = [freshFolder(), freshFolder()]
  await (await start(before)).stop()
  renameSync(join(before, 'where.txt'), join(after, 'where.txt'))
  await expect(start(after)).rejects.toThrow(
    `was moved while its data is in ${homeOf(before)}: rename that to ${homeOf(after)}, or delete`)
  expect(existsSync(homeOf(after))).toBe(false)
  renameSync(homeOf(before), homeOf(after))
  await start(after)
})

test('an ordinary account keeps everything in the folder itself; root and it do not mix', async () => {
  if (!isRoot) return console.log('Only root can try another account: skipped (the rest ran as one).')
  const { account } = placeOf('/')
  const look = ['-e', `require('fs').readFileSync(process.argv[1])`, import.meta.filename]
  const reading = spawnSync(process.execPath, look, { ...account!, cwd: '/' })
  if (reading.status !== 0) return console.log('The account nobody cannot read this copy of Shuke: skipped.')

  const folder = freshFolder(account)
  const { child, line } = await startElsewhere(folder, account)
  const cluster = JSON.parse(line) as Cluster
  expect(cluster.home_dir).toBe(folder)
  expect(await ask(cluster.app_url, 'select current_user')).toEqual(['shuke_app'])
  await kill(child, 'SIGTERM')
  expect(processesOf(join(folder, 'postgres'))).toEqual([])
  expect(statSync(join(folder, 'secrets.json')).uid).toBe(account!.uid)
  await expect(start(folder)).rejects.toThrow(/belongs to the account with uid \d+: start Shuke as that/)

  const closed = freshFolder(account)
  chmodSync(closed, 0o555)
  expect((await startElsewhere(closed, account)).line)
    .toMatch(/^Failure: The data folder .* cannot be written: /)
  const roots = freshFolder(account)
  await (await start(roots)).stop()
  expect((await startElsewhere(roots, account)).line)
    .toMatch(/^Failure: The data folder .* was begun by root: /)
  expect(existsSync(join(roots, 'postgres'))).toBe(false)
})
