import { networkInterfaces } from 'node:os'
import { fileURLToPath } from 'node:url'
import { openDb, outsideChains } from '#kernel/db.ts'
import { allChains } from '#kernel/directory.ts'
import { Failure } from '#kernel/failure.ts'
import type { FastifyInstance } from 'fastify'
import { openGround } from '../http/house.ts'
import type { House } from '../http/house.ts'
import { startPump } from '../http/pump.ts'
import { allRoutes } from '../http/routes.ts'
import { buildServer } from '../http/server.ts'
import { reactions } from '../http/subscriptions.ts'
import type { Environment } from './command.ts'
import { prepare, urlsOutside } from './database.ts'
import type { Opened } from './database.ts'
import { demo_code, demoLogins, fillDemoHistory, makeDemoChain } from './demo.ts'
import { keepCluster } from './keep.ts'

export type Running = { address: string; house: House; stop: () => Promise<void> }
type Say = (line: string) => void

/** How long a request under way may still take once the server is told to stop. */
const drain_ms = 10_000

/**
 * Everything up: database, migrations, keys, server, reactions, and at first run the demo chain. Serves
 * first.
 */
export async function start(environment: Environment, say: Say): Promise<Running> {
  const closers: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => { for (const close of closers.splice(0).reverse()) await close() }
  try {
    const opened = await openDatabase(environment, say)
    closers.push(opened.close)
    const { house, close } = openHouse(environment, opened)
    closers.push(close)
    const app = await buildServer(house)
    closers.push(async () => { await closeServer(app) })
    const address = await listen(app, environment)
    tellAddresses(environment, address, say)
    if (environment.demo !== false) closers.push(beginDemo(house, opened.secrets.demo_password, say))
    return { address, house, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * Fills the demo beside the open doors; what it hands back stops it between two orders. The next start goes
 * on.
 */
function beginDemo(house: House, password: string, say: Say): () => Promise<void> {
  const stopped = new AbortController()
  const demo = makeDemoAtFirstRun(house, { password, say, signal: stopped.signal })
    .catch((error: unknown) => { say(`  The demo is not complete: ${String(error)}`) })
  return async () => {
    stopped.abort()
    await demo
  }
}

async function openDatabase(environment: Environment, say: Say): Promise<Opened> {
  const outside = urlsOutside(environment)
  const kept = outside ? { ...outside, stop: async () => {} } : await keepCluster(environment.data_dir, say)
  try {
    return { ...await prepare(kept, environment.data_dir), close: kept.stop }
  } catch (error) {
    await kept.stop()
    throw error
  }
}

function openHouse(
  { log_level, check_replies = false }: Environment, { app_url, master }: Opened,
): { house: House; close: () => Promise<void> } {
  const db = openDb(app_url, { max: 16 })
  const lane_db = openDb(app_url, { max: 4, prepared: true, name: 'shuke lane' })
  const pump = startPump({
    db, master, reactions,
    report: (error, subscription) => {
      process.stderr.write(`The reaction ${subscription} failed: ${String(error)}\n`)
    },
  })
  const ground = openGround({ db, lane_db, master, wake: pump.wake })
  const web_dir = fileURLToPath(new URL('../../../web/dist/', import.meta.url))
  const house: House = {
    ...ground, routes: allRoutes(ground), web_dir, check_replies, requests_a_minute: 12_000,
    log: { level: log_level, stream: process.stderr },
  }
  return {
    house,
    async close() {
      await ground.counter.idle()
      await pump.stop()
      await lane_db.close()
      await db.close()
    },
  }
}

async function listen(app: FastifyInstance, { port, host }: Environment): Promise<string> {
  try {
    return await app.listen({ port, host })
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const sentences: Record<string, string> = {
      EADDRINUSE: `Port ${port} on ${host} is taken: stop the program that uses it, or name another in PORT.`,
      EACCES: `Port ${port} on ${host} needs more rights than this account has: name one above 1023 in PORT.`,
      EADDRNOTAVAIL: `This machine has no address ${host}: name one of its own in HOST.`,
      ENOTFOUND: `The name ${host} is no address: name one of this machine's own in HOST.`,
    }
    throw sentences[code] === undefined ? error : new Failure(sentences[code])
  }
}

/** Takes no new request, lets those under way end, and after ten seconds ends them. */
async function closeServer(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => { app.server.closeAllConnections() }, drain_ms)
  try {
    await app.close()
  } finally {
    clearTimeout(timer)
  }
}

function tellAddresses({ host }: Environment, address: string, say: Say): void {
  const { port } = new URL(address)
  const everywhere = host === '0.0.0.0' || host === '::'
  const hosts = everywhere ? ['127.0.0.1', ...lanAddresses()] : [host.includes(':') ? `[${host}]` : host]
  say('Shuke 熟客 is running.')
  for (const name of hosts) say(`  Console http://${name}:${port}/admin/   Till http://${name}:${port}/till/`)
}

function lanAddresses(): string[] {
  return Object.values(networkInterfaces()).flat().flatMap((one) =>
    one && one.family === 'IPv4' && !one.internal ? [one.address] : [])
}

type DemoRun = { password: string; say: Say; signal: AbortSignal }

/**
 * The demo chain where there is no chain yet, and the rest of it where a start was cut short. Its people can
 * sign in after some seconds; the weeks behind them follow while the doors are open.
 */
async function makeDemoAtFirstRun(house: House, { password, say, signal }: DemoRun): Promise<void> {
  const chains = await outsideChains(house.db, allChains)
  if (chains.length > 0 && !chains.some(({ code }) => code === demo_code)) return
  const from = performance.now()
  const demo = await makeDemoChain(house, password)
  if (demo.state === 'foreign') return
  say(`  Demo chain: code ${demo_code}, password ${password}`)
  for (const { role, name, phone } of demoLogins) say(`    ${role.padEnd(14)}${phone}  ${name}`)
  if (demo.state !== 'open') return
  const tally = await fillDemoHistory(house, demo, { say, signal })
  if (tally) say(
    `  Demo: ${tally.sales} sales are in the books (${((performance.now() - from) / 1_000).toFixed(1)} s).`,
  )
}
