import type { Endpoint } from '#contract/endpoint.ts'
import fc from 'fast-check'
import { lossyIn } from './fuzz-changes.ts'
import { codeOf, faultsOf, hasReached, parsed, typeOf } from './fuzz-judge.ts'
import type { Heard } from './fuzz-judge.ts'
import type { Pool } from './fuzz-pool.ts'
import { nameOf, requestOf, shotsAt, sweepOver, tameShotsAt } from './fuzz-shots.ts'
import type { Made, Shot } from './fuzz-shots.ts'
import { isPolluted } from './fuzz-texts.ts'
import type { Sent } from './fuzz-twists.ts'

/** What is shot at: who may ask, what is known, and how a request goes out. */
export type Target = {
  endpoints: readonly Endpoint[]
  /** Who asks, and how often beside the others. Nobody, who has no cookie, among them. */
  peopleAt: (endpoint: Endpoint) => readonly (readonly [name: string, weight: number])[]
  pool: () => Pool
  cookieOf: (person: string) => string | undefined
  /**
   * Before a turn: makes good what the turns before broke, such as a right taken away, where they touched
   * anything, and has so many requests ready that work: an act uses up what it is done to.
   */
  prepare: (endpoint: Endpoint, turn: { is_touched: boolean; examples: number }) => Promise<void>
  /** A session came to its end: the person signs in again. */
  signInAgain: (person: string) => Promise<void>
  /** Sends; null where no answer came in time. */
  send: (sent: Sent) => Promise<Heard | null>
  /** What the log says of a request that broke. */
  about: (request_id: unknown) => string
  /** A text that only another chain has: it stands in no answer. */
  foreign_mark: string
}
export type Plan = {
  seed: number
  /** Shots at each endpoint, in so many rounds: a later round knows what the answers of the earlier told. */
  shots: number; rounds: number
  /**
   * The moment when the last turn should be over: turns are cut short for it. What was shot until then can be
   * repeated all the same.
   */
  until_ms: number
  report?: (line: string) => void
  afterRound?: () => void
}
export type Seen = {
  name: string; shots: number; slowest_ms: number
  /** Shots that came as far as the verb, and those that it said yes to. */
  reached: number; yes: number
  /** How often each refusal was heard. */
  codes: Record<string, number>
}
export type Fault = { endpoint: string; what: string; told: string; size: number }
export type Fuzzed = { faults: Fault[]; seen: Seen[] }

/** A fault is shrunk to a smaller input for so many more shots. */
const shrinking_shots = 80
const turn_least_ms = 120, shots_an_example = 15
/** An input that fits is made in so many tries, or the run says that it cannot make one. */
const reaching_shots = 25
const told_letters = 1_500

type Run = {
  target: Target; plan: Plan; faults: Map<string, Fault>; seen: Map<string, Seen>; turns_left: number
  is_touched: boolean
}

/** Shoots at every endpoint in turn. A fault is kept once for each endpoint and kind, with a small input. */
export async function shootAll(target: Target, plan: Plan): Promise<Fuzzed> {
  const run: Run = {
    target, plan, faults: new Map(), seen: new Map(), turns_left: target.endpoints.length * plan.rounds,
    is_touched: false,
  }
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const endpoint of target.endpoints) await shootAt(run, endpoint, round)
    plan.report?.(`round ${round} of ${plan.rounds}: ${sum(run, 'shots')} shots, ${
      sum(run, 'yes')} answered yes, ${run.faults.size} faults`)
    plan.afterRound?.()
  }
  return { faults: [...run.faults.values()], seen: [...run.seen.values()] }
}

const sum = ({ seen }: Run, what: 'shots' | 'yes'): number =>
  [...seen.values()].reduce((total, one) => total + one[what], 0)

/** A number of its own for each endpoint and round, so that a new endpoint changes nobody else's shots. */
export function seedOf(seed: number, words: string): number {
  let hash = seed | 0
  for (const letter of words) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193)
  return hash
}

/** One turn. A fault ends a check, so what is left of the turn goes on with another seed. */
async function shootAt(run: Run, endpoint: Endpoint, round: number): Promise<void> {
  const { target, plan } = run, name = nameOf(endpoint)
  const shots = Math.ceil(plan.shots / plan.rounds)
  const examples = Math.min(Math.ceil(shots / shots_an_example), 4)
  await target.prepare(endpoint, { is_touched: run.is_touched, examples })
  // What only reads leaves the world as it was.
  run.is_touched = endpoint.method !== 'GET'
  const seen = run.seen.get(name) ?? { name, shots: 0, slowest_ms: 0, reached: 0, yes: 0, codes: {} }
  run.seen.set(name, seen)
  const deadline = Date.now() + Math.max((plan.until_ms - Date.now()) / run.turns_left, turn_least_ms)
  run.turns_left -= 1
  if (seen.reached === 0) await reach(run, { endpoint, seen })
  await sweep(run, { endpoint, seen, round, deadline })
  const until = seen.shots + shots
  for (let part = 0; seen.shots < until && Date.now() < deadline; part += 1) {
    const seed = seedOf(plan.seed, `${round} ${part} ${name}`)
    let left = Infinity, broke: unknown = null
    const property = fc.asyncProperty(shotsAt(endpoint, target.peopleAt(endpoint)), async (shot) => {
      // Not by a time limit of the check: it would leave a shot under way and go on.
      if ((left -= 1) < 0 || broke !== null || Date.now() > deadline) return true
      const isNew = await shootOnce(run, { endpoint, shot, seen }).catch((error: unknown) => {
        broke = error
        return true
      })
      if (isNew && left === Infinity) left = shrinking_shots
      return !isNew
    })
    await fc.check(property, { seed, numRuns: until - seen.shots })
    if (broke !== null) throw new Error(`the run itself broke at ${name}`, { cause: broke })
  }
}

/** Inputs that fit, until one comes as far as the verb: the rest of the turn has something to stand on. */
async function reach(run: Run, { endpoint, seen }: { endpoint: Endpoint; seen: Seen }): Promise<void> {
  const shots = fc.sample(tameShotsAt(endpoint, run.target.peopleAt(endpoint)), {
    seed: seedOf(run.plan.seed, `reach ${seen.name}`), numRuns: reaching_shots,
  })
  for (const shot of shots) if (seen.reached === 0) await shootOnce(run, { endpoint, shot, seen })
}

type Turn = { endpoint: Endpoint; seen: Seen; round: number; deadline: number }
/** Every place of the input is met with something of each family: in one round of a few, in more of all. */
async function sweep(run: Run, { endpoint, seen, round, deadline }: Turn): Promise<void> {
  const { plan, target } = run
  const shots = sweepOver(endpoint, target.peopleAt(endpoint), {
    seed: seedOf(plan.seed, `sweep ${round} ${seen.name}`), turn: round, most: plan.rounds > 1 ? Infinity : 3,
  })
  for (const shot of shots) if (Date.now() < deadline) await shootOnce(run, { endpoint, shot, seen })
}

/** One shot. Says whether it showed a fault that was not known, or one known with a smaller input. */
async function shootOnce(
  { target, plan, faults }: Run, { endpoint, shot, seen }: { endpoint: Endpoint; shot: Shot; seen: Seen },
): Promise<boolean> {
  const { sent, parts, heard, took_ms } = await ask(target, endpoint, shot)
  seen.shots += 1
  seen.slowest_ms = Math.max(seen.slowest_ms, took_ms)
  if (heard) count(seen, shot, heard)
  if (heard && heard.status < 300 && shot.twist === null) {
    learn(target, heard)
    if (shot.changes.length === 0 && shot.example === null) target.pool().keepExample(seen.name, parts)
  }
  const size = sent.url.length + (sent.payload?.length ?? 0)
  let isNew = false
  for (const what of faultsIn(target, { endpoint, shot, sent, heard })) {
    const told = tell({ plan, shot, sent, heard, target }), key = `${seen.name} ${kindOf(what, told)}`
    const before = faults.get(key)
    if (before && before.size <= size) continue
    faults.set(key, { endpoint: seen.name, what, told, size })
    isNew = true
  }
  return isNew
}

function count(seen: Seen, shot: Shot, heard: Heard): void {
  const code = codeOf(heard) ?? String(heard.status)
  seen.codes[code] = (seen.codes[code] ?? 0) + 1
  if (shot.twist === null && hasReached(heard)) seen.reached += 1
  if (shot.twist === null && heard.status < 400) seen.yes += 1
}

type Asked = Made & { heard: Heard | null; took_ms: number }
async function ask(target: Target, endpoint: Endpoint, shot: Shot): Promise<Asked> {
  const request = async (): Promise<Asked> => {
    const cookie = target.cookieOf(shot.as)
    const made = requestOf(endpoint, shot, {
      pool: target.pool(), ...cookie === undefined ? {} : { cookie },
    })
    const from = performance.now(), heard = await target.send(made.sent)
    return { ...made, heard, took_ms: performance.now() - from }
  }
  const asked = await request(), { heard } = asked
  const hasEnded = heard && shot.twist === null && codeOf(heard) === 'session_ended'
  if (!hasEnded) return asked
  await target.signInAgain(shot.as)
  return await request()
}

function learn(target: Target, { text, headers }: Heard): void {
  if (typeOf({ headers }).startsWith('application/json')) target.pool().learnAll(parsed(text))
}

/** Whoever runs the installation knows which chains stand in it. */
const seesAll = ({ need }: Endpoint): boolean => need === 'operator'

function faultsIn(
  target: Target,
  { endpoint, shot, sent, heard }: { endpoint: Endpoint; shot: Shot; sent: Sent; heard: Heard | null },
): string[] {
  if (heard === null) return ['no answer came in time']
  const lossy = lossyIn(shot.changes)
  return [
    ...faultsOf(heard),
    ...heard.status < 300 && shot.twist === null && lossy !== null && sent.payload?.includes(lossy)
      ? [`takes ${lossy}, which it cannot hold`] : [],
    ...seesAll(endpoint) || !heard.text.includes(target.foreign_mark) ? [] : ['tells of another chain'],
    ...isPolluted() ? ['leaves a property on every object'] : [],
  ]
}

/** Faults of one kind are one fault, whatever the input: of those that broke, the words in the log tell. */
const kindOf = (what: string, told: string): string =>
  `${what.slice(0, 60)} ${/^log: (.*)$/m.exec(told)?.[1]?.slice(0, 80) ?? ''}`

const short = (text: string): string => text.length <= told_letters ? text
  : `${text.slice(0, told_letters)}… (${text.length} letters)`

function tell({ plan, shot, sent, heard, target }: {
  plan: Plan; shot: Shot; sent: Sent; heard: Heard | null; target: Target
}): string {
  const { method, url, headers, payload, address } = sent
  const { cookie: _, ...shown } = headers
  const body = payload === null ? '' : JSON.stringify(short(payload.toString()))
  const log = heard ? target.about(heard.headers['x-request-id']) : ''
  return [
    `seed ${plan.seed}, as ${shot.as} from ${address}, ${shot.twist?.name.slice(0, 100) ?? 'sent as we do'}`,
    `${method} ${short(url)}`, short(JSON.stringify(shown)), ...body === '' ? [] : [body],
    heard ? `answer: ${heard.status} ${heard.text.slice(0, 300)}` : 'answer: none',
    ...log === '' ? [] : [`log: ${log.split('\n').slice(0, 12).join('\n')}`],
  ].join('\n')
}
