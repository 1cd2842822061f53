import type { Fen } from '#contract/money.ts'
import { expect, test } from 'vitest'
import { basketStep, emptyBasket, type Basket, type BasketAction } from './basket.ts'
import { member, sku } from './world.test-model.ts'

const milk = sku('milk', {})
const pears = sku('pears', { sold_by: 'weight' })
const add = (one: typeof milk, qty_m = 1000, label_fen: number | null = null): BasketAction => ({
  do: 'add',
  sku: one,
  qty_m,
  label_fen,
})
const after = (...actions: BasketAction[]): Basket => actions.reduce(basketStep, emptyBasket)

test('pieces of one article go into one line, weighings and labels stay apart', () => {
  expect(after(add(milk), add(milk)).lines.map(({ qty_m }) => qty_m)).toEqual([2000])
  expect(after(add(pears, 612), add(pears, 300)).lines.map(({ qty_m }) => qty_m)).toEqual([612, 300])
  expect(after(add(milk), add(milk, 1000, 500)).lines).toHaveLength(2)
})

test('the line just rung up is the one that plus, minus and delete act on', () => {
  const basket = after(add(milk), add(pears, 612))
  expect(basket.picked).toBe(2)
  expect(basketStep(basket, { do: 'move', by: -1 }).picked).toBe(1)
  expect(basketStep(basket, { do: 'move', by: -5 }).picked).toBe(1)
})

test('minus stops at one piece and leaves weights alone', () => {
  const basket = after(add(milk), add(pears, 612))
  const less = basketStep(basketStep(basket, { do: 'step', key: 1, by: -1 }), { do: 'step', key: 2, by: -1 })
  expect(less.lines.map(({ qty_m }) => qty_m)).toEqual([1000, 612])
})

test('what is removed can be taken back, and the next line is picked meanwhile', () => {
  const basket = after(add(milk), add(pears, 612), { do: 'remove', key: 1 })
  expect(basket.lines.map(({ key }) => key)).toEqual([2])
  expect(basket.picked).toBe(2)
  expect(basketStep(basket, { do: 'undo' }).lines.map(({ key }) => key)).toEqual([1, 2])
  const empty = basketStep(basketStep(basket, { do: 'clear' }), { do: 'undo' })
  expect(empty.lines).toHaveLength(1)
})

test('a payment begins anew when what is bought or who buys changes, and not when only holdings do', () => {
  const paying = after(
    add(milk),
    { do: 'member', member: member('lihua') },
    { do: 'pay', change: { cash: '50' } },
  )
  const changes: [BasketAction, string | null][] = [
    [add(milk), null],
    [{ do: 'step', key: 1, by: 1 }, null],
    [{ do: 'remove', key: 1 }, null],
    [{ do: 'member', member: null }, null],
    [{ do: 'member', member: member('xiaoming') }, null],
    [{ do: 'member', member: { ...member('lihua'), last_visit_at: '2026-01-01T00:00:00Z' } }, '50'],
    [{ do: 'pick', key: 1 }, '50'],
  ]
  for (const [action, cash] of changes) expect(basketStep(paying, action).payment.cash, action.do).toBe(cash)
})

test('a new price reaches the lines, and an article that is gone stays for the server to name', () => {
  const basket = after(add(milk), add(pears, 612))
  const dearer = { ...milk, list_price_fen: 1 as Fen }
  const renewed = basketStep(basket, { do: 'catalog', skus: new Map([[milk.id, dearer]]) })
  expect(renewed.lines.map((line) => line.sku.list_price_fen)).toEqual([1, pears.list_price_fen])
})

test('the next customer begins with nothing, under keys never used before', () => {
  const next = after(add(milk), { do: 'member', member: member('lihua') }, { do: 'next' }, add(pears, 612))
  expect(next.member).toBeNull()
  expect(next.lines.map(({ key }) => key)).toEqual([2])
})
