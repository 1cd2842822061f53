import type { Fen, Milli } from '#contract/money.ts'
import { expect, test } from 'vitest'
import type { Basket, BasketLine } from './basket.ts'
import { price } from './price.ts'
import { engine_version } from './version.ts'

const milk: BasketLine = {
  sku_id: 'milk', sold_by: 'piece', qty_m: 2000 as Milli, list_price_fen: 10_00 as Fen,
  member_price_fen: 8_50 as Fen, label_fen: null,
}
const basket: Basket = {
  lines: [milk], member: { id: 'lihua' }, coupon_fen: 0 as Fen, points: 0,
  points_rule: { points_per_yuan: 100 }, rounding: 'off',
}
const of = (change: Partial<BasketLine>, rest: Partial<Basket> = {}) =>
  price({ ...basket, ...rest, lines: [{ ...milk, ...change }] })

test('a line takes the override, else the label, else the lower member price, else the list price', () => {
  const override = { unit_price_fen: 7_00 as Fen, reason: 'dented' }
  const dearer = { unit_price_fen: 11_00 as Fen, reason: 'imported' }
  const label_fen = 12_34 as Fen
  // [the line, is a member, unit price, list amount, amount, reason, saved]
  const cases: [Partial<BasketLine>, boolean, number, number, number, string | undefined, number][] = [
    [{}, true, 8_50, 20_00, 17_00, 'member_price', 3_00],
    [{}, false, 10_00, 20_00, 20_00, undefined, 0],
    [{ member_price_fen: null }, true, 10_00, 20_00, 20_00, undefined, 0],
    [{ member_price_fen: 10_00 as Fen }, true, 10_00, 20_00, 20_00, undefined, 0],
    [{ member_price_fen: 12_00 as Fen }, true, 10_00, 20_00, 20_00, undefined, 0],
    [{ label_fen }, true, 6_17, 12_34, 12_34, 'label_price', 0],
    [{ override }, true, 7_00, 20_00, 14_00, 'override', 6_00],
    [{ override, label_fen }, true, 7_00, 12_34, 14_00, 'override', -1_66],
    [{ override: dearer }, false, 11_00, 20_00, 22_00, 'override', -2_00],
    [{ override: null }, true, 8_50, 20_00, 17_00, 'member_price', 3_00],
    [{ qty_m: 333 as Milli, sold_by: 'weight' }, true, 8_50, 3_33, 2_83, 'member_price', 50],
  ]
  for (const [change, isMember, unit, list, amount, kind, saved] of cases) {
    const priced = of(change, isMember ? {} : { member: null })
    const { unit_price_fen, list_fen, amount_fen, reasons } = priced.lines[0]!
    expect([change, unit_price_fen, list_fen, amount_fen, reasons[0]?.kind, priced.saved_fen])
      .toEqual([change, unit, list, amount, kind, saved])
    expect(reasons[0]?.saved_fen ?? 0).toBe(saved)
  }
})

test('a reason carries what a receipt has to say', () => {
  expect(of({ override: { unit_price_fen: 7_00 as Fen, reason: 'dented' } }).lines[0]!.reasons)
    .toEqual([{ kind: 'override', saved_fen: 6_00, params: { unit_price_fen: 7_00, reason: 'dented' } }])
  expect(of({ label_fen: 5_00 as Fen }).lines[0]!.reasons)
    .toEqual([{ kind: 'label_price', saved_fen: 0, params: { label_fen: 5_00 } }])
})

test('coupon and points take no more than is left, and say what they took', () => {
  // Of 17.00: [coupon, points, points per yuan; coupon taken, points taken, their value, payable]
  const cases: [number, number, number, number, number, number, number][] = [
    [100_00, 500, 100, 17_00, 0, 0, 0], [16_00, 500, 100, 16_00, 100, 1_00, 0],
    [0, 500, 1000, 0, 500, 50, 16_50], [0, 507, 1000, 0, 500, 50, 16_50], [0, 99, 3, 0, 51, 17_00, 0],
  ]
  for (const [coupon, points, points_per_yuan, ...taken] of cases) {
    const priced = of({}, { coupon_fen: coupon as Fen, points, points_rule: { points_per_yuan } })
    expect([coupon, points, priced.coupon_fen, priced.points, priced.points_fen, priced.payable_fen])
      .toEqual([coupon, points, ...taken])
  }
})

test('抹零 may add: 四舍五入 is spread over the lines like a reduction', () => {
  const one = { ...milk, qty_m: 1000 as Milli, member_price_fen: null }
  const lines = [{ ...one, list_price_fen: 1_25 as Fen }, { ...one, list_price_fen: 5_50 as Fen }]
  const priced = price({ ...basket, rounding: 'round_yuan', lines })
  expect([priced.rounding_fen, priced.payable_fen]).toEqual([25, 7_00])
  expect(priced.lines.map((line) => line.rounding_fen)).toEqual([5, 20])
})

test('C2: a later reduction is split by what the earlier ones left of each line', () => {
  const one = { ...milk, qty_m: 1000 as Milli, member_price_fen: null }
  const lines = [{ ...one, list_price_fen: 3_00 as Fen }, { ...one, list_price_fen: 1_00 as Fen }]
  // The coupon leaves 0.01 on each line; by their first amounts both fen would be taken off the first.
  const nearlyAll = { ...basket, lines, coupon_fen: 3_98 as Fen }
  const rounded = price({ ...nearlyAll, rounding: 'drop_fen' })
  expect(rounded.lines.map((line) => line.coupon_fen)).toEqual([2_99, 99])
  expect(rounded.lines.map((line) => line.rounding_fen)).toEqual([-1, -1])
  expect(price({ ...nearlyAll, points: 2 }).lines.map((line) => line.points_fen)).toEqual([1, 1])
})

test('an empty basket is priced at nothing, and names the engine', () => {
  const empty: Basket = { ...basket, lines: [], coupon_fen: 5_00 as Fen, points: 9, rounding: 'round_yuan' }
  expect(price(empty)).toEqual({
    lines: [], list_fen: 0, saved_fen: 0, subtotal_fen: 0, coupon_fen: 0, points: 0, points_fen: 0,
    rounding_fen: 0, payable_fen: 0, engine_version,
  })
})

test('what the contract should have stopped is our bug', () => {
  expect(() => of({ qty_m: 0 as Milli })).toThrow('quantity 0')
  expect(() => of({ qty_m: 1.5 as Milli })).toThrow('quantity 1.5')
  expect(() => of({ list_price_fen: -1 as Fen })).toThrow('price -1')
  expect(() => of({ member_price_fen: 0.5 as Fen })).toThrow('price 0.5')
  expect(() => of({}, { coupon_fen: -1 as Fen })).toThrow('coupon -1')
  expect(() => of({}, { points: 1.5 })).toThrow('points 1.5')
  expect(() => of({}, { points_rule: { points_per_yuan: 0 } })).toThrow('points per yuan')
})
