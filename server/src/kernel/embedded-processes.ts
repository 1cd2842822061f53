import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Binaries, programOf } from './embedded-binaries.ts'
import { failWith } from './failure.ts'

type Found = { pid: number, isPostmaster: boolean }

/**
 * Shown in the title of every PostgreSQL process of this folder, so that orphans can be told from
 * strangers.
 */
export function clusterNameOf(cluster_dir: string): string {
  return `shuke-${createHash('sha256').update(cluster_dir).digest('hex').slice(0, 16)}`
}

/**
 * Ends whatever an earlier run left behind on this folder: a PostgreSQL whose Node was killed, or the
 * children of a PostgreSQL that was killed itself (they hold its shared memory until they notice). Who is
 * ours is read from the command lines, never from postmaster.pid: the pid written there may belong to a
 * stranger by now. The caller holds the folder's lock, so nothing found here has a living Shuke.
 */
export async function endLeftovers(binaries: Binaries, cluster_dir: string): Promise<void> {
  if (process.platform === 'win32') return endLeftoversByTool(binaries, cluster_dir)
  // A polite signal first; each following one asks less of a process that does not answer.
  const ladder: [NodeJS.Signals, number][] = [['SIGINT', 30_000], ['SIGQUIT', 10_000], ['SIGKILL', 5_000]]
  for (const [signal, patience_ms] of ladder) {
    const gone = await signalUntilGone(cluster_dir, signal, patience_ms)
    if (gone) return removeLeftFiles(cluster_dir)
  }
  failWith(`A PostgreSQL of an earlier run still holds ${cluster_dir} and does not stop:`
    + ' end its processes and start again.')
}

async function signalUntilGone(
  cluster_dir: string, signal: NodeJS.Signals, patience_ms: number,
): Promise<boolean> {
  const deadline = Date.now() + patience_ms
  const told = new Set<number>()
  for (;;) {
    const found = processesOf(cluster_dir)
    if (found.length === 0) return true
    if (Date.now() > deadline) return false
    // A postmaster that lives stops its own children; without one they are told one by one.
    const postmasters = found.filter((process) => process.isPostmaster)
    for (const { pid, isPostmaster } of postmasters.length > 0 ? postmasters : found) {
      if (!told.has(pid)) send(pid, isPostmaster ? signal : childSignal(signal))
      told.add(pid)
    }
    await sleep(25)
  }
}

/** To a backend SIGINT only cancels its statement; SIGTERM ends it. */
function childSignal(signal: NodeJS.Signals): NodeJS.Signals {
  return signal === 'SIGINT' ? 'SIGTERM' : signal
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
    // One that was stopped by hand would sleep through the signal.
    process.kill(pid, 'SIGCONT')
  } catch {
    // It left by itself in between.
  }
}

/** Every living PostgreSQL process that works on this folder. */
export function processesOf(cluster_dir: string): Found[] {
  const title = `postgres: ${clusterNameOf(cluster_dir)}: `
  const found: (Found & { parent: number })[] = []
  for (const { pid, parent, command } of process.platform === 'linux' ? linuxCommands() : otherCommands()) {
    const isPostmaster = /(^|\/)postgres /.test(command) && command.includes(` -D ${cluster_dir} -p `)
    if (isPostmaster || command.startsWith(title)) found.push({ pid, parent, isPostmaster })
  }
  // A child that was forked this moment still carries its postmaster's command line.
  const masters = new Set(found.filter((one) => one.isPostmaster).map(({ pid }) => pid))
  return found.map(({ pid, parent, isPostmaster }) =>
    ({ pid, isPostmaster: isPostmaster && !masters.has(parent) }))
}

type Command = { pid: number, parent: number, command: string }

function linuxCommands(): Command[] {
  const commands: Command[] = []
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
      const parent = parentIn(readFileSync(`/proc/${name}/stat`, 'utf8'))
      commands.push({ pid: Number(name), parent, command })
    } catch {
      // It ended while we were reading.
    }
  }
  return commands
}

/** The fourth field; the second is the program's name in brackets, which may hold anything. */
const parentIn = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])

function otherCommands(): Command[] {
  const lines = execFileSync('ps', ['-axww', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n')
  return lines.map((line) => line.trim()).filter(Boolean).map((line) => {
    const [, pid, parent, command] = /^(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return { pid: Number(pid), parent: Number(parent), command: command ?? '' }
  })
}

/**
 * With no process left, these name only the dead; PostgreSQL would take a stranger with the same pid for its
 * predecessor and refuse to start.
 */
function removeLeftFiles(cluster_dir: string): void {
  rmSync(join(cluster_dir, 'postmaster.pid'), { force: true })
  for (const name of readdirSync(cluster_dir)) {
    if (name.startsWith('.s.PGSQL.')) rmSync(join(cluster_dir, name), { force: true })
  }
}

/**
 * Windows shows no command lines cheaply, but a signal travels there through a pipe only a PostgreSQL
 * listens on.
 */
function endLeftoversByTool(binaries: Binaries, cluster_dir: string): void {
  try {
    const flags = ['stop', '-D', cluster_dir, '-m', 'fast', '-w']
    execFileSync(programOf(binaries, 'pg_ctl'), flags, { stdio: 'ignore' })
  } catch {
    // Nothing was running.
  }
}
