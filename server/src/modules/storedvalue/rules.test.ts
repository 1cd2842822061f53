import type { Fen } from '#contract/money.ts'
import { settings } from '#contract/settings.ts'
import type { Settings } from '#contract/settings.ts'
import { newId } from '#kernel/ids.ts'
import type { Books, Transfer } from '#modules/ledger/ledger.ts'
import { post, shelve } from '#modules/ledger/ledger.ts'
import { expect, test } from 'vitest'
import { bonusFor, drawValue, restoreValue, topUpValue, usableValue, whyNotTopUp } from './storedvalue.ts'
import type { ValueAct } from './storedvalue.ts'

const moment = (minute: number) => new Date(Date.UTC(2026, 4, 16, 4, minute))
const act = (ref: string, minute = 30): ValueAct =>
  ({ member_id: 'lihua', ref, doc_id: ref, at: moment(minute) })
const fen = (amount: number) => amount as Fen

/** Li Hua's value after some top-ups, a minute apart. */
function openValue(...paid: [number, number][]) {
  const books: Books = {
    accounts: new Map(), lots: new Map(), lotById: new Map(), history: new Map([['sale', []]]),
  }
  for (const id of ['principal', 'bonus'])
    books.accounts.set(`lihua ${id}`, { owner_id: 'lihua', id, balance: 0, floor: 0, version: 0 })
  const run = (entries: Parameters<typeof post>[1]['entries']): Transfer[] => post(books,
    { entries, newId, stamp: { op_key: 'key', store_id: 'gh', staff_id: 'chen', occurred_at: moment(0) } })
  const topUp = ([principal, bonus]: [number, number], minute: number) => {
    const made = topUpValue(act(`top up ${minute}`, minute), {
      principal_fen: fen(principal), bonus_fen: fen(bonus), newId,
    })
    for (const lot of made.lots) shelve(books, lot)
    run(made.entries)
    return made
  }
  paid.forEach((one, minute) => topUp(one, minute))
  return {
    books, topUp,
    pay(amount: number, order: 'proportional' | 'principal_first' | 'bonus_first' = 'proportional') {
      const drawn = drawValue(books, act('sale'), { amount_fen: fen(amount), order })
      if (drawn) run(drawn.entries)
      return drawn && [drawn.principal_fen, drawn.bonus_fen]
    },
    back: (principal: number, bonus: number) =>
      run(restoreValue(books, act('sale'), { principal_fen: fen(principal), bonus_fen: fen(bonus) })),
    left: () => ['principal', 'bonus'].map((account) =>
      (books.lots.get(`lihua ${account}`) ?? []).map((lot) => lot.remaining)),
    balances: () => [...books.accounts.values()].map((account) => account.balance),
  }
}

test('a payment reaches the highest bonus of the steps it comes to', () => {
  const plan = [[300_00, 30_00], [1000_00, 200_00], [500_00, 80_00], [2000_00, 150_00]]
    .map(([pay, bonus]) => ({ pay_fen: fen(pay!), bonus_fen: fen(bonus!) }))
  const cases = [[299_99, 0], [300_00, 30_00], [999_99, 80_00], [1000_00, 200_00], [5000_00, 200_00]]
  for (const [paid, bonus] of cases) expect([paid, bonusFor(plan, fen(paid!))]).toEqual([paid, bonus])
  expect(bonusFor([], fen(1000_00))).toBe(0)
})

test('a top-up is a pair of lots that never end; without a bonus it is one', () => {
  const value = openValue()
  const { lots, entries } = value.topUp([1000_00, 200_00], 0)
  expect(lots).toMatchObject([
    { account: 'principal', amount: 1000_00, remaining: 1000_00, expires_at: null, pair: 'top up 0' },
    { account: 'bonus', amount: 200_00, expires_at: null, pair: 'top up 0' },
  ])
  expect(entries.map(({ from, kind }) => [from, kind]))
    .toEqual([['@top_ups', 'top_up.pay'], ['@bonus_granted', 'top_up.bonus']])
  expect(value.topUp([1, 0], 1).lots).toHaveLength(1)
  expect(value.balances()).toEqual([1000_01, 200_00])
})

test('W8 and C4: lots in their order of age, principal and bonus inside each by the chain\'s order', () => {
  const two: [number, number][] = [[1000_00, 200_00], [500_00, 80_00]]
  const cases: [
    [number, number][], number, 'proportional' | 'principal_first' | 'bonus_first', [number, number] | null,
  ][] = [
    [[two[0]!], 300_00, 'proportional', [250_00, 50_00]], [[two[0]!], 300_00, 'principal_first', [300_00, 0]],
    [[two[0]!], 300_00, 'bonus_first', [100_00, 200_00]], [[two[0]!], 33_33, 'proportional', [27_78, 5_55]],
    [two, 1200_00, 'proportional', [1000_00, 200_00]], [two, 1258_00, 'proportional', [1050_00, 208_00]],
    [two, 1780_00, 'bonus_first', [1500_00, 280_00]], [two, 1780_01, 'proportional', null],
    [[], 1, 'proportional', null],
  ]
  for (const [paid, amount, order, drawn] of cases)
    expect([amount, openValue(...paid).pay(amount, order)]).toEqual([amount, drawn])
})

test('value that is short by a fen takes nothing at all', () => {
  const value = openValue([100_00, 20_00], [30_00, 0])
  expect(usableValue(value.books, 'lihua', moment(30))).toBe(150_00)
  expect(value.pay(150_01)).toBeNull()
  expect(value.left()).toEqual([[100_00, 30_00], [20_00]])
})

test('the oldest top-up goes first though its principal is used up, and a later one waits for it', () => {
  const value = openValue([100_00, 100_00], [100_00, 0])
  expect(value.pay(100_00, 'principal_first')).toEqual([100_00, 0])
  expect(value.pay(150_00, 'principal_first')).toEqual([50_00, 100_00])
  expect(value.left()).toEqual([[0, 50_00], [0]])
})

test('what comes back fills the very lots, the last drawn first, bonus and principal each by itself (C10)',
  () => {
    const value = openValue([100_00, 20_00], [100_00, 50_00], [10_00, 0])
    expect(value.pay(240_00)).toEqual([180_00, 60_00])
    expect(value.left()).toEqual([[0, 20_00, 10_00], [0, 10_00]])
    value.back(90_00, 45_00)
    expect(value.left()).toEqual([[10_00, 100_00, 10_00], [5_00, 50_00]])
    value.back(0, 0)
    value.back(90_00, 15_00)
    expect(value.left()).toEqual([[100_00, 100_00, 10_00], [20_00, 50_00]])
    expect(() => value.back(1, 0)).toThrow('but 18000 drawn')
  })

test('a top-up is refused for the first thing in its way; its limit counts what is set aside (R1.01)', () => {
  const chosen = {
    ...Object.fromEntries(Object.entries(settings).map(([key, { usual }]) => [key, usual])),
    value_cap_fen: 5000_00,
  } as unknown as Settings
  const cases: [[number, number][], number, [number, number], string | null, object?][] = [
    [[], 0, [1000_00, 200_00], null], [[], 0, [1000_00, 0], 'bonus_changed', { bonus_fen: 200_00 }],
    [[], 0, [299_99, 30_00], 'bonus_changed', { bonus_fen: 0 }], [[], 0, [4800_00, 200_00], null],
    [[], 0, [4800_01, 200_00], 'value_over_cap', { cap_fen: 5000_00, room_fen: 5000_00 }],
    [[[3000_00, 200_00]], 0, [1600_00, 200_00], null],
    [[[3000_00, 200_00]], 0, [1600_01, 200_00], 'value_over_cap', { cap_fen: 5000_00, room_fen: 1800_00 }],
    [[[3000_00, 200_00]], 500_00, [1300_00, 200_00],
      'value_over_cap', { cap_fen: 5000_00, room_fen: 1300_00 }],
    [[[6000_00, 0]], 0, [1, 0], 'value_over_cap', { cap_fen: 5000_00, room_fen: 0 }],
  ]
  for (const [paid, aside, [principal_fen, bonus_fen], code, params] of cases) {
    const { books } = openValue(...paid)
    const reserve = { owner_id: 'lihua', id: 'principal.reserved', balance: aside, floor: 0, version: 1 }
    if (aside > 0) books.accounts.set('lihua principal.reserved', reserve)
    const asked = { member_id: 'lihua', principal_fen: fen(principal_fen), bonus_fen: fen(bonus_fen) }
    expect(whyNotTopUp(books, chosen, asked)).toEqual(code === null ? null : { code, params })
  }
})
