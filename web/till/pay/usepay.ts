import { useRef, useState } from 'react'
import { yuan } from '#contract/text.ts'
import { Refused } from '../../ui/call.ts'
import { acts } from '../acts.ts'
import { linesToSend, type Basket } from '../basket.ts'
import { counter } from '../counter.ts'
import { priceBasket } from '../engine.ts'
import { net } from '../net.ts'
import { isApproved, pricesToApprove, waitingPrices } from '../approving.ts'
import type { At } from '../place.ts'
import { billOf, noPayment, tendersOf, typeKey, type Bill, type Payment } from '../payment.ts'
import { quoteAgain, useQuote, type Quote } from '../quote.ts'
import { closeSheet, openSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'

export type Pay = ReturnType<typeof usePay>

const set = (change: Partial<Payment>) => counter.send({ do: 'pay', change })

/** Everything the pay sheet shows and does. */
export function usePay(at: At) {
  const basket = counter.use((state) => state)
  const reached = net.use((state) => state.reached)
  const act = acts.settle.use()
  const { quote, fresh, error } = useQuote()
  const typing = useTyping()
  const priced = fresh && quote ? quote : null
  const figures = figuresOf(basket, priced)
  const unapproved = !isApproved(basket, pricesToApprove(basket, priced))
  const why = useWhyNot({
    unapproved,
    lines: basket.lines.length,
    payment: basket.payment,
    bill: figures.bill,
    priced,
    error,
  })

  function complete() {
    if (why === null)
      void acts.settle.run(orderOf(at, basket, { bill: figures.bill, priced })).then(afterSettle)
  }
  /** Enter: what is still missing (the number, then cash, then the exact sum), at last complete. */
  function enter() {
    if (waitingPrices()) return openSheet({ kind: 'approve', back: 'pay' })
    const { current, cash, reference } = basket.payment
    if (figures.bill.other_fen > 0 && reference.trim() === '') return askReference()
    if (figures.bill.left_fen === 0) return complete()
    if (current !== 'cash') choose('cash')
    else if (!cash) set({ cash: '=', fresh: true })
  }
  const choose = (kind: Payment['current']) => take(kind, quote?.points_max ?? 0)
  const held = act.state === 'busy' || act.state === 'unknown'
  const { lines, member, payment } = basket
  return {
    ...figures,
    ...typing,
    lines,
    member,
    payment,
    quote: priced,
    /** The limits of points as last heard: a refused quote of too many still has them. */
    points_max: quote?.points_max ?? 0,
    points_max_fen: quote?.points_max_fen ?? 0,
    fault: error instanceof Refused ? error.message : null,
    why,
    unapproved,
    held,
    act,
    reached,
    set,
    choose,
    complete,
    enter,
  }
}

/** The amounts: as the server priced them, or, until it has, as this device does. */
function figuresOf({ lines, member, payment }: Basket, priced: Quote | null) {
  const local = priceBasket(lines, member !== null)
  const subtotal_fen = priced?.subtotal_fen ?? local.subtotal_fen
  const points_fen = priced?.points_fen ?? 0
  const rounding = priced?.rounding ?? { cash_fen: 0, mixed_fen: 0 }
  const { principal_fen, bonus_fen } = member?.holdings ?? { principal_fen: 0, bonus_fen: 0 }
  const balance_fen = principal_fen + bonus_fen
  const bill = billOf({ before_rounding_fen: subtotal_fen - points_fen, rounding }, payment, balance_fen)
  return { local, subtotal_fen, points_fen, balance_fen, bill }
}

type Ready = {
  unapproved: boolean
  lines: number
  payment: Payment
  bill: Bill
  priced: Quote | null
  error: unknown
}

/** Why the sale cannot be completed, in the order a cashier would clear it; null when it can. */
function useWhyNot({ unapproved, lines, payment, bill, priced, error }: Ready): string | null {
  const say = useSay()
  const { state } = acts.settle.use()
  const reached = net.use((now) => now.reached)
  if (state === 'unknown') return say('wait_for_result_first')
  if (state === 'busy') return say('working')
  if (lines === 0) return say('pay_empty')
  if (!reached) return say('pay_offline')
  if (error instanceof Refused) return error.message
  if (!priced) return say('why_quoting')
  if (unapproved) return say('why_approval')
  if (bill.other_fen > 0 && payment.reference.trim() === '') return say('why_reference')
  return bill.left_fen > 0 ? say('why_left', { left: yuan(bill.left_fen) }) : null
}

/** The order as the contract has it. */
function orderOf(
  at: At,
  { lines, member, payment, approval }: Basket,
  { bill, priced }: { bill: Bill; priced: Quote | null },
) {
  return {
    store_id: at.store.id,
    till_id: at.till.id,
    member_id: member?.id ?? null,
    lines: linesToSend(lines),
    points: priced?.points ?? 0,
    tenders: tendersOf(bill, payment.reference),
    payable_fen: bill.payable_fen,
    ...(approval && priced && priced.to_approve.length > 0 && { approval_id: approval.id }),
  }
}

/** Another price than the screen showed: ask again, so that the cashier sees the new one. */
function afterSettle() {
  const now = acts.settle.get()
  // It ended, or was used, or is for something else: somebody is asked anew.
  if (now.state === 'refused' && now.error.code.startsWith('approval_'))
    counter.send({ do: 'approved', approval: null })
  if (now.state === 'refused' && now.error.code !== 'session_ended') quoteAgain()
}

export function leavePay(): void {
  const { state } = acts.settle.get()
  if (state === 'busy' || state === 'unknown') return
  acts.settle.close()
  counter.send({ do: 'pay', change: noPayment })
  closeSheet()
}

/**
 * Takes a tender in hand; stored value and others begin with all that is left, points with all that can be
 * used.
 */
function take(kind: Payment['current'], points_max: number) {
  const { payment } = counter.get()
  acts.settle.close()
  const first = {
    cash: {},
    stored_value: { stored: payment.stored ?? '' },
    other: { other: payment.other ?? '' },
    points: { points: payment.points || points_max },
  }[kind]
  set({ current: kind, ...first, fresh: true })
}

/** Puts the cursor where the number of an other payment is typed. */
function askReference(): void {
  set({ current: 'other' })
  setTimeout(() => document.querySelector<HTMLInputElement>('.pad input[name="reference"]')?.focus())
}

/**
 * Typing on the pad, with a way back: a scanner's digits are no amount, and its Enter completes nothing. They
 * may be the number of another payment.
 */
function useTyping() {
  const before = useRef({ payment: noPayment, at: 0 })
  const [scanned, setScanned] = useState(false)
  function type(key: string) {
    const now = performance.now()
    const { payment } = counter.get()
    before.current = { payment: now - before.current.at > 60 ? payment : before.current.payment, at: now }
    setScanned(false)
    acts.settle.close()
    set({ ...typed(payment, key), fresh: false })
  }
  function unscan(_: KeyboardEvent, code: string) {
    const { payment } = before.current
    const reference = payment.current === 'other' ? code.slice(0, 60) : payment.reference
    set({ ...payment, reference })
    setScanned(payment.current !== 'other')
  }
  return { scanned, type, unscan }
}

/** One key of the pad, into the tender in hand. */
function typed(payment: Payment, key: string): Partial<Payment> {
  const anew = payment.fresh && key !== 'back'
  const yuanKey = (text: string | null) =>
    typeKey(anew || text === '=' || text === null ? '' : text, key, { whole: 6, decimals: 2 })
  switch (payment.current) {
    case 'cash':
      return { cash: yuanKey(payment.cash) || null }
    case 'stored_value':
      return { stored: yuanKey(payment.stored) }
    case 'other':
      return { other: yuanKey(payment.other) }
    case 'points': {
      const before = anew || payment.points === 0 ? '' : String(payment.points)
      return { points: Number(typeKey(before, key, { whole: 8, decimals: 0 })) }
    }
  }
}
