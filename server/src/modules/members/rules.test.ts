import { expect, test } from 'vitest'
import { cardOf, isGiven, searchOf, stillHeld, strangerOf, visitsIn, whyNotBorn } from './rules.ts'
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
  gender: 'female', note: '要薄切', store_id: 'gh',
  joined_at: new Date('2026-05-15T17:30:00Z'), joined_on: '2026-05-16', last_visit_at: null, erased_at: null,
}

test('a card shows principal, bonus and points apart, and nothing for an account that is not there', () => {
  expect(cardOf(liHua, { principal: 10_000, bonus: 2_000, points: -5 }).holdings)
    .toEqual({ principal_fen: 10_000, bonus_fen: 2_000, points: -5 })
  expect(cardOf(liHua, undefined)).toMatchObject({
    birthday: '1990-02-28', joined_on: '2026-05-16', last_visit_at: null,
    holdings: { principal_fen: 0, bonus_fen: 0, points: 0 },
  })
})

test('whom no store in reach knows is shown in part, without birthday and note (R3.06)', () => {
  expect(cardOf(strangerOf(liHua), undefined)).toMatchObject({ name: '李*', birthday: null, note: '' })
})

test('visits of a member to a store are one, with the first and the last; a walk-in is none', () => {
  const note = (member_id: string | null, at: string, owner_id = 'gh') =>
    ({ owner_id, data: { member_id }, at: new Date(at) })
  const days = ['2026-05-02', '2026-05-03', '2026-05-01'].map((day) => note('a', day))
  expect(visitsIn([...days, note(null, '2026-05-09'), note('a', '2026-05-04', 'jy')])).toEqual([
    { member_id: 'a', store_id: 'gh', first_at: new Date('2026-05-01'), last_at: new Date('2026-05-03') },
    { member_id: 'a', store_id: 'jy', first_at: new Date('2026-05-04'), last_at: new Date('2026-05-04') },
  ])
})

test('a birthday lies behind, and a child of 13 needs a guardian (C19)', () => {
  const cases: [string | null, string | null, string | null][] = [
    [null, null, null], ['2026-05-16', 'birthday_wrong', 'birthday_wrong'],
    ['2026-05-17', 'birthday_wrong', 'birthday_wrong'], ['1870-01-01', 'birthday_wrong', 'birthday_wrong'],
    ['2026-05-15', 'under_14', null], ['2012-05-17', 'under_14', null], ['2012-05-16', null, null],
    ['1988-02-29', null, null],
  ]
  for (const [birthday, alone, guarded] of cases) {
    const why = (guardian: boolean) => whyNotBorn(birthday, { today: '2026-05-16', guardian })
    expect([why(false), why(true)], String(birthday)).toEqual([alone, guarded])
  }
})

test('the newest answer of a kind is in force', () => {
  const answer = (kind: 'marketing' | 'identity', given: boolean) => ({
    id: '', kind, given, at: new Date(0), wording_version: 1, channel: 'till' as const, store_id: null,
    staff_id: '',
  })
  const consents = [answer('marketing', false), answer('identity', true), answer('marketing', true)]
  expect([isGiven(consents, 'marketing'), isGiven(consents, 'identity'), isGiven(consents, 'guardian')])
    .toEqual([false, true, false])
})

test('value, points and what is set aside stand in the way of erasing; a debt of points does not', () => {
  const cases: [Record<string, number>, ReturnType<typeof stillHeld>][] = [
    [{ principal: 0, bonus: 0, points: 0 }, null], [{ points: -40 }, null],
    [{ principal: 100, bonus: 20 }, { principal_fen: 100, bonus_fen: 20, points: 0 }],
    [{ 'principal.reserved': 5 }, { principal_fen: 5, bonus_fen: 0, points: 0 }],
    [{ points: 3 }, { principal_fen: 0, bonus_fen: 0, points: 3 }],
  ]
  for (const [held, left] of cases) expect(stillHeld(held), JSON.stringify(held)).toEqual(left)
})
