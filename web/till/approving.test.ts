import type { OverrideReason } from '#contract/approvals.ts'
import { expect, test } from 'vitest'
import { isApproved, pricesToApprove } from './approving.ts'
import { basketStep, emptyBasket, linesToSend, type Basket } from './basket.ts'
import type { Quote } from './quote.ts'
import { sku } from './world.test-model.ts'

const milk = sku('milk', {}), tea = sku('tea', {})
const rung: Basket = [milk, tea].reduce(
  (basket, one) => basketStep(basket, { do: 'add', sku: one, qty_m: 1000, label_fen: null }),
  emptyBasket,
)
const priced = (basket: Basket, key: number, reason: OverrideReason = 'damaged') =>
  basketStep(basket, { do: 'set_price', key, override: { unit_price_fen: 600, reason } })
const quoteOf = (to_approve: number[]) =>
  ({
    to_approve,
    lines: [milk, tea].map(({ id }) => ({
      sku_id: id, qty_m: 1000, list_fen: 1000, amount_fen: 600, unit_price_fen: 600,
    })),
  }) as unknown as Quote

test('a price that was set goes with the line, begins the payment anew, and can be taken back', () => {
  const paying = basketStep(rung, { do: 'pay', change: { cash: '20' } })
  const set = priced(paying, 1)
  expect(set.payment.cash).toBe(null)
  expect(linesToSend(set.lines)).toEqual([
    {
      sku_id: milk.id, qty_m: 1000, label_fen: null,
      override: { unit_price_fen: 600, reason: 'damaged' },
    },
    { sku_id: tea.id, qty_m: 1000, label_fen: null },
  ])
  const back = basketStep(set, { do: 'set_price', key: 1, override: null })
  expect(linesToSend(back.lines)).toEqual(linesToSend(rung.lines))
})

test('another piece of the article does not come for the price that was set', () => {
  const set = priced(rung, 1)
  const more = basketStep(set, { do: 'add', sku: milk, qty_m: 1000, label_fen: null })
  expect(more.lines.map(({ qty_m, override }) => [qty_m, override?.unit_price_fen])).toEqual([
    [1000, 600],
    [1000, undefined],
    [1000, undefined],
  ])
})

test('what the server names needs a second person, until just that was approved', () => {
  const set = priced(rung, 2, 'near_expiry')
  expect(pricesToApprove(set, null)).toBe(null)
  expect(pricesToApprove(set, quoteOf([]))).toBe(null)
  const prices = pricesToApprove(set, quoteOf([1]))
  expect(prices).toEqual({
    act: 'price_override',
    lines: [{
      sku_id: tea.id, qty_m: 1000, list_fen: 1000, amount_fen: 600, unit_price_fen: 600,
      reason: 'near_expiry',
    }],
  })
  expect(isApproved(set, null)).toBe(true)
  expect(isApproved(set, prices)).toBe(false)
  const approval = { id: 'approval', about: JSON.stringify(prices) }
  const approved = basketStep(set, { do: 'approved', approval })
  expect(isApproved(approved, prices)).toBe(true)
  const other = pricesToApprove(priced(approved, 2, 'gift'), quoteOf([1]))
  expect(isApproved(approved, other)).toBe(false)
  // The next customer begins without it.
  expect(basketStep(approved, { do: 'next' }).approval ?? null).toBe(null)
})
