import { expect, test } from 'vitest'
import type { SupportPermission } from '#contract/operators.ts'
import fc from 'fast-check'
import { allowedBy, invitationState, stateOf, whyNotGrant } from './rules.ts'

const at = (day: number, hour = 0): Date => new Date(Date.UTC(2026, 4, day, hour))
const grant = (from: number, until: number, permissions: SupportPermission[] = ['sales.read']) =>
  ({ from_at: at(from), until_at: at(until), ended_at: null, permissions })

test('a grant ends after it begins, in the future, and after thirty days at most', () => {
  const cases: [number, number, string | null][] = [
    [10, 10, 'grant_in_past'], [8, 9, 'grant_in_past'], [12, 11, 'grant_ends_first'],
      [12, 12, 'grant_ends_first'],
    [10, 11, null], [1, 11, null], [10, 40, null], [12, 42, null], [10, 41, 'grant_too_long'],
  ]
  for (const [from, until, why] of cases)
    expect([from, until, whyNotGrant({ from_at: at(from), until_at: at(until) }, at(10))]).toEqual(
      [from, until, why])
})

test('a grant is live from its first moment to before its last, unless it was ended', () => {
  const cases: [number, string][] = [[9, 'coming'], [10, 'live'], [11, 'live'], [12, 'over'], [13, 'over']]
  for (const [day, state] of cases) {
    expect([day, stateOf(grant(10, 12), at(day))]).toEqual([day, state])
    expect(stateOf({ ...grant(10, 12), ended_at: at(11) }, at(day))).toBe('ended')
  }
})

test('several grants allow together what each of them allows now, until the last of them is over', () => {
  const grants = [
    grant(10, 12, ['sales.read']), grant(11, 20, ['audit.read', 'sales.read']), grant(15, 16, ['goods.edit']),
    { ...grant(1, 30, ['settings.edit']), ended_at: at(2) },
  ]
  expect(allowedBy(grants, at(9))).toBeNull()
  expect(allowedBy(grants, at(10))).toEqual({ permissions: ['sales.read'], until_at: at(12) })
  expect(allowedBy(grants, at(11))).toEqual({ permissions: ['sales.read', 'audit.read'], until_at: at(20) })
  expect(allowedBy(grants, at(15))?.permissions).toEqual(['sales.read', 'goods.edit', 'audit.read'])
  expect(allowedBy(grants, at(20))).toBeNull()
})

test('nobody is ever allowed what no live grant names', () => {
  const some = fc.array(fc.record({
    from: fc.integer({ min: 1, max: 28 }), days: fc.integer({ min: 1, max: 5 }),
    permissions: fc.subarray<SupportPermission>(['sales.read', 'goods.edit', 'audit.read']),
  }))
  fc.assert(fc.property(some, fc.integer({ min: 1, max: 33 }), (given, day) => {
    const grants = given.map(({ from, days, permissions }) => grant(from, from + days, permissions))
    const named = new Set(grants.filter((one) => stateOf(one, at(day)) === 'live')
      .flatMap(({ permissions }) => permissions))
    expect(new Set(allowedBy(grants, at(day))?.permissions ?? [])).toEqual(named)
  }))
})

test('an invitation is open until it is used, withdrawn or too old', () => {
  const open = { used_at: null, ended_at: null, ends_at: at(20) }
  expect(invitationState(open, at(19, 23))).toBe('open')
  expect(invitationState(open, at(20))).toBe('ended')
  expect(invitationState({ ...open, ended_at: at(11) }, at(12))).toBe('ended')
  expect(invitationState({ ...open, used_at: at(11), ended_at: at(12) }, at(12))).toBe('used')
})
