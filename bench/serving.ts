import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { urlsFor } from '#kernel/embedded-database.ts'
import type { Urls } from '#kernel/embedded-database.ts'
import { freePort } from '#kernel/embedded-launch.ts'
import { homeOf, placeOf } from '#kernel/embedded-place.ts'
import { loadSecrets } from '#kernel/secrets.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The server as its operator runs it: a process of its own, asked over HTTP and ended by signals. */
export type Serving = {
  url: string
  pid: number
  port: number
  /** How the process ended, as 'SIGKILL' or 'code 1'; pending while it lives. */
  ended: Promise<string>
  isGone(): boolean
  /** The last lines it wrote, for the report of a fault. */
  said(): string
  /** Ends it in good order and waits until it is gone. */
  stop(): Promise<void>
}

export type Start = {
  data_dir: string; port?: number
  /** Flags for Node itself, such as those of its profiler. */
  flags?: readonly string[]
  /** false: no demo chain, so that the first visitor meets the setup. */
  demo?: boolean
}

const kept_letters = 8_000
const start_patience_ms = 120_000

/**
 * Starts `main.ts` over a data folder and waits for its first answer. Throws with its own words when it ends
 * instead.
 */
export async function startServer(
  { data_dir, port: asked, flags = [], demo = true }: Start,
): Promise<Serving> {
  const port = asked ?? await freePort()
  const { DATABASE_URL: _url, DATABASE_OWNER_URL: _owner, ...env } = process.env
  const child = spawn(process.execPath, [...flags, 'server/src/main.ts'], {
    cwd: root, stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...env, PORT: String(port), HOST: '127.0.0.1', SHUKE_DATA: data_dir,
      ...demo ? {} : { SHUKE_DEMO: 'no' },
    },
  })
  let words = '', how: string | null = null
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => { words = (words + piece.toString()).slice(-kept_letters) })
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => { resolve(how = signal ?? `code ${code}`) })
  })
  const goAlong = () => { child.kill('SIGTERM') }
  process.once('exit', goAlong)
  void ended.finally(() => process.off('exit', goAlong)).catch(() => undefined)

  const serving: Serving = {
    url: `http://127.0.0.1:${port}`, pid: child.pid!, port, ended, said: () => words.trim(),
    isGone: () => how !== null,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
  await untilHealthy(serving)
  return serving
}

/** Waits until the server answers with its database behind it. Throws when it ends, or takes far too long. */
export async function untilHealthy(serving: Serving): Promise<void> {
  const deadline = Date.now() + start_patience_ms
  while (Date.now() < deadline) {
    if (serving.isGone()) throw new Error(`The server ended (${await serving.ended}):\n${serving.said()}`)
    const signal = AbortSignal.timeout(5_000)
    const answer = await fetch(`${serving.url}/health`, { signal }).catch(() => null)
    await answer?.arrayBuffer().catch(() => undefined)
    if (answer?.status === 200) return
    await sleep(20)
  }
  throw new Error(`The server did not answer within ${start_patience_ms / 1_000} s:\n${serving.said()}`)
}

/** The postmaster of a data folder and its database's addresses; null while it is down or only starting. */
export function clusterOf(data_dir: string): Urls & { pid: number; port: number } | null {
  const file = join(placeOf(data_dir).cluster_dir, 'postmaster.pid')
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  if (lines[7]?.trim() !== 'ready') return null
  const port = Number(lines[3])
  return { pid: Number(lines[0]), port, ...urlsFor(port, loadSecrets(data_dir)) }
}

export const makeFolder = (name: string): string => mkdtempSync(join(tmpdir(), `shuke-${name}-`))

/** Removes a data folder and, for root, the place where its data really was. */
export function removeFolder(data_dir: string): void {
  for (const folder of [homeOf(data_dir), data_dir]) rmSync(folder, { recursive: true, force: true })
}
