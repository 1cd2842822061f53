import { expect, test } from 'vitest'
import { sku } from '../world.test-model.ts'
import { tabsThatFit } from './fits.ts'
import { roundOf } from './frequent.ts'

test('as many tabs are shown as have room, and the key for the others has room too', () => {
  const cases: [number[], number, number][] = [
    [[60, 60, 60], 180, 3],
    [[60, 60, 60], 179, 2],
    [[60, 60, 60, 60, 60], 240, 3],
    [[60, 60, 60, 60, 60], 287, 3],
    [[60, 60, 60, 60, 60], 288, 4],
    [[300, 300, 300], 100, 2],
    [[], 100, 0],
  ]
  for (const [widths, room, fits] of cases)
    expect(tabsThatFit(widths, room), `${widths.join()} in ${room}`).toBe(fits)
})

test('a new device shows a bit of every category before the second of any', () => {
  const goods = ['a1', 'a2', 'a3', 'b1', 'c1', 'c2'].map((name) => sku(name, { category: name[0]! }))
  const names = roundOf(goods, ['c', 'a', 'b']).map(({ name }) => name)
  expect(names).toEqual(['c1', 'a1', 'b1', 'c2', 'a2', 'a3'])
  expect(roundOf([], [])).toEqual([])
})
