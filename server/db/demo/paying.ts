import type { Holdings } from '#contract/members.ts'
import { asFen } from '#contract/money.ts'
import type { Fen, Milli } from '#contract/money.ts'
import type { RoundingMode, TenderInput } from '#contract/sales.ts'
import { settings } from '#contract/settings.ts'
import type { TopUpStep } from '#contract/value.ts'
import type { BasketLine } from '#pricing/basket.ts'
import { price } from '#pricing/price.ts'
import { lineAmount } from '#pricing/round.ts'
import { openDice } from './dice.ts'
import type { Dice } from './dice.ts'
import { demoGoods } from './goods.ts'
import type { DemoMember } from './members.ts'
import { demo_rounding, seed } from './size.ts'
import type { Visit, VisitLine } from './visits.ts'

/** How somebody pays: perhaps a top-up first, then the sale. */
export type Payment = {
  top_up: (TopUpStep & { tender: Outside }) | null
  points: number; tenders: TenderInput[]; payable_fen: Fen
}
type Outside = { kind: 'cash'; tendered_fen: Fen } | { kind: 'other'; reference: string }

/** The least points that anybody bothers to redeem, and the least value that anybody splits a payment for. */
const points_worth_it = 100
const value_worth_it_fen = 800

/** Decides how visit `n` is paid by what the member holds now. The same holdings give the same payment. */
export function choosePayment({ lines, member }: Visit, n: number, held: Holdings): Payment {
  const dice = openDice(`${seed} paying ${n}`)
  const bill = billOf(lines, member)
  const points = member ? pointsFor(dice, bill(0, 'off'), held.points) : 0
  const payable_fen = bill(points, 'off')
  const value_fen = held.principal_fen + held.bonus_fen
  const pays = member?.pays ?? dice.pick(['wechat', 'wechat', 'wechat', 'alipay', 'cash'] as const)
  if (member?.wallet && payable_fen > 0) {
    const paid = fromWallet(dice, { pays, payable_fen, value_fen })
    if (paid) return { ...paid, points, payable_fen }
  }
  const cash_fen = bill(points, demo_rounding)
  if (pays === 'cash' && cash_fen > 0)
    return { top_up: null, points, tenders: [cash(dice, cash_fen)], payable_fen: cash_fen }
  const tenders = payable_fen > 0 ? [other(dice, pays, payable_fen)] : []
  return { top_up: null, points, tenders, payable_fen }
}

/** What there is to pay once the wallet turned out emptier than thought: all of it by phone. */
export function paymentByPhone({ lines, member }: Visit, n: number): Payment {
  const payable_fen = billOf(lines, member)(0, 'off')
  const tenders = [other(openDice(`${seed} phone ${n}`), 'wechat', payable_fen)]
  return { top_up: null, points: 0, tenders, payable_fen }
}

/** The amount of a line's price label; null where the till works it out. */
export function labelOf({ good, qty_m, label }: VisitLine): Fen | null {
  return label ? lineAmount(demoGoods[good]!.list_price_fen, qty_m as Milli) : null
}

/** What a basket comes to, by the one price engine, at the demo's own prices. */
function billOf(lines: readonly VisitLine[], member: DemoMember | null) {
  const basket = lines.map((line): BasketLine => {
    const { source_code, sold_by, list_price_fen, member_price_fen } = demoGoods[line.good]!
    return {
      sku_id: source_code, sold_by, list_price_fen, member_price_fen, qty_m: line.qty_m as Milli,
      label_fen: labelOf(line),
    }
  })
  return (points: number, rounding: RoundingMode): Fen => price({
    lines: basket, member: member && { id: member.phone }, coupon_fen: asFen(0), points,
    points_rule: { points_per_yuan: settings.points_per_yuan.usual }, rounding,
  }).payable_fen
}

/** Whole hundreds, at most half the bill; most people save on. */
function pointsFor(dice: Dice, payable_fen: Fen, held: number): number {
  const saves = !dice.chance(0.3)
  if (saves || held < points_worth_it) return 0
  const most = payable_fen / 2 * settings.points_per_yuan.usual / 100
  return Math.floor(Math.min(held, most) / 100) * 100
}

const topUpSteps = settings.top_up_plan.usual.map(({ pay_fen, bonus_fen }): TopUpStep =>
  ({ pay_fen: asFen(pay_fen), bonus_fen: asFen(bonus_fen) }))

type Purse = { pays: DemoMember['pays']; payable_fen: Fen; value_fen: number }

/** Pays from the wallet, tops it up first, or splits with what is left; null where the wallet stays shut. */
function fromWallet(dice: Dice, purse: Purse): Pick<Payment, 'top_up' | 'tenders'> | null {
  const { pays, payable_fen, value_fen } = purse
  if (value_fen >= payable_fen) return { top_up: null, tenders: [stored(payable_fen)] }
  if (dice.chance(0.6)) {
    const step = topUpSteps[dice.heavier([60, 28, 12])]!
    const tender: Outside = pays === 'cash'
      ? { kind: 'cash', tendered_fen: step.pay_fen } : { kind: 'other', reference: referenceOf(dice, pays) }
    if (value_fen + step.pay_fen + step.bonus_fen >= payable_fen)
      return { top_up: { ...step, tender }, tenders: [stored(payable_fen)] }
  }
  if (value_fen < value_worth_it_fen) return null
  const rest_fen = asFen(payable_fen - value_fen)
  const rest = pays === 'cash' ? cash(dice, rest_fen) : other(dice, pays, rest_fen)
  return { top_up: null, tenders: [stored(asFen(value_fen)), rest] }
}

const stored = (amount_fen: Fen): TenderInput => ({ kind: 'stored_value', amount_fen })

function cash(dice: Dice, amount_fen: Fen): TenderInput {
  const note_fen = dice.pick([1, 500, 1_000, 1_000, 5_000, 10_000])
  return { kind: 'cash', amount_fen, tendered_fen: asFen(Math.ceil(amount_fen / note_fen) * note_fen) }
}

const other = (dice: Dice, pays: DemoMember['pays'], amount_fen: Fen): TenderInput =>
  ({ kind: 'other', amount_fen, reference: referenceOf(dice, pays) })

function referenceOf(dice: Dice, pays: DemoMember['pays']): string {
  const by = dice.chance(0.06) ? '云闪付' : pays === 'alipay' ? '支付宝' : '微信'
  return `${by} 尾号 ${String(dice.whole(0, 9_999)).padStart(4, '0')}`
}
