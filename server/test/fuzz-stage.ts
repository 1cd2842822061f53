import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { enrolByCode, makeEnrolCode, setPin } from '#contract/access.ts'
import { endpoints } from '#contract/contract.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { enterChain, readOperator, signInOperator } from '#contract/operators.ts'
import { readSession } from '#contract/session.ts'
import { settings } from '#contract/settings.ts'
import { cursorOf } from '#kernel/cursor.ts'
import { inChain } from '#kernel/db.ts'
import { verifyChain } from '../src/commands/verify-chain.ts'
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
import { openGround } from './isolation/ground.ts'
import type { Ground } from './isolation/ground.ts'
import { cookieIn, sessionOf, signedIn } from './isolation/people.ts'
import type { Caller } from './isolation/people.ts'
import { makers, signs } from './isolation/things.ts'
import { ask } from './served.ts'
import { password } from './world.ts'
import type { World } from './world.ts'

/** The database that a run makes its chains in. */
export type Place = Pick<World, 'db'> & { app_url: string }
type Scene = {
  ground: Ground; people: Map<string, Caller>; rights: string; pool: Pool
  /** The rows of the chain beside it, which nobody may touch. */
  counted: Map<string, number>
}

/** A text that stands in the names of the other chain alone. */
const foreign_mark = signs.other, pin = '580231'
const master = randomBytes(32)
let scenes = 0

/**
 * The house with the chains of the walk of isolation, one of them to be shot at. When it was shot to pieces
 * (a feature switched off, a right taken away) it gives place to a new one; all are held against their books.
 */
export async function openStage(place: Place, only: string | null) {
  const secrets = new Set<string>([password]), log = openLog(() => [...secrets])
  const faults: string[] = []
  const newScene = async (): Promise<Scene> => {
    const made = await makeScene(place, log)
    for (const { phone, cookie } of made.people.values()) secrets.add(phone).add(cookie.split('=')[1]!)
    return made
  }
  let scene = await newScene()
  const end = async (): Promise<void> => {
    faults.push(...await faultsOf(scene))
    await scene.ground.close()
  }
  const renew = async (): Promise<void> => {
    await end()
    scene = await newScene()
  }
  const target: Target = {
    endpoints: endpoints.filter((endpoint) => only === null || nameOf(endpoint).includes(only)),
    peopleAt: ({ need }) => [...scene.people.keys(), 'nobody'].map((name) => [name, weightOf(name, need)]),
    pool: () => scene.pool, cookieOf: (person) => scene.people.get(person)?.cookie, foreign_mark,
    signInAgain: async (person) => { await signInAgain(scene, person).catch(renew) },
    async prepare(endpoint, { is_touched, examples }) {
      if (is_touched && await rightsOf(scene).catch(() => '') !== scene.rights) await renew()
      // What a turn used up may be what the example stands on: then a new chain has it again.
      await showHow(scene, endpoint, examples).catch(async () => {
        await renew()
        await showHow(scene, endpoint, examples).catch(() => undefined)
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
    /** Ends the run, and tells everything that is wrong with its chains. */
    async close(): Promise<string[]> {
      await end()
      return [...faults, ...log.faults]
    },
  }
}
export type Stage = Awaited<ReturnType<typeof openStage>>

/** Who may do the most asks the most. */
function weightOf(name: string, need: Endpoint['need']): number {
  if (name === 'operator') return need === 'operator' ? 40 : 1
  return name === 'owner' ? 24 : name === 'store_manager' || name === 'visitor' ? 4 : 2
}

async function makeScene({ db, app_url }: Place, log: Log): Promise<Scene> {
  scenes += 1
  const ground = await openGround({
    db, app_url, master, code: `fuzz-${scenes}`, log: { level: 'info', stream: log },
  })
  const { callers, operator, world, other, things } = ground
  const make = makers(ground.shelf, ground.maker)
  await make.done(setPin, { password, pin }, callers.cashier)
  const people = new Map<string, Caller>([
    ...Object.entries(callers), ['operator', operator],
    ['till', { ...callers.cashier, name: 'till', cookie: await tillIn(ground) }],
  ])
  const own = await readShelf(db, world.chain_id), foreign = await readShelf(db, other.chain_id)
  for (const [kind, value] of Object.entries(things.gh))
    if (value) own.set(`${kind}_id`, [...own.get(`${kind}_id`) ?? [], value])
  // What is asked with may come back in the answer: with the mark, a leak could not be told from an echo.
  for (const [name, values] of foreign)
    foreign.set(name, values.filter((value) => typeof value === 'string' && !value.includes(foreign_mark)))
  tellAll(own, {
    phone: [...people.values()].map(({ phone }) => phone), chain_code: [world.code], pin: [pin],
    password: [password, operator.password], cursor: forgedCursors.map((key) => cursorOf(key as string[])),
    value: Object.values(settings).map(({ usual }) => usual as Value),
  })
  const scene: Scene = {
    ground, people, rights: '', pool: openPool({ own, foreign }),
    counted: await countRows(db, other.chain_id),
  }
  return { ...scene, rights: await rightsOf(scene) }
}

/** Ends of pages that no page ever had. */
const forgedCursors: readonly unknown[][] = [
  [], [''], ['-'.repeat(36)], ['\u0000'], ['\ud800'], [`' or 1=1 --`], [null], [1e300], [{}], [['a']],
  ['2026-99-99T99:99:99Z', '-'.repeat(36)], ['2026-05-16T04:00:00.000Z', '1'],
  ['infinity', '01930000-0000-7000-8000-000000000000'], ['9'.repeat(40), '0'], ['0', '0', '0', '0'],
]

function tellAll(shelf: Shelf, values: Record<string, Value[]>): void {
  for (const [name, some] of Object.entries(values)) shelf.set(name, some)
}

/** A till that nobody is signed in at, as its browser knows itself. */
async function tillIn({ shelf: { app, ...shelf }, maker }: Ground): Promise<string> {
  const { code } = await makers({ app, ...shelf }, maker).done<{ code: string }>(
    makeEnrolCode, { store_id: maker.store_id, till_id: maker.till_id, name: '前台' })
  const { cookies } = await ask(app, enrolByCode, { code })
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

/** Everything that is wrong with a chain that was shot at, and with the one beside it. */
async function faultsOf({ ground: { world, other }, counted }: Scene): Promise<string[]> {
  const { db, chain_id } = world
  const broken = await inChain(db, chain_id, (tx) => verifyChain(tx, chain_id))
  const after = await countRows(db, other.chain_id)
  const moved = [...after].filter(([table, rows]) => counted.get(table) !== rows)
  return [
    ...broken.map((fault) => `verify: ${JSON.stringify(fault)}`),
    ...moved.map(([table, rows]) => `another chain's ${table} had ${counted.get(table)} rows, now ${rows}`),
  ]
}

async function signInAgain({ ground, people }: Scene, person: string): Promise<void> {
  // A till has no session to end.
  if (person === 'till') return
  const { shelf, operator } = ground, caller = people.get(person)!
  const { phone, password: own_password } = operator
  const asOperator = async (): Promise<string> => cookieIn(
    await ask(shelf.app, signInOperator, { phone, password: own_password }), 'shuke_operator')
  const cookieOf = async (): Promise<string> => {
    if (person === 'operator') return await asOperator()
    if (person !== 'visitor') return await signedIn(shelf, caller.phone)
    const { chain_id } = shelf.world
    return cookieIn(await ask(shelf.app, enterChain, { chain_id, as: { cookie: await asOperator() } }))
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

/** Puts requests that work among the examples, as the walk of isolation makes them. */
async function showHow({ ground, people, pool }: Scene, endpoint: Endpoint, most: number): Promise<void> {
  const fixture = fixtures.find((one) => one.endpoint === endpoint)
  if (!fixture) return
  const me = people.get(endpoint.need === 'operator' ? 'operator' : 'owner')!
  const at = await standAs(ground, me)
  for (let left = endpoint.method === 'GET' ? 1 : most; left > 0; left -= 1) {
    const input = fixture.by ? (await fixture.by(at)).input : await fixture.ask(at)
    pool.keepExample(nameOf(endpoint), partsIn(endpoint, input))
  }
}
