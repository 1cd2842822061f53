import type { RoleCode } from '#contract/roles.ts'
import { enterChain, outsideChains, sql } from '#kernel/db.ts'
import { movePlace } from '#kernel/places.ts'
import { addRegion, addStaff, readStaffWho, readSystemWho } from '#modules/org/org.ts'
import type { Who } from '#kernel/who.ts'
import { noon, password, phoneOf } from './world.ts'
import type { World } from './world.ts'

/** One person for each built-in role, at 桂花路店 where the role has a place: how each signs in and acts. */
export type EveryRole = Record<RoleCode, { staff_id: string; phone: string; who: Who }>

const newcomers = {
  hq_operator: { name: '孙文博', phone: '13800000005' }, region_manager: { name: '吴建疆', phone: '13800000006' },
  shopping_guide: { name: '林可欣', phone: '13800000007' }, finance: { name: '钱敏之', phone: '13800000008' },
} as const

/** Adds the people of the roles that most stories do without, and the region 河西 with 桂花路店 in it. */
export async function addEveryRole(world: World): Promise<EveryRole> {
  const { master, chain_id, staff, stores } = world
  return await outsideChains(world.db, async (tx) => {
    await enterChain(tx, chain_id)
    const system = { ...await readSystemWho(tx, master, chain_id), now: noon }
    const region = await addRegion(tx, system, { name: '河西' })
    await sql`update org.stores set region_id = ${region.id} where id = ${stores.gh.id}`.execute(tx)
    await movePlace(tx, chain_id, { place_id: stores.gh.id, parent_id: region.id })
    const person = async (staff_id: string, phone: string) =>
      ({ staff_id, phone, who: await readStaffWho(tx, master, { chain_id, staff_id, now: noon }) })
    const add = async (role: keyof typeof newcomers) => await person(await addStaff(tx, system, {
      ...newcomers[role], password, role, store_ids: role === 'shopping_guide' ? [stores.gh.id] : [],
      region_ids: role === 'region_manager' ? [region.id] : [],
    }), newcomers[role].phone)
    return {
      owner: await person(staff.owner, phoneOf('owner')), hq_operator: await add('hq_operator'),
      region_manager: await add('region_manager'),
        store_manager: await person(staff.manager, phoneOf('manager')),
      cashier: await person(staff.cashier, phoneOf('cashier')), shopping_guide: await add('shopping_guide'),
      finance: await add('finance'),
    }
  })
}
