import { expect, test } from 'vitest'
import { lastDay, lotGroups, type Lot } from './lots.ts'

const lot = (id: string, change: Partial<Lot>): Lot => ({
  id,
  account: 'points',
  amount: 100,
  remaining: 100,
  starts_at: '2026-11-22T00:00:00Z',
  expires_at: null,
  source: 'sale',
  ...change,
})

test('points that end on one day are told together, top-ups one by one in the order of use', () => {
  const day = '2027-11-22T16:00:00.000Z'
  const groups = lotGroups([
    lot('p1', { expires_at: day }),
    lot('p2', { expires_at: day, remaining: 30 }),
    lot('p3', { expires_at: '2027-01-01T16:00:00.000Z' }),
    lot('b', { account: 'bonus', starts_at: '2026-01-01T00:00:00Z' }),
    lot('t2', { account: 'principal', starts_at: '2026-02-01T00:00:00Z' }),
    lot('t1', { account: 'principal', starts_at: '2026-01-01T00:00:00Z' }),
    lot('spent', { account: 'principal', remaining: 0 }),
  ])
  expect(groups.map(({ id, lots, remaining }) => [id, lots, remaining])).toEqual([
    ['t1', 1, 100],
    ['t2', 1, 100],
    ['b', 1, 100],
    ['p3', 1, 100],
    ['p1', 2, 130],
  ])
})

test('a lot that ends at midnight is told by the day before', () => {
  expect(lastDay('2027-11-22T16:00:00.000Z')).toBe('2027-11-22T15:59:59.000Z')
})
