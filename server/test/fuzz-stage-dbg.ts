import type { AddressInfo } from 'node:net'
import { endpoints } from '#contract/contract.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { admitOperator, enterChain, readOperator, signInOperator } from '#contract/operators.ts'
import { readSession } from '#contract/session.ts'
import { settings } from '#contract/settings.ts'
import { inChain } from '#kernel/db.ts'
import { openCounter } from '#modules/sales/sales.ts'
import { verifyChain } from '../src/commands/verify-chain.ts'
import { pagesThrough } from '../src/http/pages.ts'
import { openLog } from './fuzz-judge.ts'
import type { Log } from './fuzz-judge.ts'
import { openPool } from './fuzz-pool.ts'
import type { Pool, Shelf } from './fuzz-pool.ts'
import type { Target } from './fuzz-run.ts'
import { send } from './fuzz-send.ts'
import { countRows, readShelf } from './fuzz-shelf.ts'
import { nameOf, partsIn } from './fuzz-shots.ts'
import type { Value } from './fuzz-values.ts'
import { standAs } from './isolation/fixture.ts'
import { fixtures } from './isolation/fixtures.ts'
import type { Ground } from './isolation/ground.ts'
import { callersIn, cookieIn, grantFor, newOperator, sessionOf, signedIn } from './isolation/people.ts'
import type { Caller } from './isolation/people.ts'
import { makers, thingsOf } from './isolation/things.ts'
import type { Maker } from './isolation/things.ts'
import { ask, serveWorld } from './served.ts'
import { makeWorld, password } from './world.ts'
import type { World } from './world.ts'

/** The database that a run makes its chains in. */
export type Place = Pick<World, 'db'> & { app_url: string }
type Scene = { ground: Ground; people: Map<string, Caller>; rights: string; pool: Pool }

/** A text that stands in the names of the other chain alone. */
const foreign_mark = '邻家'
/** A pace that nobody here keeps up with: what slows down who guesses has tests of its own. */
const paces = { person: 1e6, guess: 1e6, costly: 1e6 }

/**
 * The house with a chain in it to be shot at, and another chain beside it. A chain that was shot to pieces (a
 * feature switched off, a right taken away) is replaced by a new one; all are held against their books at the end.
 */
export async function openStage(place: Place, only: string | null) {
  const secrets = new Set<string>([password]), log = openLog(() => [...secrets])
  const foreign = await makeScene(place, { log, sign: foreign_mark, foreign: new Map(), other: null })
  await closeScene(foreign)
  const other = foreign.ground.world
  const shelf = await readShelf(place.db, other.chain_id), counted = await countRows(place.db, other.chain_id)
  const chains: string[] = []
  const newScene = async (): Promise<Scene> => {
    const made = await makeScene(place, { log, sign: '', foreign: shelf, other })
    chains.push(made.ground.world.chain_id)
    for (const { phone, cookie } of made.people.values()) secrets.add(phone).add(cookie.split('=')[1]!)
    return made
  }
  let scene = await newScene()
  const renew = async (): Promise<void> => {
    await closeScene(scene)
    scene = await newScene()
  }
  const target: Target = {
    endpoints: endpoints.filter((endpoint) => only === null || nameOf(endpoint).includes(only)),
    peopleAt: ({ need }) => [...scene.people.keys(), 'nobody'].map((name) => [name, weightOf(name, need)]),
    pool: () => scene.pool, cookieOf: (person) => scene.people.get(person)?.cookie, foreign_mark,
    signInAgain: async (person) => { await signInAgain(scene, person).catch(renew) },
    async prepare(endpoint, { is_touched, examples }) {
      if (is_touched) { const r = await rightsOf(scene).catch(String); if (r !== scene.rights) { console.log('RIGHTS', nameOf(endpoint), r.slice(0,300)); await renew() } }
      // What a turn used up may be what the example stands on: then a new chain has it again.
      await showHow(scene, endpoint, examples).catch(async (e) => { console.log('HOW', nameOf(endpoint), String(e).slice(0,400))
        await renew()
        await showHow(scene, endpoint, examples).catch((e) => console.log('HOW2', String(e).slice(0,300)))
      })
    },
    send: (sent) => send(scene.ground.served.app, sent), about: log.about,
  }
  return {
    target,
    /** Where the house is listening now. */
    async port(): Promise<number> {
      const { app } = scene.ground.served
      if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
      return (app.server.address() as AddressInfo).port
    },
    isHealthy: async (): Promise<boolean> => (await target.send(
      { method: 'GET', url: '/health', headers: {}, payload: null, address: '127.0.0.1' }))?.status === 200,
    /** Everything that is wrong with the chains after the run. */
    async faults(): Promise<string[]> {
      const broken: string[] = []
      for (const chain_id of chains)
        for (const fault of await inChain(place.db, chain_id, (tx) => verifyChain(tx, chain_id)))
          broken.push(`verify: ${JSON.stringify(fault)}`)
      const now = await countRows(place.db, other.chain_id)
      const moved = [...now].filter(([table, rows]) => counted.get(table) !== rows)
      return [
        ...broken, ...log.faults,
        ...moved.map(([table, rows]) => `another chain's ${table} had ${counted.get(table)} rows, now ${rows}`),
      ]
    },
    close: () => closeScene(scene),
  }
}
export type Stage = Awaited<ReturnType<typeof openStage>>

/** Who may do the most asks the most. */
function weightOf(name: string, need: Endpoint['need']): number {
  if (name === 'operator') return need === 'operator' ? 40 : 1
  return name === 'owner' ? 24 : name === 'store_manager' || name === 'visitor' ? 4 : 2
}

let scenes = 0

async function makeScene(
  { db, app_url }: Place,
  { log, sign, foreign, other }: { log: Log; sign: string; foreign: Shelf; other: World | null },
): Promise<Scene> {
  scenes += 1
  const world = await makeWorld(db, { code: `fuzz-${scenes}` })
  const served = await serveWorld(world, app_url, {
    log: { level: 'info', stream: log }, paces, requests_a_minute: 1e6,
  })
  const { app, house } = served, { counter } = house
  house.exporter.start(pagesThrough(house.routes))
  const shelf = { app, world, counter: openCounter({ db }) }
  const operator = await newOperator(shelf), callers = await callersIn(shelf, operator)
  const { id: store_id, tills } = world.stores.gh
  const maker: Maker = { by: callers.owner, store_id, till_id: tills[1]!.id, sign }
  const make = makers(shelf, maker), sku = await make.sku()
  const gh = {
    ...await thingsOf(shelf, maker, { sku, region: await make.region(), sells: {} }),
    sku, barcode: await make.barcode(sku), picture: await make.picture(sku), role: await make.role(),
    operator_phone: operator.phone, grant: (await make.done<{ id: string }>(admitOperator, grantFor(operator.phone))).id,
  }
  await house.exporter.idle()
  const ground: Ground = {
    served, world, other: other ?? world, shelf, callers, operator, maker, things: { gh, jy: {}, other: {} },
    async close() {
      await counter.idle()
      await house.exporter.stop()
      await served.close()
    },
  }
  const people = new Map<string, Caller>([...Object.entries(callers), ['operator', operator]])
  const scene: Scene = { ground, people, rights: '', pool: openPool({ own: new Map(), foreign }) }
  const own = await readShelf(db, world.chain_id)
  for (const [name, value] of Object.entries(gh)) if (value) own.set(`${name}_id`, [...own.get(`${name}_id`) ?? [], value])
  own.set('phone', [...people.values()].map(({ phone }) => phone))
  own.set('chain_code', [world.code]).set('password', [password, operator.password])
  own.set('value', Object.values(settings).map(({ usual }) => usual as Value))
  return { ...scene, rights: await rightsOf(scene), pool: openPool({ own, foreign }) }
}

const closeScene = ({ ground }: Scene): Promise<void> => ground.close()

async function signInAgain({ ground, people }: Scene, person: string): Promise<void> {
  const { shelf, operator } = ground, caller = people.get(person)!
  const from = { headers: { 'user-agent': 'fuzz' } }
  const asOperator = async (): Promise<string> => cookieIn(await ask(shelf.app, signInOperator, {
    phone: operator.phone, password: operator.password, as: from,
  }), 'shuke_operator')
  const cookieOf = async (): Promise<string> => {
    if (person === 'operator') return await asOperator()
    if (person !== 'visitor') return await signedIn(shelf, caller.phone)
    const { chain_id } = shelf.world
    return cookieIn(await ask(shelf.app, enterChain, { chain_id, as: { ...from, cookie: await asOperator() } }))
  }
  // Whoever makes things ready holds the same caller: they go on with the new session.
  caller.cookie = await cookieOf()
  if (caller.session_id !== '') caller.session_id = await sessionOf(shelf, caller.cookie)
}

/** Those without whom nothing goes on; anybody else who lost a right is refused, as they should be. */
const watched = ['owner', 'operator'] as const

/** What the watched may do, to see whether it is still so. Whose session ended is signed in first. */
async function rightsOf(scene: Scene): Promise<string> {
  const rights: unknown[] = []
  for (const person of watched) {
    const endpoint = person === 'operator' ? readOperator : readSession
    const look = async () => await ask(scene.ground.served.app, endpoint, {
      as: { cookie: scene.people.get(person)!.cookie },
    })
    let response = await look()
    if (response.statusCode === 401) {
      await signInAgain(scene, person)
      response = await look()
    }
    const { permissions, features } = response.json<{ permissions?: unknown; features?: unknown }>()
    rights.push(person, response.statusCode, permissions, features)
  }
  return JSON.stringify(rights)
}

/** Puts requests that work among the examples, as the walk of isolation knows them. */
async function showHow({ ground, people, pool }: Scene, endpoint: Endpoint, most: number): Promise<void> {
  const fixture = fixtures.find((one) => one.endpoint === endpoint)
  if (!fixture) return
  const me = people.get(endpoint.need === 'operator' ? 'operator' : 'owner')!
  const at = await standAs(ground, me)
  for (let left = endpoint.method === 'GET' ? 1 : most; left > 0; left -= 1) {
    const input = fixture.by ? (await fixture.by(at)).input : await fixture.ask(at)
    pool.keepExample(nameOf(endpoint), partsIn(endpoint, input as Record<string, Value>))
  }
}
