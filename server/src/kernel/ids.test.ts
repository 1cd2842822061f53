import { expect, test } from 'vitest'
import { newId } from './ids.ts'

const shape = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/
const timeOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

test('ids are version 7, carry their millisecond, and rise in the order they were made', () => {
  const before = Date.now()
  const ids = Array.from({ length: 50_000 }, () => newId())
  expect(ids.filter((id) => !shape.test(id))).toEqual([])
  expect(ids.filter((id, at) => at > 0 && id <= ids[at - 1]!)).toEqual([])
  expect(timeOf(ids[0]!)).toBeGreaterThanOrEqual(before)
  // Many more than a millisecond makes: what a full millisecond borrows from the next stays a trifle.
  expect(timeOf(ids.at(-1)!)).toBeLessThan(Date.now() + 50)
})

test('an id of another time carries that time and leaves the others alone', () => {
  const then = Date.parse('2026-05-16T12:00:00+08:00')
  const [before, other, after] = [newId(), newId(then), newId()]
  expect(timeOf(other)).toBe(then)
  expect(other).toMatch(shape)
  expect(after > before).toBe(true)
  expect(new Set(Array.from({ length: 1000 }, () => newId(then))).size).toBe(1000)
})
