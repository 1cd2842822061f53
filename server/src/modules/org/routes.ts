import * as contract from '#contract/org.ts'
import { pair } from '#kernel/route.ts'
import type { Route } from '#kernel/route.ts'
import { changeStaff, dismiss, hire, listStaff, resetPassword } from './people.ts'
import { addRegion, listRegions, removeRegion, renameRegion } from './regions.ts'
import { addRole, changeRole, listRoles, removeRole, resetRole } from './roles.ts'
import { addTill, changeStore, closeStore, listStores, openStore, reopenStore } from './stores.ts'

export const orgRoutes: Route[] = [
  pair(contract.listStores, listStores), pair(contract.addStore, openStore),
  pair(contract.changeStore, changeStore), pair(contract.closeStore, closeStore),
  pair(contract.reopenStore, reopenStore), pair(contract.addTill, addTill),
  pair(contract.listRegions, listRegions), pair(contract.addRegion, addRegion),
  pair(contract.renameRegion, renameRegion), pair(contract.removeRegion, removeRegion),
  pair(contract.listRoles, listRoles), pair(contract.addRole, addRole), pair(contract.changeRole, changeRole),
  pair(contract.resetRole, resetRole), pair(contract.removeRole, removeRole),
  pair(contract.listStaff, listStaff), pair(contract.addStaff, hire), pair(contract.changeStaff, changeStaff),
  pair(contract.resetPassword, resetPassword), pair(contract.dismissStaff, dismiss),
]
