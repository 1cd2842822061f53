import { expect, test } from 'vitest'
import type { Refusal } from '#kernel/refusal.ts'
import {
  addressGroup, deviceOf, endOf, hasEnded, isWorthTouching, usual_idle_s, waitAfter, waits,
} from './rules.ts'
import { openThrottle } from './throttle.ts'

const at = (hours: number) => new Date(Date.UTC(2026, 4, 16) + hours * 3_600_000)

test('a session ends twelve hours after its last use, and never later than seven days', () => {
  const cases: [number, number][] = [[0, 12], [5, 17], [156, 168], [160, 168]]
  for (const [seen, end] of cases)
    expect([seen, endOf(at(0), at(seen), usual_idle_s)]).toEqual([seen, at(end)])
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

test('a fifth wrong PIN closes it for a quarter of an hour, the two before wait a little', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 50].map(waits.pin)).toEqual([0, 0, 0, 5, 10, 900, 900, 900])
})

test('addresses of one IPv6 line count as one, and an IPv4 address as itself', () => {
  const cases: [string, string][] = [
    ['10.0.0.1', '10.0.0.1'], ['::ffff:10.0.0.1', '10.0.0.1'], ['::1', '0:0:0:0::/64'],
    ['2001:db8:0:12::7', '2001:db8:0:12::/64'], ['2001:DB8::12:0:0:7', '2001:db8:0:0::/64'],
    ['2001:0db8:0000:0012:ffff:0:0:9', '2001:db8:0:12::/64'],
  ]
  for (const [address, group] of cases) expect([address, addressGroup(address)]).toEqual([address, group])
})

const attempt = { what: 'nowhere 13800000003', address: '10.0.0.1' }
const waitOf = (take: () => void): number => {
  try {
    take()
    return 0
  } catch (error) {
    return Number((error as Refusal).params['wait_s'])
  }
}

test('tries are slowed for what is tried from an address, and for an address that tries everything', () => {
  const throttle = openThrottle()
  let now_ms = 0
  const waited: number[] = []
  for (let i = 0; i < 8; i += 1) {
    const wait_s = waitOf(() => { throttle.take(attempt, now_ms) })
    waited.push(wait_s)
    now_ms += wait_s * 1_000
  }
  expect(waited).toEqual([0, 0, 0, 0, 0, 5, 0, 10])
  expect(waitOf(() => { throttle.take({ ...attempt, address: '10.0.0.2' }, now_ms) })).toBe(0)

  const everything = openThrottle()
  const refused = Array.from({ length: 50 }, (_, i) =>
    waitOf(() => { everything.take({ ...attempt, what: String(i) }, 0) })).filter((wait_s) => wait_s > 0)
  expect(refused).toHaveLength(10)
})

test('a right try or a quiet hour forgets those before; the address gets only the right one back', () => {
  const fiveTries = () => {
    const throttle = openThrottle()
    for (let i = 0; i < 5; i += 1) throttle.take(attempt, 0)
    return throttle
  }
  const cleared = fiveTries()
  cleared.giveBack(attempt)
  expect(waitOf(() => { cleared.take(attempt, 1) })).toBe(0)
  expect(waitOf(() => { fiveTries().take(attempt, 1) })).toBe(5)
  expect(waitOf(() => { fiveTries().take(attempt, 3_600_000) })).toBe(0)

  // Between 39 guesses at others, one code of one's own: the address stays where it was.
  const guessing = openThrottle()
  for (let i = 0; i < 39; i += 1) guessing.take({ ...attempt, what: String(i) }, 0)
  guessing.take(attempt, 0)
  guessing.giveBack(attempt)
  guessing.take({ ...attempt, what: 'next' }, 0)
  expect(waitOf(() => { guessing.take({ ...attempt, what: 'last' }, 0) })).toBe(5)
})
