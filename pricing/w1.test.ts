import type { Fen, Milli } from '#contract/money.ts'
import { expect, test } from 'vitest'
import type { Basket, BasketLine } from './basket.ts'
import { matrix } from './matrix.ts'
import { clawBack, earned } from './points.ts'
import { price } from './price.ts'
import { refund } from './refund.ts'
import type { LineQty, RefundLine, SoldLine } from './refund.ts'
import { drawLots } from './storedvalue.ts'

const line = (sku_id: string, list_price_fen: number, qty_m: number): BasketLine => ({
  sku_id, sold_by: 'piece', qty_m: qty_m as Milli, list_price_fen: list_price_fen as Fen,
  member_price_fen: null, label_fen: null,
})

const basket: Basket = {
  lines: [line('A', 58_00, 3000), line('B', 99_90, 1000), line('C', 13_35, 2000)],
  member: { id: 'lihua' }, coupon_fen: 30_00 as Fen, points: 2000,
  points_rule: { points_per_yuan: 100 }, rounding: 'drop_jiao',
}

const priced = price(basket)
const lot = { id: 'lot', principal_left_fen: 1000_00 as Fen, bonus_left_fen: 200_00 as Fen }
const [draw] = drawLots([lot], 120_00 as Fen, 'proportional')!
const tenders = [draw!.bonus_fen, draw!.principal_fen, 130_00 as Fen]
const cells = matrix(priced.lines.map((of) => of.payable_fen), tenders)
const sold: SoldLine[] = priced.lines.map((of, at) => ({
  qty_m: of.qty_m, payable_fen: of.payable_fen, cells: cells[at]!, points: of.points,
}))
const rule = { points_per_yuan: 1, multiplier_bp: 10_000 }

const giveBack = (returned: [number, number][], wanted: [number, number][]) => {
  const named = (pairs: [number, number][]) =>
    pairs.map(([at, qty]): LineQty => ({ line: at, qty_m: qty as Milli }))
  return refund(sold, named(returned), named(wanted)) as RefundLine[]
}

test('W1: coupon, points and 抹零 fall on the lines to the fen', () => {
  expect(priced).toMatchObject({
    list_fen: 300_60, saved_fen: 0, subtotal_fen: 300_60, coupon_fen: 30_00, points: 2000,
    points_fen: 20_00, rounding_fen: -60, payable_fen: 250_00,
  })
  const figures = priced.lines.map((of) =>
    [of.list_fen, of.amount_fen, of.coupon_fen, of.points, of.points_fen, of.rounding_fen, of.payable_fen])
  expect(figures).toEqual([
    [174_00, 174_00, 17_37, 1157, 11_57, -35, 144_71],
    [99_90, 99_90, 9_97, 665, 6_65, -20, 83_08],
    [26_70, 26_70, 2_66, 178, 1_78, -5, 22_21],
  ])
})

test('W1: the matrix of bonus, principal and WeChat is fixed at payment', () => {
  expect(draw).toEqual({ id: 'lot', principal_fen: 100_00, bonus_fen: 20_00 })
  expect(cells).toEqual([[11_58, 57_88, 75_25], [6_64, 33_24, 43_20], [1_78, 8_88, 11_55]])
})

test('W1: returning B gives back its cells and its points, and claws back 77 of the 230 earned', () => {
  expect(giveBack([], [[1, 1000]])).toEqual([
    { line: 1, qty_m: 1000, cells: [6_64, 33_24, 43_20], amount_fen: 83_08, points: 665 },
  ])
  const real = (100_00 + 130_00) as Fen
  const remaining = (real - 33_24 - 43_20) as Fen
  expect(earned(real, rule)).toBe(230)
  expect([remaining, earned(remaining, rule)]).toEqual([153_56, 153])
  expect(clawBack(230, remaining, rule)).toBe(77)
})

test('W1: A comes back unit by unit, and its three units sum to the line', () => {
  const [first] = giveBack([], [[0, 1000]])
  const [second] = giveBack([[0, 1000]], [[0, 1000]])
  const [third] = giveBack([[0, 1000], [0, 1000]], [[0, 1000]])
  expect(first).toEqual({ line: 0, qty_m: 1000, cells: [3_86, 19_29, 25_08], amount_fen: 48_23, points: 385 })
  expect(third).toEqual({ line: 0, qty_m: 1000, cells: [3_86, 19_30, 25_09], amount_fen: 48_25, points: 386 })
  expect(first!.amount_fen + second!.amount_fen + third!.amount_fen).toBe(144_71)
  expect(first!.points + second!.points + third!.points).toBe(1157)
  expect(giveBack([], [[0, 3000]]))
    .toMatchObject([{ cells: [11_58, 57_88, 75_25], amount_fen: 144_71, points: 1157 }])
})
