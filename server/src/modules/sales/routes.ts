import * as contract from '#contract/sales.ts'
import { adjust, listTopUpSteps, topUp } from '#contract/value.ts'
import { inChain } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { refuse } from '#kernel/refusal.ts'
import { pair, pairOpen } from '#kernel/route.ts'
import type { Route } from '#kernel/route.ts'
import { readSettings } from '#kernel/settings.ts'
import { readProfile } from '#modules/members/members.ts'
import type { Counter } from './counter.ts'
import { quote, quoteGivingBack } from './quote.ts'
import { byReceipt, list, read } from './reads.ts'

/**
 * What moves goods and value goes through the counter, which opens its own transactions; the rest is read.
 */
export function salesRoutes({ db, counter }: { db: Db; counter: Counter }): Route[] {
  return [
    pair(contract.quoteSale, quote),
    pairOpen(contract.settleSale, async ({ signed: { who }, input }) =>
      await counter.settle({ kind: 'sale', who, input })),
    pair(contract.readSale, read),
    pair(contract.findReceipt, byReceipt),
    pair(contract.listSales, list),
    pair(contract.quoteReturn, quoteGivingBack),
    pairOpen(contract.returnSale, async ({ signed: { who }, input }) =>
      await counter.settle({ kind: 'return', who, input })),
    pairOpen(topUp, async ({ signed: { who }, input }) =>
      await counter.settle({ kind: 'top_up', who, input })),
    pairOpen(adjust, async ({ signed: { who }, input }) => {
      const { erased_at } = await inChain(db, who.chain_id, (tx) => readProfile(tx, who, input.member_id))
      if (erased_at !== null) refuse('member_erased')
      return await counter.settle({ kind: 'adjust', who, input })
    }),
    pair(listTopUpSteps, async (tx, who, { store_id }) =>
      ({ steps: (await readSettings(tx, who.chain_id)).at(store_id, who.now).top_up_plan })),
  ]
}
