import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  appendFileSync, chownSync, closeSync, existsSync, fstatSync, mkdirSync, openSync, readdirSync,
  readFileSync, renameSync, rmSync, statSync, writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Binaries, programOf } from './embedded-binaries.ts'
import { fullDisk, type Place, writing } from './embedded-place.ts'
import { clusterNameOf } from './embedded-processes.ts'
import { Failure, failWith } from './failure.ts'

const log_kept_bytes = 10 * 1024 * 1024
/** Replaying the log after a crash may take minutes on a slow disk, and must not be cut off. */
const start_patience_ms = 15 * 60_000

export type Launch = { port: number, settings: Record<string, string> }
export type Postmaster = { child: ChildProcess, port: number, socket_dir: string | null }

/**
 * Makes the files of a new database: UTF8, names compared by code point on every platform, passwords asked
 * everywhere. It is made aside and moved into place, so that a kill in the middle leaves nothing that looks
 * like a database.
 */
export async function initialise(
  binaries: Binaries, place: Place, { password, durable }: { password: string, durable: boolean },
): Promise<void> {
  const draft = join(place.home_dir, `postgres.new-${randomUUID()}`)
  const passwordFile = join(place.home_dir, `password.new-${randomUUID()}`)
  try {
    writing(place.home_dir, () => {
      writeFileSync(passwordFile, password, { mode: 0o600 })
      mkdirSync(draft, { mode: 0o700 })
      if (!place.account) return
      for (const path of [passwordFile, draft]) chownSync(path, place.account.uid, place.account.gid)
    })
    await runInitdb(binaries, place, [
      `--pgdata=${draft}`, `--pwfile=${passwordFile}`, ...durable ? [] : ['--no-sync'],
    ])
    renameSync(draft, place.cluster_dir)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

/**
 * Refuses files that another major version wrote: PostgreSQL cannot read them, and would say so in its log
 * only.
 */
export function refuseOtherMajor(binaries: Binaries, place: Place): void {
  const note = join(place.cluster_dir, 'PG_VERSION')
  if (!existsSync(note))
    failWith(`${place.cluster_dir} holds no database: put it back from a backup, or remove it.`)
  const written = Number.parseInt(readFileSync(note, 'utf8'))
  if (written !== binaries.major)
    failWith(`The database in ${place.home_dir} was written by PostgreSQL ${written}`
      + ` and this is ${binaries.major}: export it with the version of Shuke that wrote it,`
      + ' then import it into a new data folder.')
}

/**
 * Starts PostgreSQL and waits until it takes connections. Failure when it says no, with the reason from its
 * log.
 */
export async function launch(
  binaries: Binaries, place: Place, { port, settings }: Launch,
): Promise<Postmaster> {
  const socket_dir = socketDirOf(place)
  const values = {
    listen_addresses: '127.0.0.1', cluster_name: clusterNameOf(place.cluster_dir),
    unix_socket_directories: socket_dir ? `"${socket_dir.replaceAll('"', '""')}"` : '', ...settings,
  }
  const log = join(place.home_dir, 'postgres.log')
  const handle = writing(place.home_dir, () => openLog(log))
  const log_from = fstatSync(handle).size
  const flags = ['-D', place.cluster_dir, '-p', String(port), ...settingFlags(values)]
  const child = spawning(handle, () => spawn(programOf(binaries, 'postgres'), flags, {
    // In a session of its own: Ctrl-C must reach Node alone, which then stops things in their order.
    ...childOptions(binaries, place), detached: true, stdio: ['ignore', handle, handle],
  }))
  const failed = new Promise<Error>((resolve) => child.once('error', resolve))
  const whyNot = () => explain(readFileSync(log).subarray(log_from).toString(), { port, log, place })
  await untilReady(place, { child, failed, whyNot })
  return { child, port, socket_dir }
}

/** Asks for a fast shutdown (sessions are ended, everything is on disk) and waits for it. */
export async function shutDown(binaries: Binaries, place: Place, child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<true>((resolve) => child.once('exit', () => resolve(true)))
  if (process.platform === 'win32')
    execFile(programOf(binaries, 'pg_ctl'), ['stop', '-D', place.cluster_dir, '-m', 'fast'], () => {})
  else child.kill('SIGINT')
  // The log makes up at the next start for what an immediate shutdown leaves out.
  if (!await Promise.race([gone, sleep(60_000, false, { ref: false })])) child.kill('SIGQUIT')
  await gone
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('a listening server has no port')
  return address.port
}

export class PortTaken extends Failure {}

function settingFlags(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Some refusals of the system come at once, others as an event; both must become a sentence. */
function spawning(log: number, start: () => ChildProcess): ChildProcess {
  try {
    return start()
  } catch (error) {
    return failWith(cannotRun(error as Error))
  } finally {
    closeSync(log)
  }
}

function cannotRun({ message }: Error): string {
  return `PostgreSQL cannot be run here (${message}): name a database in DATABASE_URL.`
}

type Starting = { child: ChildProcess, failed: Promise<Error>, whyNot: () => Failure }

async function untilReady(place: Place, { child, failed, whyNot }: Starting): Promise<void> {
  const file = join(place.cluster_dir, 'postmaster.pid')
  const deadline = Date.now() + start_patience_ms
  let spawnError: Error | undefined
  void failed.then((error) => { spawnError = error })
  while (Date.now() < deadline) {
    if (spawnError) failWith(cannotRun(spawnError))
    if (child.exitCode !== null || child.signalCode !== null) throw whyNot()
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return
    await sleep(10)
  }
  child.kill('SIGQUIT')
  failWith(`PostgreSQL did not become ready in ${start_patience_ms / 60_000} minutes:`
    + ` see ${place.home_dir}/postgres.log.`)
}

/** What the log of a failed start means to the operator; the first that fits. */
function explain(text: string, { port, log, place }: { port: number, log: string, place: Place }): Failure {
  const lines = text.trim().split('\n')
  const reason = reasonIn(lines.findLast((line) => /FATAL|PANIC|error/.test(line)) ?? lines.at(-1) ?? '')
  if (/Address already in use|could not create any TCP\/IP sockets/.test(text))
    return new PortTaken(`Port ${port} on 127.0.0.1 is taken: stop the program that uses it,`
      + ' or give the database another port.')
  if (/No space left on device|Disk quota exceeded/.test(text)) return new Failure(fullDisk(place.home_dir))
  if (/Read-only file system|Permission denied|wrong ownership|invalid permissions/.test(text))
    return new Failure(`PostgreSQL cannot use its folder ${place.cluster_dir} (${reason}):`
      + ' give it back to the account Shuke runs as, writable.')
  if (/pre-existing shared memory block|Is another postmaster/.test(text))
    return new Failure(`A PostgreSQL of an earlier run still holds ${place.cluster_dir}:`
      + ' end its processes and start again.')
  return new Failure(`PostgreSQL did not start (${reason}): the whole story is in ${log}.`)
}

function reasonIn(line: string): string {
  return line.replace(/^.*?(FATAL|PANIC|error):\s*/, '').trim() || 'it gave no reason'
}

async function runInitdb(binaries: Binaries, place: Place, own: string[]): Promise<void> {
  // Only 17 and later bring a locale of their own; before, names other than ASCII need the one of the system.
  const locale = binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    : ['--lc-ctype=C.UTF-8']
  const flags = [
    ...own, '--locale=C', ...locale, '--encoding=UTF8', '--username=postgres', '--auth=scram-sha-256',
    '--no-instructions',
  ]
  try {
    await promisify(execFile)(programOf(binaries, 'initdb'), flags, childOptions(binaries, place))
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string }
    const log = join(place.home_dir, 'postgres.log')
    writing(place.home_dir, () => appendFileSync(log, stderr || message, { mode: 0o600 }))
    throw explain(stderr || message, { port: 0, log, place })
  }
}

type ChildOptions = { cwd: string, env: NodeJS.ProcessEnv, uid?: number, gid?: number }

/**
 * The database sees nothing of our environment: it may hold keys, and PG* variables would change what it
 * does.
 */
function childOptions(binaries: Binaries, place: Place): ChildOptions {
  const { PATH, SystemRoot, TEMP } = process.env
  const env = { PATH, SystemRoot, TEMP, LC_ALL: 'C', TZ: 'UTC' }
  return { cwd: binaries.native_dir, env, ...place.account }
}

/** Socket addresses are short (107 bytes); a deep folder has to do with TCP alone. */
function socketDirOf(place: Place): string | null {
  const longest = Buffer.byteLength(join(place.cluster_dir, '.s.PGSQL.65535'))
  return process.platform !== 'win32' && longest <= 103 ? place.cluster_dir : null
}

function openLog(log: string): number {
  if (existsSync(log) && statSync(log).size > log_kept_bytes) renameSync(log, `${log}.old`)
  return openSync(log, 'a', 0o600)
}

/** Clears what a first use left that was killed in the middle. */
export function removeDrafts(home_dir: string): void {
  for (const name of readdirSync(home_dir)) {
    if (!/^(postgres|password)\.new-/.test(name)) continue
    try {
      rmSync(join(home_dir, name), { recursive: true, force: true })
    } catch {
      // Its initdb may still be writing; then the next start clears it.
    }
  }
}
