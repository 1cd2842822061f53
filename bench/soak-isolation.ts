import { askAs } from '../server/test/isolation/answer.ts'
import { fixtures, nameOf } from '../server/test/isolation/fixtures.ts'
import type { Fixture } from '../server/test/isolation/fixture.ts'
import { openGround } from '../server/test/isolation/ground.ts'
import type { Ground } from '../server/test/isolation/ground.ts'
import { callsFor } from '../server/test/isolation/hidden.ts'
import type { Call } from '../server/test/isolation/hidden.ts'
import { cookieFor } from '../server/test/isolation/walk.ts'
import { median } from './figures.ts'
import { say } from './harness.ts'
import type { Bench } from './harness.ts'
import { onDatabase } from './soak-fuzz.ts'

/** One id of an endpoint, as one caller asks it: of somebody else, and of nobody. */
type Pair = { name: string; fixture: Fixture; theirs: Call; nobodys: Call }
type Times = { theirs_ms: number; nobodys_ms: number }

/** A median that lies further apart than this is measured again: what else runs here disturbs single ones. */
const apart = 1.25, measured_again = 4

/**
 * Whether the wait for a refusal tells what is somebody else's from what never was: `count` requests of each,
 * one after the other in turn, their medians side by side.
 */
export const soakIsolation: Bench = async ({ count, endpoint }, tell) => {
  await onDatabase(async (db, app_url) => {
    const ground = await openGround({ db, app_url })
    try {
      const wanted = fixtures.filter((one) => endpoint === null || nameOf(one.endpoint).includes(endpoint))
      for (const fixture of wanted)
        for (const pair of pairsIn(fixture, await callsFor(ground, fixture))) {
          const { theirs_ms, nobodys_ms } = await measuredFairly(ground, pair, count)
          const [slower, faster] = theirs_ms > nobodys_ms ? [theirs_ms, nobodys_ms] : [nobodys_ms, theirs_ms]
          tell({
            case: `time ${pair.name}`, ours: slower, reference: faster, bar: apart, good: 'below',
            unit: `ms, the slower of both medians: ${theirs_ms > nobodys_ms ? 'theirs' : 'nobody\'s'}`,
          })
        }
    } finally {
      await ground.close()
    }
  })
}

/** Each id once for each side that somebody does not reach, by the first caller who does not. */
function pairsIn(fixture: Fixture, by_caller: readonly (readonly Call[])[]): Pair[] {
  const pairs = new Map<string, Pair>()
  for (const calls of by_caller)
    for (const theirs of calls.filter(({ side }) => side !== 'nobody')) {
      const { path, kind, side, me } = theirs
      const key = `${path} ${kind} ${side}`
      const name = `${nameOf(fixture.endpoint)} ${path}, ${kind} of ${side}, as ${me.name}`
      const nobodys = calls.find((one) => one.path === path && one.kind === kind && one.side === 'nobody')!
      if (!pairs.has(key)) pairs.set(key, { name, fixture, theirs, nobodys })
    }
  return [...pairs.values()]
}

async function measuredFairly(ground: Ground, pair: Pair, count: number): Promise<Times> {
  const seen = [await measure(ground, pair, count)]
  while (ratioOf(seen[0]!) > apart && seen.length < measured_again) {
    say(`again ${pair.name}: ${JSON.stringify(seen[0])}`)
    seen.unshift(await measure(ground, pair, count))
  }
  return seen.toSorted((a, b) => ratioOf(a) - ratioOf(b))[0]!
}

const ratioOf = ({ theirs_ms, nobodys_ms }: Times): number =>
  Math.max(theirs_ms / nobodys_ms, nobodys_ms / theirs_ms)

/** Both in turn, and each of them first as often as the other. */
async function measure(ground: Ground, { fixture, theirs, nobodys }: Pair, count: number): Promise<Times> {
  const times = new Map<Call, number[]>([[theirs, []], [nobodys, []]])
  for (let round = 0; round < count; round += 1)
    for (const call of round % 2 === 0 ? [theirs, nobodys] : [nobodys, theirs]) {
      const cookie = cookieFor(fixture.endpoint, call.me), from = performance.now()
      await askAs(ground, fixture.endpoint, { cookie, input: call.input })
      times.get(call)!.push(performance.now() - from)
    }
  return { theirs_ms: median(times.get(theirs)!), nobodys_ms: median(times.get(nobodys)!) }
}
