import { parseArgs } from 'node:util'
import { openCounter } from '#modules/sales/sales.ts'
import type { Counter } from '#modules/sales/sales.ts'
import { closeSite, demo_code, openSite } from '../../db/demo/chain.ts'
import type { DemoGround, DemoState } from '../../db/demo/chain.ts'
import { carryOut } from '../../db/demo/history.ts'
import type { Tally } from '../../db/demo/history.ts'
import { enrolMembers, planMembers } from '../../db/demo/members.ts'
import { demoLogins } from '../../db/demo/people.ts'
import { full_size } from '../../db/demo/size.ts'
import type { DemoSize } from '../../db/demo/size.ts'
import { timetableOf } from '../../db/demo/timetable.ts'
import { planVisits } from '../../db/demo/visits.ts'
import type { Command } from './command.ts'
import { openForCommand } from './database.ts'

export { demo_code } from '../../db/demo/chain.ts'
export { demoLogins } from '../../db/demo/people.ts'

export type DemoOptions = { now?: Date; size?: DemoSize; say?: (line: string) => void; signal?: AbortSignal }
/** What a call did: `tally` is null where it was stopped or had nothing to do. */
export type DemoOutcome = { state: DemoState['state']; tally: Tally | null }

/** The quick part, about a second: chain, stores, staff, goods, stock. Called again it finds what it made. */
export async function makeDemoChain(
  ground: DemoGround, password: string, options: DemoOptions = {},
): Promise<DemoState> {
  const { now = new Date(), size = full_size } = options
  return await openSite(ground, { now, password, size })
}

type FillGround = DemoGround & { counter: Counter; wake?: (chain_id: string) => void }

/**
 * Members and their weeks of trading, at the counter like every other order. Killed half-way, the next call
 * replays what was settled and goes on. Null where `signal` stopped it.
 */
export async function fillDemoHistory(
  ground: FillGround, { site }: Extract<DemoState, { state: 'open' }>, options: DemoOptions = {},
): Promise<Tally | null> {
  const { size = full_size, say = () => undefined, signal } = options
  const calendar = { anchor: site.anchor, zone: site.zone, size }
  const members = planMembers(calendar)
  const member_ids = await enrolMembers(ground, site, members)
  ground.wake?.(site.chain_id)
  say(`  Demo: ${members.length} members are enrolled.`)
  const timetable = timetableOf(planVisits(members, calendar), site.anchor)
  const progress = tellQuarters(timetable.length, say)
  const tally = await carryOut({ counter: ground.counter, site, timetable, member_ids, signal, progress })
  if (tally) await closeSite(ground, site)
  return tally
}

function tellQuarters(all: number, say: (line: string) => void): (done: number) => void {
  let told = 0
  return (done) => {
    const quarter = Math.floor(done / all * 4)
    if (quarter > told && quarter < 4) say(`  Demo: ${done} of ${all} sales and returns are in the books.`)
    told = quarter
  }
}

/** Makes the demo, or completes one that was begun; otherwise there is nothing to do. */
export async function makeDemo(
  ground: FillGround, password: string, options: DemoOptions = {},
): Promise<DemoOutcome> {
  const found = await makeDemoChain(ground, password, options)
  if (found.state !== 'open') return { state: found.state, tally: null }
  return { state: found.state, tally: await fillDemoHistory(ground, found, options) }
}

const help = `shuke demo
  Makes the demo chain: three stores, fourteen people, 300 goods, 500 members and sixty days of
  trading up to now.
  Completes one whose history was cut off; changes nothing where all of it is there.
    --json         prints one line of JSON`

export const demo: Command = {
  name: 'demo', says: 'make the demo chain, or complete its history', help,
  async run(args, { environment, tell }) {
    parseArgs({ args, options: {} })
    const { db, master, secrets: { demo_password: password }, close } = await openForCommand(environment)
    try {
      const { state, tally } = await makeDemo({ db, master, counter: openCounter({ db }) }, password)
      tell({ state, code: demo_code, password, tally }, sentencesOf({ state, tally, password }))
    } finally {
      await close()
    }
  },
}

function sentencesOf({ state, tally, password }: DemoOutcome & { password: string }): string[] {
  if (state === 'foreign') return [`The code ${demo_code} is that of a chain of your own: left alone.`]
  return [
    tally ? `The demo is made: ${tally.sales} sales, ${tally.top_ups} top-ups and ${tally.returns} returns.`
      : 'The demo is complete: nothing was changed.',
    `Sign in with the code ${demo_code} and the password ${password}:`,
    ...demoLogins.map(({ phone, role, name, at }) =>
      `  ${phone}  ${role.padEnd(15)}${name}${at.length > 0 ? ` (${at.join(', ')})` : ''}`),
  ]
}
