import { parseArgs } from 'node:util'
import { Failure, failWith } from '#kernel/failure.ts'
import { lineOf } from './figures.ts'
import type { Figure } from './figures.ts'
import type { Bench, Options } from './harness.ts'
import { quote } from './quote.ts'
import { settleDb } from './settle-db.ts'
import { settle } from './settle.ts'
import { soak } from './soak.ts'
import { start } from './start.ts'

/** Every bench by its name: `npm run bench -- settle --rounds 5`. */
const benches: Record<string, { says: string; run: Bench }> = {
  settle: { says: 'sales over HTTP, against pgbench TPC-B on the same server', run: settle },
  'settle-db': { says: 'the settle lane without HTTP, against the same', run: settleDb },
  quote: { says: 'a basket of 30 lines priced, against a route with the same reads and reply', run: quote },
  start: { says: 'our own CPU from a warm start to the first answer, and memory at rest', run: start },
  soak: { says: 'the long forms, --count times, or one --only: kills, fuzz, isolation', run: soak },
}

const usage = `npm run bench -- <name>
    [--rounds 3] [--seconds 8] [--clients 16] [--count 1000] [--profile FOLDER]
    [--only PART] [--seed NUMBER] [--endpoint 'POST /api/sales']
${Object.entries(benches).map(([name, { says }]) => `  ${name.padEnd(12)}${says}`).join('\n')}`

function optionsFrom(args: string[]): { name: string; options: Options } {
  const { positionals, values } = parseArgs({
    args, allowPositionals: true, options: {
      rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '8' },
      clients: { type: 'string', default: '16' }, count: { type: 'string', default: '1000' },
      profile: { type: 'string' }, only: { type: 'string' }, seed: { type: 'string' },
      endpoint: { type: 'string' },
    },
  })
  const number = (name: 'rounds' | 'seconds' | 'clients' | 'count' | 'seed'): number => {
    const value = Number(values[name])
    if (!Number.isInteger(value) || value < 1) failWith(`--${name} wants a whole number above 0.\n${usage}`)
    return value
  }
  return {
    name: positionals[0] ?? '', options: {
      rounds: number('rounds'), seconds: number('seconds'), clients: number('clients'),
      count: number('count'), profile: values.profile ?? null, only: values.only ?? null,
      seed: values.seed === undefined ? null : number('seed'), endpoint: values.endpoint ?? null,
    },
  }
}

async function main(): Promise<boolean> {
  const { name, options } = optionsFrom(process.argv.slice(2))
  const bench = benches[name]
  if (!bench) failWith(usage)
  let missed = false
  await bench.run(options, (figure: Figure) => {
    const told = lineOf(name, figure)
    missed ||= told.missed
    console.log(told.line)
  })
  return missed
}

try {
  process.exitCode = await main() ? 1 : 0
} catch (error) {
  // What the operator can put right is one sentence; anything else keeps its stack.
  console.error(error instanceof Failure ? error.message : error)
  process.exitCode = 1
}
