import type { Endpoint } from '#contract/endpoint.ts'
import type { LightMyRequestResponse } from 'fastify'
import { askAs, codeOf, difference, jsonOf, leaksIn, plain, told } from './answer.ts'
import { withValue } from './fields.ts'
import type { Input } from './fields.ts'
import { standAs } from './fixture.ts'
import type { At, Fixture, Named } from './fixture.ts'
import { nameOf } from './fixtures.ts'
import type { Ground } from './ground.ts'
import { callerNames } from './people.ts'
import type { Caller, CallerName } from './people.ts'
import { changedBetween, lastRecorded, recordedAfter, stateOf } from './state.ts'
import { nobodys, takenBy } from './things.ts'
import type { Kind, Things } from './things.ts'

/** Who of the callers may ask an endpoint, by their permissions alone. */
export function mayAsk({ need, scope }: Endpoint, me: Caller): boolean {
  if (need === 'open') return true
  if (need === 'operator') return me.name === 'operator'
  if (need === 'signed_in') return me.session_id !== ''
  // What every store lives under is changed by those who reach every store.
  if (scope === 'chain' && me.stores !== 'all' && chains_own.includes(need)) return false
  return me.permissions.has(need === 'local_or_docs' ? 'docs.read' : need)
}
const chains_own = ['stores.edit', 'roles.edit', 'goods.edit', 'settings.edit', 'operators.admit']

export const callersOf = ({ callers, operator }: Ground, { need }: Endpoint): Caller[] =>
  need === 'operator' ? [operator] : callerNames.map((name) => callers[name])

const isYes = ({ statusCode }: LightMyRequestResponse): boolean => statusCode < 300

/** Everybody who may gets what they ask for of their own, and nothing in it is anybody else's. */
export async function worksForWhoMay(ground: Ground, fixture: Fixture): Promise<string[]> {
  const { endpoint } = fixture, faults: string[] = []
  if (fixture.by) {
    const { cookie, input } = await fixture.by(await standAs(ground, ground.callers.owner))
    return workFaults(ground, fixture, { me: ground.callers.owner, response: await askAs(ground, endpoint, { cookie, input }) })
  }
  let asked = 0
  for (const me of callersOf(ground, endpoint).filter((one) => mayAsk(endpoint, one))) {
    const at = await standAs(ground, me), input = await fixture.ask(at)
    // Whoever can have none of their own is asked about others' below.
    if (Object.keys(fixture.ids).some((path) => path in input && input[path] === undefined)) continue
    // A browser that is signed in signs somebody else out by signing in.
    const cookie = endpoint.need === 'open' ? '' : me.cookie
    const response = await askAs(ground, endpoint, { cookie, input })
    faults.push(...workFaults(ground, fixture, { me, response }))
    asked += 1
    await fixture.after?.(at)
    if (endpoint.need === 'open') break
  }
  return asked > 0 ? faults : [`${nameOf(endpoint)}: nobody was there to show that it works`]
}

function workFaults(
  ground: Ground, { endpoint, refused, ends }: Fixture, { me, response }: { me: Caller; response: LightMyRequestResponse },
): string[] {
  const where = `${nameOf(endpoint)} as ${me.name}`
  const wanted = refused?.[me.name as CallerName] ?? ends ?? '200'
  if (codeOf(response) !== wanted) return [`${where} answers ${response.body.slice(0, 300)} instead of ${wanted}`]
  // Whoever runs the installation sees what its chains are called.
  if (!isYes(response) || endpoint.need === 'operator') return []
  return leaksIn(ground, response, { reaches_jy: me.stores === 'all' })
    .map((leak) => `${where} tells ${leak}: ${response.body.slice(0, 2_000)}`)
}

/** Whoever may not is refused before anything is looked at, and that is on record. */
export async function deniesOthers(ground: Ground, fixture: Fixture): Promise<string[]> {
  const { endpoint } = fixture, faults: string[] = [], { world, callers, operator } = ground
  if (endpoint.need === 'open') return []
  const input = await fixture.ask(await standAs(ground, callers.owner))
  const inputs = [input, ...Object.entries(fixture.ids).flatMap(([path, named]) =>
    named === null ? [] : [withValue(input, path, nobodys(kindsOf(named)[0]!))])]
  for (const [who, cookie] of [
    ['nobody', ''], ['an operator', endpoint.need === 'operator' ? '' : operator.cookie],
    ['an operator under a false name', operator.cookie.replace('shuke_operator', 'shuke_session')],
    ['an owner under a false name', endpoint.need === 'operator'
      ? callers.owner.cookie.replace('shuke_session', 'shuke_operator') : ''],
  ] as const) {
    const response = await askAs(ground, endpoint, { cookie, input })
    if (codeOf(response) !== 'not_signed_in') faults.push(`${nameOf(endpoint)} answers ${who}: ${response.body}`)
  }
  if (endpoint.need === 'operator') return faults
  const before = await lastRecorded(world.db, world.chain_id), expected: string[] = []
  const others = callersOf(ground, endpoint).filter((me) => !mayAsk(endpoint, me) && !isLeftToVisitors(endpoint, me))
  for (const me of others)
    for (const one of inputs) {
      const response = await askAs(ground, endpoint, { cookie: me.cookie, input: one })
      if (response.statusCode !== 403 || codeOf(response) !== 'not_permitted')
        faults.push(`${nameOf(endpoint)} as ${me.name} answers ${response.statusCode} ${response.body}`)
      expected.push(`reach.denied ${me.principal_id}`)
    }
  const rows = await recordedAfter(world.db, world.chain_id, before)
  return [...faults, ...recordFaults(ground, rows.map(({ verb, principal_id }) => `${verb} ${principal_id}`), expected)]
}

/** A visitor may ask who they are, and leave. */
const isLeftToVisitors = ({ path, method }: Endpoint, { name }: Caller): boolean =>
  name === 'visitor' && path === '/api/session' && method !== 'POST'

/** What is on record against what should be: as often, by the same people, and nothing else. */
function recordFaults(ground: Ground, found: readonly string[], expected: readonly string[]): string[] {
  const people = new Map([...Object.values(ground.callers), ground.operator].map((one) => [one.principal_id, one.name]))
  const count = (rows: readonly string[], row: string) => rows.filter((one) => one === row).length
  return [...new Set([...found, ...expected])].flatMap((row) => {
    const [is, should_be] = [count(found, row), count(expected, row)]
    const told_as = row.replace(/[0-9a-f-]{36}/, (id) => people.get(id) ?? id)
    return is === should_be ? [] : [`on record ${is} times instead of ${should_be}: ${told_as}`]
  })
}

const asNamed = (named: Kind | Named): Named => typeof named === 'string' ? { kind: named } : named
const kindsOf = (named: Kind | Named): readonly Kind[] => [asNamed(named).kind].flat()

const personal: ReadonlySet<Kind> = new Set(['session', 'export', 'approval'])
const done_by_one: ReadonlySet<Kind> = new Set(['sale', 'receipt', 'token', 'member'])

/** What others have of a kind, that this caller does not reach; last what nobody has. */
async function othersOf(
  at: At, { endpoint }: Fixture, { kind, as }: { kind: Kind; as: Named['as'] },
): Promise<{ side: string; value: string }[]> {
  const { ground: { things, callers }, me, ground } = at
  const colleague = me === callers.owner ? (await standAs(ground, callers.hq_operator)).own : things.gh
  const is_own = endpoint.scope === 'own' && personal.has(kind)
  // Goods sold elsewhere open by the token on the receipt, for whoever takes goods of all stores back.
  const opens = kind === 'token' && me.permissions.has('sales.return_anywhere')
  const taken = as === 'given' ? await takenBy(ground.elsewhere.shelf, ground.elsewhere.maker, kind) : undefined
  const sides: [string, Things, boolean][] = [
    ['a colleague', colleague, is_own || (as === undefined && me.scope === 'own' && done_by_one.has(kind) && !opens)],
    ['another store', things.jy, as !== 'given' && as !== 'chain' && (me.stores !== 'all' || is_own) && !opens],
    ['another chain', things.other, true],
  ]
  return [
    ...taken === undefined ? [] : [{ side: 'another chain', value: taken }],
    ...sides.flatMap(([side, has, out]) => out && taken === undefined && has[kind] !== undefined ? [{ side, value: has[kind]! }] : []),
    { side: 'nobody', value: nobodys(kind) },
  ]
}

type Call = {
  me: Caller; path: string; kind: Kind; named: Named; side: string; value: string; input: Input
}

/** Every request in which one id is exchanged for what somebody else has, or nobody. */
async function callsFor(
  ground: Ground, fixture: Fixture, { given, callers }: { given: boolean; callers: readonly Caller[] },
): Promise<Call[]> {
  const { endpoint } = fixture, calls: Call[] = []
  for (const me of callers) {
    const at = await standAs(ground, me)
    for (const [path, names] of Object.entries(fixture.ids)) {
      if (names === null || (asNamed(names).as === 'given') !== given) continue
      const named = asNamed(names)
      // A rule of the house that stands in the way hides nothing.
      if (fixture.refused?.[me.name as CallerName] !== undefined) continue
      for (const kind of kindsOf(names)) {
        const build = named.on ?? (given ? fixture.ask : fixture.idle ?? fixture.ask)
        let base = await build(at)
        // Whoever can have none of another thing that it takes has nobody to be asked with.
        if (Object.keys(fixture.ids).some((one) => one !== path && one in base && base[one] === undefined)) continue
        for (const { side, value } of await othersOf(at, fixture, { kind, as: named.as })) {
          calls.push({ me, path, kind, named, side, value, input: withValue(base, path, value) })
          if (given) base = await build(at)
        }
      }
    }
    if (endpoint.need === 'open') break
  }
  return calls
}

/**
 * What others have answers as what nobody has: the same refusal word for word, a row on record here and none
 * there, and nothing else changed anywhere.
 */
export async function hidesWhatOthersHave(ground: Ground, fixture: Fixture): Promise<string[]> {
  const { endpoint } = fixture, { world, other } = ground, { db } = world, faults: string[] = []
  const callers = callersOf(ground, endpoint).filter((me) => mayAsk(endpoint, me))
  const calls = await callsFor(ground, fixture, { given: false, callers })
  if (calls.length === 0) return []
  const here = endpoint.need === 'operator' ? ground.operator.chain_id : world.chain_id
  const chains = [world.chain_id, other.chain_id]
  const [before, last, last_there] = [
    await stateOf(ground.glass, chains), await lastRecorded(db, here), await lastRecorded(db, other.chain_id)]
  const expected: string[] = [], answers = new Map<string, { call: Call; answer: string }>()
  for (const call of calls) {
    const { me, path, kind, side, value, input, named } = call
    const response = await askAs(ground, endpoint, { cookie: endpoint.need === 'open' ? '' : me.cookie, input })
    const where = `${nameOf(endpoint)} as ${me.name} with the ${kind} of ${side} as ${path} (${value})`
    const why = whyNotHidden(response, named)
    if (why) faults.push(`${where} ${why}: ${response.statusCode} ${response.body.slice(0, 400)}`)
    const answer = told(response, value), key = `${me.name} ${path} ${kind}`
    const first = answers.get(key) ?? { call, answer }
    answers.set(key, first)
    if (first.answer !== answer)
      faults.push(`${where} answers ${difference(answer, first.answer)} with the ${kind} of ${first.call.side}`)
    const code = codeOf(response), verb = code === 'not_permitted' ? 'reach.denied'
      : response.statusCode === 404 && code !== 'barcode_unknown' ? 'reach.refused' : null
    if (verb !== null) expected.push(`${verb} ${me.principal_id} ${nameOf(endpoint)}`)
  }
  const rows = await recordedAfter(db, here, last)
  faults.push(...recordFaults(
    ground, rows.map((row) => `${row.verb} ${row.principal_id} ${row.endpoint}`), endpoint.need === 'open' ? [] : expected))
  const heard = (await recordedAfter(db, other.chain_id, last_there)).filter(({ verb }) => verb !== 'operator.refused')
  if (heard.length > 0) faults.push(`${nameOf(endpoint)} is on record in the other chain: ${JSON.stringify(heard)}`)
  const changed = changedBetween(before, await stateOf(ground.glass, chains))
  if (changed.length > 0) faults.push(`${nameOf(endpoint)} refused, and changed ${changed.join(', ')}`)
  return faults
}

function whyNotHidden(response: LightMyRequestResponse, { as, told: code, or }: Named): string | null {
  if (as === 'filter') {
    const { rows } = jsonOf(response)
    return isYes(response) && Array.isArray(rows) && rows.length === 0 ? null : 'is no empty page'
  }
  if (or !== undefined && codeOf(response) === or) return null
  if (code !== undefined) return codeOf(response) === code ? null : `is not refused as ${code}`
  return response.statusCode === 404 && /^not_found$|_unknown$/.test(codeOf(response)) ? null : 'is not hidden'
}

/** What an act keeps on its caller's word answers alike, be it another chain's or nobody's. */
export async function keepsOnTheirWord(ground: Ground, fixture: Fixture): Promise<string[]> {
  const { endpoint } = fixture, faults: string[] = [], answers = new Map<string, string>()
  // One caller is enough: what the first of them was given, the next finds taken in their own chain.
  const [me] = callersOf(ground, endpoint).filter((one) => mayAsk(endpoint, one))
  if (!me) return []
  for (const { path, side, value, input } of await callsFor(ground, fixture, { given: true, callers: [me] })) {
    const response = await askAs(ground, endpoint, { cookie: me.cookie, input })
    const where = `${nameOf(endpoint)} as ${me.name}: ${path} ${value} of ${side}`
    if (!isYes(response)) faults.push(`${where} is refused: ${response.body}`)
    const answer = plain(told(response, value)), first = answers.get(path) ?? answer
    answers.set(path, first)
    if (answer !== first) faults.push(`${where} answers ${difference(answer, first)}`)
  }
  return faults
}
