import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Till, Trade } from './baskets.ts'
import { withBooks } from './books.ts'
import { makeTrade } from './chain.ts'
import type { Size } from './chain.ts'
import type { Tell } from './figures.ts'
import type { Job, Seen } from './load.ts'
import { makeFolder, removeFolder, startServer } from './serving.ts'
import type { Serving } from './serving.ts'

export type Options = {
  rounds: number; seconds: number; clients: number
  /** How many of its kind a soak does. */
  count: number
  /** The one part of a soak that is run, the number its chances come from, the endpoint it looks at. */
  only: string | null; seed: number | null; endpoint: string | null
  /** A folder for the server's CPU profile; it is written when the server ends. */
  profile: string | null
}
/** A bench measures and tells its figures one by one. */
export type Bench = (options: Options, tell: Tell) => Promise<void>

/** What is going on goes to stderr: stdout carries figures alone. */
export const say = (line: string): void => { process.stderr.write(`${line}\n`) }

export type Stage = { data_dir: string; trade: Trade; serving: Serving }

/** A chain in a data folder of its own with the server over it; all of it is gone afterwards. */
export async function onStage(
  { clients, profile }: Options, size: Omit<Size, 'clients'>, play: (stage: Stage) => Promise<void>,
): Promise<void> {
  const data_dir = makeFolder('bench')
  try {
    say('Making the chain …')
    const trade = await makeTrade(data_dir, { ...size, clients })
    const flags = profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
    const serving = await startServer({ data_dir, flags })
    try {
      await play({ data_dir, trade, serving })
    } finally {
      await serving.stop()
    }
  } finally {
    removeFolder(data_dir)
  }
}

/**
 * Every measure in turn, again and again, each from a written-out database: what disturbs the machine meets
 * all of them.
 */
export async function interleaved<Name extends string, Result>(
  { data_dir }: Pick<Stage, 'data_dir'>, rounds: number, measures: Record<Name, () => Promise<Result>>,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(measures) as Name[]
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of names) {
      await withBooks(data_dir, ({ pool }) => pool.query('checkpoint'), 'superuser_url')
      const result = await measures[name]()
      results[name].push(result)
      say(`round ${round} ${name}: ${JSON.stringify(result)}`)
    }
  }
  return results
}

export type Played = Pick<Job, 'asks' | 'seconds' | 'members' | 'goods'> & {
  clients: readonly { till: Till; cookie: string }[]
}
let runs = 0

/** Plays the tills in a process of their own. Throws when anything was answered other than 200. */
export async function playTills({ serving }: Stage, played: Played): Promise<Seen> {
  const child = spawn(process.execPath, ['bench/load.ts'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('exit', resolve)
  })
  const job: Job = { ...played, port: serving.port, run: `bench-${Date.now().toString(36)}-${runs += 1}` }
  child.stdin.end(JSON.stringify(job))
  const told = await text(child.stdout), code = await ended
  if (code !== 0) throw new Error(`The load ended with code ${code}.\n${serving.said()}`)
  const seen = JSON.parse(told) as Seen
  if (seen.other !== null)
    throw new Error(`Not all was answered with yes: ${JSON.stringify(seen)}\n${serving.said()}`)
  return seen
}
