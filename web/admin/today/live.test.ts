import { afterEach, expect, test, vi } from 'vitest'
import { paced } from './live.ts'

afterEach(() => { vi.useRealTimers() })

test('changes are followed at once, and however many come in a second, once more at its end', () => {
  vi.useFakeTimers()
  let done = 0
  const soon = paced(() => { done += 1 }, 1_000)
  soon()
  expect(done).toBe(1)
  for (let at = 0; at < 50; at += 1) soon()
  expect(done).toBe(1)
  vi.advanceTimersByTime(1_000)
  expect(done).toBe(2)
  vi.advanceTimersByTime(5_000)
  expect(done).toBe(2)
  soon()
  expect(done).toBe(3)
})
