import * as contract from '#contract/goods.ts'
import * as shown from '#contract/pictures.ts'
import { pair, pairOpen } from '#kernel/route.ts'
import type { Route } from '#kernel/route.ts'
import * as catalog from './catalog.ts'
import * as pictures from './pictures.ts'
import type { PictureDesk } from './pictures.ts'

/** Listing and showing goods is the matter of inventory, because both show stock. */
export const catalogRoutes = [
  pair(contract.readTillCatalog, catalog.readTillCatalog), pair(contract.findBarcode, catalog.findBarcode),
  pair(contract.createGoods, catalog.createGoods), pair(contract.priceGoods, catalog.priceGoods),
  pair(contract.deleteGoods, catalog.deleteGoods), pair(contract.addBarcode, catalog.addBarcode),
  pair(contract.removeBarcode, catalog.removeBarcode),
]

export const pictureRoutes = (desk: PictureDesk): Route[] => [
  pairOpen(shown.readPicture, ({ input, signed }) => pictures.readPicture(desk, signed.who, input)),
  pairOpen(shown.putPicture, ({ input, signed }) => pictures.putPicture(desk, signed.who, input)),
  pairOpen(shown.fetchPicture, ({ input, signed }) => pictures.fetchPicture(desk, signed.who, input)),
  pair(shown.removePicture, pictures.removePicture),
]
