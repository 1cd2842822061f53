import type { About } from '#contract/approvals.ts'
import { asFen } from '#contract/money.ts'
import type { Milli } from '#contract/money.ts'
import { readAudit } from '#kernel/audit.ts'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { Who } from '#kernel/who.ts'
import { cash, stored } from '#test/shop.ts'
import type { Line } from '#test/shop.ts'
import { at } from '#test/world.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { all, openCounters } from './counters.test-model.ts'
import type { Counters } from './counters.test-model.ts'
import { read, settleBatch } from './sales.ts'
import type { Order } from './sales.ts'

let to: Counters
beforeAll(async () => { to = await openCounters() })
afterAll(async () => {
  expect(await to.shop.faults()).toEqual([])
  await to.close()
})

const people = () => to.shop.world.who
/** The article for 30.00 at another price. */
const at_price = (unit_price_fen: number, more: Partial<Line> = {}): Line =>
  ({ sku_id: to.article, qty_m: 1000, override: { unit_price_fen }, ...more })
const approved = (lines: readonly { fen: number; pieces?: number }[], more: { asker?: Who; by?: Who } = {}) =>
  to.shop.approve({
    act: 'price_override',
    lines: lines.map(({ fen, pieces = 1 }) => ({
      sku_id: to.article, qty_m: 1000 * pieces as Milli, unit_price_fen: asFen(fen), reason: 'damaged',
      list_fen: asFen(3000 * pieces), amount_fen: asFen(fen * pieces),
    })),
  }, more)
const saleOf = (sale_id: string) => to.shop.within((tx) => read(tx, people().cashier, { sale_id }))

test('which lines need a second person depends on who sets the price, and how far down', async () => {
  const { cashier, manager } = people()
  const cases: [Who, number, boolean][] = [
    [manager, 3000, false], [manager, 2700, false], [manager, 2699, true], [manager, 0, true],
    [cashier, 3000, true], [cashier, 2999, true],
  ]
  for (const [who, fen, needed] of cases) {
    const quoted = await to.shop.quote([{ sku_id: to.article, qty_m: 1000 }, at_price(fen)], { who })
    expect([fen, quoted.to_approve]).toEqual([fen, needed ? [1] : []])
    const selling = to.shop.sell([at_price(fen)], { who, tenders: fen === 0 ? [] : [cash(fen)] })
    if (needed) await expect(selling).rejects.toMatchObject({ code: 'approval_needed' })
    else await expect(selling).resolves.toMatchObject({ payable_fen: fen })
  }
  await to.shop.set('price_override_free_bp', 10_000)
  expect((await to.shop.quote([at_price(2999)], { who: manager })).to_approve).toEqual([0])
  await to.shop.set('price_override_free_bp', 0)
  expect((await to.shop.quote([at_price(1)], { who: manager })).to_approve).toEqual([])
  expect((await to.shop.quote([at_price(0)], { who: manager })).to_approve).toEqual([0])
  await to.shop.set('price_override_free_bp', 9_000)
})

test('nobody can make an article dearer than it is marked', async () => {
  const { manager } = people()
  await expect(to.shop.quote([at_price(3001)], { who: manager })).rejects
    .toMatchObject({ code: 'override_above_marked', params: { name: '三十块', marked_fen: 3000 } })
  await expect(to.shop.sell([at_price(3001)], { who: manager, payable_fen: 3001 })).rejects
    .toMatchObject({ code: 'override_above_marked' })
})

test('an approved price is sold at, stored beside what was marked, and named on the sale with who approved',
  async () => {
    const { cashier, manager } = people()
    const approval_id = await approved([{ fen: 1500, pieces: 2 }])
    const sold = await to.shop.sell([at_price(1500, { qty_m: 2000 })], { approval_id })
    const kept = await saleOf(sold.sale_id)
    expect(kept).toMatchObject({
      list_fen: 6000, saved_fen: 3000, payable_fen: 3000,
      lines: [{
        list_price_fen: 3000, unit_price_fen: 1500, list_fen: 6000, amount_fen: 3000,
        reasons: [{ kind: 'override', saved_fen: 3000, params: { unit_price_fen: 1500, reason: 'damaged' } }],
      }],
      approved: [{ act: 'price_override', doc_id: sold.sale_id, by: '李国强' }],
    })
    const { rows } = await to.shop.within((tx) => sql`
      select verb, principal_id, detail - 'sku_id' as detail from kernel.audit
       where ref in (${sold.sale_id}, ${approval_id}) and verb in ('sale.override', 'approval.use')
       order by verb`.execute(tx))
    expect(rows).toEqual([
      { verb: 'approval.use', principal_id: cashier.principal.id, detail: {
        act: 'price_override', doc_id: sold.sale_id, approved_by: manager.principal.id,
      } },
      { verb: 'sale.override', principal_id: cashier.principal.id, detail: {
        store_id: to.shop.store_id, line: 1, reason: 'damaged',
        before: { unit_price_fen: 3000, amount_fen: 6000 }, after: { unit_price_fen: 1500, amount_fen: 3000 },
      } },
    ])
  })

test('a member\'s price gives way to the one that was set, and a weighed label keeps its amount unless it is',
  async () => {
    const { manager } = people()
    const member_id = await to.memberWith()
    const tea = await to.shop.goods('茶叶', 10_000, { member_price_fen: 9_500 })
    const pork = await to.shop.goods('五花肉', 6_000, { sold_by: 'weight' })
    const lines: Line[] = [
      { sku_id: tea, qty_m: 1000, override: { unit_price_fen: 9_200 } },
      { sku_id: pork, qty_m: 500, label_fen: 3_000 },
      { sku_id: pork, qty_m: 500, label_fen: 3_000, override: { unit_price_fen: 5_500 } },
    ]
    const sold = await to.shop.sell(lines, { who: manager, member_id, tenders: [cash(14_950)] })
    expect((await saleOf(sold.sale_id)).lines.map(({ list_fen, amount_fen }) => [list_fen, amount_fen]))
      .toEqual([[10_000, 9_200], [3_000, 3_000], [3_000, 2_750]])
    const { rows } = await to.shop.within((tx) => sql<{ before: unknown }>`
      select detail -> 'before' as before from kernel.audit
       where ref = ${sold.sale_id} order by id`.execute(tx))
    expect(rows.map(({ before }) => before)).toEqual([
      { unit_price_fen: 9_500, amount_fen: 9_500 }, { unit_price_fen: 6_000, amount_fen: 3_000 },
    ])
  })

test('a gift comes back as what it was paid: nothing', async () => {
  const approval_id = await approved([{ fen: 0 }])
  const sold = await to.shop.sell([{ sku_id: to.article, qty_m: 1000 }, at_price(0)], { approval_id })
  expect(sold.payable_fen).toBe(3000)
  const back = await to.shop.giveBack(sold.sale_id, [{ line: 2, qty_m: 1000 }])
  expect(back).toMatchObject({ amount_fen: 0 })
})

test('an approval is not lost to a sale that was refused, and a replay needs none', async () => {
  const approval_id = await approved([{ fen: 1000 }]), op_key = newId()
  const line = [at_price(1000)]
  await expect(to.shop.sell(line, { approval_id, tenders: [stored(1000)] })).rejects
    .toMatchObject({ code: 'value_needs_member' })
  const member_id = await to.memberWith(500)
  await expect(to.shop.sell(line, { approval_id, member_id, tenders: [stored(1000)] })).rejects
    .toMatchObject({ code: 'value_short' })
  const sold = await to.shop.sell(line, { approval_id, op_key })
  expect(await to.shop.sell(line, { approval_id, op_key })).toEqual(sold)
  await expect(to.shop.sell(line, { approval_id })).rejects.toMatchObject({ code: 'approval_used' })
})

test('more than was approved is refused: dearer, more of it, another reason, another cashier, too late',
  async () => {
    const { manager, cashier } = people()
    const approval_id = await approved([{ fen: 2000 }])
    const cases: [Line, Who, string][] = [
      [at_price(1999), cashier, 'approval_too_small'],
      [at_price(2000, { qty_m: 2000 }), cashier, 'approval_too_small'],
      [at_price(0, { override: { unit_price_fen: 2000, reason: 'regular' } }), cashier, 'approval_too_small'],
      [at_price(2000), manager, 'approval_unknown'],
      [at_price(2000), at(cashier, '2026-05-16T12:10:00+08:00'), 'approval_ended'],
    ]
    for (const [line, who, code] of cases)
      await expect(to.shop.sell([line], { approval_id, who })).rejects.toMatchObject({ code })
    await expect(to.shop.sell([at_price(2000)], { approval_id: newId() })).rejects
      .toMatchObject({ code: 'approval_unknown' })
    await expect(to.shop.sell([at_price(2100)], { approval_id })).resolves
      .toMatchObject({ payable_fen: 2100 })
  })

const order = (fen: number, approval_id: string): Order => ({
  kind: 'sale', who: people().cashier, input: {
    op_key: newId(), store_id: to.shop.store_id, till_id: to.shop.till_id, member_id: null, points: 0,
    payable_fen: asFen(fen), approval_id, tenders: [cash(fen)],
    lines: [{
      sku_id: to.article, qty_m: 1000 as Milli, label_fen: null,
      override: { unit_price_fen: asFen(fen), reason: 'damaged' },
    }],
  },
})

test('an approval used twice at once serves one, in one counter and in two', async () => {
  for (const counters of [1, 2]) {
    const approval_id = await approved([{ fen: 1000 }])
    const { answers, refused } = await all(Array.from({ length: 20 }, (_, index) =>
      to.counters[index % counters]!.settle(order(1000, approval_id))))
    expect([answers.length, refused]).toEqual([1, { approval_used: 19 }])
  }
})

test('in a batch a poisoned approval touches no neighbour, and a good one serves the first that names it',
  async () => {
    const good = await approved([{ fen: 1000 }]), small = await approved([{ fen: 2500 }])
    const waiting = newId(), member_id = await to.memberWith(120_000)
    const outcomes = await to.shop.within((tx) => settleBatch(tx, to.shop.world.chain_id, [
      to.spend(member_id), order(1000, small), order(1000, waiting), order(1000, good), order(1000, good),
      to.spend(member_id),
    ]))
    const refusal = (code: string) => ({ refusal: expect.objectContaining({ code }) as unknown })
    expect(outcomes).toMatchObject([
      { answer: {} }, refusal('approval_too_small'), refusal('approval_unknown'),
      { answer: { payable_fen: 1000 } }, refusal('approval_used'), { answer: {} },
    ])
    expect(await to.valueOf(member_id)).toBe(144_000 - 6000)
  })

test('money back over the limit needs a second person, and small parts add up', async () => {
  const { cashier } = people()
  const big = await to.shop.goods('大件', 30_000)
  const sold = await to.shop.sell([{ sku_id: big, qty_m: 3000 }], { tenders: [cash(90_000)] })
  const piece = [{ line: 1, qty_m: 1000 }]
  await to.shop.giveBack(sold.sale_id, piece)
  await expect(to.shop.giveBack(sold.sale_id, piece)).rejects.toMatchObject({ code: 'approval_needed' })
  const about: About = { act: 'return_over', sale_id: sold.sale_id, amount_fen: asFen(30_000) }
  const less = await to.shop.approve({ ...about, amount_fen: asFen(29_999) })
  await expect(to.shop.giveBack(sold.sale_id, piece, { approval_id: less })).rejects
    .toMatchObject({ code: 'approval_too_small' })
  const approval_id = await to.shop.approve(about)
  const back = await to.shop.giveBack(sold.sale_id, piece, { approval_id })
  expect((await saleOf(sold.sale_id)).approved).toMatchObject([
    { act: 'return_over', doc_id: back.return_id, by: '李国强' },
  ])
  await to.shop.set('approve_return_over_fen', null)
  await expect(to.shop.giveBack(sold.sale_id, piece, { who: cashier })).resolves
    .toMatchObject({ amount_fen: 30_000 })
  await to.shop.set('approve_return_over_fen', 50_000)
})

test('a label far below the marked price is no way to sell for nothing', async () => {
  const pork = await to.shop.goods('黑猪梅花肉', 6_000, { sold_by: 'weight' })
  const labelled = (label_fen: number): Line => ({ sku_id: pork, qty_m: 5_000, label_fen })
  const sell = (label_fen: number) => to.shop.sell([labelled(label_fen)], {
    payable_fen: label_fen, tenders: [cash(label_fen)],
  })
  await expect(sell(1)).rejects.toMatchObject({
    code: 'label_far_below', params: { name: '黑猪梅花肉', label_fen: 1, marked_fen: 30_000 },
  })
  await expect(to.shop.quote([labelled(14_999)])).rejects.toMatchObject({ code: 'label_far_below' })
  const { sale_id } = await sell(15_000)
  await sell(27_000)
  const acts = await to.shop.within((tx) =>
    readAudit(tx, to.shop.world.chain_id, { verb: 'sale.low_label', limit: 9 }))
  expect(acts.map(({ ref, detail }) =>
    [ref, detail['before'], detail['after']])).toEqual([[sale_id, 30_000, 15_000]])
  // Whoever may set prices does not get round a second person by way of the label.
  const set: Line = { ...labelled(15_000), override: { unit_price_fen: 3_000 } }
  expect((await to.shop.quote([set], { who: people().manager })).to_approve).toEqual([0])
})
