import { expect, test } from 'vitest'
import { cardOf, searchOf, visitsIn, whyNotBorn } from './rules.ts'
import type { MemberSearch, Profile } from './rules.ts'

test('what a cashier types is a phone, its last four digits, or a name', () => {
  const cases: [string, MemberSearch | null][] = [
    ['13812345678', { by: 'phone', phone: '13812345678' }],
    ['+86 138-1234 5678', { by: 'phone', phone: '13812345678' }],
    ['8613812345678', { by: 'phone', phone: '13812345678' }],
    ['１３８１２３４５６７８', { by: 'phone', phone: '13812345678' }],
    ['5678', { by: 'last4', last4: '5678' }],
    ['567', { by: 'name', grams: ['56', '67'], words: ['567'], letters: '567' }],
    ['李华', { by: 'name', grams: ['李华'], words: ['李华'], letters: null }],
    ['李h', { by: 'name', grams: ['李h'], words: ['李h'], letters: null }],
    ['Li Hua', { by: 'name', grams: ['li', 'hu', 'ua'], words: ['li', 'hua'], letters: 'lihua' }],
    ['😀', { by: 'name', grams: ['😀'], words: ['😀'], letters: null }],
    ['   ', null],
  ]
  for (const [typed, wanted] of cases) expect(searchOf(typed), typed).toEqual(wanted)
})

const liHua: Profile = {
  member_id: 'm-1', name: '李华', phone_masked: '138****5678', phone_last4: '5678', birthday: '1990-02-28',
  store_id: 'gh',
  joined_at: new Date('2026-05-15T17:30:00Z'), joined_on: '2026-05-16', last_visit_at: null,
}

test('a card shows principal, bonus and points apart, and nothing for an account that is not there', () => {
  expect(cardOf(liHua, { principal: 10_000, bonus: 2_000, points: -5 }).holdings)
    .toEqual({ principal_fen: 10_000, bonus_fen: 2_000, points: -5 })
  expect(cardOf(liHua, undefined)).toMatchObject({
    birthday: '1990-02-28', joined_on: '2026-05-16', last_visit_at: null,
    holdings: { principal_fen: 0, bonus_fen: 0, points: 0 },
  })
})

test('of several visits the last one counts, and a walk-in visits nobody', () => {
  const note = (member_id: string | null, at: string) => ({ data: { member_id }, at: new Date(at) })
  const days = ['2026-05-02', '2026-05-03', '2026-05-01'].map((day) => note('a', day))
  expect(visitsIn([...days, note(null, '2026-05-09')]))
    .toEqual([{ member_id: 'a', at: new Date('2026-05-03') }])
})

test('a birthday lies behind, and a child of 13 needs a guardian (C19)', () => {
  const cases: [string | null, string | null][] = [
    [null, null], ['2026-05-16', 'birthday_wrong'], ['2026-05-17', 'birthday_wrong'],
    ['1870-01-01', 'birthday_wrong'], ['2026-05-15', 'under_14'], ['2012-05-17', 'under_14'],
    ['2012-05-16', null], ['1988-02-29', null],
  ]
  for (const [birthday, why] of cases) expect(whyNotBorn(birthday, '2026-05-16'), String(birthday)).toBe(why)
})
