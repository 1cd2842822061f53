import * as contract from '#contract/goods.ts'
import { pair } from '#kernel/route.ts'
import * as catalog from './catalog.ts'

/** Listing and showing goods is the matter of inventory, because both show stock. */
export const catalogRoutes = [
  pair(contract.readTillCatalog, catalog.readTillCatalog), pair(contract.findBarcode, catalog.findBarcode),
  pair(contract.createGoods, catalog.createGoods), pair(contract.priceGoods, catalog.priceGoods),
  pair(contract.deleteGoods, catalog.deleteGoods), pair(contract.addBarcode, catalog.addBarcode),
  pair(contract.removeBarcode, catalog.removeBarcode),
]
