import type { RoleCode } from '#contract/roles.ts'
import { addDays, localTime } from '#kernel/clock.ts'
import { enterChain, inChain, outsideChains } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { chainBehind } from '#kernel/directory.ts'
import { once, recall } from '#kernel/once.ts'
import { assert } from '#kernel/refusal.ts'
import { changeSetting } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { searchGoods, upsertGoods } from '#modules/catalog/catalog.ts'
import { openStock } from '#modules/inventory/inventory.ts'
import {
  addRegion, addStaff, addStore, changeStore, makeChain, readChain, staffOf, readStaffWho, readSystemWho,
    storesOf,
} from '#modules/org/org.ts'
import type { StoreWithTills } from '#modules/org/org.ts'
import { demoGoods } from './goods.ts'
import { openingStock } from './opening.ts'
import { demoLogins, demoRegions, demoStores } from './people.ts'
import { demo_rounding, seed } from './size.ts'
import type { DemoSize } from './size.ts'

export const demo_code = 'demo'
const chain_name = '拾穗巷'

/** The chain was made this long before the moment its history leads up to. */
const age_ms = 75 * 24 * 60 * 60 * 1_000

/** The demo as its history needs it. `crews[store]`: those who sit at the tills, then those who help out. */
export type DemoSite = {
  chain_id: string
  /** The moment up to which the history leads: when the chain was made, whenever it is filled. */
  anchor: Date
  zone: string
  system: Who
  stores: StoreWithTills[]
  crews: Who[][]
  /** SKU ids in the order of `demoGoods`. */
  sku_ids: string[]
}

export type DemoGround = { db: Db; master: Buffer }

/** `closed`: its history is there. `foreign`: the code is that of somebody's own chain: left alone. */
export type DemoState = { state: 'open'; site: DemoSite } | { state: 'closed' | 'foreign' }

/**
 * A history that was begun is gone on with for so long; whoever comes back later finds it as it was left. Its
 * op_keys are remembered for 35 days from when they were written.
 */
const resumable_ms = 6 * 24 * 60 * 60 * 1_000

/** Makes chain, stores, staff and goods in one transaction, or finds those made before. */
export async function openSite(
  ground: DemoGround, made: { now: Date; password: string; size: DemoSize },
): Promise<DemoState> {
  const found = await outsideChains(ground.db, (tx) => chainBehind(tx, 'chain_code', demo_code))
  const chain_id = found ?? await outsideChains(ground.db, (tx) => makeSite(tx, ground.master, made))
  return await inChain(ground.db, chain_id, async (tx) => {
    const chain = await readChain(tx, chain_id)
    if (!chain.sandbox || chain.name !== chain_name) return { state: 'foreign' }
    const anchor = new Date(chain.made_at.getTime() + age_ms)
    const old = made.now.getTime() - anchor.getTime() > resumable_ms
    if (old || (await recall(tx, chain_id, [markerOf(chain_id)])).size > 0) return { state: 'closed' }
    const site = await readSite(tx, ground.master, { chain_id, anchor })
    return site ? { state: 'open', site } : { state: 'foreign' }
  })
}

const markerOf = (chain_id: string) =>
  ({ owner_id: chain_id, op_key: `demo:${seed}:history`, verb: 'demo.history', input_hash: '' })

/** Says for good that the history is there. */
export async function closeSite({ db }: Pick<DemoGround, 'db'>, site: DemoSite): Promise<void> {
  const { chain_id, system } = site
  const { owner_id, op_key, verb } = markerOf(chain_id)
  await inChain(db, chain_id, (tx) =>
    once(tx, system, { owner_id, op_key, verb, input: {}, act: () => Promise.resolve({ filled: true }) }))
}

async function makeSite(
  tx: Tx, master: Buffer, { now, password, size }: { now: Date; password: string; size: DemoSize },
): Promise<string> {
  const [owner, ...others] = demoLogins
  const [first, ...more] = demoStores.map(({ share: _, ...store }) => store)
  const { chain_id, store, who } = await makeChain(tx, master, {
    code: demo_code, name: chain_name, sandbox: true, now: new Date(now.getTime() - age_ms),
    owner: { ...owner!, password }, store: first!,
  })
  await enterChain(tx, chain_id)
  const stores = [store]
  for (const next of more) stores.push(await addStore(tx, who, next))
  const regions = await makeRegions(tx, who, stores)
  for (const { at, ...person } of others) {
    const store_ids = stores.filter(({ code }) => at.includes(code)).map(({ id }) => id)
    const region_ids = regions.filter(({ name }) => at.includes(name)).map(({ id }) => id)
    await addStaff(tx, who, { ...person, password, store_ids, region_ids })
  }

  await changeSetting(tx, who, {
    key: 'rounding_mode', place_id: null, to: { value: demo_rounding },
  })
  const goods = await upsertGoods(tx, who, demoGoods)
  const opened_on = addDays(localTime(now, who.zone).day, -size.days - 1)
  const levels = openingStock(size).map(({ store: place, good, on_hand_m }) =>
    ({ store_id: stores[place]!.id, sku_id: goods[good]!.sku_id, on_hand_m }))
  await openStock(tx, { ...who, now: new Date(`${opened_on}T21:00:00Z`) }, levels)
  return chain_id
}

async function makeRegions(tx: Tx, who: Who, stores: readonly StoreWithTills[]) {
  const regions = []
  for (const [name, codes] of Object.entries(demoRegions)) {
    const region = await addRegion(tx, who, { name })
    for (const store of stores.filter(({ code }) => codes.includes(code)))
      await changeStore(tx, who, { ...store, store_id: store.id, region_id: region.id })
    regions.push(region)
  }
  return regions
}

async function readSite(
  tx: Tx, master: Buffer, { chain_id, anchor }: { chain_id: string; anchor: Date },
): Promise<DemoSite | null> {
  const all = await storesOf(tx, chain_id)
  const open = all.filter(({ tills }) => tills.length > 1)
  const stores = demoStores.flatMap(({ code }) => open.filter((one) => one.code === code))
  const sku_ids = await readSkuIds(tx, chain_id)
  if (stores.length < demoStores.length || sku_ids.length < demoGoods.length) return null
  const system = await readSystemWho(tx, master, chain_id)
  const crews = await readCrews(tx, master, { system, stores })
  return { chain_id, anchor, zone: system.zone, system, stores, crews, sku_ids }
}

async function readSkuIds(tx: Tx, chain_id: string): Promise<string[]> {
  const all = { limit: 10_000 }
  const { rows: on_sale } = await searchGoods(tx, chain_id, { ...all, deleted: false })
  const { rows: off_sale } = await searchGoods(tx, chain_id, { ...all, deleted: true })
  const ids = new Map([...on_sale, ...off_sale].map((row) => [row.source_code, row.id]))
  return demoGoods.flatMap(({ source_code }) => ids.get(source_code) ?? [])
}

/** Those who work in each store today, cashiers first; the owner where nobody is left. */
async function readCrews(
  tx: Tx, master: Buffer, { system, stores }: Pick<DemoSite, 'system' | 'stores'>,
): Promise<Who[][]> {
  const staff = await staffOf(tx, system.chain_id)
  const actor = new Map<string, Who>()
  const { chain_id, now } = system
  for (const { id } of staff) actor.set(id, await readStaffWho(tx, master, { chain_id, staff_id: id, now }))
  return stores.map((store) => {
    const here = (role: RoleCode) =>
      staff.filter((one) => one.role === role && one.store_ids.includes(store.id))
    const crew = [...here('cashier'), ...here('store_manager')]
    const names = crew.length > 0 ? crew : staff.filter((one) => one.role === 'owner')
    assert(names.length > 0, 'a chain has an owner')
    return names.map(({ id }) => actor.get(id)!)
  })
}
