import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { headsFolderOf, openHeads } from '#kernel/audit-heads.ts'
import { openDb, outsideChains } from '#kernel/db.ts'
import { allChains } from '#kernel/directory.ts'
import { readPublicAuthority } from '#kernel/certificates-kept.ts'
import { homeOf } from '#kernel/embedded-place.ts'
import { openFolder } from '#kernel/files.ts'
import { newSetupCode } from '#modules/platform/platform.ts'
import { openGround } from '../http/house.ts'
import type { House } from '../http/house.ts'
import { tellChange } from '../http/live.ts'
import { pagesThrough } from '../http/pages.ts'
import { startPump } from '../http/pump.ts'
import { allRoutes } from '../http/routes.ts'
import { buildServer } from '../http/server.ts'
import { reactions } from '../http/subscriptions.ts'
import { startSweeps, sweepsOf } from '../http/sweeps.ts'
import type { Environment } from './command.ts'
import { prepare, urlsOutside } from './database.ts'
import type { Opened } from './database.ts'
import { demo_code, demoLogins, fillDemoHistory, makeDemoChain } from './demo.ts'
import { openDoors } from './doors.ts'
import { keepCluster } from './keep.ts'

export type Running = {
  address: string; secure_address: string | null; house: House; stop: () => Promise<void>
}
type Say = (line: string) => void

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
    const doors = await openDoors(app, environment, say).catch(async (error: unknown) => {
      await app.close()
      throw error
    })
    closers.push(doors.close)
    await tellSetup(house, doors.address, say)
    if (environment.demo !== false) closers.push(beginDemo(house, opened.secrets.demo_password, say))
    return { address: doors.address, secure_address: doors.secure_address, house, stop }
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
  { log_level, data_dir, check_replies = false }: Environment, { app_url, master, secrets }: Opened,
): { house: House; close: () => Promise<void> } {
  const db = openDb(app_url, { max: 16 })
  const lane_db = openDb(app_url, { max: 4, prepared: true, name: 'shuke lane' })
  const pump = startPump({
    db, master, reactions,
    report: (error, subscription) => {
      process.stderr.write(`The reaction ${subscription} failed: ${String(error)}\n`)
    },
    carried: async (chain_id, { subscription, notes }) => {
      if (subscription === 'insights.hours') await tellChange(db, chain_id, notes)
    },
  })
  const home_dir = homeOf(data_dir)
  const files = openFolder(join(home_dir, 'files'))
  const heads = openHeads(headsFolderOf(data_dir), secrets.hmac_key)
  const ground = openGround({
    db, lane_db, files, master, heads, home_dir, wake: pump.wake, exports_dir: join(home_dir, 'exports'),
  })
  const web_dir = fileURLToPath(new URL('../../../web/dist/', import.meta.url))
  const house: House = {
    ...ground, routes: allRoutes(ground), web_dir, check_replies, requests_a_minute: 12_000,
    authority: readPublicAuthority(home_dir),
    log: { level: log_level, stream: process.stderr },
  }
  house.exporter.start(pagesThrough(house.routes))
  const sweeps = startSweeps({
    db, sweeps: sweepsOf(ground), report: (line) => { process.stderr.write(`${line}\n`) },
  })
  return {
    house,
    async close() {
      await ground.counter.idle()
      await pump.stop()
      await house.exporter.stop()
      await sweeps.stop()
      await lane_db.close()
      await db.close()
    },
  }
}

/** While there is no chain but the demo: how to set one up. The code is nowhere but in what is printed. */
async function tellSetup({ desk }: House, address: string, say: Say): Promise<void> {
  const code = await newSetupCode(desk)
  const { port } = new URL(address)
  if (code !== null) say(`  Set up your chain 安家: http://127.0.0.1:${port}/setup/   Setup code 安装码 ${code}`)
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
  for (const { role, name, phone } of demoLogins) say(`    ${role.padEnd(15)}${phone}  ${name}`)
  if (demo.state !== 'open') return
  const tally = await fillDemoHistory(house, demo, { say, signal })
  if (tally) say(
    `  Demo: ${tally.sales} sales are in the books (${((performance.now() - from) / 1_000).toFixed(1)} s).`,
  )
}
