import type { Fen } from '#contract/money.ts'
import { expect, test } from 'vitest'
import { clawBack, earned, pointsFor, pointsMax, pointsValue } from './points.ts'

test('points are worth whole fen, and no point is spent for nothing', () => {
  // [points per yuan, amount left, most points it takes, their value]
  const cases: [number, number, number, number][] = [
    [100, 250_60, 25060, 250_60], [100, 0, 0, 0], [50, 101, 50, 100], [50, 1, 0, 0], [150, 1, 2, 1],
    [500, 1, 5, 1], [500, 3, 15, 3], [30, 10, 3, 10], [30, 9, 2, 6], [1, 99, 0, 0], [1, 100, 1, 100],
    [10_000, 10_000_000_000, 1_000_000_000_000, 10_000_000_000],
  ]
  for (const [points_per_yuan, amount, most, value] of cases) {
    const points = pointsMax(amount as Fen, { points_per_yuan })
    expect([points_per_yuan, amount, points, pointsValue(points, { points_per_yuan })])
      .toEqual([points_per_yuan, amount, most, value])
  }
  expect(pointsValue(7, { points_per_yuan: 500 })).toBe(1)
  expect(pointsFor(1 as Fen, { points_per_yuan: 500 })).toBe(5)
})

test('the most points are the best that trying every number finds', () => {
  for (const points_per_yuan of [1, 3, 7, 30, 33, 99, 100, 101, 150, 250, 1000]) {
    for (let amount = 0; amount <= 60; amount += 1) {
      const worth = (points: number) => Math.floor(points * 100 / points_per_yuan)
      let best = 0
      for (let points = 0; worth(points) <= amount; points += 1)
        if (worth(points) > worth(best)) best = points
      expect([points_per_yuan, amount, pointsMax(amount as Fen, { points_per_yuan })])
        .toEqual([points_per_yuan, amount, best])
    }
  }
})

test('C5, C13: one floor over real money, rate and multiplier', () => {
  const cases: [number, number, number, number][] = [
    [230_00, 1, 10_000, 230], [153_56, 1, 10_000, 153], [99, 1, 10_000, 0], [1_99, 1, 15_000, 2],
    [1_99, 1, 10_000, 1], [100_00, 2, 20_000, 400], [50, 2, 10_000, 1], [100_00, 1, 0, 0], [0, 1, 10_000, 0],
    [10_000_000_000, 1000, 100_000, 1_000_000_000_000],
  ]
  for (const [money, points_per_yuan, multiplier_bp, points] of cases)
    expect([money, earned(money as Fen, { points_per_yuan, multiplier_bp })]).toEqual([money, points])
})

test('claw-backs of one sale add up to what it earned, and never go below zero', () => {
  const rule = { points_per_yuan: 1, multiplier_bp: 15_000 }
  const first = clawBack(earned(100_99 as Fen, rule), 50_50 as Fen, rule)
  const second = clawBack(earned(100_99 as Fen, rule) - first, 0 as Fen, rule)
  expect([first, second]).toEqual([76, 75])
  expect(first + second).toBe(earned(100_99 as Fen, rule))
  expect(clawBack(0, 50_00 as Fen, rule)).toBe(0)
})
