import { listGoods, readGoods } from '#contract/goods.ts'
import { pair } from '#kernel/route.ts'
import * as inventory from './inventory.ts'

export const inventoryRoutes = [pair(listGoods, inventory.listGoods), pair(readGoods, inventory.readGoods)]
