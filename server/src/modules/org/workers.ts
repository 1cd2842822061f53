import type { RoleCode } from '#contract/roles.ts'
import type { Tx } from '#kernel/db.ts'
import { permissionsOf, reachOf } from './rules.ts'
import * as people from './store-people.ts'
import { selectStores } from './store.ts'

export type Worker = { id: string; name: string; role: { code: RoleCode | null; name: string | null } }

/** Who of these may take money in a store, in order of entry. */
export async function sellersAt(
  tx: Tx, chain_id: string, { store_id, of }: { store_id: string; of: readonly string[] },
): Promise<Worker[]> {
  if (of.length === 0) return []
  const roles = new Map((await people.selectRoles(tx, chain_id)).map((role) => [role.id, role]))
  const region_id = (await selectStores(tx, chain_id)).find(({ id }) => id === store_id)?.region_id ?? null
  return (await people.selectStaff(tx, chain_id)).flatMap((staff) => {
    const role = roles.get(staff.role_id)!
    const region_store_ids = region_id !== null && staff.region_ids.includes(region_id) ? [store_id] : []
    const reach = reachOf(role.scope, { store_ids: staff.store_ids, region_store_ids })
    const sells = staff.left_at === null && of.includes(staff.id)
      && (reach === 'all' || reach.includes(store_id)) && permissionsOf(role).includes('sales.settle')
    return sells ? [{ id: staff.id, name: staff.name, role: { code: role.code, name: role.name } }] : []
  })
}
