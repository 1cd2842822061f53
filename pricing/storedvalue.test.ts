import type { Fen } from '#contract/money.ts'
import { expect, test } from 'vitest'
import { drawLots, giveBack } from './storedvalue.ts'
import type { DrawOrder, Lot } from './storedvalue.ts'

const lot = (id: string, principal: number, bonus: number): Lot =>
  ({ id, principal_left_fen: principal as Fen, bonus_left_fen: bonus as Fen })

test('W8: a lot of 1000 and 200 is drawn by the order the chain chose', () => {
  const cases: [DrawOrder, number, number, number][] = [
    ['proportional', 300_00, 250_00, 50_00],
    ['principal_first', 300_00, 300_00, 0],
    ['bonus_first', 300_00, 100_00, 200_00],
    ['proportional', 33_33, 27_78, 5_55],
    ['principal_first', 1100_00, 1000_00, 100_00],
    ['bonus_first', 150_00, 0, 150_00],
    ['proportional', 1200_00, 1000_00, 200_00],
    ['proportional', 1, 1, 0],
  ]
  for (const [order, amount, principal_fen, bonus_fen] of cases)
    expect([order, drawLots([lot('a', 1000_00, 200_00)], amount as Fen, order)])
      .toEqual([order, [{ id: 'a', principal_fen, bonus_fen }]])
})

test('lots go first in, first out, and empty ones are passed over', () => {
  const lots = [lot('empty', 0, 0), lot('old', 20_00, 10_00), lot('bare', 5_00, 0), lot('new', 100_00, 50_00)]
  expect(drawLots(lots, 50_00 as Fen, 'proportional')).toEqual([
    { id: 'old', principal_fen: 20_00, bonus_fen: 10_00 },
    { id: 'bare', principal_fen: 5_00, bonus_fen: 0 },
    { id: 'new', principal_fen: 10_00, bonus_fen: 5_00 },
  ])
  expect(drawLots(lots, 30_00 as Fen, 'bonus_first')).toHaveLength(1)
})

test('value short by one fen draws nothing', () => {
  const lots = [lot('a', 10_00, 5_00), lot('b', 1, 0)]
  expect(drawLots(lots, 15_01 as Fen, 'proportional')).toHaveLength(2)
  expect(drawLots(lots, 15_02 as Fen, 'proportional')).toBeNull()
  expect(drawLots([], 1 as Fen, 'proportional')).toBeNull()
  expect(drawLots([], 0 as Fen, 'proportional')).toEqual([])
})

test('the largest lots are drawn exactly, and the rest of a lot never falls below zero', () => {
  const [draw] = drawLots([lot('a', 9_999_999_999, 9_999_999_998)], 10_000_000_000 as Fen, 'proportional')!
  expect(draw).toEqual({ id: 'a', principal_fen: 5_000_000_001, bonus_fen: 4_999_999_999 })
})

test('a refund fills what was drawn last first, and a full one restores every lot', () => {
  expect(giveBack([30, 20, 10], 15)).toEqual([0, 5, 10])
  expect(giveBack([30, 20, 10], 60)).toEqual([30, 20, 10])
  expect(giveBack([30, 20, 10], 0)).toEqual([0, 0, 0])
  expect(giveBack([], 0)).toEqual([])
  expect(() => giveBack([30], 31)).toThrow('31 back, but 30 drawn')
})
