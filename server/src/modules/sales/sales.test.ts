import { at, freshDatabase, makeWorld } from '#test/world.ts'
import type { FreshDatabase } from '#test/database.ts'
import { cash, openShop, other, stored } from '#test/shop.ts'
import type { Shop } from '#test/shop.ts'
import { newId } from '#kernel/ids.ts'
import { readProfiles } from '#modules/members/members.ts'
import { read } from './sales.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: FreshDatabase, shop: Shop
beforeAll(async () => {
  database = await freshDatabase()
  shop = openShop(await makeWorld(database.db))
  // Approvals have stories of their own.
  await shop.set('approve_return_over_fen', null)
})
afterAll(async () => { await database.drop() })

const refusedWith = (code: string, params: Record<string, unknown> = {}) =>
  expect.objectContaining({ code, params: expect.objectContaining(params) as unknown })
let phones = 13_900_000_000
const newcomer = (name = '周敏华') => shop.member(name, String(phones += 1))
const saleOf = (sale_id: string) => shop.within((tx) => read(tx, shop.world.who.cashier, { sale_id }))

test('a walk-in pays cash and gets change, a receipt number and nothing else', async () => {
  const rice = await shop.goods('五常大米', 5290)
  const sold = await shop.sell([{ sku_id: rice, qty_m: 2000 }], { tenders: [cash(10580, 12000)] })
  expect(sold).toMatchObject({ payable_fen: 10580, change_fen: 1420, points_earned: 0, holdings: null })
  expect(sold.receipt_no).toMatch(/^GH1-260516-\d{4}$/)
  const kept = await saleOf(sold.sale_id)
  expect(kept.lines[0]).toMatchObject({
    line: 1, name: '五常大米', qty_m: 2000, payable_fen: 10580, cells_fen: [10580],
  })
  expect(kept.tenders).toMatchObject([
    { kind: 'cash', amount_fen: 10580, tendered_fen: 12000, change_fen: 1420 },
  ])
})

test('W8: 300.00 out of a top-up of 1000 + 200 takes principal and bonus in the order the chain chose',
  async () => {
    const goods = await shop.goods('三百元的东西', 30_000)
    for (const [order, principal_fen, bonus_fen] of [
      ['proportional', 25_000, 5_000], ['principal_first', 30_000, 0], ['bonus_first', 10_000, 20_000],
    ] as const) {
      await shop.set('value_order', order)
      const member_id = await newcomer()
      await shop.topUp(member_id, 100_000, { bonus_fen: 20_000 })
      const sold = await shop.sell([{ sku_id: goods, qty_m: 1000 }], { member_id, tenders: [stored(30_000)] })
      expect(sold.holdings).toMatchObject({
        principal_fen: 100_000 - principal_fen, bonus_fen: 20_000 - bonus_fen,
      })
      const { tenders } = await saleOf(sold.sale_id)
      expect(tenders.map(({ kind, amount_fen }) => [kind, amount_fen])).toEqual(
        [['bonus', bonus_fen], ['principal', principal_fen]].filter(([, amount]) => amount !== 0))
    }
    await shop.set('value_order', 'proportional')
  })

test('W8: an odd amount of 33.33 takes 27.78 of principal and 5.55 of bonus', async () => {
  const goods = await shop.goods('零头', 3333)
  const member_id = await newcomer()
  await shop.topUp(member_id, 100_000, { bonus_fen: 20_000 })
  const sold = await shop.sell([{ sku_id: goods, qty_m: 1000 }], { member_id, tenders: [stored(3333)] })
  expect(sold.holdings).toMatchObject({ principal_fen: 100_000 - 2778, bonus_fen: 20_000 - 555 })
})

test('W6: 抹零 through the door, in each mode, for cash alone or for all tenders', async () => {
  const goods = await shop.goods('二百五十块六毛七', 25_067)
  const lines = [{ sku_id: goods, qty_m: 1000 }]
  for (const [mode, payable_fen] of [
    ['drop_fen', 25_060], ['drop_jiao', 25_000], ['round_jiao', 25_070], ['round_yuan', 25_100],
    ['off', 25_067],
  ] as const) {
    await shop.set('rounding_mode', mode)
    await shop.set('rounding_for', 'cash')
    const inCash = await shop.sell(lines, { tenders: [cash(payable_fen)] })
    expect(inCash.payable_fen).toBe(payable_fen)
    const { rounding_fen, lines: kept } = await saleOf(inCash.sale_id)
    expect(rounding_fen).toBe(payable_fen - 25_067)
    expect(kept[0]!.rounding_fen).toBe(payable_fen - 25_067)
    await expect(shop.sell(lines, { tenders: [other(25_067)] }))
      .resolves.toMatchObject({ payable_fen: 25_067 })
    await shop.set('rounding_for', 'all')
    await expect(shop.sell(lines, { tenders: [other(payable_fen)] })).resolves.toMatchObject({ payable_fen })
  }
})

test('points: one for each whole yuan of real money, none for bonus; redeemed they come off the price',
  async () => {
    const member_id = await newcomer()
    await shop.topUp(member_id, 100_000, { bonus_fen: 20_000 })
    const goods = await shop.goods('一百二十块', 12_000)
    const first = await shop.sell([{ sku_id: goods, qty_m: 1000 }], { member_id, tenders: [stored(12_000)] })
    expect(first).toMatchObject({
      points_earned: 100, holdings: { principal_fen: 90_000, bonus_fen: 18_000, points: 100 },
    })

    const quoted = await shop.quote([{ sku_id: goods, qty_m: 1000 }], { member_id })
    expect(quoted).toMatchObject({ points_max: 100, points_max_fen: 100, points_to_earn: 120 })
    const second = await shop.sell([{ sku_id: goods, qty_m: 1000 }], {
      member_id, points: 100, tenders: [cash(11_900)],
    })
    expect(second).toMatchObject({ payable_fen: 11_900, points_earned: 119, holdings: { points: 119 } })
  })

test('a return gives back the stored cells: value to its lots, points to theirs, earned points taken back',
  async () => {
    const member_id = await newcomer()
    await shop.topUp(member_id, 100_000, { bonus_fen: 20_000 })
    const pork = await shop.goods('黑猪五花肉', 6980), milk = await shop.goods('牧场鲜牛奶', 1680)
    const sold = await shop.sell([{ sku_id: pork, qty_m: 3000 }, { sku_id: milk, qty_m: 2000 }],
      { member_id, tenders: [stored(12_000), cash(12_300, 12_500)] })
    expect(sold.points_earned).toBe(223)
    const before = await saleOf(sold.sale_id)

    const one = await shop.giveBack(sold.sale_id, [{ line: 1, qty_m: 1000 }])
    expect(one.amount_fen)
      .toBe(before.lines[0]!.cells_fen.reduce((sum, cell) => sum + Math.floor(cell / 3), 0))
    const rest = await shop.giveBack(sold.sale_id, [{ line: 1, qty_m: 2000 }, { line: 2, qty_m: 2000 }])
    expect(one.amount_fen + rest.amount_fen).toBe(24_300)
    expect(one.points_clawed + rest.points_clawed).toBe(223)
    expect(rest.holdings).toEqual({ principal_fen: 100_000, bonus_fen: 20_000, points: 0 })
    expect(await saleOf(sold.sale_id)).toMatchObject({ state: 'returned', returned_fen: 24_300 })
    await expect(shop.giveBack(sold.sale_id, [{ line: 1, qty_m: 1000 }])).rejects
      .toEqual(refusedWith('return_more_than_sold', { left: 0, wanted: 1 }))
  })

test('points spent before a return stand below zero and block redeeming until new ones make them good (C5)',
  async () => {
    const member_id = await newcomer()
    const fridge = await shop.goods('冰箱', 200_000), tea = await shop.goods('茶叶', 50_000)
    const sold = await shop.sell([{ sku_id: fridge, qty_m: 1000 }], { member_id })
    expect(sold.points_earned).toBe(2000)
    await shop.sell([{ sku_id: tea, qty_m: 1000 }], { member_id, points: 2000 })
    const back = await shop.giveBack(sold.sale_id, [{ line: 1, qty_m: 1000 }])
    // 480 points were earned on the tea (500.00 less 20.00), so 2000 taken back leave 1520 below zero.
    expect(back).toMatchObject({ points_clawed: 2000, holdings: { points: -1520 } })
    await expect(shop.sell([{ sku_id: tea, qty_m: 1000 }], { member_id, points: 1, payable_fen: 49_999 }))
      .rejects.toEqual(refusedWith('points_below_zero', { balance: -1520 }))
    const next = await shop.sell([{ sku_id: fridge, qty_m: 1000 }], { member_id })
    expect(next.holdings).toMatchObject({ points: 480 })
    await expect(shop.sell([{ sku_id: tea, qty_m: 1000 }], { member_id, points: 481, payable_fen: 49_519 }))
      .rejects.toEqual(refusedWith('points_over_balance', { points: 481, balance: 480 }))
    await expect(shop.sell([{ sku_id: tea, qty_m: 1000 }], { member_id, points: 480 })).resolves.toBeTruthy()
  })

test('points that ended can neither be spent nor shown as spendable; given back they get thirty days (C7)',
  async () => {
    const member_id = await newcomer()
    const tea = await shop.goods('陈皮', 10_000)
    await shop.sell([{ sku_id: tea, qty_m: 1000 }], { member_id })
    const spent = await shop.sell([{ sku_id: tea, qty_m: 1000 }], {
      member_id, points: 100, tenders: [cash(9_900)],
    })
    const later = at(shop.world.who.cashier, '2027-05-18T10:00:00+08:00')
    // Earned on 16 May 2026 for 12 months: good until the end of 16 May 2027.
    await expect(shop.sell([{ sku_id: tea, qty_m: 1000 }], {
      member_id, points: 1, who: later, payable_fen: 9_999,
    })).rejects.toEqual(refusedWith('points_over_balance', { balance: 0 }))
    await shop.giveBack(spent.sale_id, [{ line: 1, qty_m: 1000 }], { who: later })
    const inGrace = await shop.quote([{ sku_id: tea, qty_m: 1000 }], {
      member_id, who: at(later, '2027-06-17T23:59:59+08:00'),
    })
    expect(inGrace.points_max).toBe(100)
    const over = await shop.quote([{ sku_id: tea, qty_m: 1000 }], {
      member_id, who: at(later, '2027-06-18T00:00:00+08:00'),
    })
    expect(over.points_max).toBe(0)
  })

test('what cannot be sold is refused by name, and nothing is written', async () => {
  const member_id = await newcomer()
  await shop.topUp(member_id, 10_000)
  const egg = await shop.goods('土鸡蛋', 2680), pear = await shop.goods('砀山梨', 400, { sold_by: 'weight' })
  const held = await shop.within((tx) => readProfiles(tx, shop.world.chain_id, [member_id]))
  expect(held.size).toBe(1)
  const cases: [() => Promise<unknown>, string, Record<string, unknown>][] = [
    [() => shop.sell([{ sku_id: newId(), qty_m: 1000 }], { payable_fen: 1 }), 'sku_unknown', {}],
    [() => shop.sell([{ sku_id: egg, qty_m: 1500 }], { payable_fen: 1 }),
      'qty_must_be_whole', { name: '土鸡蛋' }],
    [() => shop.sell([{ sku_id: egg, qty_m: 1000, label_fen: 1 }], { payable_fen: 1 }),
      'label_without_scale', { name: '土鸡蛋' }],
    [() => shop.sell([{ sku_id: pear, qty_m: 1 }], { payable_fen: 0 }), 'line_amount_zero', { name: '砀山梨' }],
    [() => shop.sell([{ sku_id: egg, qty_m: 1000 }], { payable_fen: 2679, tenders: [cash(2679)] }),
      'payable_changed', { expected_fen: 2679, payable_fen: 2680 }],
    [() => shop.sell([{ sku_id: egg, qty_m: 1000 }], { tenders: [cash(2679)] }),
      'tenders_short', { short_fen: 1 }],
    [() => shop.sell([{ sku_id: egg, qty_m: 1000 }], { tenders: [cash(2681)] }),
      'tenders_over', { over_fen: 1 }],
    [() => shop.sell([{ sku_id: egg, qty_m: 1000 }], { tenders: [cash(2680, 2679)] }),
      'cash_short', { tendered_fen: 2679 }],
    [() => shop.sell([{ sku_id: egg, qty_m: 1000 }], { tenders: [stored(2680)] }), 'value_needs_member', {}],
    [() => shop.sell([{ sku_id: egg, qty_m: 4000 }], { member_id, tenders: [stored(10_720)] }), 'value_short',
      { needed_fen: 10_720, balance_fen: 10_000, short_fen: 720 }],
    [() => shop.sell([{ sku_id: egg, qty_m: 1000 }], { points: 5, payable_fen: 2675 }),
      'points_need_member', {}],
    [() => shop.sell([{ sku_id: egg, qty_m: 1000 }], { member_id, points: 5, payable_fen: 2675 }),
      'points_over_balance', { balance: 0 }],
    [() => shop.sell([{ sku_id: egg, qty_m: 1000 }], { member_id: newId(), payable_fen: 2680 }),
      'member_unknown', {}],
    [() => shop.sell([{ sku_id: egg, qty_m: 1000 }], { who: shop.world.who.jyCashier, payable_fen: 2680 }),
      'store_unknown', {}],
    [() => shop.topUp(member_id, 500_000, { bonus_fen: 20_000 }),
      'value_over_cap', { cap_fen: 500_000, room_fen: 490_000 }],
    [() => shop.topUp(member_id, 30_000, { bonus_fen: 1 }), 'bonus_changed', { bonus_fen: 3_000 }],
  ]
  for (const [attempt, code, params] of cases)
    await expect(attempt().catch((error: unknown) => error), code).resolves.toEqual(refusedWith(code, params))
})

test('what is switched off can be neither used nor earned at the till, and older sales still come back',
  async () => {
    const member_id = await newcomer(), tea = await shop.goods('碧螺春', 10_000)
    const lines = [{ sku_id: tea, qty_m: 1000 }]
    await shop.topUp(member_id, 20_000)
    const sold = await shop.sell(lines, { member_id, tenders: [stored(10_000)] })
    await shop.set('features_off', ['points', 'stored_value'])
    expect(await shop.quote(lines, { member_id })).toMatchObject({ points_max: 0, points_to_earn: 0 })
    await expect(shop.quote(lines, { member_id, points: 1 })).rejects.toEqual(refusedWith('feature_off'))
    await expect(shop.sell(lines, { member_id, points: 100, payable_fen: 9_900 })).rejects
      .toEqual(refusedWith('feature_off'))
    await expect(shop.sell(lines, { member_id, tenders: [stored(10_000)] })).rejects
      .toEqual(refusedWith('feature_off'))
    await expect(shop.sell(lines, { member_id })).resolves
      .toMatchObject({ points_earned: 0, holdings: { points: 100 } })
    await expect(shop.giveBack(sold.sale_id, [{ line: 1, qty_m: 1000 }])).resolves
      .toMatchObject({ points_clawed: 100, holdings: { principal_fen: 20_000, points: 0 } })
    await shop.set('features_off', ['members'])
    await expect(shop.sell(lines, { member_id, payable_fen: 10_000 })).rejects
      .toEqual(refusedWith('feature_off'))
    await expect(shop.sell(lines)).resolves.toMatchObject({ holdings: null })
    await shop.set('features_off', [])
  })

test('a return in a store out of reach, of a line that is not there, or of more than was sold is refused',
  async () => {
    const egg = await shop.goods('鸭蛋', 300)
    const sold = await shop.sell([{ sku_id: egg, qty_m: 3000 }])
    const cases: [Parameters<Shop['giveBack']>[1], string, Record<string, unknown>][] = [
      [[{ line: 2, qty_m: 1000 }], 'return_line_unknown', { line: 2 }],
      [[{ line: 0, qty_m: 1000 }], 'return_line_unknown', { line: 0 }],
      [[{ line: 1, qty_m: 4000 }], 'return_more_than_sold', { name: '鸭蛋', left: 3, wanted: 4 }],
      [[{ line: 1, qty_m: 2000 }, { line: 1, qty_m: 2000 }], 'return_more_than_sold', { left: 3, wanted: 4 }],
      [[{ line: 1, qty_m: 500 }], 'return_not_whole', { name: '鸭蛋' }],
    ]
    for (const [lines, code, params] of cases)
      await expect(shop.giveBack(sold.sale_id, lines), code).rejects.toEqual(refusedWith(code, params))
    await expect(shop.giveBack(newId(), [{ line: 1, qty_m: 1000 }])).rejects.toEqual(refusedWith('not_found'))
  })

test('after all of it the books agree with themselves', async () => {
  expect(await shop.faults()).toEqual([])
})

test('points that come back while the balance is below zero make it good first', async () => {
  const member_id = await newcomer()
  const tea = await shop.goods('白茶', 10_000)
  const [first, second] = [
    await shop.sell([{ sku_id: tea, qty_m: 1000 }], { member_id }),
    await shop.sell([{ sku_id: tea, qty_m: 1000 }], { member_id, points: 100 }),
  ]
  await shop.giveBack(first.sale_id, [{ line: 1, qty_m: 1000 }])
  const back = await shop.giveBack(second.sale_id, [{ line: 1, qty_m: 1000 }])
  expect(back.holdings).toMatchObject({ points: 0 })
  const later = at(shop.world.who.cashier, '2027-06-01T10:00:00+08:00')
  await shop.sell([{ sku_id: tea, qty_m: 1000 }], { member_id, who: later })
  const quoted = await shop.quote([{ sku_id: tea, qty_m: 1000 }], { member_id, who: later })
  expect(quoted).toMatchObject({ points_max: 100 })
  expect(await shop.faults()).toEqual([])
})
