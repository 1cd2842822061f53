import type { Endpoint } from '#contract/endpoint.ts'
import type { Permission } from '#contract/permissions.ts'
import type { LightMyRequestResponse } from 'fastify'
import { askAs, codeOf, isYes, jsonOf, leaksIn } from './answer.ts'
import { withValue } from './fields.ts'
import type { Input } from './fields.ts'
import { kindsOf, standAs } from './fixture.ts'
import type { Fixture } from './fixture.ts'
import { nameOf } from './fixtures.ts'
import type { Ground } from './ground.ts'
import { callerNames } from './people.ts'
import type { Caller, CallerName } from './people.ts'
import { listenTo, recordFaults } from './record.ts'
import { nobodys } from './things.ts'

/** What every store lives under is changed by those who reach every store. */
const chains_own: readonly string[] = [
  'stores.edit', 'roles.edit', 'goods.edit', 'settings.edit', 'operators.admit',
] satisfies Permission[]

/** Who may ask an endpoint, by their role alone. */
function mayAsk({ need, scope, path, method }: Endpoint, me: Caller): boolean {
  if (need === 'open') return true
  if (need === 'operator') return me.name === 'operator'
  // A visitor is nobody of the chain: they may ask who they are, and leave.
  if (need === 'signed_in') return me.name !== 'visitor' || (path === '/api/session' && method !== 'POST')
  if (scope === 'chain' && me.stores !== 'all' && chains_own.includes(need)) return false
  return me.permissions.has(need === 'local_or_docs' ? 'docs.read' : need)
}

const callersOf = ({ callers, operator }: Ground, { need }: Endpoint): Caller[] =>
  need === 'operator' ? [operator] : callerNames.map((name) => callers[name])

/** Everybody who may ask; nobody in particular where nobody need be signed in. */
export function whoMay(ground: Ground, endpoint: Endpoint): Caller[] {
  const all = callersOf(ground, endpoint).filter((me) => mayAsk(endpoint, me))
  return endpoint.need === 'open' ? all.slice(0, 1) : all
}

/** A browser that is signed in signs somebody out by signing somebody in: open doors are asked without. */
export const cookieFor = ({ need }: Endpoint, { cookie }: Caller): string => need === 'open' ? '' : cookie

/** All callers at once: they wait for the database more than for one another. */
export const ofEach = async (callers: readonly Caller[], find: (me: Caller) => Promise<string[]>) =>
  (await Promise.all(callers.map(find))).flat()

/** Everybody who may gets what they ask for of their own, and nothing in it is anybody else's. */
export async function worksForWhoMay(ground: Ground, fixture: Fixture): Promise<string[]> {
  const { endpoint, by, ids } = fixture, { owner } = ground.callers
  if (by) {
    const response = await askAs(ground, endpoint, await by(await standAs(ground, owner)))
    return workFaults(ground, fixture, { me: owner, response })
  }
  let asked = 0
  const faults = await ofEach(whoMay(ground, endpoint), async (me) => {
    const at = await standAs(ground, me), input = await fixture.ask(at)
    // Whoever can have none of their own is asked about others' below.
    if (Object.keys(ids).some((path) => path in input && input[path] === undefined)) return []
    const response = await askAs(ground, endpoint, { cookie: cookieFor(endpoint, me), input })
    asked += 1
    await fixture.after?.(at)
    const rest = await pagesAfter(ground, endpoint, { cookie: me.cookie, input, response })
    return [response, ...rest].flatMap((page) => workFaults(ground, fixture, { me, response: page }))
  })
  return asked > 0 ? faults : [`${nameOf(endpoint)}: nobody was there to show that it works`]
}

/** The pages that follow: what must not be seen may stand on any of them. */
async function pagesAfter(
  ground: Ground, endpoint: Endpoint,
  { cookie, input, response }: { cookie: string; input: Input; response: LightMyRequestResponse },
): Promise<LightMyRequestResponse[]> {
  const pages: LightMyRequestResponse[] = []
  for (let page = response, next = nextOf(page); next !== null; next = nextOf(page)) {
    page = await askAs(ground, endpoint, { cookie, input: { ...input, cursor: next, limit: 200 } })
    pages.push(page)
  }
  return pages
}

function nextOf(page: LightMyRequestResponse): string | null {
  const { next } = isYes(page) ? jsonOf(page) : {}
  return typeof next === 'string' ? next : null
}

function workFaults(
  ground: Ground, { endpoint, refused, ends }: Fixture,
  { me, response }: { me: Caller; response: LightMyRequestResponse },
): string[] {
  const where = `${nameOf(endpoint)} as ${me.name}`
  const wanted = refused?.[me.name as CallerName] ?? ends ?? '200'
  if (codeOf(response) !== wanted) return [`${where} answers ${shortly(response)} instead of ${wanted}`]
  // Whoever runs the installation sees what its chains are called.
  if (!isYes(response) || endpoint.need === 'operator') return []
  return leaksIn(ground, response, me)
    .map((leak) => `${where} tells ${leak}: ${response.body.slice(0, 2_000)}`)
}

export const shortly = ({ statusCode, body }: LightMyRequestResponse): string =>
  `${statusCode} ${body.slice(0, 400)}`

/** Whoever may not is refused before anything is looked at, and that is on record. */
export async function deniesOthers(ground: Ground, fixture: Fixture): Promise<string[]> {
  const { endpoint, ids } = fixture, { world } = ground
  if (endpoint.need === 'open') return []
  const input = await (fixture.idle ?? fixture.ask)(await standAs(ground, ground.callers.owner))
  const strange = await answersStrangers(ground, endpoint, input)
  if (endpoint.need === 'operator') return strange
  const inputs = [input, ...Object.entries(ids).flatMap(([path, named]) =>
    named === null ? [] : [withValue(input, path, nobodys(kindsOf(named)[0]!))])]
  const heard = await listenTo(world.db, [world.chain_id]), expected: string[] = []
  const others = callersOf(ground, endpoint).filter((me) => !mayAsk(endpoint, me))
  const faults = await ofEach(others, async (me) => {
    const found: string[] = []
    for (const one of inputs) {
      const response = await askAs(ground, endpoint, { cookie: me.cookie, input: one })
      expected.push(`reach.denied ${me.principal_id} ${nameOf(endpoint)}`)
      if (response.statusCode !== 403 || codeOf(response) !== 'not_permitted')
        found.push(`${nameOf(endpoint)} as ${me.name} answers ${shortly(response)}`)
    }
    return found
  })
  const rows = (await heard(world.chain_id)).map((row) => `${row.verb} ${row.principal_id} ${row.endpoint}`)
  return [...strange, ...faults, ...recordFaults(ground, rows, expected)]
}

/** Nobody, and whoever is signed in as something else, is nobody here. */
async function answersStrangers(ground: Ground, endpoint: Endpoint, input: Input): Promise<string[]> {
  const { callers: { owner }, operator } = ground, faults: string[] = []
  const of_chain = endpoint.need !== 'operator'
  const strangers: Record<string, string> = {
    'nobody': '', 'one of the other side': of_chain ? operator.cookie : owner.cookie,
    'one of the other side under our name': of_chain
      ? operator.cookie.replace('shuke_operator', 'shuke_session')
      : owner.cookie.replace('shuke_session', 'shuke_operator'),
  }
  for (const [who, cookie] of Object.entries(strangers)) {
    const response = await askAs(ground, endpoint, { cookie, input })
    if (response.statusCode !== 401 || codeOf(response) !== 'not_signed_in')
      faults.push(`${nameOf(endpoint)} answers ${who}: ${shortly(response)}`)
  }
  return faults
}
