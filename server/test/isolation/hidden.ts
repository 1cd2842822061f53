import { createGoods } from '#contract/goods.ts'
import { settleSale } from '#contract/sales.ts'
import type { LightMyRequestResponse } from 'fastify'
import { askAs, codeOf, difference, isYes, jsonOf, plain, told } from './answer.ts'
import { withValue } from './fields.ts'
import type { Input } from './fields.ts'
import { asNamed, kindsOf, standAs } from './fixture.ts'
import type { At, Fixture, Named } from './fixture.ts'
import { nameOf } from './fixtures.ts'
import type { Ground } from './ground.ts'
import type { Caller, CallerName } from './people.ts'
import { listenTo, recordFaults } from './record.ts'
import { changedBetween, stateOf } from './state.ts'
import { goodsFacts, makers, nobodys, saleOf, takenBy } from './things.ts'
import type { Kind, Things } from './things.ts'
import { cookieFor, shortly, whoMay } from './walk.ts'

/** What is somebody's own, and what whoever sees only their own doings does not see of others. */
const personal: ReadonlySet<Kind> = new Set(['session', 'export', 'approval'])
const done_by_one: ReadonlySet<Kind> = new Set(['sale', 'receipt', 'token', 'member'])

type Other = { side: string; value: string }

/** What others have of a kind, that this caller does not reach; last what nobody has. */
async function othersOf(
  at: At, { endpoint }: Fixture, { kind, as }: Pick<Named, 'as'> & { kind: Kind },
): Promise<Other[]> {
  const { ground, me } = at, { things, callers, elsewhere } = ground
  const nobody = { side: 'nobody', value: nobodys(kind) }
  if (as === 'given') {
    const value = await takenBy(elsewhere.shelf, elsewhere.maker, kind) ?? things.other[kind]!
    return [{ side: 'another chain', value }, nobody]
  }
  const is_own = endpoint.scope === 'own' && personal.has(kind)
  // Goods sold elsewhere open by the token on the receipt, for whoever takes goods of all stores back.
  const opens = kind === 'token' && me.permissions.has('sales.return_anywhere')
  const near = as !== 'chain' && !opens
  const colleague = me === callers.owner ? (await standAs(ground, callers.hq_operator)).own : things.gh
  const sides: [string, Things, boolean][] = [
    ['a colleague', colleague, is_own || (near && me.scope === 'own' && done_by_one.has(kind))],
    ['another store', things.jy, near && (is_own || me.stores !== 'all')],
    ['another chain', things.other, true],
  ]
  return [
    ...sides.flatMap(([side, has, is_out]) => {
      const value = has[kind]
      return is_out && value !== undefined ? [{ side, value }] : []
    }),
    nobody,
  ]
}

export type Call = Other & { me: Caller; path: string; kind: Kind; named: Named; input: Input }

/** Every request of one caller in which one id is exchanged for what somebody else has, or nobody. */
async function callsOf(at: At, fixture: Fixture, { given }: { given: boolean }): Promise<Call[]> {
  const { me } = at, calls: Call[] = []
  // A rule of the house that stands in the way hides nothing.
  if (fixture.refused?.[me.name as CallerName] !== undefined) return []
  for (const [path, names] of Object.entries(fixture.ids)) {
    if (names === null || (asNamed(names).as === 'given') !== given) continue
    const named = asNamed(names), build = named.on ?? (given ? fixture.ask : fixture.idle ?? fixture.ask)
    for (const kind of kindsOf(names)) {
      let base = await build(at)
      // Whoever can have none of another thing that it takes has nothing to be asked with.
      const others = Object.keys(fixture.ids).filter((one) => one !== path && one in base)
      if (others.some((one) => base[one] === undefined)) continue
      for (const { side, value } of await othersOf(at, fixture, { kind, as: named.as })) {
        calls.push({ me, path, kind, named, side, value, input: withValue(base, path, value) })
        if (given) base = await build(at)
      }
    }
  }
  return calls
}

/** Every request that is refused because of what it names, by everybody who may ask at all. */
export async function callsFor(ground: Ground, fixture: Fixture): Promise<Call[][]> {
  return await Promise.all(whoMay(ground, fixture.endpoint).map(async (me) =>
    await callsOf(await standAs(ground, me), fixture, { given: false })))
}

/**
 * What others have answers as what nobody has: the same refusal word for word, a row on record here and none
 * there, and nothing else changed anywhere.
 */
export async function hidesWhatOthersHave(ground: Ground, fixture: Fixture): Promise<string[]> {
  const { endpoint } = fixture, { world, other, glass } = ground
  const by_caller = await callsFor(ground, fixture)
  if (by_caller.flat().length === 0) return []
  const here = endpoint.need === 'operator' ? ground.operator.chain_id : world.chain_id
  const chains = [world.chain_id, other.chain_id]
  const before = await stateOf(glass, chains), heard = await listenTo(world.db, [here, other.chain_id])

  const asked = await Promise.all(by_caller.map((calls) => askInTurn(ground, fixture, calls)))

  const rows = (await heard(here)).filter(isOfHouse)
    .map((row) => `${row.verb} ${row.principal_id} ${row.endpoint}`)
  const there = (await heard(other.chain_id)).filter(isOfHouse)
  const changed = changedBetween(before, await stateOf(glass, chains))
  return [
    ...asked.flatMap(({ faults }) => faults),
    ...endpoint.need === 'open' ? [] : recordFaults(ground, rows, asked.flatMap(({ expected }) => expected)),
    ...there.map((row) => `${nameOf(endpoint)} is on record in the other chain: ${JSON.stringify(row)}`),
    ...changed.map((table) => `${nameOf(endpoint)} refused, and changed ${table}`),
  ]
}

/** Whom of the platform it did not let in a chain hears of; that is no row of whoever asked. */
const isOfHouse = ({ verb }: { verb: string }): boolean => verb !== 'operator.refused'

/** One caller's requests: the answers to each of their ids are held against one another. */
async function askInTurn(ground: Ground, { endpoint }: Fixture, calls: readonly Call[]) {
  const faults: string[] = [], expected: string[] = []
  const first = new Map<string, { side: string; answer: string }>()
  for (const { me, path, kind, side, value, input, named } of calls) {
    const response = await askAs(ground, endpoint, { cookie: cookieFor(endpoint, me), input })
    const where = `${nameOf(endpoint)} as ${me.name} with the ${kind} of ${side} as ${path} (${value})`
    const why = whyNotHidden(response, named), key = `${path} ${kind}`
    if (why !== null) faults.push(`${where} ${why}: ${shortly(response)}`)
    const answer = told(response, value), like = first.get(key) ?? { side, answer }
    first.set(key, like)
    if (answer !== like.answer)
      faults.push(`${where} answers ${difference(answer, like.answer)} with the ${kind} of ${like.side}`)
    const verb = verbFor(response)
    if (verb !== null) expected.push(`${verb} ${me.principal_id} ${nameOf(endpoint)}`)
  }
  return { faults, expected }
}

/** What a refusal leaves on record: all but a barcode that nobody has, which is a day's work. */
function verbFor(response: LightMyRequestResponse): string | null {
  const code = codeOf(response)
  if (code === 'not_permitted') return 'reach.denied'
  return response.statusCode === 404 && code !== 'barcode_unknown' ? 'reach.refused' : null
}

function whyNotHidden(response: LightMyRequestResponse, { as, told: code, or }: Named): string | null {
  if (as === 'filter') {
    const { rows } = jsonOf(response)
    return isYes(response) && Array.isArray(rows) && rows.length === 0 ? null : 'is no empty page'
  }
  if (or !== undefined && codeOf(response) === or) return null
  if (code !== undefined) return codeOf(response) === code ? null : `is not refused as ${code}`
  const is_hidden = response.statusCode === 404 && /^not_found$|_unknown$/.test(codeOf(response))
  return is_hidden ? null : 'is not hidden'
}

/** A key that another chain used for an act of its own is as fresh here as any. */
export async function knowsNoForeignKey(ground: Ground, fixture: Fixture): Promise<string[]> {
  const { endpoint, refused, ends } = fixture, { elsewhere } = ground
  const [me] = whoMay(ground, endpoint).filter(({ name }) => refused?.[name as CallerName] === undefined)
  if (!me || fixture.by) return []
  const at = await standAs(ground, me)
  if (!('op_key' in await fixture.ask(at))) return []
  const make = makers(elsewhere.shelf, elsewhere.maker), { store_id, till_id } = elsewhere.maker
  const goods = goodsFacts(make.named('货')), sku_id = (await make.done<{ id: string }>(createGoods, goods)).id
  const sale = saleOf({ store_id, till_id, sku_id })
  await make.done(settleSale, sale)
  const faults: string[] = []
  for (const { op_key } of [goods, sale]) {
    const input = { ...await fixture.ask(at), op_key }
    const response = await askAs(ground, endpoint, { cookie: me.cookie, input })
    if (codeOf(response) !== (ends ?? '200'))
      faults.push(`${nameOf(endpoint)} with the key of an act of another chain answers ${shortly(response)}`)
    await fixture.after?.(at)
  }
  return faults
}

/** What an act keeps on its caller's word answers alike, be it another chain's or nobody's. */
export async function keepsOnTheirWord(ground: Ground, fixture: Fixture): Promise<string[]> {
  const { endpoint } = fixture, faults: string[] = [], answers = new Map<string, string>()
  // One caller is enough: what the first of them was given, the next finds taken in their own chain.
  const [me] = whoMay(ground, endpoint)
  if (!me) return []
  const calls = await callsOf(await standAs(ground, me), fixture, { given: true })
  for (const { path, side, value, input } of calls) {
    const response = await askAs(ground, endpoint, { cookie: me.cookie, input })
    const where = `${nameOf(endpoint)} as ${me.name}: ${path} ${value} of ${side}`
    if (!isYes(response)) faults.push(`${where} is refused: ${shortly(response)}`)
    const answer = plain(told(response, value)), first = answers.get(path) ?? answer
    answers.set(path, first)
    if (answer !== first) faults.push(`${where} answers ${difference(answer, first)}`)
  }
  return faults
}
