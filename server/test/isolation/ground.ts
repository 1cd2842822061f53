import { admitOperator } from '#contract/operators.ts'
import { inChain, sql } from '#kernel/db.ts'
import { movePlace } from '#kernel/places.ts'
import { bumpVersion } from '#kernel/versions.ts'
import { openCounter } from '#modules/sales/sales.ts'
import { pagesThrough } from '../../src/http/pages.ts'
import { startPump } from '../../src/http/pump.ts'
import type { LogOptions } from '../../src/http/house.ts'
import { reactions } from '../../src/http/subscriptions.ts'
import { serveWorld } from '../served.ts'
import type { Served } from '../served.ts'
import { makeWorld, phoneOf } from '../world.ts'
import type { World } from '../world.ts'
import { callerOf, callersIn, grantFor, inRole, newOperator, widestRole } from './people.ts'
import type { Caller, Callers, Operator } from './people.ts'
import { openGlass } from './state.ts'
import { amounts, held, makers, signs, thingsOf } from './things.ts'
import type { Maker, Shelf, Things } from './things.ts'

/** Where a thing stands: beside the callers, in another store of their chain, in another chain. */
export type Side = 'gh' | 'jy' | 'other'

/** Two chains in one database, what stands in them, and everybody who calls. */
export type Ground = {
  served: Served; world: World; other: World; shelf: Shelf
  callers: Callers; operator: Operator
  things: Record<Side, Things>
  /** How fresh things are made beside the callers, and in the other chain. */
  maker: Maker
  elsewhere: { shelf: Shelf; maker: Maker }
  /** Sees all of both chains, for telling whether anything changed. */
  glass: World['db']
  close: () => Promise<void>
}

/**
 * Where the chains are made. Those of another `code` stand beside the usual ones, under the same `master`
 * key; `log` is what the server writes.
 */
type Database = { db: World['db']; app_url: string; code?: string; master?: Buffer; log?: LogOptions }

/** A pace that nobody here keeps up with: what slows down who guesses has tests of its own. */
const paces = { person: 1e6, guess: 1e6, costly: 1e6 }

/**
 * The world of the walk: 桂花路店 where the callers work, 锦云坊店 that some of them do not reach, and a chain of
 * strangers; in each one thing of every kind. Whatever stands elsewhere bears a sign.
 */
export async function openGround({ db, app_url, code = 'shisui', master, log }: Database): Promise<Ground> {
  const world = await makeWorld(db, { code, ...master ? { master } : {} })
  const other = await makeWorld(db, { code: `${code}-neighbour`, master: world.master })
  const served = await serveWorld(world, app_url, { paces, requests_a_minute: 1e6, ...log ? { log } : {} })
  const { app, house } = served, counter = openCounter({ db }), glass = openGlass(app_url)
  house.exporter.start(pagesThrough(house.routes))
  const shelf: Shelf = { app, world, counter }, there: Shelf = { app, world: other, counter }
  await bearSigns(other)

  const operator = await newOperator(shelf), callers = await callersIn(shelf, operator)
  const maker = at(callers.owner, world.stores.gh)
  const common = await ofTheChain(shelf, maker, { operator, price_fen: amounts.gh })
  const region = (await regionOf(shelf, world.stores.gh.id))!
  const gh = await thingsOf(shelf, maker, { sku: common.sku, region, sells: {} })

  const role_id = await widestRole(shelf, callers.owner.cookie, { scope: 'store', name: 'clerk' })
  const clerk = await callerOf(shelf, 'clerk', await inRole(
    shelf, callers.owner.cookie, { role_id, store_id: world.stores.jy.id, name: `${signs.jy}店员` }))
  const jy = await thingsOf(shelf, at(clerk, world.stores.jy, signs.jy), {
    sku: common.sku, region: await newRegion(shelf, { ...maker, sign: signs.jy }, world.stores.jy.id),
    sells: { qty_m: amounts.jy / amounts.gh * 1_000, tops_up_fen: held.jy },
  })

  const neighbour = await callerOf(
    there, 'neighbour', { staff_id: other.staff.owner, phone: phoneOf('owner') })
  const outside = at(neighbour, other.stores.gh, signs.other)
  // Somebody else of the platform is let in there.
  const foreign = await ofTheChain(there, outside, {
    operator: await newOperator(there), price_fen: amounts.other,
  })
  const strangers = await thingsOf(there, outside, {
    sku: foreign.sku, region: await newRegion(there, outside, other.stores.gh.id),
    sells: { price_fen: amounts.other, tops_up_fen: held.other },
  })
  await house.exporter.idle()
  await carryNotes([world, other])
  return {
    served, world, other, shelf, callers, operator, maker, elsewhere: { shelf: there, maker: outside }, glass,
    things: {
      gh: { ...common, ...gh, operator_phone: operator.phone }, jy, other: { ...foreign, ...strangers },
    },
    async close() {
      await counter.idle()
      await glass.close()
      await house.exporter.stop()
      await served.close()
    },
  }
}

const at = (by: Caller, { id, tills }: World['stores']['gh'], sign?: string): Maker =>
  ({ by, store_id: id, till_id: tills[1]!.id, ...sign === undefined ? {} : { sign } })

/** What belongs to a chain as a whole. */
async function ofTheChain(
  shelf: Shelf, maker: Maker, { operator, price_fen }: { operator: Operator; price_fen: number },
): Promise<Things & { sku: string }> {
  const make = makers(shelf, maker), sku = await make.sku(price_fen)
  return {
    sku, barcode: await make.barcode(sku), picture: await make.picture(sku), role: await make.role(),
    grant: (await make.done<{ id: string }>(admitOperator, grantFor(operator.phone))).id,
    chain: shelf.world.chain_id,
  }
}

const regionOf = ({ world }: Shelf, store_id: string) => inChain(world.db, world.chain_id, async (tx) =>
  (await sql<{ region_id: string | null }>`
    select region_id from org.stores where id = ${store_id}`.execute(tx)).rows[0]!.region_id)

/** A region with a store in it. */
async function newRegion(shelf: Shelf, maker: Maker, store_id: string): Promise<string> {
  const { db, chain_id } = shelf.world, region_id = await makers(shelf, maker).region()
  await inChain(db, chain_id, async (tx) => {
    await sql`update org.stores set region_id = ${region_id} where id = ${store_id}`.execute(tx)
    await movePlace(tx, chain_id, { place_id: store_id, parent_id: region_id })
  })
  return region_id
}

/** Both worlds have the same names; the strangers' bear a sign. */
async function bearSigns({ db, chain_id }: World): Promise<void> {
  await inChain(db, chain_id, async (tx) => {
    for (const table of ['org.chains', 'org.stores', 'org.staff'])
      await sql`update ${sql.table(table)} set name = ${signs.other} || name`.execute(tx)
    // Receipts are numbered by the store's code: without its own, a number there would be one here too.
    await sql`update org.stores set code = 'NB' || code`.execute(tx)
    await bumpVersion(tx, chain_id, 'org')
  })
}

/** Carries out what the notes so far cause: figures, and which stores know whom. Nothing is left to run. */
async function carryNotes([{ db, master, chain_id }, other]: [World, World]): Promise<void> {
  const pump = startPump({ db, master, reactions, report: (error) => { throw error }, round_ms: 3_600_000 })
  for (const one of [chain_id, other.chain_id]) pump.wake(one)
  await pump.idle()
  await pump.stop()
}

