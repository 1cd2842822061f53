import type { Role } from '#contract/permissions.ts'
import { addDays, localTime } from '#kernel/clock.ts'
import { enterChain, inChain, outsideChains } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { chainBehind } from '#kernel/directory.ts'
import { assert } from '#kernel/refusal.ts'
import { changeSetting } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { upsertGoods } from '#modules/catalog/catalog.ts'
import { openStock } from '#modules/inventory/inventory.ts'
import {
  addStaff, addStore, makeChain, readChain, readStaff, readStaffWho, readSystemWho, storesOf,
} from '#modules/org/org.ts'
import type { NewStore, StoreWithTills } from '#modules/org/org.ts'
import { demoGoods } from './goods.ts'
import { openingStock } from './opening.ts'
import type { DemoSize } from './size.ts'

export const demo_code = 'demo'
const chain_name = '拾穗巷'

/** The chain was made this long before the moment its history leads up to. */
const age_ms = 75 * 24 * 60 * 60 * 1_000

/** The stores in the order the plan counts them; `share` of the chain's customers. */
export const demoStores: readonly (NewStore & { share: number })[] = [
  { code: 'GH', name: '桂花路店', ownership: 'direct', legal_entity: '拾穗巷（演示）商贸有限公司', tills: 2, share: 0.45 },
  { code: 'NT', name: '南塘桥店', ownership: 'direct', legal_entity: '拾穗巷（演示）商贸有限公司', tills: 2, share: 0.32 },
  { code: 'JY', name: '锦云坊店', ownership: 'franchise', legal_entity: '锦云坊（演示）食品经营部', tills: 2, share: 0.23 },
]

type DemoPerson = { name: string; phone: string; role: Role; store: string | null }

/** Who works there. The phones are made up: 154 0000 …, a row of zeros that nobody is called by. */
export const demoLogins: readonly DemoPerson[] = [
  { name: '顾青禾', phone: '15400000001', role: 'owner', store: null },
  { name: '李国强', phone: '15400000002', role: 'store_manager', store: 'GH' },
  { name: '王秀兰', phone: '15400000003', role: 'cashier', store: 'GH' },
  { name: '陈思远', phone: '15400000004', role: 'cashier', store: 'GH' },
  { name: '周慧', phone: '15400000005', role: 'store_manager', store: 'NT' },
  { name: '徐小燕', phone: '15400000006', role: 'cashier', store: 'NT' },
  { name: '马建平', phone: '15400000007', role: 'cashier', store: 'NT' },
  { name: '沈知夏', phone: '15400000008', role: 'store_manager', store: 'JY' },
  { name: '赵敏', phone: '15400000009', role: 'cashier', store: 'JY' },
  { name: '欧阳晨', phone: '15400000010', role: 'cashier', store: 'JY' },
]

/** The demo as its history needs it. `crews[store]`: first those who sit at the tills, then those who help out. */
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

/** Makes chain, stores, staff and goods in one transaction, or finds those made before. Null: `demo` is another's chain. */
export async function openSite(
  ground: DemoGround, made: { now: Date; password: string; size: DemoSize },
): Promise<DemoSite | null> {
  const found = await outsideChains(ground.db, (tx) => chainBehind(tx, 'chain_code', demo_code))
  const chain_id = found ?? await outsideChains(ground.db, (tx) => makeSite(tx, ground.master, made))
  return await inChain(ground.db, chain_id, (tx) => readSite(tx, ground.master, chain_id))
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
  for (const { store: code, ...person } of others)
    await addStaff(tx, who, { ...person, password, store_ids: stores.flatMap((one) => one.code === code ? [one.id] : []) })

  await changeSetting(tx, who, { key: 'rounding_mode', store_id: null, value: 'drop_fen' })
  const goods = await upsertGoods(tx, who, demoGoods)
  const opened_on = addDays(localTime(now, who.zone).day, -size.days - 1)
  const levels = openingStock(size).map(({ store: place, good, on_hand_m }) =>
    ({ store_id: stores[place]!.id, sku_id: goods[good]!.sku_id, on_hand_m }))
  await openStock(tx, { ...who, now: new Date(`${opened_on}T21:00:00Z`) }, levels)
  return chain_id
}

async function readSite(tx: Tx, master: Buffer, chain_id: string): Promise<DemoSite | null> {
  const chain = await readChain(tx, chain_id)
  const all = await storesOf(tx, chain_id)
  const stores = demoStores.flatMap(({ code }) => all.filter((store) => store.code === code && store.tills.length > 1))
  if (!chain.sandbox || chain.name !== chain_name || stores.length < demoStores.length) return null
  const system = await readSystemWho(tx, master, chain_id)
  // The same goods again change nothing and say which article each of them is.
  const goods = await upsertGoods(tx, system, demoGoods)
  return {
    chain_id, anchor: new Date(chain.made_at.getTime() + age_ms), zone: chain.time_zone, system, stores,
    crews: await readCrews(tx, master, { system, stores }), sku_ids: goods.map(({ sku_id }) => sku_id),
  }
}

/** Those who work in each store today, cashiers first; the owner where nobody is left. */
async function readCrews(
  tx: Tx, master: Buffer, { system, stores }: Pick<DemoSite, 'system' | 'stores'>,
): Promise<Who[][]> {
  const staff = await readStaff(tx, system)
  const actor = new Map<string, Who>()
  for (const { id } of staff)
    actor.set(id, await readStaffWho(tx, master, { chain_id: system.chain_id, staff_id: id, now: system.now }))
  return stores.map((store) => {
    const here = (role: Role) => staff.filter((one) => one.role === role && one.store_ids.includes(store.id))
    const crew = [...here('cashier'), ...here('store_manager')]
    const names = crew.length > 0 ? crew : staff.filter((one) => one.role === 'owner')
    assert(names.length > 0, 'a chain has an owner')
    return names.map(({ id }) => actor.get(id)!)
  })
}
