import type { Fen, Milli } from '#contract/money.ts'
import type { TenderInput } from '#contract/sales.ts'
import { newId } from '#kernel/ids.ts'
import type { Outcome } from '#kernel/lane.ts'
import type { Who } from '#kernel/who.ts'
import { bonusOf, openModel, pointsOf, principalOf, standing } from '#test/reference-model.ts'
import type { Holder, Policy, Sold } from '#test/reference-model.ts'
import type { Answer, Answers, Order } from './orders.ts'

// Random stories of a till: an op is six numbers, and what they mean is worked out on the reference model, so that
// amounts fall on the edges (all, one fen more, nothing). The order goes to the product; its answer is held against
// the model's. Plain throws: `expect` would take minutes for so many comparisons.

export type Goods = { sku_id: string, list: number, member: number | null, byWeight: boolean }
export type Place = {
  who: Who, store_id: string, till_id: string, goods: readonly Goods[], member_ids: readonly string[]
}
export type Op = readonly number[]
export type Step = { order: Order, check: (outcome: Outcome<Answer>) => void }
export type Story = ReturnType<typeof openStory>
type Holdings = Answers['sale']['holdings']

export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}
const told = (value: unknown) => JSON.stringify(value, (_, part: unknown) => typeof part === 'bigint' ? `${part}` : part)
export function same(given: unknown, expected: unknown, what: string) {
  must(told(given) === told(expected), `${what}: ${told(given)}, the model says ${told(expected)}`)
}

const minute = 60_000, day = 1440 * minute
/** How far the clock moves on before an op: mostly a little, at times past the end of points or of their grace. */
function pause([, , , , , e = 0]: Op): number {
  const far = e % 12
  return (1 + e % 90) * minute + (far < 7 ? 0 : far < 10 ? (e % 40) * day : far === 10 ? (e % 200) * day : 366 * day)
}

export function openStory(place: Place, policy: Policy, started: Date) {
  const model = openModel(policy)
  const holders: Holder[] = place.member_ids.map(() => ({ topUps: [], points: [], owed: 0n }))
  const sales: { id: string, member: number, sold: Sold }[] = []
  let at = started.getTime()
  const base = () => ({ op_key: newId(), store_id: place.store_id, till_id: place.till_id })
  const who = (): Who => ({ ...place.who, now: new Date(at) })
  const holdings = (member: number): Holdings => {
    const holder = holders[member]
    return holder ? { principal_fen: Number(principalOf(holder)) as Fen, bonus_fen: Number(bonusOf(holder)) as Fen,
      points: Number(pointsOf(holder)) } : null
  }
  /** Refused with one of the reasons that hold, or answered as expected. */
  const checked = (order: Order, whyNot: readonly string[], expected: () => object): Step => {
    const answer = whyNot.length > 0 ? null : expected()
    return { order, check(outcome) {
      if ('refusal' in outcome) {
        must(whyNot.includes(outcome.refusal.code), `refused ${told([outcome.refusal.code, outcome.refusal.params])},`
          + ` the model says ${told(whyNot)} of ${told(order.input)}`)
        return
      }
      must(answer !== null, `answered ${told(outcome.answer)}, the model refuses: ${whyNot.join()}`)
      const given = outcome.answer as unknown as Record<string, unknown>
      for (const [name, value] of Object.entries(answer)) same(given[name], value, `${order.kind} ${name}`)
      if (order.kind === 'sale') sales.at(-1)!.id = String(given['sale_id'])
    } }
  }

  function topUp([, a = 0, b = 0, c = 0, d = 0]: Op): Step {
    const member = a % holders.length, holder = holders[member]!
    const principal = BigInt([100_00, 300_00, 1000_00, 500_00, 1 + b, 299_99, 2000_00][b % 7]!)
    const bonus = model.bonusFor(principal), asked = d % 13 === 0 ? bonus + 1n : bonus
    const tendered = c % 11 === 0 ? principal - 1n : principal + BigInt(c % 3) * 5000n
    const inCash = d % 3 > 0 && tendered > 0n
    const whyNot = [
      ...asked === bonus ? [] : ['bonus_changed'],
      ...principalOf(holder) + bonusOf(holder) + principal + bonus > policy.cap ? ['value_over_cap'] : [],
      ...inCash && tendered < principal ? ['cash_short'] : [],
    ]
    const order: Order = { kind: 'top_up', who: who(), input: {
      ...base(), member_id: place.member_ids[member]!, principal_fen: Number(principal) as Fen,
      bonus_fen: Number(asked) as Fen, tender: inCash ? { kind: 'cash', tendered_fen: Number(tendered) as Fen }
        : { kind: 'other', reference: `wx ${a}` },
    } }
    return checked(order, whyNot, () => {
      model.topUp(holder, principal, bonus)
      return { principal_fen: Number(principal), bonus_fen: Number(bonus), holdings: holdings(member),
        change_fen: inCash ? Number(tendered - principal) : 0 }
    })
  }

  /** The most points an amount takes: the fewest that are worth the most of it. */
  function pointsMax(amount: number): number {
    const worth = (points: number) => Math.floor(points * 100 / policy.perYuan)
    let points = Math.floor(amount * policy.perYuan / 100)
    while (worth(points + 1) <= amount) points += 1
    while (points > 0 && worth(points - 1) === worth(points)) points -= 1
    return points
  }

  function sell([, a = 0, b = 0, c = 0, d = 0]: Op): Step {
    const member = a % 8 === 0 ? -1 : a % holders.length, holder = holders[member] ?? null
    const lines = Array.from({ length: 1 + b % 3 }, (_, index) => {
      const goods = place.goods[((b >> 2) + index * 5) % place.goods.length]!
      return { goods, qty_m: goods.byWeight ? 50 + (c * 37 + index * 91) % 3000 : (1 + (c + index) % 4) * 1000 }
    })
    const basket = (points: number) => ({
      member: holder ? { id: 'member' } : null, points, lines: lines.map(({ goods, qty_m }) => ({
        sku_id: goods.sku_id, sold_by: goods.byWeight ? 'weight' as const : 'piece' as const, qty_m: qty_m as Milli,
        list_price_fen: goods.list as Fen, member_price_fen: goods.member as Fen | null, label_fen: null,
      })),
    })
    const subtotal = model.price(basket(0), false).reduce((all, line) => all + line.amount, 0)
    const usable = holder ? Math.max(0, Number(standing(holder, at))) : 0
    const most = pointsMax(subtotal), some = Math.min(usable, most)
    const points = [0, 0, some, usable + 1, d % (some + 1), some, 0, most + 1][d % 8]!
    const priced = (cashOnly: boolean) => {
      const rows = model.price(basket(points), cashOnly)
      return { rows, payable: rows.reduce((all, line) => all + line.payable, 0) }
    }
    const held = holder ? Number(principalOf(holder) + bonusOf(holder)) : 0
    const { tenders, price } = tendersFor([c, d], held, priced)
    const off = (a * 7 + c) % 23, wrong = tenders.at(-1)
    if (wrong?.kind === 'other' && off < 2) wrong.amount_fen = wrong.amount_fen + (off === 0 ? -1 : 1) as Fen
    const value = tenders.reduce((all, tender) => all + (tender.kind === 'stored_value' ? tender.amount_fen : 0), 0)
    const paid = tenders.reduce((all, tender) => all + tender.amount_fen, 0)
    const inCash = tenders.find((tender) => tender.kind === 'cash')
    const whyNot = [
      ...points > 0 && !holder ? ['points_need_member'] : [], ...points > most ? ['points_over_amount'] : [],
      ...holder && points > usable ? ['points_over_balance'] : [],
      ...holder && points > 0 && pointsOf(holder) < 0n ? ['points_below_zero'] : [],
      ...paid < price.payable ? ['tenders_short'] : paid > price.payable ? ['tenders_over'] : [],
      ...inCash && inCash.tendered_fen < inCash.amount_fen ? ['cash_short'] : [],
      ...value > 0 && !holder ? ['value_needs_member'] : value > held ? ['value_short'] : [],
    ]
    const order: Order = { kind: 'sale', who: who(), input: {
      ...base(), member_id: place.member_ids[member] ?? null, points, tenders, payable_fen: price.payable as Fen,
      lines: lines.map(({ goods, qty_m }) => ({ sku_id: goods.sku_id, qty_m: qty_m as Milli, label_fen: null })),
    } }
    return checked(order, whyNot, () => {
      const sold = model.sell(holder, at, {
        value: BigInt(value), outside: tenders.filter((tender) => tender.kind !== 'stored_value')
          .map(({ kind, amount_fen }) => ({ kind, amount: BigInt(amount_fen) })),
        lines: price.rows.map((row, index) => ({ qty: lines[index]!.qty_m, byWeight: lines[index]!.goods.byWeight,
          points: row.points, payable: row.payable })),
      })
      sales.push({ id: '', member, sold })
      const change_fen = inCash ? inCash.tendered_fen - inCash.amount_fen : 0
      return { payable_fen: price.payable, points_earned: Number(sold.earned), change_fen, holdings: holdings(member) }
    })
  }

  return {
    holders, model, sales: sales as readonly { sold: Sold }[],
    next(op: Op): Step {
      at += pause(op)
      const what = (op[0] ?? 0) % 20
      if (what < 4) return topUp(op)
      if (what < 12 || sales.length === 0) return sell(op)
      return returned(op)
    },
  }

  function returned([, a = 0, b = 0, c = 0, d = 0]: Op): Step {
    const sale = sales[sales.length - 1 - a % Math.min(sales.length, 4)]!, { sold } = sale
    const left = sold.lines.map((line) => Number(line.qty - line.back))
    const index = b % left.length, one = left[index]!, { byWeight } = sold.lines[index]!
    const part = byWeight ? 1 + c % Math.max(1, one) : 1000 * (1 + c % Math.max(1, one / 1000))
    const all = left.flatMap((qty, line) => qty > 0 ? [[line, qty] as const] : [])
    const wanted = [[[index, part]], [[index, part]], all, all, [[index, one + 1000]], [[index, 500]],
      [[left.length, 1000]], [[index, part], [index, 1000]]][d % 8]! as [number, number][]
    const asked = new Map<number, bigint>()
    for (const [line, qty] of wanted) asked.set(line, (asked.get(line) ?? 0n) + BigInt(qty))
    const whyNot = [
      ...wanted.length === 0 ? ['return_nothing'] : [],
      ...wanted.some(([line]) => !sold.lines[line]) ? ['return_line_unknown'] : [],
      ...wanted.some(([line, qty]) => sold.lines[line]?.byWeight === false && qty % 1000 !== 0) ? ['return_not_whole'] : [],
      ...[...asked].some(([line, qty]) => qty > (left[line] ?? Infinity)) ? ['return_more_than_sold'] : [],
    ]
    const order: Order = { kind: 'return', who: who(), input: {
      ...base(), sale_id: sale.id, reason: '不新鲜',
      lines: wanted.map(([line, qty]) => ({ line: line + 1, qty_m: qty as Milli })),
    } }
    return checked(order, whyNot, () => {
      const back = model.giveBack(sold, at, asked)
      return { amount_fen: Number(back.amount), points_back: Number(back.points), points_clawed: Number(back.clawed),
        holdings: holdings(sale.member),
        tenders: sold.columns.map(({ kind }, column) => ({ column, kind, amount_fen: Number(back.columns[column]) })) }
    })
  }
}

type Priced = { rows: { points: number, payable: number }[], payable: number }

/** Stored value first, then what is left in cash, otherwise, or in both; 抹零 follows the mix (C9). */
function tendersFor([c, d]: [number, number], held: number, priced: (cashOnly: boolean) => Priced) {
  const made = (payable: number): TenderInput[] => {
    const value = [0, Math.min(held, payable), Math.min(held, payable >> 1), Math.min(held + 1, payable), 0,
      payable][(c + d) % 6]!
    const rest = payable - value, outside = [rest, 0, rest >> 1][c % 3]!
    const tendered = outside + (d % 29 === 0 ? -1 : d % 4 * 100)
    return ([
      { kind: 'stored_value', amount_fen: value }, { kind: 'cash', amount_fen: outside, tendered_fen: tendered },
      { kind: 'other', amount_fen: rest - outside, reference: 'wx 7731' },
    ] as TenderInput[]).filter((tender) => tender.amount_fen > 0 && (tender.kind !== 'cash' || tender.tendered_fen > 0))
  }
  const isCash = (tenders: readonly TenderInput[]) => tenders.every((tender) => tender.kind === 'cash')
  for (const cashOnly of [false, true]) {
    const price = priced(cashOnly), tenders = made(price.payable)
    if (isCash(tenders) === cashOnly) return { tenders, price }
  }
  const price = priced(true), amount_fen = price.payable as Fen
  const tenders: TenderInput[] = price.payable > 0 ? [{ kind: 'cash', amount_fen, tendered_fen: amount_fen }] : []
  return { tenders, price }
}
