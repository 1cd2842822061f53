import type { Endpoint } from './endpoint.ts'
import * as figures from './figures.ts'
import * as goods from './goods.ts'
import * as members from './members.ts'
import * as sales from './sales.ts'
import * as session from './session.ts'
import * as system from './system.ts'
import * as value from './value.ts'

/** Every endpoint of the house. The server refuses to start while one of them has no route. */
export const endpoints: readonly Endpoint[] = [
  session.signIn, session.readSession, session.signOut, session.listSessions, session.endSession,
  session.listStaff,
  goods.readTillCatalog, goods.listGoods, goods.readGoods, goods.findBarcode, goods.createGoods,
  goods.priceGoods, goods.deleteGoods, goods.addBarcode, goods.removeBarcode,
  members.enrolMember, members.findMembers, members.listMembers, members.readMember, members.readLedger,
  value.listTopUpSteps, value.topUp,
  sales.quoteSale, sales.settleSale, sales.readSale, sales.findReceipt, sales.listSales, sales.quoteReturn,
  sales.returnSale,
  figures.readToday,
  system.readOpenApi, system.readSettings, system.changeSetting, system.listAudit,
]
