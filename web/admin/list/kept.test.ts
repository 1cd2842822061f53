import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrange, asMade, inOrder, moved, shown, widened } from './kept.ts'

const columns = ['name', 'phone', 'store', 'last', 'points'].map((key) => ({ key }))
const keys = (list: readonly { key: string }[]) => list.map(({ key }) => key).join(' ')

test('columns come as a person placed them, and a new one where it was made to stand', () => {
  const cases: [Partial<typeof asMade>, string][] = [
    [{}, 'name phone store last points'],
    [{ order: ['points', 'phone'] }, 'name points phone store last'],
    [{ order: ['last', 'phone', 'points'] }, 'name last phone store points'],
    [{ hidden: ['store', 'points'] }, 'name phone last'],
    [{ hidden: ['name'] }, 'name phone store last points'],
    [{ order: ['gone', 'points'], hidden: ['gone'] }, 'name phone store last points'],
  ]
  for (const [kept, told] of cases)
    expect([kept, keys(arrange(columns, { ...asMade, ...kept }))]).toEqual([kept, told])
  expect(arrange([], asMade)).toEqual([])
})

test('a column moves one place and stays at the ends; hidden ones keep their place', () => {
  const order = inOrder(columns, asMade).map(({ key }) => key)
  const cases: [string, -1 | 1, string][] = [
    ['store', -1, 'store phone last points'], ['store', 1, 'phone last store points'],
    ['phone', -1, 'phone store last points'], ['points', 1, 'phone store last points'],
  ]
  for (const [key, by, told] of cases) {
    const next = moved(shown(asMade, 'last', false), order, { key, by })
    expect([key, by, keys(inOrder(columns, next))]).toEqual([key, by, told])
  }
})

test('however columns are moved and hidden, none is lost and none comes twice', () => {
  const act = fc.record({
    key: fc.constantFrom('phone', 'store', 'last', 'points'), by: fc.constantFrom<-1 | 1>(-1, 1),
    show: fc.boolean(),
  })
  fc.assert(fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
    const end = acts.reduce((now, { key, by, show }) => shown(
      moved(now, inOrder(columns, now).map((one) => one.key), { key, by }), key, show), asMade)
    expect(inOrder(columns, end).map(({ key }) => key).sort()).toEqual(['last', 'phone', 'points', 'store'])
    expect(new Set(end.hidden).size).toBe(end.hidden.length)
  }))
})

test('a width stays between the narrowest and the widest', () => {
  expect([1, 120.4, 9_999].map((px) => widened(asMade, 'phone', px).widths['phone'])).toEqual([64, 120, 640])
})
