import { afterAll, beforeAll, expect, test } from 'vitest'
import { stored } from '#test/shop.ts'
import { all, openCounters } from './counters.test-model.ts'
import type { Counters } from './counters.test-model.ts'
import type { Counter } from './sales.ts'

let to: Counters
beforeAll(async () => { to = await openCounters() })
afterAll(async () => { await to.close() })

const houses: [string, (index: number) => Counter][] = [
  ['one counter', () => to.counters[0]!], ['two counters', (index) => to.counters[index % 2]!],
]
const times = <Made>(count: number, make: (index: number) => Made) =>
  Array.from({ length: count }, (_, index) => make(index))

for (const [house, counterFor] of houses) {
  test(`${house}: one spend sent 100 times at once with one key is one debit and 100 equal answers`,
    async () => {
      const member_id = await to.memberWith(120_000), order = to.spend(member_id, { pieces: 5 })
      const { answers, refused } = await all(times(100, (index) => counterFor(index).settle(order)))
      expect(refused).toEqual({})
      expect(answers).toHaveLength(100)
      for (const answer of answers) expect(answer).toEqual(answers[0])
      expect(await to.valueOf(member_id)).toBe(144_000 - 15_000)
      expect(await to.salesOf(member_id)).toBe(1)

      const { op_key } = order.input
      const otherAmount = to.spend(member_id, { pieces: 6, op_key })
      await expect(counterFor(1).settle(otherAmount)).rejects.toMatchObject({ code: 'op_key_reused' })
      const otherVerb = to.giveBack(answers[0]!.sale_id, [[1, 1]])
      otherVerb.input.op_key = op_key
      await expect(counterFor(1).settle(otherVerb)).rejects.toMatchObject({ code: 'op_key_reused' })
      await expect(counterFor(0).settle(order)).resolves.toEqual(answers[0])
      expect(await to.valueOf(member_id)).toBe(144_000 - 15_000)
    })

  test(`${house}: one key at once with two amounts books the first and refuses the other`, async () => {
    const member_id = await to.memberWith(120_000)
    const one = to.spend(member_id, { pieces: 1 }),
      two = to.spend(member_id, { pieces: 2, op_key: one.input.op_key })
    const { answers, refused } =
      await all(times(40, (index) => counterFor(index).settle(index % 4 < 2 ? one : two)))
    expect(answers).toHaveLength(20)
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(refused).toEqual({ op_key_reused: 20 })
    expect(await to.valueOf(member_id)).toBe(144_000 - answers[0]!.payable_fen)
  })

  test(`${house}: 50 spends of 30.00 at once on 1,000.00 are exactly 33`, async () => {
    const member_id = await to.memberWith(30_001, 69_999)
    const { answers, refused } =
      await all(times(50, (index) => counterFor(index).settle(to.spend(member_id))))
    expect(answers).toHaveLength(33)
    expect(refused).toEqual({ value_short: 17 })
    expect(await to.valueOf(member_id)).toBe(1000)
    expect(await to.salesOf(member_id)).toBe(33)
    // Each answer tells the balance it left: no two of them the same, down to 10.00.
    const left = answers.map(({ holdings }) => holdings!.principal_fen).sort((a, b) => b - a)
    expect(left).toEqual(times(33, (index) => 100_000 - 3000 * (index + 1)))
  })

  test(`${house}: of 20 returns of one line at the same moment one wins`, async () => {
    const member_id = await to.memberWith(120_000)
    const sold = await counterFor(0).settle(to.spend(member_id, { pieces: 2 }))
    const { answers, refused } = await all(times(20, (index) =>
      counterFor(index).settle(to.giveBack(sold.sale_id, [[1, 2]]))))
    expect(refused).toEqual({ return_more_than_sold: 19 })
    expect(answers).toMatchObject([{ amount_fen: 6000 }])
    expect(await to.valueOf(member_id)).toBe(144_000)
  })

  test(`${house}: a walk-in's sale, without an account to queue at, comes back once too`, async () => {
    const sold = await to.shop.sell([{ sku_id: to.article, qty_m: 2000 }])
    const { answers, refused } = await all(times(20, (index) =>
      counterFor(index).settle(to.giveBack(sold.sale_id, [[1, 1]]))))
    expect(refused).toEqual({ return_more_than_sold: 18 })
    expect(answers.map(({ amount_fen }) => amount_fen)).toEqual([3000, 3000])
  })

  test(`${house}: returns of one sale at the same moment each give back what is theirs`, async () => {
    const member_id = await to.memberWith(120_000), other = await to.shop.goods('别的', 1001)
    const lines = [{ sku_id: to.article, qty_m: 3000 }, { sku_id: other, qty_m: 2000 }]
    const sold = await to.shop.sell(lines, { member_id, tenders: [stored(11_002)] })
    const wanted: [number, number][] = [[1, 1], [2, 1], [1, 1], [2, 1], [1, 1]]
    const { answers, refused } = await all(wanted.map((line, index) =>
      counterFor(index).settle(to.giveBack(sold.sale_id, [line]))))
    expect(refused).toEqual({})
    expect(answers.reduce((sum, { amount_fen }) => sum + amount_fen, 0)).toBe(11_002)
    expect(answers.reduce((sum, { points_clawed }) => sum + points_clawed, 0)).toBe(sold.points_earned)
    expect(await to.valueOf(member_id)).toBe(144_000)
  })
}

test('two counters that begin a day and an article together lose nothing and leave no gap', async () => {
  for (const day of ['2026-06-01', '2026-06-02', '2026-06-03']) {
    const [member_id, other_id] = [await to.memberWith(90_000), await to.memberWith(90_000)]
    const sku_id = await to.shop.goods(`新货 ${day}`, 3000)
    const { answers, refused } = await all(times(40, (index) =>
      to.counters[index % 2]!.settle(to.spend(index % 4 < 2 ? member_id : other_id, { day, sku_id }))))
    expect(refused).toEqual({})
    const prefix = `GH1-${day.slice(2).replaceAll('-', '')}-`
    expect(answers.map((answer) => answer.receipt_no).sort())
      .toEqual(times(40, (index) => `${prefix}${String(index + 1).padStart(4, '0')}`))
    expect([await to.valueOf(member_id), await to.valueOf(other_id)]).toEqual([30_000, 30_000])
  }
})

test('members crossed over between two counters do not lock one another out', async () => {
  const [one, two] = [await to.memberWith(120_000), await to.memberWith(120_000)]
  const { answers, refused } = await all(times(120, (index) =>
    to.counters[index % 2]!.settle(to.spend((index >> 1) % 2 === index % 2 ? one : two))))
  expect([answers.length, refused]).toEqual([96, { value_short: 24 }])
  expect([await to.valueOf(one), await to.valueOf(two)]).toEqual([0, 0])
})

test('after all of it the books agree with themselves', async () => {
  expect(await to.shop.faults()).toEqual([])
})
