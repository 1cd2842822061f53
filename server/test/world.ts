import { randomBytes } from 'node:crypto'
import { outsideChains } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Who } from '#kernel/who.ts'
import { addStaff, addStore, makeChain, readStaffWho } from '#modules/org/org.ts'
import type { StoreWithTills } from '#modules/org/org.ts'

export { freshDatabase } from './database.ts'

/** The moment the stories begin: a Saturday noon in Shanghai. */
export const noon = new Date('2026-05-16T12:00:00+08:00')

/** Everybody's password here; no installation has it, since no installation has these people. */
export const password = 'osmanthus-road-7'

const people = {
  owner: { name: '顾青禾', phone: '13800000001', role: 'owner', at: [] },
  manager: { name: '李国强', phone: '13800000002', role: 'store_manager', at: ['gh'] },
  cashier: { name: '王秀兰', phone: '13800000003', role: 'cashier', at: ['gh'] },
  jyCashier: { name: '赵敏', phone: '13800000004', role: 'cashier', at: ['jy'] },
} as const
export type PersonName = keyof typeof people
export const phoneOf = (name: PersonName): string => people[name].phone

/** The one named world of all stories: the chain 拾穗巷 with 桂花路店 (gh, direct) and 锦云坊店 (jy, franchise). */
export type World = {
  db: Db; master: Buffer; chain_id: string; code: string
  stores: { gh: StoreWithTills; jy: StoreWithTills }
  staff: Record<PersonName, string>
  who: Record<PersonName, Who>
}

/** Makes the world through the doors. A second chain in one database takes another `code`. */
export async function makeWorld(db: Db, chain: { code?: string; master?: Buffer } = {}): Promise<World> {
  const { code = 'shisui', master = randomBytes(32) } = chain
  return await outsideChains(db, async (tx) => {
    const { chain_id, owner_id, store: gh, who: system } = await makeChain(tx, master, {
      code, name: '拾穗巷', sandbox: true, now: noon, owner: { ...people.owner, password },
      store: { code: 'GH', name: '桂花路店', ownership: 'direct', legal_entity: '拾穗巷商贸有限公司', tills: 2 },
    })
    const jy = await addStore(tx, system, {
      code: 'JY', name: '锦云坊店', ownership: 'franchise', legal_entity: '锦云食品经营部', tills: 2,
    })
    const stores = { gh, jy }
    const staff: Record<PersonName, string> = { owner: owner_id, manager: '', cashier: '', jyCashier: '' }
    for (const name of ['manager', 'cashier', 'jyCashier'] as const) {
      const { at: places, ...person } = people[name]
      staff[name] = await addStaff(
        tx, system, { ...person, password, store_ids: places.map((place) => stores[place].id) },
      )
    }
    return {
      db, master, chain_id, code, stores, staff, who: await everybody(tx, { master, chain_id, staff }),
    }
  })
}

async function everybody(
  tx: Tx, { master, chain_id, staff }: Pick<World, 'master' | 'chain_id' | 'staff'>,
): Promise<World['who']> {
  const whoIs = (name: PersonName) => readStaffWho(tx, master, { chain_id, staff_id: staff[name], now: noon })
  return {
    owner: await whoIs('owner'), manager: await whoIs('manager'), cashier: await whoIs('cashier'),
    jyCashier: await whoIs('jyCashier'),
  }
}

/** The same person at another moment: `at(world.who.cashier, '2026-06-01T09:00:00+08:00')`. */
export function at(who: Who, iso: string): Who {
  return { ...who, now: new Date(iso) }
}
