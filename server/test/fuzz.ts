import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Endpoint } from '#contract/endpoint.ts'
import { Known } from './fuzz-values.ts'
import { nameOf } from './fuzz-shots.ts'
import { seedOf, shootAll } from './fuzz-run.ts'
import { openStage } from './fuzz-stage.ts'
import type { Place, Stage } from './fuzz-stage.ts'
import { shootWires, wiresAt } from './fuzz-wire.ts'

export type Plan = {
  /** The same seed shoots the same. */
  seed: number
  /** Shots at each endpoint, in so many rounds: what a round's answers tell is known to the next. */
  shots: number; rounds: number
  /** Endpoints that are met over a real connection too; the seed says which. */
  wired: number
  /** The shots are over after so long, whatever is left of them. */
  most_ms: number
  /** Only endpoints whose method and path contain this. */
  only: string | null
  report?: (line: string) => void
}
export type Fuzzed = {
  /** What was wrong, with the input that showed it; none is []. */
  faults: string[]
  shots: number; endpoints: number; yes: number; slowest_ms: number
  /** Endpoints whose verb no request came to: their inputs are not made well enough. */
  unreached: string[]
  /** Heap more after the run than after its first round, or than before where there is but one. */
  heap_mb: number
}

/** Shoots at every endpoint of the contract, past the network and over it; holds chains to their books. */
export async function runFuzz(on: Place, plan: Plan): Promise<Fuzzed> {
  const stage = await openStage(on, plan.only)
  const heaps_mb = [heapMb()]
  const { faults, seen } = await shootAll(stage.target, {
    ...plan, until_ms: Date.now() + plan.most_ms, afterRound: () => { heaps_mb.push(heapMb()) },
  })
  const wires = await wireAll(stage, plan)
  const sumOf = (what: 'shots' | 'yes'): number => seen.reduce((sum, one) => sum + one[what], 0)
  return {
    faults: [
      ...faults.map(({ endpoint, what, told }) => `${endpoint}: ${what}\n${told}`), ...wires.faults,
      ...await stage.close(),
    ],
    shots: sumOf('shots') + wires.shots, endpoints: seen.length, yes: sumOf('yes'),
    slowest_ms: Math.max(...seen.map((one) => one.slowest_ms)),
    unreached: seen.filter((one) => one.reached === 0)
      .map(({ name, codes }) => `${name} ${JSON.stringify(codes)}`),
    heap_mb: heaps_mb.at(-1)! - heaps_mb[Math.min(1, plan.rounds - 1)]!,
  }
}

/** Requests over a real connection: bytes that are no text, lines that are no HTTP, bodies that never end. */
async function wireAll(
  stage: Stage, { seed, wired, report }: Plan,
): Promise<{ faults: string[]; shots: number }> {
  const { target } = stage
  const chosen = [...target.endpoints].sort((one, other) => orderOf(one) - orderOf(other)).slice(0, wired)
  function orderOf(endpoint: Endpoint): number { return seedOf(seed, nameOf(endpoint)) }
  // One fault of every kind, however many endpoints show it.
  const faults = new Map<string, string>()
  let shots = 0
  for (const endpoint of chosen) {
    await target.prepare(endpoint, { is_touched: true, examples: 1 })
    const known = (name: string): string => {
      const value = target.pool().pick(new Known({ name, at: 0, foreign: false, otherwise: 'x' }))
      return typeof value === 'string' ? value : 'x'
    }
    const wires = wiresAt(endpoint, { cookie: target.cookieOf('owner') ?? '', known })
    for (const fault of await shootWires(await stage.port(), wires))
      faults.set(fault.split('\n')[0]!, `${nameOf(endpoint)} over a connection: ${fault}`)
    shots += wires.length
    if (!await stage.isHealthy())
      faults.set('health', `after ${nameOf(endpoint)} the server did not answer /health`)
  }
  report?.(`${shots} requests over connections, ${faults.size} faults`)
  return { faults: [...faults.values()], shots }
}

let collect: (() => void) | undefined
/** The heap in use once everything that can go is gone. */
function heapMb(): number {
  if (!collect) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
  }
  collect()
  return process.memoryUsage().heapUsed / 2 ** 20
}
