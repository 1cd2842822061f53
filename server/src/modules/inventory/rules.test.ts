import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inLockOrder, levelsAfter, moveStock, stockKey } from './rules.ts'
import type { StockState } from './rules.ts'

const at = new Date('2026-05-16T04:00:00Z')
const rest = { kind: 'sale', ref: 'sale-1', made_by: 'wang', at } as const
const stateOf = (...articles: string[]): StockState => new Map(articles.map((sku_id) =>
  [stockKey({ store_id: 'gh', sku_id }), { store_id: 'gh', sku_id, on_hand_m: 0, version: 0 }]))

test('stock goes below zero, and every move says where it led', () => {
  const state = stateOf('pear')
  const first = moveStock(state, { ...rest, store_id: 'gh', sku_id: 'pear', delta_m: -1_500 })
  const second = moveStock(state, { ...rest, store_id: 'gh', sku_id: 'pear', delta_m: 500, kind: 'return' })
  expect([first.after_m, first.version, second.after_m, second.version]).toEqual([-1_500, 1, -1_000, 2])
  expect(levelsAfter([first, second])).toEqual([
    { store_id: 'gh', sku_id: 'pear', on_hand_m: -1_000, version: 2, moves: 2 }])
})

test('stock that is not locked does not move, and none by nothing or by parts of a thousandth', () => {
  const move = (sku_id: string, delta_m: number) => () =>
    moveStock(stateOf('pear'), { ...rest, store_id: 'gh', sku_id, delta_m })
  expect(move('plum', 1)).toThrow('locked')
  expect(move('pear', 0)).toThrow('whole')
  expect(move('pear', 0.5)).toThrow('whole')
})

test('needs are locked once each, in one order', () => {
  const needs = [['jy', 'b'], ['gh', 'b'], ['gh', 'a'], ['gh', 'b']].map(([store_id, sku_id]) =>
    ({ store_id: store_id!, sku_id: sku_id! }))
  expect(inLockOrder(needs).map(stockKey)).toEqual(['gh a', 'gh b', 'jy b'])
  expect(inLockOrder(needs.toReversed())).toEqual(inLockOrder(needs))
})

test('levels are the sums of their moves', () => {
  const move = fc.record({
    sku_id: fc.constantFrom('a', 'b', 'c'), delta_m: fc.integer({ min: -9_999, max: 9_999 }),
  })
  fc.assert(fc.property(fc.array(move.filter(({ delta_m }) => delta_m !== 0)), (orders) => {
    const state = stateOf('a', 'b', 'c')
    const moves = orders.map((order) => moveStock(state, { ...rest, store_id: 'gh', ...order }))
    for (const level of levelsAfter(moves)) {
      const own = orders.filter(({ sku_id }) => sku_id === level.sku_id)
      expect(level.on_hand_m).toBe(own.reduce((total, { delta_m }) => total + delta_m, 0))
      expect([level.version, level.moves]).toEqual([own.length, own.length])
    }
  }))
})
