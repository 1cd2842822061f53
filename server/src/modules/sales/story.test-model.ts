import type { Fen, Milli } from '#contract/money.ts'
import type { TenderInput } from '#contract/sales.ts'
import { newId } from '#kernel/ids.ts'
import type { Outcome } from '#kernel/lane.ts'
import type { Who } from '#kernel/who.ts'
import {
  bonusFor, bonusOf, giveBack, openModel, pointsOf, priceOf, principalOf, sell, standing, topUp,
} from '#test/reference-model.ts'
import type { Holder, Model, Policy, Sold } from '#test/reference-model.ts'
import type { Answer, Answers, Order } from './orders.ts'

// Random stories of a till: an op is six numbers, and what they mean is worked out on the reference model, so
// that amounts fall on the edges (all, one fen more, nothing). The order goes to the product; its answer is
// held against the model's. Plain throws: `expect` would take minutes for so many comparisons.

export type Goods = { sku_id: string, list: number, member: number | null, byWeight: boolean }
export type Place = {
  who: Who, store_id: string, till_id: string, goods: readonly Goods[], member_ids: readonly string[]
}
export type Op = readonly number[]
export type Step = { order: Order, check: (outcome: Outcome<Answer>) => void }
type Sale = { id: string, member: number, sold: Sold }

/** A story as far as it went: `at` is now, in milliseconds. */
export type Story = { place: Place, model: Model, holders: Holder[], sales: Sale[], at: number }

export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}
const told = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) => typeof part === 'bigint' ? `${part}` : part)
export function same(given: unknown, expected: unknown, what: string) {
  const holds = told(given) === told(expected)
  must(holds, holds ? '' : `${what}: ${told(given)}, the model says ${told(expected)}`)
}

const minute = 60_000, day = 1440 * minute
/** How far the clock moves on: mostly a little, at times past the end of points or of their grace. */
function pause([, , , , , e = 0]: Op): number {
  const far = e % 12
  const days = far < 7 ? 0 : far < 10 ? e % 40 : far === 10 ? e % 200 : 366
  return (1 + e % 90) * minute + days * day
}

export function openStory(place: Place, policy: Policy, started: Date): Story {
  const holders: Holder[] = place.member_ids.map(() => ({ topUps: [], points: [], owed: 0n }))
  return { place, model: openModel(policy), holders, sales: [], at: started.getTime() }
}

/** The next order. The model has carried it out already; `check` holds the product's answer against it. */
export function next(story: Story, op: Op): Step {
  story.at += pause(op)
  const what = (op[0] ?? 0) % 20
  if (what < 4) return topsUp(story, op)
  return what < 12 || story.sales.length === 0 ? sells(story, op) : givesBack(story, op)
}

const base = ({ place: { store_id, till_id } }: Story) => ({ op_key: newId(), store_id, till_id })
const whoOf = ({ place, at }: Story): Who => ({ ...place.who, now: new Date(at) })
const holdingsOf = (holder: Holder | null): Answers['sale']['holdings'] => holder && {
  principal_fen: Number(principalOf(holder)) as Fen, bonus_fen: Number(bonusOf(holder)) as Fen,
  points: Number(pointsOf(holder)),
}

type Expected = { whyNot: readonly string[], answer: () => object, keep?: (given: Answer) => void }

/** Refused with one of the reasons that hold, or answered as expected. */
function step(order: Order, { whyNot, answer, keep }: Expected): Step {
  const expected = whyNot.length > 0 ? null : answer()
  return { order, check(outcome) {
    if ('refusal' in outcome) {
      const { code, params } = outcome.refusal
      must(whyNot.includes(code),
        `refused ${told([code, params])}, the model says ${told(whyNot)} of ${told(order.input)}`)
      return
    }
    must(expected !== null, `answered ${told(outcome.answer)}, the model refuses: ${whyNot.join()}`)
    const given = outcome.answer as unknown as Record<string, unknown>
    for (const [name, value] of Object.entries(expected)) same(given[name], value, `${order.kind} ${name}`)
    keep?.(outcome.answer)
  } }
}

const when = (holds: boolean, reason: string): string[] => holds ? [reason] : []

function topsUp(story: Story, [, a = 0, b = 0, c = 0, d = 0]: Op): Step {
  const { holders, model, place } = story, member = a % holders.length, holder = holders[member]!
  // As much as fits, often to the fen, or one fen more.
  const room = model.policy.cap - principalOf(holder) - bonusOf(holder), most = room - bonusFor(model, room)
  const filled = most > 0n ? most : 1n
  const principal = [100_00n, 300_00n, 1000_00n, 500_00n, BigInt(1 + b), 299_99n, filled, filled + 1n][b % 8]!
  const bonus = bonusFor(model, principal), asked = d % 13 === 0 ? bonus + 1n : bonus
  const tendered = c % 11 === 0 ? principal - 1n : principal + BigInt(c % 3) * 5000n
  const inCash = d % 3 > 0 && tendered > 0n
  const after = principalOf(holder) + bonusOf(holder) + principal + bonus
  const order: Order = { kind: 'top_up', who: whoOf(story), input: {
    ...base(story), member_id: place.member_ids[member]!, principal_fen: Number(principal) as Fen,
    bonus_fen: Number(asked) as Fen, tender: inCash ? { kind: 'cash', tendered_fen: Number(tendered) as Fen }
      : { kind: 'other', reference: `wx ${a}` },
  } }
  return step(order, {
    whyNot: [
      ...when(asked !== bonus, 'bonus_changed'), ...when(after > model.policy.cap, 'value_over_cap'),
      ...when(inCash && tendered < principal, 'cash_short'),
    ],
    answer() {
      topUp(model, holder, { principal, bonus })
      return { principal_fen: Number(principal), bonus_fen: Number(bonus), holdings: holdingsOf(holder),
        change_fen: inCash ? Number(tendered - principal) : 0 }
    },
  })
}

/** The most points an amount takes: the fewest that are worth the most of it. */
function pointsMax({ policy: { perYuan } }: Model, amount: number): number {
  const worth = (points: number) => Math.floor(points * 100 / perYuan)
  let points = Math.floor(amount * perYuan / 100)
  while (worth(points + 1) <= amount) points += 1
  while (points > 0 && worth(points - 1) === worth(points)) points -= 1
  return points
}

type Line = { goods: Goods, qty_m: number }

function linesOf({ place: { goods } }: Story, [, , b = 0, c = 0]: Op): Line[] {
  return Array.from({ length: 1 + b % 3 }, (_, index) => {
    const one = goods[((b >> 2) + index * 5) % goods.length]!
    const qty_m = one.byWeight ? 50 + (c * 37 + index * 91) % 3000 : (1 + (c + index) % 4) * 1000
    return { goods: one, qty_m }
  })
}

const basketOf = (lines: readonly Line[], holder: Holder | null, points: number) => ({
  member: holder ? { id: 'member' } : null, points, lines: lines.map(({ goods, qty_m }) => ({
    sku_id: goods.sku_id, sold_by: goods.byWeight ? 'weight' as const : 'piece' as const,
    qty_m: qty_m as Milli,
    list_price_fen: goods.list as Fen, member_price_fen: goods.member as Fen | null, label_fen: null,
  })),
})

/** None, all there are, one too many, or as many as the amount takes and one more. */
function pointsOn(story: Story, lines: readonly Line[], [holder, d]: [Holder | null, number]) {
  const rows = priceOf(story.model, basketOf(lines, holder, 0), false)
  const most = pointsMax(story.model, rows.reduce((all, line) => all + line.amount, 0))
  const usable = holder ? Math.max(0, Number(standing(holder, story.at))) : 0, some = Math.min(usable, most)
  const points = [0, 0, some, usable + 1, d % (some + 1), some, 0, most + 1][d % 8]!
  return { points, whyNot: [
    ...when(points > 0 && !holder, 'points_need_member'), ...when(points > most, 'points_over_amount'),
    ...when(points > usable, 'points_over_balance'),
    ...when(points > 0 && holder !== null && pointsOf(holder) < 0n, 'points_below_zero'),
  ] }
}

function sells(story: Story, op: Op): Step {
  const { model, holders, place } = story, [, a = 0, , , d = 0] = op
  const member = a % 8 === 0 ? -1 : a % holders.length, holder = holders[member] ?? null
  const lines = linesOf(story, op), { points, whyNot } = pointsOn(story, lines, [holder, d])
  const held = holder ? Number(principalOf(holder) + bonusOf(holder)) : 0
  const { tenders, price } = tendersFor(op, held, (cashOnly) => {
    const rows = priceOf(model, basketOf(lines, holder, points), cashOnly)
    return { rows, payable: rows.reduce((all, line) => all + line.payable, 0) }
  })
  const order: Order = { kind: 'sale', who: whoOf(story), input: {
    ...base(story), member_id: place.member_ids[member] ?? null, points, tenders,
    payable_fen: price.payable as Fen,
    lines: lines.map(({ goods, qty_m }) =>
      ({ sku_id: goods.sku_id, qty_m: qty_m as Milli, label_fen: null })),
  } }
  const paying = whyNotPaid(tenders, price.payable, holder && held)
  const sale: Sale = { id: '', member, sold: null as unknown as Sold }
  return step(order, {
    whyNot: [...whyNot, ...paying.whyNot],
    answer() {
      sale.sold = sell(model, { holder, at: story.at, value: BigInt(paying.value),
        outside: tenders.filter(({ kind }) => kind !== 'stored_value')
          .map(({ kind, amount_fen }) => ({ kind, amount: BigInt(amount_fen) })),
        lines: price.rows.map((row, index) => ({ qty: lines[index]!.qty_m,
          byWeight: lines[index]!.goods.byWeight, points: row.points, payable: row.payable })),
      })
      story.sales.push(sale)
      return { payable_fen: price.payable, points_earned: Number(sale.sold.earned), change_fen: paying.change,
        holdings: holdingsOf(holder) }
    },
    keep(given) { sale.id = (given as Answers['sale']).sale_id },
  })
}

/** `held` is what the member's stored value comes to; null without a member. */
function whyNotPaid(tenders: readonly TenderInput[], payable: number, held: number | null) {
  const sum = (kinds: string[]) =>
    tenders.reduce((all, { kind, amount_fen }) => all + (kinds.includes(kind) ? amount_fen : 0), 0)
  const value = sum(['stored_value']), paid = sum(['stored_value', 'cash', 'other'])
  const cash = tenders.find((tender) => tender.kind === 'cash')
  const change = cash ? cash.tendered_fen - cash.amount_fen : 0
  return { value, change, whyNot: [
    ...when(paid < payable, 'tenders_short'), ...when(paid > payable, 'tenders_over'),
    ...when(change < 0, 'cash_short'),
    ...when(value > 0 && held === null, 'value_needs_member'),
    ...when(held !== null && value > held, 'value_short'),
  ] }
}

type Priced = { rows: { points: number, payable: number }[], payable: number }

/** Stored value first, then what is left in cash, otherwise, or in both; 抹零 follows the mix (C9). */
function tendersFor(op: Op, held: number, priced: (cashOnly: boolean) => Priced) {
  const isCash = (tenders: readonly TenderInput[]) => tenders.every((tender) => tender.kind === 'cash')
  for (const cashOnly of [false, true]) {
    const price = priced(cashOnly), tenders = tendersOf(op, held, price.payable)
    if (isCash(tenders) === cashOnly) return { tenders, price }
  }
  const price = priced(true), amount_fen = price.payable as Fen
  const tenders: TenderInput[] = price.payable > 0
    ? [{ kind: 'cash', amount_fen, tendered_fen: amount_fen }] : []
  return { tenders, price }
}

function tendersOf([, a = 0, , c = 0, d = 0]: Op, held: number, payable: number): TenderInput[] {
  const upTo = (most: number) => Math.min(most, payable)
  const value = [0, upTo(held), Math.min(held, payable >> 1), upTo(held + 1), 0, payable][(c + d) % 6]!
  const rest = payable - value, cash = [rest, 0, rest >> 1][c % 3]!, off = (a * 7 + c) % 23
  return ([
    { kind: 'stored_value', amount_fen: value },
    { kind: 'cash', amount_fen: cash, tendered_fen: cash + (d % 29 === 0 ? -1 : d % 4 * 100) },
    // At times a fen short or over.
    { kind: 'other', amount_fen: rest - cash + (rest > cash && off < 2 ? 2 * off - 1 : 0),
      reference: 'wx 7731' },
  ] as TenderInput[])
    .filter((tender) => tender.amount_fen > 0 && (tender.kind !== 'cash' || tender.tendered_fen > 0))
}

/** A part of a line, the whole, or what cannot come back: too much, half a piece, an unknown line. */
function givesBack(story: Story, [, a = 0, b = 0, c = 0, d = 0]: Op): Step {
  const { model, sales, at } = story
  const sale = sales[sales.length - 1 - a % Math.min(sales.length, 4)]!, { sold } = sale
  const left = sold.lines.map((line) => Number(line.qty - line.back))
  const index = b % left.length, one = left[index]!, { byWeight } = sold.lines[index]!
  const part = byWeight ? 1 + c % Math.max(1, one) : 1000 * (1 + c % Math.max(1, one / 1000))
  const all = left.flatMap((qty, line) => qty > 0 ? [[line, qty] as const] : [])
  const wanted = [[[index, part]], [[index, part]], all, all, [[index, one + 1000]], [[index, 500]],
    [[left.length, 1000]], [[index, part], [index, 1000]]][d % 8]! as [number, number][]
  const asked = new Map<number, bigint>()
  for (const [line, qty] of wanted) asked.set(line, (asked.get(line) ?? 0n) + BigInt(qty))
  const halved = wanted.some(([line, qty]) => sold.lines[line]?.byWeight === false && qty % 1000 !== 0)
  const order: Order = { kind: 'return', who: whoOf(story), input: {
    ...base(story), sale_id: sale.id, reason: '不新鲜',
    lines: wanted.map(([line, qty]) => ({ line: line + 1, qty_m: qty as Milli })),
  } }
  return step(order, {
    whyNot: [
      ...when(wanted.length === 0, 'return_nothing'), ...when(halved, 'return_not_whole'),
      ...when(wanted.some(([line]) => !sold.lines[line]), 'return_line_unknown'),
      ...when([...asked].some(([line, qty]) => qty > (left[line] ?? Infinity)), 'return_more_than_sold'),
    ],
    answer() {
      const back = giveBack(model, sold, { wanted: asked, at })
      return { amount_fen: Number(back.amount), points_back: Number(back.points),
        points_clawed: Number(back.clawed),
        holdings: holdingsOf(sold.member), tenders: sold.columns.map(({ kind }, column) =>
          ({ column, kind, amount_fen: Number(back.columns[column]) })) }
    },
  })
}
