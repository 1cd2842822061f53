import { useRef, useState } from 'react'
import type { Store, Till } from '#contract/session.ts'
import { yuan } from '#contract/text.ts'
import { Refused } from '../../ui/call.ts'
import { acts } from '../acts.ts'
import { counter } from '../counter.ts'
import { priceBasket } from '../engine.ts'
import { net } from '../net.ts'
import { billOf, noPayment, tendersOf, typeKey, type Payment } from '../payment.ts'
import { quoteAgain, useQuote } from '../quote.ts'
import { closeSheet } from '../sheets.ts'
import { useSay } from '../texts.ts'

export type At = { store: Store; till: Till }
export type Pay = ReturnType<typeof usePay>

const set = (change: Partial<Payment>) => counter.send({ do: 'pay', change })

/** Everything the pay sheet shows and does; one place decides what is due and why it cannot be completed. */
export function usePay(at: At) {
  const say = useSay()
  const basket = counter.use((state) => state)
  const reached = net.use((state) => state.reached)
  const act = acts.settle.use()
  const { quote, fresh, error } = useQuote()
  const { lines, member, payment } = basket
  const held = act.state === 'busy' || act.state === 'unknown'
  const typing = useTyping(payment)

  const local = priceBasket(lines, member !== null)
  const priced = fresh && quote ? quote : null
  const subtotal_fen = priced?.subtotal_fen ?? local.subtotal_fen
  const points_fen = priced?.points_fen ?? 0
  const rounding = priced?.rounding ?? { cash_fen: 0, mixed_fen: 0 }
  const { principal_fen, bonus_fen } = member?.holdings ?? { principal_fen: 0, bonus_fen: 0 }
  const balance_fen = principal_fen + bonus_fen
  const bill = billOf({ before_rounding_fen: subtotal_fen - points_fen, rounding }, payment, balance_fen)

  function whyNot(): string | null {
    if (act.state === 'unknown') return say('wait_for_result_first')
    if (held) return say('working')
    if (lines.length === 0) return say('pay_empty')
    if (!reached) return say('pay_offline')
    if (error instanceof Refused) return error.message
    if (!priced) return say('why_quoting')
    if (bill.other_fen > 0 && payment.reference.trim() === '') return say('why_reference')
    return bill.left_fen > 0 ? say('why_left', { left: yuan(bill.left_fen) }) : null
  }

  const why = whyNot()
  function complete() {
    if (why !== null) return
    void acts.settle
      .run({
        store_id: at.store.id,
        till_id: at.till.id,
        member_id: member?.id ?? null,
        lines: lines.map(({ sku, qty_m, label_fen }) => ({ sku_id: sku.id, qty_m, label_fen })),
        points: priced?.points ?? 0,
        tenders: tendersOf(bill, payment.reference),
        payable_fen: bill.payable_fen,
      })
      .then(afterSettle)
  }
  /** Enter: the exact cash when nothing was typed, then complete. */
  function enter() {
    if (bill.left_fen > 0 && payment.current === 'cash' && !payment.cash) set({ cash: '=' })
    else complete()
  }
  return {
    lines,
    local,
    member,
    payment,
    quote: priced,
    bill,
    why,
    held,
    act,
    reached,
    subtotal_fen,
    points_fen,
    balance_fen,
    set,
    complete,
    enter,
    type: typing.type,
    unscan: typing.unscan,
    scanned: typing.scanned,
    choose: (kind: Payment['current']) => choose(payment, kind, quote?.points_max ?? 0),
  }
}

/** Another price than the screen showed: ask again, so that the cashier sees the new one. */
function afterSettle() {
  const now = acts.settle.get()
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
function choose(payment: Payment, kind: Payment['current'], points_max: number) {
  acts.settle.close()
  const first = {
    cash: {},
    stored_value: { stored: payment.stored ?? '' },
    other: { other: payment.other ?? '' },
    points: { points: payment.points || points_max },
  }[kind]
  set({ current: kind, ...first })
}

/** Typing on the pad, with a way back: a scanner's digits are no amount, and its Enter completes nothing. */
function useTyping(payment: Payment) {
  const before = useRef({ payment, at: 0 })
  const [scanned, setScanned] = useState(false)
  return {
    scanned,
    type(key: string) {
      const now = performance.now()
      before.current = { payment: now - before.current.at > 60 ? payment : before.current.payment, at: now }
      setScanned(false)
      type(payment, key)
    },
    unscan() {
      set(before.current.payment)
      setScanned(true)
    },
  }
}

/** One key of the pad, into the tender in hand. */
function type(payment: Payment, key: string) {
  acts.settle.close()
  const yuanKey = (text: string | null) =>
    typeKey(text === '=' || text === null ? '' : text, key, { whole: 6, decimals: 2 })
  switch (payment.current) {
    case 'cash':
      return set({ cash: yuanKey(payment.cash) || null })
    case 'stored_value':
      return set({ stored: yuanKey(payment.stored) })
    case 'other':
      return set({ other: yuanKey(payment.other) })
    case 'points': {
      const typed = typeKey(payment.points === 0 ? '' : String(payment.points), key, {
        whole: 8,
        decimals: 0,
      })
      return set({ points: Number(typed) })
    }
  }
}
