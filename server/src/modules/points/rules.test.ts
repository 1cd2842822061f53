import { newId } from '#kernel/ids.ts'
import type { Books, Lot, Transfer } from '#modules/ledger/ledger.ts'
import { post, shelve } from '#modules/ledger/ledger.ts'
import { expect, test } from 'vitest'
import { claw, earn, redeem, restore, usablePoints } from './points.ts'
import type { PointsAct, PointsChange } from './points.ts'

const zone = 'Asia/Shanghai'
const at = (text: string) => new Date(`${text}:00+08:00`)
const act = (text: string, ref = 'sale'): PointsAct =>
  ({ member_id: 'lihua', ref, doc_id: `${ref} paper`, at: at(text), zone })

/** Li Hua's points, with the short words that carry out what the rules say. */
function openPoints() {
  const books: Books = { accounts: new Map(), lots: new Map(), lotById: new Map(), history: new Map() }
  books.accounts.set('lihua points', { owner_id: 'lihua', id: 'points', balance: 0, floor: null, version: 0 })
  const run = (given: PointsAct, change: PointsChange): Transfer[] => {
    if (!books.history.has(given.ref)) books.history.set(given.ref, [])
    for (const lot of change.lots) shelve(books, lot)
    const stamp = { op_key: 'key', store_id: 'gh', staff_id: 'chen', occurred_at: given.at }
    return post(books, { entries: change.entries, stamp, newId })
  }
  return {
    books,
    balance: () => books.accounts.get('lihua points')!.balance,
    usable: (text: string) => usablePoints(books, 'lihua', at(text)),
    lots: () => [...books.lots.get('lihua points') ?? []].map((lot) => [lot.id, lot.remaining]),
    lot: (id: string): Lot => books.lotById.get(id)!,
    /** Earned points as a lot of that name, good for a year or so many months. */
    earn: (given: PointsAct, points: number, lot: string) => {
      const [id = '', months = '12'] = lot.split(' for ')
      return run(given, earn(books, given, { points, last_months: Number(months), id }))
    },
    redeem: (given: PointsAct, points: number) => run(given, redeem(books, given, points)),
    restore: (given: PointsAct, points: number, ids: string[] = []) =>
      run(given, restore(books, given, { points, newId: () => ids.shift()! })),
    claw: (given: PointsAct, points: number) => run(given, claw(books, given, points)),
  }
}

test('points are good to the end of their day some months on, or of the month\'s last day (C13)', () => {
  const cases: [string, number, string | null][] = [
    ['2026-05-16T12:00', 12, '2027-05-17T00:00'], ['2026-01-31T09:00', 1, '2026-03-01T00:00'],
    ['2027-01-31T09:00', 13, '2028-03-01T00:00'], ['2028-02-29T23:59', 12, '2029-03-01T00:00'],
    ['2026-12-31T00:00', 2, '2027-03-01T00:00'], ['2026-05-16T12:00', 0, null],
  ]
  for (const [made, months, ends] of cases) {
    const points = openPoints()
    points.earn(act(made), 10, `one for ${months}`)
    expect(points.lot('one').expires_at, made).toEqual(ends === null ? null : at(ends))
  }
})

test('what can be redeemed is what is in its time, to the minute', () => {
  const points = openPoints()
  points.earn(act('2026-05-16T12:00'), 100, 'one for 1')
  points.earn(act('2026-05-20T12:00'), 50, 'two for 1')
  const cases: [string, number][] = [
    ['2026-05-16T11:59', 0], ['2026-05-16T12:00', 100], ['2026-05-20T12:00', 150], ['2026-06-16T23:59', 150],
    ['2026-06-17T00:00', 50], ['2026-06-21T00:00', 0],
  ]
  for (const [moment, usable] of cases) expect([moment, points.usable(moment)]).toEqual([moment, usable])
  expect(points.balance()).toBe(150)
})

test('the earliest end goes first, wherever it stands in age', () => {
  const points = openPoints()
  points.earn(act('2026-05-16T12:00'), 100, 'year for 12')
  points.earn(act('2026-05-17T12:00'), 30, 'month for 1')
  points.earn(act('2026-05-18T12:00'), 30, 'ever for 0')
  points.redeem(act('2026-05-19T12:00', 'other'), 140)
  expect(points.lots()).toEqual([['month', 0], ['year', 0], ['ever', 20]])
})

test('points come back to their own lots with their own end, the last drawn first (C7, C10)', () => {
  const points = openPoints()
  points.earn(act('2026-05-16T12:00', 'a'), 100, 'one')
  points.earn(act('2026-05-17T12:00', 'b'), 100, 'two')
  points.redeem(act('2026-05-18T12:00'), 150)
  points.restore(act('2026-05-19T12:00'), 60)
  expect(points.lots()).toEqual([['one', 10], ['two', 100]])
  points.restore(act('2026-05-19T13:00'), 90)
  expect(points.lots()).toEqual([['one', 100], ['two', 100]])
  expect(() => points.restore(act('2026-05-19T14:00'), 1)).toThrow('151 back, but 150 drawn')
})

test('a lot that ended meanwhile gets thirty days from the day of the refund, the others keep theirs', () => {
  const points = openPoints()
  points.earn(act('2026-05-16T12:00', 'a'), 100, 'short for 1')
  points.earn(act('2026-05-17T12:00', 'b'), 100, 'long for 12')
  points.redeem(act('2026-05-18T12:00'), 150)
  points.restore(act('2026-06-17T00:00'), 150, ['grace'])
  expect(points.lots()).toEqual([['short', 0], ['grace', 100], ['long', 100]])
  expect(points.lot('grace'))
    .toMatchObject({ source: 'grace', amount: 100, expires_at: at('2026-07-18T00:00') })
  expect([points.usable('2026-07-17T23:59'), points.usable('2026-07-18T00:00')]).toEqual([200, 100])
})

test('on the last minute of its last day a lot takes its points back itself', () => {
  const points = openPoints()
  points.earn(act('2026-05-16T12:00', 'a'), 100, 'short for 1')
  points.redeem(act('2026-05-18T12:00'), 100)
  points.restore(act('2026-06-16T23:59'), 100)
  expect(points.lots()).toEqual([['short', 100]])
})

test('earned points are taken from the lot of their sale, then others, then below zero (C5)', () => {
  const points = openPoints()
  points.earn(act('2026-05-16T12:00', 'a'), 30, 'month for 1')
  points.earn(act('2026-05-17T12:00'), 100, 'own for 12')
  points.earn(act('2026-05-18T12:00', 'b'), 40, 'ever for 0')
  points.claw(act('2026-05-19T12:00'), 60)
  expect(points.lots()).toEqual([['month', 30], ['own', 40], ['ever', 40]])
  points.redeem(act('2026-05-19T12:00', 'c'), 60)
  expect(points.lots()).toEqual([['month', 0], ['own', 10], ['ever', 40]])
  const taken = points.claw(act('2026-05-20T12:00'), 70)
  expect(taken.map(({ lot_id, amount }) => [lot_id, amount])).toEqual([['own', 10], ['ever', 40], [null, 20]])
  expect([points.balance(), points.usable('2026-05-20T12:00')]).toEqual([-20, 0])
})

test('a lot that ended is no cover for another sale\'s claw-back, but its own sale takes it back', () => {
  const points = openPoints()
  points.earn(act('2026-05-16T12:00'), 100, 'ended for 1')
  points.claw(act('2026-08-01T12:00', 'other'), 30)
  expect(points.lots()).toEqual([['ended', 100]])
  expect(points.balance()).toBe(70)
  points.claw(act('2026-08-02T12:00'), 100)
  expect([points.lots(), points.balance()]).toEqual([[['ended', 0]], -30])
})

test('new points first make good what stands below zero, and the rest is a lot', () => {
  const points = openPoints()
  points.claw(act('2026-05-16T12:00', 'a'), 50)
  expect(points.earn(act('2026-05-17T12:00', 'b'), 30, 'none'))
    .toMatchObject([{ amount: 30, lot_id: null, to_balance: -20 }])
  expect(points.earn(act('2026-05-18T12:00', 'c'), 30, 'some'))
    .toMatchObject([{ lot_id: null, amount: 20 }, { amount: 10 }])
  expect([points.lots(), points.usable('2026-05-18T12:00')]).toEqual([[['some', 10]], 10])
  points.earn(act('2026-05-19T12:00', 'd'), 5, 'more')
  expect(points.balance()).toBe(15)
})

test('points that ended do not hide what stands below zero: the next ones still make it good', () => {
  const points = openPoints()
  points.earn(act('2026-05-16T12:00', 'a'), 100, 'ended for 1')
  points.claw(act('2026-08-01T12:00', 'b'), 100)
  // The balance reads 0, yet there is nothing good and 100 below zero.
  expect([points.balance(), points.usable('2026-08-01T12:00')]).toEqual([0, 0])
  points.earn(act('2026-08-02T12:00', 'c'), 130, 'fresh for 1')
  expect(points.usable('2026-08-02T12:00')).toBe(30)
  expect(points.lot('fresh').amount).toBe(30)
  points.earn(act('2026-10-01T12:00', 'd'), 10, 'later for 1')
  expect(points.usable('2026-10-01T12:00')).toBe(10)
})
