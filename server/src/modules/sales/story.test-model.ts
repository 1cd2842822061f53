import { overrideReasons } from '#contract/approvals.ts'
import type { PriceOverride } from '#contract/approvals.ts'
import type { Fen, Milli } from '#contract/money.ts'
import type { TenderInput } from '#contract/sales.ts'
import {
  bonusFor, bonusOf, pointsOf, priceOf, principalOf, sell, standing, topUp,
} from '#test/reference-model.ts'
import type { Holder, Model, Sold } from '#test/reference-model.ts'
import type { Answers, Order } from './orders.ts'
import { adjusts } from './story-adjust.test-model.ts'
import { givesBack } from './story-return.test-model.ts'
import { base, holdingsOf, pause, step, when, whoOf } from './story-step.test-model.ts'
import type { Goods, Op, Sale, Step, Story } from './story-step.test-model.ts'

/** The next order. The model has carried it out already; `check` holds the product's answer against it. */
export function next(story: Story, op: Op): Step {
  story.at += pause(op)
  const what = (op[0] ?? 0) % 20
  if (what < 4) return topsUp(story, op)
  if (what >= 18) return adjusts(story, op)
  return what < 12 || story.sales.length === 0 ? sells(story, op) : givesBack(story, op)
}

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

type Line = { goods: Goods, qty_m: number, override: PriceOverride | null }

/** Now and then a person sets a price: dearer than marked, as marked, a little or much less, a gift. */
function overrideOf(list: number, chosen: number): PriceOverride | null {
  const unit = [list + 1, list, Math.ceil(list * 0.9), Math.ceil(list * 0.9) - 1, list >> 1, 0][chosen % 30]
  return unit === undefined ? null
    : { unit_price_fen: Math.max(0, unit) as Fen, reason: overrideReasons[chosen % overrideReasons.length]! }
}

function linesOf({ place: { goods } }: Story, [, , b = 0, c = 0, d = 0]: Op): Line[] {
  return Array.from({ length: 1 + b % 3 }, (_, index) => {
    const one = goods[((b >> 2) + index * 5) % goods.length]!
    const qty_m = one.byWeight ? 50 + (c * 37 + index * 91) % 3000 : (1 + (c + index) % 4) * 1000
    return { goods: one, qty_m, override: overrideOf(one.list, Math.floor(d / 7) + index) }
  })
}

const basketOf = (lines: readonly Line[], holder: Holder | null, points: number) => ({
  member: holder ? { id: 'member' } : null, points, lines: lines.map(({ goods, qty_m, override }) => ({
    sku_id: goods.sku_id, sold_by: goods.byWeight ? 'weight' as const : 'piece' as const,
    qty_m: qty_m as Milli,
    list_price_fen: goods.list as Fen, member_price_fen: goods.member as Fen | null, label_fen: null,
    override,
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
    lines: lines.map(({ goods, qty_m, override }) =>
      ({ sku_id: goods.sku_id, qty_m: qty_m as Milli, label_fen: null, ...override ? { override } : {} })),
  } }
  const paying = whyNotPaid(tenders, price.payable, holder && held)
  const sale: Sale = { id: '', token: '', member, sold: null as unknown as Sold }
  return step(order, {
    whyNot: [...whyNot, ...paying.whyNot, ...whyNotSet(model, lines, price.rows)],
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
    keep(given) {
      const { sale_id, token } = given as Answers['sale']
      Object.assign(sale, { id: sale_id, token })
    },
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

/** R1.52, and what needs a second person, whom no story has: gifts, and less than the share that is free. */
function whyNotSet(
  { policy }: Model, lines: readonly Line[], rows: readonly { list: number, amount: number }[],
): string[] {
  const set = rows.filter((_, index) => lines[index]!.override)
  return [
    ...when(set.some(({ list, amount }) => amount > list), 'override_above_marked'),
    ...when(set.some(({ list, amount }) => (amount === 0 && list > 0)
      || BigInt(amount) * 10_000n < BigInt(list) * policy.freeBp), 'approval_needed'),
  ]
}

type Priced = { rows: { list: number, amount: number, points: number, payable: number }[], payable: number }

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
