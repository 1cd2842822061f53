import { expect, test } from 'vitest'
import fc from 'fast-check'
import { fenFromText, textFromFen } from './amount.ts'

test('an amount is read as people type it, to the fen, and never rounded', () => {
  const cases: [string, number | null][] = [
    ['12.5', 1250],
    ['12.50', 1250],
    ['0.05', 5],
    ['¥1,200', 120000],
    ['１２．５０', 1250],
    ['8元', 800],
    ['', null],
    ['12.505', null],
    ['-1', null],
    ['1e3', null],
    ['.5', null],
    ['abc', null],
    ['100000000.00', 10_000_000_000],
    ['100000000.01', null],
  ]
  for (const [text, fen] of cases) expect(fenFromText(text), text).toBe(fen)
})

test('every amount survives the way into a field and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (fen) => fenFromText(textFromFen(fen)) === fen),
  )
})
