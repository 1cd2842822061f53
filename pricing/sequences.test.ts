import type { Fen, Milli } from '#contract/money.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Basket, BasketLine, Priced } from './basket.ts'
import { matrix } from './matrix.ts'
import { price } from './price.ts'
import { dripping, referenceDraw, referenceMatrix, referencePrice } from './reference.test-model.ts'
import { refund } from './refund.ts'
import type { LineQty, SoldLine } from './refund.ts'
import { drawLots } from './storedvalue.ts'
import type { DrawOrder } from './storedvalue.ts'

// 100,000 random orders with their returns, each compared with the reference model. Plain throws instead of
// `expect`, which would take minutes for so many comparisons. fast-check prints seed and path of a failure.
function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}
const total = (amounts: readonly number[]) => amounts.reduce((all, amount) => all + amount, 0)

/** A line in five numbers: how it is sold and priced, quantity, list price, another price, a rare giant. */
const line = fc.tuple(fc.nat(15), fc.nat(9_999), fc.nat(20_000), fc.nat(20_000), fc.nat(60))
  .map(([how, qty, list, other, giant]): BasketLine => ({
    sku_id: 'sku', sold_by: how % 2 ? 'weight' : 'piece',
    qty_m: (how % 2 ? qty + 1 : (qty % 12 + 1) * 1000) as Milli,
    list_price_fen: (giant === 60 ? 9_000_000_000 + list : list) as Fen,
    member_price_fen: (how >> 1) % 3 === 0 ? other as Fen : null,
    label_fen: how === 13 || how === 14 ? other as Fen : null,
    override: how === 14 || how === 15 ? { unit_price_fen: (other >> 1) as Fen, reason: 'why' } : null,
  }))

/** An order: its lines, the reductions, where its tenders are cut (in 1/1000 of the payable), the returns. */
const order = (least: number, most: number) => fc.record({
  lines: fc.array(line, { minLength: least, maxLength: most, size: 'max' }),
  isMember: fc.boolean(),
  coupon: fc.oneof(fc.constant(0), fc.nat(5_000), fc.nat(1_000_000)),
  points: fc.oneof(fc.constant(0), fc.nat(3_000), fc.nat(500_000)),
  perYuan: fc.constantFrom(100, 100, 50, 30, 150, 1000),
  rounding: fc.constantFrom<Basket['rounding']>('off', 'drop_fen', 'drop_jiao', 'round_jiao', 'round_yuan'),
  cuts: fc.array(fc.nat(1000), { maxLength: 4, size: 'max' }),
  returns: fc.array(fc.tuple(fc.nat(most - 1), fc.nat(1100)), { maxLength: 8, size: 'max' }),
})
type Order = ReturnType<typeof order> extends fc.Arbitrary<infer Value> ? Value : never

function basketOf(given: Order): Basket {
  return {
    lines: given.lines, member: given.isMember ? { id: 'lihua' } : null, coupon_fen: given.coupon as Fen,
    points: given.points, points_rule: { points_per_yuan: given.perYuan }, rounding: given.rounding,
  }
}

function pricesClose(basket: Basket): Priced {
  const priced = price(basket)
  const expected = referencePrice(basket)
  priced.lines.forEach((of, at) => {
    const { list, amount, coupon, points, value, rounding, payable } = expected[at]!
    const same = of.list_fen === list && of.amount_fen === amount && of.coupon_fen === coupon
      && of.points === points && of.points_fen === value && of.rounding_fen === rounding
      && of.payable_fen === payable
    must(same, `line ${at}: ${JSON.stringify(of)}, reference ${JSON.stringify(expected[at])}`)
    const closes = of.amount_fen - of.coupon_fen - of.points_fen + of.rounding_fen === of.payable_fen
    must(closes, `line ${at} closes`)
    must(Math.min(of.coupon_fen, of.points, of.points_fen, of.payable_fen) >= 0, `line ${at} is not negative`)
    must(of.coupon_fen + of.points_fen <= of.amount_fen, `line ${at} is not reduced below zero`)
    const saved = total(of.reasons.map((why) => why.saved_fen))
    must(saved === of.list_fen - of.amount_fen, `line ${at} saved for a reason`)
  })
  const sums = ['list_fen', 'coupon_fen', 'points', 'points_fen', 'rounding_fen', 'payable_fen'] as const
  for (const sum of sums)
    must(total(priced.lines.map((of) => of[sum])) === priced[sum], `${sum} is the sum of its lines`)
  must(priced.saved_fen === priced.list_fen - priced.subtotal_fen, 'saved')
  must(priced.coupon_fen <= basket.coupon_fen && priced.points <= basket.points, 'no more is taken')
  return priced
}

function matrixCloses(priced: Priced, cuts: readonly number[]): Fen[][] {
  const payable = priced.lines.map((of) => of.payable_fen)
  const marks = cuts.map((cut) => Math.floor(priced.payable_fen / 1000 * cut)).sort((a, b) => a - b)
  const tenders = [...marks, priced.payable_fen].map((mark, at) => mark - (marks[at - 1] ?? 0)) as Fen[]
  const cells = matrix(payable, tenders)
  const expected = referenceMatrix(payable, tenders)
  must(JSON.stringify(cells) === JSON.stringify(expected), 'the matrix is that of the reference')
  cells.forEach((row, at) => {
    must(total(row) === payable[at], `the cells of line ${at} sum to its payable`)
    must(row.every((cell) => cell >= 0), `no cell of line ${at} is negative`)
  })
  const columns = tenders.map((_, at) => total(cells.map((row) => row[at]!)))
  must(JSON.stringify(columns) === JSON.stringify(tenders), 'every tender is all placed')
  return cells
}

/** Returns in the order drawn, a refused one changing nothing, and at last everything that is left. */
function returnsClose(sold: SoldLine[], wishes: readonly (readonly [number, number])[]) {
  const left = sold.map(({ qty_m, cells, points }) =>
    ({ qty: qty_m as number, cells: [...cells] as number[], points }))
  const model = sold.map(({ qty_m, cells, points }) =>
    [...cells, points].map((cell) => dripping(cell, qty_m)))
  const returned: LineQty[] = []

  const give = (wanted: LineQty[]) => {
    const rows = refund(sold, returned, wanted)
    must(typeof rows !== 'string', `refused: ${String(rows)}`)
    must(rows.length === wanted.length, 'one row for each line')
    for (const row of rows) {
      const expected = model[row.line]!.map((drop) => drop(row.qty_m))
      const given = [...row.cells, row.points]
      must(String(given) === String(expected), `line ${row.line} gave ${given}, not ${expected}`)
      must(row.amount_fen === total(row.cells), 'the amount is its cells')
      const of = left[row.line]!
      row.cells.forEach((cell, at) => { of.cells[at]! -= cell })
      of.points -= row.points
      of.qty -= row.qty_m
      must(Math.min(row.points, of.points, ...row.cells, ...of.cells) >= 0, 'nothing falls below zero')
    }
    returned.push(...wanted)
  }

  for (const [at, permille] of wishes) {
    const of = at % sold.length
    const qty_m = Math.ceil(sold[of]!.qty_m * permille / 1000) as Milli
    const wanted = [{ line: of, qty_m }]
    if (qty_m === 0) must(refund(sold, returned, wanted) === 'return_nothing', 'nothing is nothing')
    else if (qty_m <= left[of]!.qty) give(wanted)
    else must(refund(sold, returned, wanted) === 'return_more_than_sold', 'more than is left is refused')
  }
  const rest = left.flatMap(({ qty }, at) => qty > 0 ? [{ line: at, qty_m: qty as Milli }] : [])
  if (rest.length > 0) give(rest)
  for (const { points, cells } of left)
    must(points === 0 && cells.every((cell) => cell === 0), 'everything back leaves nothing')
}

function orderCloses(given: Order) {
  const priced = pricesClose(basketOf(given))
  const cells = matrixCloses(priced, given.cuts)
  returnsClose(priced.lines.map((of, at) => ({
    qty_m: of.qty_m, payable_fen: of.payable_fen, cells: cells[at]!, points: of.points,
  })), given.returns)
}

const sizes: [number, number, number][] = [[1, 3, 60_000], [4, 9, 30_000], [10, 30, 10_000]]
for (const [least, most, numRuns] of sizes) {
  test(`${numRuns} orders of ${least} to ${most} lines close, and so do all their returns`, () => {
    fc.assert(fc.property(order(least, most), orderCloses), { numRuns })
  }, 120_000)
}

test('lots are drawn as the reference draws them fen by fen', () => {
  const lot = fc.record({ principal: fc.nat(300), bonus: fc.nat(120) })
  const orders = fc.constantFrom<DrawOrder>('proportional', 'principal_first', 'bonus_first')
  fc.assert(fc.property(fc.array(lot, { maxLength: 5 }), fc.nat(1200), orders, (lots, amount, drawOrder) => {
    const held = lots.map(({ principal, bonus }, at) =>
      ({ id: String(at), principal_left_fen: principal as Fen, bonus_left_fen: bonus as Fen }))
    const expected = referenceDraw(lots, amount, drawOrder)
      ?.map(({ principal, bonus }, at) => ({ id: String(at), principal_fen: principal, bonus_fen: bonus }))
      .filter((draw) => draw.principal_fen + draw.bonus_fen > 0) ?? null
    expect(drawLots(held, amount as Fen, drawOrder)).toEqual(expected)
  }), { numRuns: 3000 })
}, 60_000)
