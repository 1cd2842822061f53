import { newId } from '#kernel/ids.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  accountKey, byAge, emptyBooks, giveBack, heldIn, isBook, openLots, post, shelve, takeFrom,
} from './rules.ts'
import type { Books, Entry, Lot } from './rules.ts'

const day = (iso: string) => new Date(`${iso}T00:00:00+08:00`)
const lot = (id: string, more: Partial<Lot> = {}): Lot => ({
  owner_id: 'lihua', id, account: 'points', amount: 100, remaining: 100, starts_at: day('2026-05-01'),
  expires_at: null, source: 'sale', pair: id, ...more,
})
const account = (books: Books, id: string, more: { balance?: number; floor?: number | null } = {}) =>
  books.accounts.set(accountKey('lihua', id),
    { owner_id: 'lihua', id, balance: 0, floor: 0, version: 0, ...more })
const entry = (more: Partial<Entry> = {}): Entry => ({
  owner_id: 'lihua', kind: 'sale.pay', from: 'principal', to: '@sales', amount: 10, lot_id: null, ref: 'sale',
  doc_id: 'sale', ...more,
})
const stamp = { op_key: 'key', store_id: 'gh', staff_id: 'chen', occurred_at: day('2026-05-16') }
const posted = (books: Books, ...entries: Entry[]) => post(books, { entries, stamp, newId })

test('lots stand by their end, then their age, then their id, in whatever order they come', () => {
  const [ends, later] = [{ expires_at: day('2026-06-01') }, { expires_at: day('2026-07-01') }]
  const inOrder = [
    lot('b', ends), lot('a', { ...ends, starts_at: day('2026-05-02') }), lot('c', later), lot('d', later),
    lot('e'), lot('0', { starts_at: day('2026-05-03') }),
  ]
  fc.assert(fc.property(fc.shuffledSubarray(inOrder, { minLength: inOrder.length }), (lots) => {
    const books = emptyBooks()
    for (const one of lots) shelve(books, one)
    expect(books.lots.get('lihua points')).toEqual(inOrder)
    expect([...lots].sort(byAge)).toEqual(inOrder)
    expect(books.lotById.size).toBe(inOrder.length)
  }))
})

test('a lot is open from its first moment until the one at which it ends, while something is left', () => {
  const books = emptyBooks()
  shelve(books, lot('one', { starts_at: day('2026-05-02'), expires_at: day('2026-06-01') }))
  shelve(books, lot('used', { remaining: 0 }))
  const openAt = (at: Date, named = 'points') =>
    openLots(books, 'lihua', { account: named, at }).map(({ id }) => id)
  const cases: [number, string[]][] = [
    [day('2026-05-02').getTime() - 1, []], [day('2026-05-02').getTime(), ['one']],
    [day('2026-06-01').getTime() - 1, ['one']], [day('2026-06-01').getTime(), []],
  ]
  for (const [at, ids] of cases) expect(openAt(new Date(at)), new Date(at).toISOString()).toEqual(ids)
  expect(openAt(day('2026-05-03'), 'bonus')).toEqual([])
  expect(openLots(books, 'another', { account: 'points', at: day('2026-05-03') })).toEqual([])
})

test('an amount is taken from lots in turn, and what they do not hold is left over', () => {
  const lots = [lot('a', { remaining: 5 }), lot('b', { remaining: 0 }), lot('c', { remaining: 7 })]
  const cases: [number, [string, number][], number][] = [
    [0, [], 0], [5, [['a', 5]], 0], [6, [['a', 5], ['c', 1]], 0], [12, [['a', 5], ['c', 7]], 0],
    [15, [['a', 5], ['c', 7]], 3],
  ]
  for (const [amount, parts, left] of cases)
    expect(takeFrom(lots, amount))
      .toEqual({ parts: parts.map(([lot_id, part]) => ({ lot_id, amount: part })), left })
})

test('what comes back fills the lots it was drawn from, last drawn first, also in several goes (C10)', () => {
  const drawn = [{ lot_id: 'a', amount: 5 }, { lot_id: 'b', amount: 3 }, { lot_id: 'a', amount: 2 }]
  expect(giveBack(drawn, 0, 4)).toEqual([{ lot_id: 'b', amount: 2 }, { lot_id: 'a', amount: 2 }])
  expect(giveBack(drawn, 4, 2)).toEqual([{ lot_id: 'a', amount: 1 }, { lot_id: 'b', amount: 1 }])
  expect(giveBack(drawn, 6, 4)).toEqual([{ lot_id: 'a', amount: 4 }])
  expect(giveBack(drawn, 10, 0)).toEqual([])
  expect(() => giveBack(drawn, 8, 3)).toThrow('11 back, but 10 drawn')
  const amounts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 })
  fc.assert(fc.property(amounts, fc.array(fc.nat(60), { maxLength: 8 }), (sizes, wishes) => {
    const draws = sizes.map((amount, index) => ({ lot_id: String(index), amount }))
    const whole = sizes.reduce((sum, size) => sum + size, 0)
    const back = new Map<string | null, number>()
    let before = 0
    for (const wish of [...wishes, whole]) {
      const amount = Math.min(wish, whole - before)
      for (const part of giveBack(draws, before, amount))
        back.set(part.lot_id, (back.get(part.lot_id) ?? 0) + part.amount)
      before += amount
      expect([...back.values()].reduce((sum, part) => sum + part, 0)).toBe(before)
    }
    expect(draws.map(({ lot_id }) => back.get(lot_id))).toEqual(sizes)
  }))
})

test('a posted transfer moves balance, version and lot, and tells both sides after it', () => {
  const books = emptyBooks()
  account(books, 'principal'); account(books, 'principal.reserved')
  const held = lot('one', { account: 'principal', amount: 100, remaining: 0 })
  shelve(books, held)
  books.history.set('sale', [])
  const made = posted(books,
    entry({
      kind: 'top_up.pay', from: '@top_ups', to: 'principal', amount: 100, lot_id: 'one', ref: 'top up',
    }),
    entry({ amount: 30, lot_id: 'one' }),
    entry({ kind: 'reserve.hold', to: 'principal.reserved', amount: 20, lot_id: 'one', ref: 'deposit' }))
  const told = made.map(({ from_version, from_balance, to_version, to_balance }) =>
    [from_version, from_balance, to_version, to_balance])
  expect(told).toEqual([[null, null, 1, 100], [2, 70, null, null], [3, 50, 1, 20]])
  expect([held.remaining, heldIn(books, 'lihua', 'principal')]).toEqual([50, 70])
  expect(books.history.get('sale')).toEqual([made[1]])
  expect(new Set(made.map(({ id }) => id)).size).toBe(3)
  expect(made[1]).toMatchObject({ ...stamp, amount: 30, from_account: 'principal', to_account: '@sales' })
})

test('what may never happen is our bug, and nothing goes on after it', () => {
  const cases: [string, Partial<Entry>, RegExp][] = [
    ['below the floor', { amount: 101 }, /keeps its floor/], ['nothing', { amount: 0 }, /whole amount/],
    ['less than nothing', { amount: -5 }, /whole amount/], ['half a fen', { amount: 0.5 }, /whole amount/],
    ['book to book', { from: '@sales', to: '@top_ups' }, /account of the owner/],
    ['an account never opened', { from: 'visits' }, /is locked/],
    ['another owner', { owner_id: 'chen' }, /is locked/],
    ['a lot unknown', { lot_id: 'gone' }, /lot gone is locked/],
    ['more than a lot holds', { amount: 60, lot_id: 'one' }, /within/],
    ['more into a lot than it was', { from: '@sales', to: 'principal', amount: 51, lot_id: 'one' }, /within/],
  ]
  for (const [name, more, message] of cases) {
    const books = emptyBooks()
    account(books, 'principal', { balance: 100 })
    shelve(books, lot('one', { account: 'principal', amount: 100, remaining: 50 }))
    expect(() => posted(books, entry(more)), name).toThrow(message)
  }
})

test('points alone may stand below zero: an account whose floor is none', () => {
  const books = emptyBooks()
  account(books, 'points', { floor: null })
  const [made] = posted(books, entry({ from: 'points', to: '@points_issued', amount: 70 }))
  expect(made).toMatchObject({ from_balance: -70, from_version: 1 })
  expect([isBook('@sales'), isBook('points')]).toEqual([true, false])
})
