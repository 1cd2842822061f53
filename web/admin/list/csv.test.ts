import { expect, test } from 'vitest'
import { csvCell, csvText } from './csv.ts'

test('a cell is quoted only where a spreadsheet would split it', () => {
  const cases: [string, string][] = [
    ['鲜牛奶', '鲜牛奶'],
    ['a,b', '"a,b"'],
    ['5" pan', '"5"" pan"'],
    ['two\nlines', '"two\nlines"'],
    ['', ''],
  ]
  for (const [value, cell] of cases) expect(csvCell(value)).toBe(cell)
})

test('a name that looks like a formula does not run, and a negative number stays a number', () => {
  const cases: [string, string][] = [
    ['=1+1', "'=1+1"],
    ['@sum', "'@sum"],
    ['+86', "'+86"],
    ['-cmd|x', "'-cmd|x"],
    ['-16.80', '-16.80'],
  ]
  for (const [value, cell] of cases) expect(csvCell(value)).toBe(cell)
})

test('rows end as a spreadsheet expects', () => {
  expect(
    csvText([
      ['a', 'b'],
      ['1', '2'],
    ]),
  ).toBe('a,b\r\n1,2')
})
