import type { About } from '#contract/approvals.ts'
import type { Permission } from '#contract/permissions.ts'
import { expect, test } from 'vitest'
import { covers } from './acts.ts'
import { stateOf, whyNotDecide, whyNotUse } from './rules.ts'
import type { Decision, Doing, Request } from './rules.ts'

const at = (minute: number) => new Date(Date.parse('2026-05-16T12:00:00+08:00') + minute * 60_000)
const about: About = { act: 'return_over', sale_id: 'sale', amount_fen: 60_000 as never }
const waiting: Request = {
  id: 'request', store_id: 'gh', about, asked_by: 'cashier', asked_at: at(0), ends_at: at(10), decision: null,
  withdrawn: false, used: false,
}
const decided = (outcome: Decision['outcome']): Request => ({
  ...waiting,
  decision: { outcome, made_by: 'manager', in_person: true, note: null, at: at(5), ends_at: at(15) },
})

test('a request stands in the first of its states that holds', () => {
  const cases: [Request, number, string][] = [
    [waiting, 0, 'waiting'], [waiting, 9.99, 'waiting'], [waiting, 10, 'ended'],
    [decided('given'), 12, 'given'], [decided('given'), 14.99, 'given'], [decided('given'), 15, 'ended'],
    [decided('refused'), 99, 'refused'], [{ ...waiting, withdrawn: true }, 1, 'withdrawn'],
    [{ ...decided('given'), withdrawn: true }, 6, 'withdrawn'],
    [{ ...decided('given'), used: true }, 99, 'used'],
  ]
  for (const [request, minute, state] of cases) expect(stateOf(request, at(minute))).toBe(state)
})

test('the first thing in the way of deciding is told', () => {
  const both: Permission[] = ['approvals.give', 'sales.return']
  const cases: [Request, string, Permission[], string | null, string[]?][] = [
    [waiting, 'manager', both, 'approver_too_close', ['owner', 'cashier']],
    [decided('refused'), 'manager', both, 'approver_too_close', ['cashier']],
    [waiting, 'manager', ['sales.return'], 'approval_not_yours', ['cashier']],
    [waiting, 'manager', both, null, ['owner']],
    [waiting, 'cashier', both, 'approval_own'], [waiting, 'cashier', [], 'approval_own'],
    [waiting, 'manager', ['approvals.give'], 'approval_not_yours'],
    [waiting, 'manager', ['sales.return'], 'approval_not_yours'],
    [decided('refused'), 'manager', both, 'approval_decided'], [waiting, 'manager', both, null],
  ]
  for (const [request, id, permissions, why, vouched_by = []] of cases) {
    const who = {
      principal: { id }, permissions: new Set(permissions), now: at(6), vouched_by: new Set(vouched_by),
    }
    expect(whyNotDecide(request, who, 'sales.return')).toBe(why)
  }
  const late = {
    principal: { id: 'manager' }, permissions: new Set(both), now: at(10), vouched_by: new Set<string>(),
  }
  expect(whyNotDecide(waiting, late, 'sales.return')).toBe('approval_decided')
})

test('an approval serves the one who asked, in their store, for what was approved, once and in time', () => {
  const doing: Doing = { store_id: 'gh', done_by: 'cashier', about, now: at(6) }
  const more: About = { ...about, amount_fen: 60_001 as never }
  const other_sale: About = { ...about, sale_id: 'another' }
  const cases: [Request | undefined, Partial<Doing>, string | null][] = [
    [undefined, {}, 'approval_unknown'], [decided('given'), { store_id: 'jy' }, 'approval_unknown'],
    [decided('given'), { done_by: 'another cashier' }, 'approval_unknown'],
    [{ ...decided('given'), about: { act: 'export', what: 'sales', rows: 1 } }, {}, 'approval_unknown'],
    [waiting, {}, 'approval_waiting'], [decided('refused'), {}, 'approval_refused'],
    [{ ...waiting, withdrawn: true }, {}, 'approval_withdrawn'],
    [decided('given'), { now: at(15) }, 'approval_ended'],
    [{ ...decided('given'), used: true }, {}, 'approval_used'],
    [decided('given'), { about: more }, 'approval_too_small'],
    [decided('given'), { about: other_sale }, 'approval_too_small'],
    [decided('given'), {}, null], [decided('given'), { about: { ...about, amount_fen: 1 as never } }, null],
  ]
  for (const [request, change, why] of cases)
    expect(whyNotUse(request, { ...doing, ...change }, covers)).toBe(why)
})

const line = (sku_id: string, unit: number, more: Record<string, number | string> = {}) => ({
  sku_id, qty_m: 1000, list_fen: 1000, amount_fen: unit, unit_price_fen: unit, reason: 'damaged', ...more,
})
const prices = (...lines: object[]) => ({ act: 'price_override', lines }) as About

test('prices are covered line by line: as many or fewer, as dear or dearer, no larger a reduction', () => {
  const approved = prices(line('milk', 800), line('milk', 500, { qty_m: 3000 }))
  const cases: [About, boolean][] = [
    [prices(line('milk', 800)), true], [prices(line('milk', 900)), true],
    [prices(line('milk', 500, { qty_m: 3000 }), line('milk', 800)), true],
    // The second line would need the three of the first.
    [prices(line('milk', 500), line('milk', 500)), false],
    [prices(line('milk', 499)), false], [prices(line('milk', 800, { qty_m: 4000 })), false],
    [prices(line('tea', 800)), false], [prices(line('milk', 800, { reason: 'gift' })), false],
    // Marked at 20.00 in truth, where the asker had said 10.00.
    [prices(line('milk', 800, { list_fen: 2000 })), false], [prices(), true],
  ]
  for (const [done, holds] of cases) expect([done, covers(approved, done)]).toEqual([done, holds])
})

test('an adjustment is covered to the fen and by its reason, an export up to its rows', () => {
  const adjusting = {
    act: 'adjustment', member_id: 'm', account: 'points', amount: -5, reason: 'other',
  } as const
  const exporting = { act: 'export', what: 'members', rows: 2000 } as const
  const cases: [About, About, boolean][] = [
    [adjusting, adjusting, true], [adjusting, { ...adjusting, amount: -4 }, false],
    [adjusting, { ...adjusting, member_id: 'n' }, false],
    [adjusting, { ...adjusting, account: 'bonus' }, false],
    [adjusting, { ...adjusting, reason: 'goodwill' }, false], [exporting, { ...exporting, rows: 2000 }, true],
    [exporting, { ...exporting, rows: 2001 }, false], [exporting, { ...exporting, what: 'sales' }, false],
    [exporting, adjusting, false],
  ]
  for (const [approved, done, holds] of cases) expect(covers(approved, done)).toBe(holds)
})
