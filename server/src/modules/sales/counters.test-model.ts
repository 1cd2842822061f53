import type { Fen, Milli } from '#contract/money.ts'
import { openDb, sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { balances } from '#modules/ledger/ledger.ts'
import { openShop, stored } from '#test/shop.ts'
import { at, freshDatabase, makeWorld } from '#test/world.ts'
import { openCounter } from './sales.ts'
import type { Order } from './sales.ts'

type Sale = Extract<Order, { kind: 'sale' }>
type Return = Extract<Order, { kind: 'return' }>
type Spending = { pieces?: number, op_key?: string, day?: string, sku_id?: string }
export type Counters = Awaited<ReturnType<typeof openCounters>>

/**
 * The world with two counters on two pools, which to the database are two processes: they share nothing but
 * rows. An article for 30.00 is sold; a top-up of 1,200.00 or more gets 240.00.
 */
export async function openCounters() {
  const database = await freshDatabase()
  const shop = openShop(await makeWorld(database.db))
  const pools = [1, 2].map((number) =>
    openDb(database.app_url, { max: 2, prepared: true, name: `shuke test lane ${number}` }))
  const counters = pools.map((db) => openCounter({ db }))
  const article = await shop.goods('三十块', 3000)
  await shop.set('top_up_plan', [{ pay_fen: 120_000, bonus_fen: 24_000 }])
  let phones = 13_700_000_000
  const { cashier } = shop.world.who
  const base = () => ({ op_key: newId(), store_id: shop.store_id, till_id: shop.till_id })

  return {
    database, shop, counters, article,
    async memberWith(...top_ups: number[]): Promise<string> {
      const member_id = await shop.member('沈玉珍', String(phones += 1))
      for (const paid of top_ups)
        await shop.topUp(member_id, paid, { bonus_fen: paid >= 120_000 ? 24_000 : 0 })
      return member_id
    },
    /** Pieces at 30.00, all paid with stored value. */
    spend(member_id: string, more: Spending = {}): Sale {
      const { pieces = 1, day = '2026-05-16', sku_id = article } = more, payable_fen = 3000 * pieces as Fen
      return { kind: 'sale', who: at(cashier, `${day}T12:00:00+08:00`), input: {
        ...base(), op_key: more.op_key ?? newId(), member_id, points: 0, payable_fen,
        tenders: [stored(payable_fen)],
        lines: [{ sku_id, qty_m: 1000 * pieces as Milli, label_fen: null }],
      } }
    },
    giveBack: (sale_id: string, lines: readonly [number, number][]): Return => ({
      kind: 'return', who: cashier, input: {
        ...base(), sale_id, reason: '不新鲜',
        lines: lines.map(([line, pieces]) => ({ line, qty_m: 1000 * pieces as Milli })),
      },
    }),
    async valueOf(member_id: string): Promise<number> {
      const held = (await shop.within((tx) => balances(tx, shop.world.chain_id, [member_id]))).get(member_id)!
      return held['principal']! + held['bonus']!
    },
    salesOf: async (member_id: string) => (await shop.within((tx) =>
      sql`select from sales.sales where member_id = ${member_id}`.execute(tx))).rows.length,
    async close() {
      await Promise.all(pools.map((pool) => pool.close()))
      await database.drop()
    },
  }
}

/** How each of many orders ended: what was answered, and how often each refusal came. */
export async function all<Answer>(settling: readonly Promise<Answer>[]) {
  const ended = await Promise.allSettled(settling)
  const answers = ended.flatMap((one) => one.status === 'fulfilled' ? [one.value] : [])
  const refused: Record<string, number> = {}
  for (const one of ended) {
    if (one.status === 'fulfilled') continue
    const { code = String(one.reason) } = one.reason as { code?: string }
    refused[code] = (refused[code] ?? 0) + 1
  }
  return { answers, refused }
}
