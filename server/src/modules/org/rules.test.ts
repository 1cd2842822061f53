import { expect, test } from 'vitest'
import type { Refusal } from '#kernel/refusal.ts'
import { deviceOf, endOf, hasEnded, isWorthTouching, waitAfter } from './rules.ts'
import { openThrottle } from './throttle.ts'

const at = (hours: number) => new Date(Date.UTC(2026, 4, 16) + hours * 3_600_000)

test('a session ends twelve hours after its last use, and never later than seven days', () => {
  const cases: [number, number][] = [[0, 12], [5, 17], [156, 168], [160, 168]]
  for (const [seen, end] of cases) expect([seen, endOf(at(0), at(seen))]).toEqual([seen, at(end)])
})

test('a session has ended at its end, and when it was ended', () => {
  expect(hasEnded({ ends_at: at(12), ended_at: null }, new Date(at(12).getTime() - 1))).toBe(false)
  expect(hasEnded({ ends_at: at(12), ended_at: null }, at(12))).toBe(true)
  expect(hasEnded({ ends_at: at(12), ended_at: at(1) }, at(2))).toBe(true)
})

test('use is worth writing down after a minute', () => {
  expect(isWorthTouching({ seen_at: at(0) }, new Date(at(0).getTime() + 59_999))).toBe(false)
  expect(isWorthTouching({ seen_at: at(0) }, new Date(at(0).getTime() + 60_000))).toBe(true)
})

test('the wait doubles after the free tries and ends at a quarter of an hour', () => {
  expect(
    [0, 4, 5, 6, 7, 12, 13, 500].map((failures) => waitAfter(failures, 5)),
  ).toEqual([0, 0, 5, 10, 20, 640, 900, 900])
})

test('a device is told by what a person knows it by', () => {
  const cases: [string, string][] = [
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1', 'Safari · iOS · ::1'
    ],
    ['Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36', 'Chrome · Android · ::1'],
    ['Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge · Windows · ::1'],
    ['', 'other · ::1'],
  ]
  for (const [user_agent, device] of cases) expect(deviceOf(user_agent, '::1')).toBe(device)
})

const attempt = { chain_code: 'shisui', phone: '13800000003', address: '10.0.0.1' }
const waitOf = (take: () => void): number => {
  try {
    take()
    return 0
  } catch (error) {
    return Number((error as Refusal).params['wait_s'])
  }
}

test('tries are slowed for the person at that address, and for an address that tries everybody', () => {
  const throttle = openThrottle()
  let now_ms = 0
  const waits: number[] = []
  for (let i = 0; i < 8; i += 1) {
    const wait_s = waitOf(() => { throttle.take(attempt, now_ms) })
    waits.push(wait_s)
    now_ms += wait_s * 1_000
  }
  expect(waits).toEqual([0, 0, 0, 0, 0, 5, 0, 10])
  expect(waitOf(() => { throttle.take({ ...attempt, address: '10.0.0.2' }, now_ms) })).toBe(0)

  const everybody = openThrottle()
  const refused = Array.from({ length: 50 }, (_, i) =>
    waitOf(() => { everybody.take({ ...attempt, phone: String(i) }, 0) })).filter((wait_s) => wait_s > 0)
  expect(refused).toHaveLength(10)
})

test('a right password or a quiet hour forgets the tries; one that met no database does not count', () => {
  const fiveTries = () => {
    const throttle = openThrottle()
    for (let i = 0; i < 5; i += 1) throttle.take(attempt, 0)
    return throttle
  }
  const cleared = fiveTries()
  cleared.clear(attempt)
  expect(waitOf(() => { cleared.take(attempt, 1) })).toBe(0)
  expect(waitOf(() => { fiveTries().take(attempt, 1) })).toBe(5)
  expect(waitOf(() => { fiveTries().take(attempt, 3_600_000) })).toBe(0)
  const away = openThrottle()
  for (let i = 0; i < 100; i += 1) {
    away.take(attempt, 0)
    away.giveBack(attempt)
  }
  expect(waitOf(() => { away.take(attempt, 0) })).toBe(0)
})
