import { newId } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { FreshDatabase } from '#test/database.ts'
import { openShop, stored } from '#test/shop.ts'
import type { Shop } from '#test/shop.ts'
import { at, freshDatabase, makeWorld } from '#test/world.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { balances, postReserve, readLots, reserve, voidReserve } from './ledger.ts'

// Reserves among top-ups and spends, against a model of plain bigint: lots as rows of what is left, a reserve
// as the list of what it took from which.
let database: FreshDatabase, shop: Shop, coin: string
beforeAll(async () => {
  database = await freshDatabase()
  shop = openShop(await makeWorld(database.db))
  await shop.set('top_up_plan', [])
  coin = await shop.goods('一分', 1)
})
afterAll(async () => { await database.drop() })

type Held = { parts: [number, bigint][], id: string, ended: boolean }
type Op = readonly [number, number, number]

/** Takes from lots oldest first; null when they hold less. */
function take(lots: bigint[], amount: bigint): [number, bigint][] | null {
  if (lots.reduce((all, left) => all + left, 0n) < amount) return null
  let lacking = amount
  return lots.flatMap((left, index) => {
    const part = left < lacking ? left : lacking
    lots[index] = left - part
    lacking -= part
    return part > 0n ? [[index, part] as [number, bigint]] : []
  })
}

async function live(member_id: string, ops: readonly Op[]): Promise<void> {
  const lots: bigint[] = [], reserves: Held[] = []
  let minutes = 0
  const who = () => at(shop.world.who.cashier, new Date(Date.UTC(2026, 4, 16, 4, minutes)).toISOString())
  const done = async (act: () => Promise<unknown>): Promise<string | null> => {
    try { await act(); return null } catch (error) {
      if (error instanceof Refusal) return error.code
      throw error
    }
  }
  for (const [what, a, b] of ops) {
    minutes += 1
    const amount = 1 + a % 500, base = { owner_id: member_id, op_key: newId(), store_id: shop.store_id }
    const one = reserves[b % Math.max(1, reserves.length)]
    if (what < 2 || lots.length === 0) {
      await shop.topUp(member_id, amount * 3, { who: who() })
      lots.push(BigInt(amount * 3))
    } else if (what < 4) {
      const refused = await done(() => shop.sell([{ sku_id: coin, qty_m: amount * 1000 }],
        { member_id, tenders: [stored(amount)], who: who() }))
      expect(refused).toBe(take(lots, BigInt(amount)) ? null : 'value_short')
    } else if (what < 7 || !one) {
      let id = ''
      const refused = await done(async () => {
        id = await shop.within((tx) =>
          reserve(tx, who(), { ...base, account: 'principal', amount, ref: newId() }))
      })
      const parts = take(lots, BigInt(amount))
      expect(refused).toBe(parts ? null : 'value_short')
      if (parts) reserves.push({ parts, id, ended: false })
    } else {
      const end = { ...base, reserve_id: one.id }
      const refused = await done(() => shop.within((tx) => what < 9 ? voidReserve(tx, who(), end)
        : postReserve(tx, who(), { ...end, to: '@deposits' })))
      expect(refused).toBe(one.ended ? 'reserve_ended' : null)
      if (what < 9 && !one.ended) for (const [index, part] of one.parts) lots[index]! += part
      one.ended = true
    }
  }
  const sum = (amounts: readonly bigint[]) => Number(amounts.reduce((all, amount) => all + amount, 0n))
  const held = (await shop.within((tx) => balances(tx, shop.world.chain_id, [member_id]))).get(member_id)!
  expect(held['principal']).toBe(sum(lots))
  expect(held['principal.reserved'] ?? 0)
    .toBe(sum(reserves.filter(({ ended }) => !ended).flatMap(({ parts }) => parts.map(([, part]) => part))))
  const left = await shop.within((tx) => readLots(tx, shop.world.chain_id, member_id))
  expect(left.flatMap(({ account, remaining }) => account === 'principal' ? [remaining] : []))
    .toEqual(lots.filter((amount) => amount > 0n).map(Number))
}

test('40 members reserving, posting, giving up, spending and topping up at once agree with the model',
  async () => {
    const op = fc.tuple(fc.nat(9), fc.nat(9_999), fc.nat(99))
    const seed = Date.now() % 2 ** 31
    const stories = fc.sample(fc.array(op, { minLength: 12, maxLength: 12 }), { numRuns: 40, seed })
    const members = await Promise.all(stories.map((_, index) =>
      shop.member('周敏华', String(13_600_000_000 + index))))
    await Promise.all(stories.map((ops, index) => live(members[index]!, ops))).catch((error: unknown) => {
      throw new Error(`a story of seed ${seed} went wrong`, { cause: error })
    })
    expect(await shop.faults()).toEqual([])
  }, 60_000)
