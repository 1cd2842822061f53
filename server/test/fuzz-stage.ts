import type { AddressInfo } from 'node:net'
import { endpoints } from '#contract/contract.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { createGoods } from '#contract/goods.ts'
import { enrolMember } from '#contract/members.ts'
import { quoteSale, returnSale, settleSale } from '#contract/sales.ts'
import { readSession } from '#contract/session.ts'
import { settings } from '#contract/settings.ts'
import { topUp } from '#contract/value.ts'
import { inChain, sql } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import type { FastifyInstance } from 'fastify'
import { verifyChain } from '../src/commands/verify-chain.ts'
import { openLog } from './fuzz-judge.ts'
import type { Heard, Log } from './fuzz-judge.ts'
import { openPool } from './fuzz-pool.ts'
import type { Pool, Shelf } from './fuzz-pool.ts'
import type { Target } from './fuzz-run.ts'
import { nameOf } from './fuzz-shots.ts'
import type { Sent } from './fuzz-twists.ts'
import type { Value } from './fuzz-values.ts'
import { ask, serveWorld, signInAs } from './served.ts'
import type { Served } from './served.ts'
import { makeWorld, password, phoneOf } from './world.ts'
import type { PersonName, World } from './world.ts'

/** An answer that has not come by then never comes: the run looks for what hangs, not for what is slow. */
const patience_ms = 20_000
/** A stream of events has no end: so much of it is heard. */
const stream_ms = 60
const foreign_mark = 'zwillingsreis'

/** The database that a run makes its chains in. */
export type Ground = { db: Db; app_url: string }
type Place = Ground & { log: Log }
type Scene = { world: World; served: Served; cookies: Map<string, string>; rights: string; pool: Pool }

/**
 * The house with a world in it to be shot at, and another chain beside it. A world that was shot to pieces (a
 * feature switched off, a right taken away) is replaced by a new one; all of them are held against the books
 * at the end.
 */
export async function openStage({ db, app_url }: Ground, only: string | null) {
  const secrets = new Set<string>([password])
  const log = openLog(() => [...secrets])
  const place: Place = { db, app_url, log }
  const foreign = await makeScene(place, { code: 'fuzz-other', goods: foreign_mark, foreign: new Map() })
  await foreign.served.close()
  const foreign_id = foreign.world.chain_id
  const shelf = await readShelf(db, foreign_id), counted = await countRows(db, foreign_id)
  const chains: string[] = []
  const newScene = async (): Promise<Scene> => {
    const made = await makeScene(place, { code: `fuzz-${chains.length}`, goods: '五常大米', foreign: shelf })
    chains.push(made.world.chain_id)
    for (const name of Object.keys(made.world.staff)) secrets.add(phoneOf(name as PersonName))
    return made
  }
  let scene = await newScene()
  const renew = async (): Promise<void> => {
    await scene.served.close()
    scene = await newScene()
  }
  const signInAgain = async (person: string): Promise<void> => {
    await signIn(scene, person).catch(renew)
  }
  const target: Target = {
    endpoints: endpoints.filter((endpoint) => only === null || `${endpoint.method} ${endpoint.path}`.includes(only)),
    people: [...Object.keys(scene.world.staff).map((name) => [name, name === 'owner' ? 12 : 3] as const),
      ['nobody', 1]],
    pool: () => scene.pool, cookieOf: (person) => scene.cookies.get(person), signInAgain, foreign_mark,
    async prepare() {
      const isWhole = await rightsOf(scene).catch(() => '') === scene.rights
      if (!isWhole || !await restock(scene)) await renew()
    },
    send: (sent) => send(scene.served.app, sent), about: log.about,
  }
  return {
    target,
    /** Where the house is listening now. */
    async port(): Promise<number> {
      const { app } = scene.served
      if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
      return (app.server.address() as AddressInfo).port
    },
    async isHealthy(): Promise<boolean> {
      return (await send(scene.served.app, {
        method: 'GET', url: '/health', headers: {}, payload: null, address: '127.0.0.1',
      }))?.status === 200
    },
    /** Everything that is wrong with the worlds after the run. */
    async faults(): Promise<string[]> {
      const broken = await Promise.all(chains.map((chain_id) => inChain(db, chain_id, (tx) =>
        verifyChain(tx, chain_id))))
      const now = await countRows(db, foreign_id)
      const moved = [...now].filter(([table, rows]) => counted.get(table) !== rows)
      return [
        ...broken.flat().map((fault) => `verify: ${JSON.stringify(fault)}`),
        ...moved.map(([table, rows]) => `another chain's ${table} had ${counted.get(table)} rows, now ${rows}`),
        ...log.faults,
      ]
    },
    close: () => scene.served.close(),
  }
}

export type Stage = Awaited<ReturnType<typeof openStage>>

async function makeScene(
  { db, app_url, log }: Place, { code, goods, foreign }: { code: string; goods: string; foreign: Shelf },
): Promise<Scene> {
  const world = await makeWorld(db, { code })
  const served = await serveWorld(world, app_url, { log: { level: 'info', stream: log } })
  const scene: Scene = {
    world, served, cookies: new Map(), rights: '', pool: openPool({ own: new Map(), foreign }),
  }
  for (const person of Object.keys(world.staff)) await signIn(scene, person)
  await stock(scene, goods)
  const own = await readShelf(db, world.chain_id)
  own.set('phone', [...Object.keys(world.staff).map((name) => phoneOf(name as PersonName)), '13912340001'])
  own.set('chain_code', [code, 'fuzz-other'])
  own.set('password', [password])
  own.set('value', Object.values(settings).map(({ usual }) => usual as never))
  const pool = openPool({ own, foreign })
  return { ...scene, rights: await rightsOf(scene), pool }
}

let addresses = 0
async function signIn({ served, world, cookies }: Scene, person: string): Promise<void> {
  // From an address of its own each time: the run's wrong passwords must not keep it waiting.
  addresses += 1
  const remoteAddress = `10.99.${addresses >> 8 & 255}.${addresses & 255}`
  cookies.set(person, await signInAs(served.app, world, { name: person as PersonName, remoteAddress }))
}

/** What a turn used up, such as goods that were deleted, is put there anew. Says whether the house lets it. */
async function restock(scene: Scene): Promise<boolean> {
  try {
    await stock(scene, '五常大米')
    return true
  } catch {
    return false
  }
}

/** What everybody may do, to see whether it is still so. */
async function rightsOf({ served, cookies }: Scene): Promise<string> {
  const rights: unknown[] = []
  for (const [person, cookie] of cookies) {
    const response = await ask(served.app, readSession, { as: { cookie } })
    const { permissions, features } = response.json<{ permissions: unknown; features: unknown }>()
    rights.push(person, permissions, features)
  }
  return JSON.stringify(rights)
}

let stocked = 0
/** Something of everything a day leaves behind, so that ids lead somewhere. Throws when the house refuses it. */
async function stock({ served, world, cookies, pool }: Scene, name: string): Promise<void> {
  const number = stocked += 1, op_key = (what: string) => `stage-${what}-${number}`
  const as = { cookie: cookies.get('owner')! }
  const must = async (endpoint: Endpoint, { params = {}, ...body }: Record<string, Value> & { params?: Value }) => {
    const response = await ask(served.app, endpoint, { ...params as object, ...body, as })
    if (response.statusCode !== 200) throw new Error(`the stage wants ${endpoint.path}: ${response.body}`)
    pool.keepExample(nameOf(endpoint), { params, body })
    const answer = response.json<Record<string, string>>()
    pool.learnAll(answer)
    return answer
  }
  const at = { store_id: world.stores.gh.id, till_id: world.stores.gh.tills[0]!.id }
  const article = await must(createGoods, {
    op_key: op_key('goods'), name, category: '粮油', barcode: `A${number}`, unit: '袋',
    sold_by: 'piece', list_price_fen: 5_290, member_price_fen: null,
  })
  pool.learn('sku_id', article['id'])
  const member = await must(enrolMember, {
    op_key: op_key('member'), store_id: at.store_id, phone: `139${String(number).padStart(8, '0')}`, name: '周敏华',
    consent_service: true, consent_marketing: false,
  })
  const member_id = member['id']!
  pool.learn('member_id', member_id)
  await must(topUp, {
    op_key: op_key('topup'), ...at, params: { member_id }, principal_fen: 30_000, bonus_fen: 3_000,
    tender: { kind: 'cash', tendered_fen: 30_000 },
  })
  const lines = [{ sku_id: article['id']!, qty_m: 3_000 }]
  await must(quoteSale, { ...at, member_id, lines, points: 0, tender_mix: 'cash' })
  const sold = await must(settleSale, {
    op_key: op_key('sale'), ...at, member_id, points: 0, payable_fen: 15_870, lines,
    tenders: [{ kind: 'cash', amount_fen: 15_870, tendered_fen: 16_000 }],
  })
  await must(returnSale, {
    op_key: op_key('return'), ...at, params: { sale_id: sold['sale_id']! }, reason: '不新鲜',
    lines: [{ line: 1, qty_m: 1_000 }],
  })
}

/** Asks past the network. Null where the answer does not come. */
async function send(app: FastifyInstance, sent: Sent): Promise<Heard | null> {
  const { method, url, headers, payload, address } = sent
  const end = new AbortController(), from = performance.now()
  const answer = async (): Promise<Heard> => {
    const response = await app.inject({
      method: method as 'GET', url, headers, remoteAddress: address, payloadAsStream: true, signal: end.signal,
      ...payload === null ? {} : { payload },
    })
    const isStream = String(response.headers['content-type']).startsWith('text/event-stream')
    if (isStream) setTimeout(() => { end.abort() }, stream_ms)
    const pieces: Buffer[] = []
    try {
      for await (const piece of response.stream()) pieces.push(piece as Buffer)
    } catch (error) {
      if (!isStream) throw error
    }
    return { status: response.statusCode, headers: response.headers, text: Buffer.concat(pieces).toString(), method }
  }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => { timer = setTimeout(resolve, patience_ms, null) })
  try {
    const heard = await Promise.race([answer(), late])
    // Whoever keeps the process busy for so long keeps the timer waiting, too.
    return performance.now() - from < patience_ms ? heard : null
  } finally {
    clearTimeout(timer)
  }
}

type Column = { table: string; column: string; type: string }

/** Every column of the tables of chains that holds an id or a short text. */
async function columnsOf(db: Db, chain_id: string): Promise<Column[]> {
  const { rows } = await inChain(db, chain_id, (tx) => sql<Column>`
    select c.table_schema || '.' || c.table_name as "table", c.column_name as "column", c.data_type as type
      from information_schema.columns c
      join information_schema.columns k on k.table_schema = c.table_schema and k.table_name = c.table_name
           and k.column_name = 'chain_id'
     where c.table_schema not in ('information_schema', 'pg_catalog', 'public')
     order by c.table_schema, c.table_name, c.column_name`.execute(tx))
  return rows
}

const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/s$/, '')

/** What a chain's tables hold, by the names that fields have: an `id` under its table's. */
export async function readShelf(db: Db, chain_id: string): Promise<Shelf> {
  const wanted = (await columnsOf(db, chain_id)).filter(({ column, type }) =>
    (type === 'uuid' || type === 'text') && column !== 'last_error')
  const each = wanted.map(({ table, column }) => {
    const name = column === 'id' ? `${singular(table.split('.')[1]!)}_id` : column
    return `(select '${name}' as name, v as value from (select distinct ${column}::text as v from
      (select ${column} from ${table} where chain_id = '${chain_id}' limit 300) s
      where length(${column}::text) between 1 and 60 order by 1 limit 24) t)`
  })
  const { rows } = await inChain(db, chain_id, (tx) =>
    sql<{ name: string; value: string }>`${sql.raw(each.join(' union all '))}`.execute(tx))
  const shelf: Shelf = new Map()
  const put = (name: string, value: string) => shelf.set(name, [...shelf.get(name) ?? [], value])
  for (const { name, value } of rows) {
    put(name, value)
    if (name.endsWith('_id')) put('id', value)
    if (['name', 'receipt_no', 'barcode', 'code'].includes(name)) put('words', value)
  }
  return shelf
}

/** How many rows of a chain stand in each table. */
export async function countRows(db: Db, chain_id: string): Promise<Map<string, number>> {
  const tables = [...new Set((await columnsOf(db, chain_id)).map(({ table }) => table))]
  const each = tables.map((table) =>
    `select '${table}' as name, count(*)::int8 as rows from ${table} where chain_id = '${chain_id}'`)
  const { rows } = await inChain(db, chain_id, (tx) =>
    sql<{ name: string; rows: number }>`${sql.raw(each.join(' union all '))}`.execute(tx))
  return new Map(rows.map((row) => [row.name, row.rows]))
}
