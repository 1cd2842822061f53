import type { Basket, BasketLine } from './basket.ts'

// A second price engine for the tests, written from the rules alone: it shares no code with the product and
// takes other roads to the same fen (exact bigint fractions, rank counting, single steps, a carried debt).

const big = (value: number) => BigInt(value)

/** The number nearest to top / bottom, an exact half upwards; found by doubling, not by a rest. */
function nearest(top: bigint, bottom: bigint): number {
  return Number((2n * top + bottom) / (2n * bottom))
}

/** The first step of C1: what a line costs. */
function amountOf(line: BasketLine, isMember: boolean): { list: number, amount: number } {
  const cost = (unit: number) => nearest(big(unit) * big(line.qty_m), 1000n)
  const list = line.label_fen === null ? cost(line.list_price_fen) : line.label_fen
  const prices = isMember && line.member_price_fen !== null
    ? [line.list_price_fen, line.member_price_fen] : [line.list_price_fen]
  if (line.override) return { list, amount: cost(line.override.unit_price_fen) }
  return { list, amount: line.label_fen ?? cost(Math.min(...prices)) }
}

/** A line gets its floor, and one more when fewer lines than there are fen over stand before it. */
export function share(total: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((all, weight) => all + big(weight), 0n)
  if (whole === 0n) return weights.map(() => 0)
  const exact = weights.map((weight) => big(Math.abs(total)) * big(weight))
  const over = exact.reduce((all, fraction) => all + fraction % whole, 0n) / whole
  return exact.map((fraction, at) => {
    const mine = fraction % whole
    const before = exact.filter((other, there) =>
      other % whole > mine || (other % whole === mine && there < at))
    const part = Number(fraction / whole) + (big(before.length) < over ? 1 : 0)
    return total < 0 && part > 0 ? -part : part
  })
}

/** 抹零 walked fen by fen to a round amount: down only, or to the nearer of the two, the upper at a tie. */
function roundedAmount(mode: Basket['rounding'], amount: number): number {
  if (mode === 'off') return amount
  const step = mode === 'drop_fen' || mode === 'round_jiao' ? 10 : 100
  let down = amount
  while (down % step !== 0) down -= 1
  if (mode.startsWith('drop')) return down
  let up = amount
  while (up % step !== 0) up += 1
  return up - amount <= amount - down ? up : down
}

/** The greatest value of at most `wanted` points within what is left, and the fewest points that reach it. */
function redeemed(wanted: number, left: number, perYuan: number): { points: number, value: number } {
  const worth = (points: number) => Number(big(points) * 100n / big(perYuan))
  const best = (low: number, high: number, fits: (points: number) => boolean): number => {
    if (low === high) return low
    const middle = Math.ceil((low + high) / 2)
    return fits(middle) ? best(middle, high, fits) : best(low, middle - 1, fits)
  }
  const most = best(0, wanted, (points) => worth(points) <= left)
  const value = worth(most)
  let points = most
  while (points > 0 && worth(points - 1) === value) points -= 1
  return { points, value }
}

export type ReferenceLine = {
  list: number, amount: number, coupon: number, points: number, value: number
  rounding: number, payable: number
}

/** A basket's figures by line. */
export function referencePrice(basket: Basket): ReferenceLine[] {
  const lines = basket.lines.map((line) => amountOf(line, basket.member !== null))
  const all = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0)
  const left = lines.map((line) => line.amount)

  const coupons = share(Math.min(basket.coupon_fen, all(left)), left)
  coupons.forEach((part, at) => { left[at]! -= part })

  const { points, value } = redeemed(basket.points, all(left), basket.points_rule.points_per_yuan)
  const values = share(value, left)
  const pointParts = share(points, values)
  values.forEach((part, at) => { left[at]! -= part })

  const roundings = share(roundedAmount(basket.rounding, all(left)) - all(left), left)
  return lines.map((line, at) => ({
    ...line, coupon: coupons[at]!, points: pointParts[at]!, value: values[at]!, rounding: roundings[at]!,
    payable: left[at]! + roundings[at]!,
  }))
}

/** The matrix row by row: what a line lacks is worked out anew from its row each time. */
export function referenceMatrix(payable: readonly number[], tenders: readonly number[]): number[][] {
  const rows: number[][] = payable.map(() => [])
  for (const tender of tenders) {
    const lacking = rows.map((row, line) => row.reduce((left, cell) => left - cell, payable[line]!))
    share(tender, lacking).forEach((part, line) => rows[line]!.push(part))
  }
  return rows
}

/** One stored number given back in pieces: it carries what it still owes, never what came back before. */
export function dripping(cell: number, n: number): (quantity: number) => number {
  let owed = 0n
  return (quantity) => {
    owed += big(cell) * big(quantity)
    const whole = owed / big(n)
    owed -= whole * big(n)
    return Number(whole)
  }
}

/** Stored value fen by fen: each comes from the first lot that has any, of bonus while its share allows. */
export function referenceDraw(
  lots: readonly { principal: number, bonus: number }[], amount: number, order: string,
): { principal: number, bonus: number }[] | null {
  const drawn = lots.map(() => ({ principal: 0, bonus: 0 }))
  for (let fen = 0; fen < amount; fen += 1) {
    const at = lots.findIndex((lot, there) =>
      drawn[there]!.principal + drawn[there]!.bonus < lot.principal + lot.bonus)
    if (at < 0) return null
    const { principal, bonus } = lots[at]!
    const took = drawn[at]!
    const dueBonus = (took.bonus + 1) * (principal + bonus) <= (took.principal + took.bonus + 1) * bonus
    const toBonus = order === 'proportional' ? dueBonus
      : order === 'bonus_first' ? took.bonus < bonus : took.principal === principal
    if (toBonus) took.bonus += 1
    else took.principal += 1
  }
  return drawn
}
