import { referenceMatrix, referencePrice } from '#pricing/reference.test-model.ts'
import type { Basket } from '#pricing/basket.ts'

// A second ledger for the tests: what members hold, kept in plain bigint and written from the rules (C3 to
// C5, C7, C10, C13, R1.01) alone. It shares no code with the product and takes other roads: top-ups and lots
// are objects that are drawn from by hand, days are counted, never read from a calendar.

export type Policy = {
  perYuan: number, rate: bigint, months: number, order: 'proportional' | 'principal_first' | 'bonus_first'
  cap: bigint, plan: readonly (readonly [bigint, bigint])[], rounding: Basket['rounding'], roundsAll: boolean
  /** Down to this share of the list price a person may set one; more money back than this needs another. */
  freeBp: bigint, returnOver: bigint | null
}
type TopUp = { principal: bigint, bonus: bigint }
export type PointLot = { amount: bigint, left: bigint, begins: number, ends: number, made: number }
/** What one member holds; `owed` is what stands below zero without a lot. */
export type Holder = { topUps: TopUp[], points: PointLot[], owed: bigint }
type Draw<From> = { from: From, amount: bigint, back: bigint }
type Side = 'principal' | 'bonus'
type Column = { kind: string, amount: bigint, back: bigint }

/** A sale as the model remembers it. */
export type Sold = {
  member: Holder | null, at: number, payable: bigint, earned: bigint, clawed: bigint, columns: Column[]
  lines: { qty: bigint, back: bigint, points: bigint, cells: bigint[], byWeight: boolean }[]
  drawn: { [From in Side]: Draw<TopUp>[] }, redeemed: Draw<PointLot>[], earning: PointLot | null
}

const day_ms = 86_400_000, east_ms = 8 * 3_600_000
const leap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
const monthDays = (year: number, month: number) =>
  [31, leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month]!

/** The day in Shanghai, counted from the first of 1970. */
const dayOf = (at: number) => Math.floor((at + east_ms) / day_ms)
/** The first moment after a day in Shanghai. */
const endOf = (day: number) => (day + 1) * day_ms - east_ms

/** The same date some months on, or the last of its month; walked month by month. */
export function monthsOn(day: number, months: number): number {
  let year = 1970, month = 0, date = day
  const step = () => { month += 1; if (month === 12) { month = 0; year += 1 } }
  for (; date >= monthDays(year, month); step()) date -= monthDays(year, month)
  let first = day - date
  for (let left = months; left > 0; left -= 1) { first += monthDays(year, month); step() }
  return first + Math.min(date, monthDays(year, month) - 1)
}

const least = (a: bigint, b: bigint) => a < b ? a : b
const sum = (amounts: readonly bigint[]) => amounts.reduce((all, amount) => all + amount, 0n)

/** C13: the earliest end first, then the oldest, then the one made first. */
const inTurn = (lots: readonly PointLot[]) =>
  [...lots]
    .sort((a, b) => (a.ends === b.ends ? 0 : a.ends - b.ends) || a.begins - b.begins || a.made - b.made)
const good = (holder: Holder, at: number) =>
  inTurn(holder.points.filter((lot) => lot.left > 0n && lot.ends > at))

export const principalOf = (holder: Holder) => sum(holder.topUps.map((one) => one.principal))
export const bonusOf = (holder: Holder) => sum(holder.topUps.map((one) => one.bonus))
/** The account's balance: lots that ended stay in it, what is owed stands below zero. */
export const pointsOf = (holder: Holder) => sum(holder.points.map((lot) => lot.left)) - holder.owed
/** Points that can be used; below zero while more is owed than is good. */
export const standing = (holder: Holder, at: number) =>
  sum(good(holder, at).map((lot) => lot.left)) - holder.owed

let made = 0
function putOn(holder: Holder, amount: bigint, [begins, ends]: [number, number]): PointLot {
  const lot = { amount, left: amount, begins, ends, made: made += 1 }
  holder.points.push(lot)
  return lot
}

/** The model of one policy, and what stands in its books. */
export type Model = { policy: Policy, books: Map<string, bigint> }
export const openModel = (policy: Policy): Model => ({ policy, books: new Map() })

function book({ books }: Model, name: string, amount: bigint) {
  books.set(name, (books.get(name) ?? 0n) + amount)
}

export const bonusFor = ({ policy }: Model, paid: bigint): bigint =>
  policy.plan.filter(([pay]) => pay <= paid).reduce((best, [, bonus]) => bonus > best ? bonus : best, 0n)

export function topUp(model: Model, holder: Holder, paid: { principal: bigint, bonus: bigint }) {
  holder.topUps.push({ ...paid })
  book(model, '@top_ups', -paid.principal)
  book(model, '@bonus_granted', -paid.bonus)
}

function drawValue(model: Model, holder: Holder, amount: bigint): Sold['drawn'] {
  const drawn: Sold['drawn'] = { principal: [], bonus: [] }
  let lacking = amount
  for (const from of holder.topUps) {
    const held = from.principal + from.bonus, taken = least(lacking, held)
    if (taken === 0n) continue
    // C4: the bonus share of what is taken, by the order the chain chose.
    const share = {
      proportional: taken * from.bonus / held, bonus_first: least(taken, from.bonus),
      principal_first: taken > from.principal ? taken - from.principal : 0n,
    }[model.policy.order]
    for (const [side, part] of [['bonus', share], ['principal', taken - share]] as const) {
      from[side] -= part
      if (part > 0n) drawn[side].push({ from, amount: part, back: 0n })
    }
    lacking -= taken
  }
  book(model, '@sales', amount)
  return drawn
}

type Move = { points: bigint, at: number }

/** C13: from those that are good, in turn. */
function redeem(model: Model, holder: Holder, { points, at }: Move): Draw<PointLot>[] {
  let lacking = points
  book(model, '@points_redeemed', points)
  return good(holder, at).flatMap((from) => {
    const amount = least(lacking, from.left)
    lacking -= amount
    from.left -= amount
    return amount > 0n ? [{ from, amount, back: 0n }] : []
  })
}

/** C5, C13: what is below zero is made good first; the rest is good until the end of its last day. */
function earn(model: Model, holder: Holder, move: Move): PointLot | null {
  book(model, '@points_issued', -move.points)
  return gain(model, holder, move)
}

function gain(model: Model, holder: Holder, { points, at }: Move): PointLot | null {
  const below = standing(holder, at) < 0n ? least(points, -standing(holder, at)) : 0n
  const { months } = model.policy
  holder.owed -= below
  if (points === below) return null
  return putOn(holder, points - below, [at, months === 0 ? Infinity : endOf(monthsOn(dayOf(at), months))])
}

/** C10: what was drawn last is filled first. Answers what each draw takes back, in the order of the draws. */
function fill<From>(draws: readonly Draw<From>[], amount: bigint): { draw: Draw<From>, part: bigint }[] {
  let left = amount
  return [...draws].reverse().map((draw) => {
    const part = least(left, draw.amount - draw.back)
    left -= part
    draw.back += part
    return { draw, part }
  }).reverse()
}

/** C5: what is below zero first. C7: a lot that ended meanwhile gets thirty days from that day. */
function restore(holder: Holder, sold: Sold, { points, at }: Move) {
  let below = standing(holder, at) < 0n ? least(points, -standing(holder, at)) : 0n
  holder.owed -= below
  for (const { draw, part } of fill(sold.redeemed, points)) {
    const made_good = least(below, part), rest = part - made_good
    below -= made_good
    if (rest > 0n && draw.from.ends > at) draw.from.left += rest
    else if (rest > 0n) putOn(holder, rest, [at, endOf(dayOf(at) + 30)])
  }
}

/** C5: out of the very lot of the sale, then out of good ones in turn, then below zero. */
function claw(holder: Holder, sold: Sold, { points, at }: Move) {
  let lacking = points
  const others = good(holder, at).filter((lot) => lot !== sold.earning)
  for (const lot of sold.earning ? [sold.earning, ...others] : others) {
    const part = least(lacking, lot.left)
    lot.left -= part
    lacking -= part
  }
  holder.owed += lacking
}

type Unpriced = Pick<Basket, 'lines' | 'member' | 'points'>

/** What a basket costs, with 抹零 where its tenders allow it (C9). */
export function priceOf({ policy }: Model, basket: Unpriced, cashOnly: boolean) {
  return referencePrice({
    ...basket, coupon_fen: 0 as Basket['coupon_fen'], points_rule: { points_per_yuan: policy.perYuan },
    rounding: policy.roundsAll || cashOnly ? policy.rounding : 'off',
  })
}

/** A sale: `value` out of top-ups, then the tenders from outside in the order given. */
export type Selling = {
  holder: Holder | null, at: number, value: bigint, outside: readonly { kind: string, amount: bigint }[]
  lines: readonly { qty: number, byWeight: boolean, points: number, payable: number }[]
}

export function sell(model: Model, { holder, at, value, outside, lines }: Selling): Sold {
  const drawn = holder ? drawValue(model, holder, value) : { principal: [], bonus: [] }
  const of = (side: Side) => ({ kind: side as string, amount: sum(drawn[side].map(({ amount }) => amount)) })
  const columns = [of('bonus'), of('principal'), ...outside]
    .filter((column) => column.amount > 0n).map((column) => ({ ...column, back: 0n }))
  const payables = lines.map((line) => line.payable)
  const cells = referenceMatrix(payables, columns.map(({ amount }) => Number(amount)))
  const points = BigInt(lines.reduce((all, line) => all + line.points, 0))
  const redeemed = holder ? redeem(model, holder, { points, at }) : []
  const payable = sum(columns.map((column) => column.amount))
  const earned = holder ? (payable - of('bonus').amount) * model.policy.rate / 100n : 0n
  return {
    member: holder, at, payable, earned, clawed: 0n, columns, drawn, redeemed,
    earning: holder && earned > 0n ? earn(model, holder, { points: earned, at }) : null,
    lines: lines.map((line, index) => ({
      qty: BigInt(line.qty), back: 0n, points: BigInt(line.points), cells: cells[index]!.map(BigInt),
      byWeight: line.byWeight,
    })),
  }
}

/** C3: k of n are worth floor(cell x k / n), less what came back before. */
function takeBack(sold: Sold, wanted: ReadonlyMap<number, bigint>): { columns: bigint[], points: bigint } {
  const columns = sold.columns.map(() => 0n)
  let points = 0n
  for (const [index, qty] of wanted) {
    const line = sold.lines[index]!
    const part = (whole: bigint) => whole * (line.back + qty) / line.qty - whole * line.back / line.qty
    line.cells.forEach((cell, column) => { columns[column]! += part(cell) })
    points += part(line.points)
    line.back += qty
  }
  sold.columns.forEach((column, index) => { column.back += columns[index]! })
  return { columns, points }
}

type Wanted = { wanted: ReadonlyMap<number, bigint>, at: number }
export function giveBack(model: Model, sold: Sold, { wanted, at }: Wanted) {
  const { columns, points } = takeBack(sold, wanted)
  const real = sum(sold.columns.filter(({ kind }) => kind !== 'bonus')
    .map(({ amount, back }) => amount - back))
  const over = sold.earned - sold.clawed - real * model.policy.rate / 100n
  const clawed = over > 0n ? over : 0n
  sold.clawed += clawed
  for (const side of ['bonus', 'principal'] as const) {
    const amount = sum(columns.filter((_, index) => sold.columns[index]!.kind === side))
    for (const { draw, part } of fill(sold.drawn[side], amount)) draw.from[side] += part
    book(model, '@sales', -amount)
  }
  book(model, '@points_redeemed', -points)
  book(model, '@points_issued', clawed)
  if (sold.member && points > 0n) restore(sold.member, sold, { points, at })
  if (sold.member && clawed > 0n) claw(sold.member, sold, { points: clawed, at })
  return { columns, amount: sum(columns), points, clawed }
}

/** What a part of a sale is worth in money, as C3 has it; lines that are not there are worth nothing. */
export function worth(sold: Sold, wanted: ReadonlyMap<number, bigint>): bigint {
  return sum([...wanted].flatMap(([index, qty]) => {
    const line = sold.lines[index]
    if (!line || line.back + qty > line.qty) return []
    return line.cells.map((cell) => cell * (line.back + qty) / line.qty - cell * line.back / line.qty)
  }))
}

type Adjusting = { account: 'principal' | 'bonus' | 'points', amount: bigint, at: number }

/** A correction by hand: gained value is a top-up of one kind, what is lost goes in turn. */
export function adjust(model: Model, holder: Holder, { account, amount, at }: Adjusting) {
  book(model, '@adjustments', -amount)
  if (amount > 0n && account === 'points') gain(model, holder, { points: amount, at })
  else if (amount > 0n) holder.topUps.push({ principal: 0n, bonus: 0n, [account]: amount })
  else if (account === 'points') take(good(holder, at), -amount, 'left')
  else take(holder.topUps, -amount, account)
}

function take<Field extends string>(
  from: readonly { [Name in Field]: bigint }[], amount: bigint, field: Field,
) {
  let lacking = amount
  for (const one of from) {
    const part = least(lacking, one[field])
    one[field] -= part
    lacking -= part
  }
}
