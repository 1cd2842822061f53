import { expect, test } from 'vitest'
import { cellOf, harmless } from './cells.ts'
import type { CellKind, CellValue } from './cells.ts'

const zone = 'Asia/Shanghai'

test('a value is written as a spreadsheet reads it', () => {
  const cases: [CellKind, CellValue, unknown][] = [
    ['text', '卷心菜', '卷心菜'], ['text', '', null], ['text', null, null], ['text', '0012', '0012'],
    ['fen', 1250, { number: '12.50', kind: 'fen' }], ['fen', -5, { number: '-0.05', kind: 'fen' }],
    ['fen', 0, { number: '0.00', kind: 'fen' }],
    ['fen', 123_456_789_01, { number: '123456789.01', kind: 'fen' }],
    ['milli', -612, { number: '-0.612', kind: 'milli' }], ['count', -30, { number: '-30', kind: 'count' }],
    ['moment', '2026-05-15T16:30:05.000Z', '2026-05-16 00:30:05'],
    ['moment', new Date('2026-05-15T16:30:05Z'), '2026-05-16 00:30:05'],
  ]
  for (const [kind, value, cell] of cases)
    expect([kind, value, cellOf(kind, value, zone)]).toEqual([kind, value, cell])
})

test('no words begin like a formula', () => {
  const begun = [
    '=1+1', '+86', '-cmd|x', '@sum', '＝1', '＋1', '－1', '＠a', ' =1', '\t=1', '\r1', '\n=1', '"=1', `'=1`,
  ]
  for (const text of begun) expect(harmless(text)).toBe(`'${text}`)
  for (const text of ['1-1', 'a=b', '138****5678', '买一送一', '']) expect(harmless(text)).toBe(text)
})
