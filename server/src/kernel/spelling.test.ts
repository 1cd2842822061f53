import { expect, test } from 'vitest'
import { lettersOf, spellingOf } from './spelling.ts'

test('names are spelled as a keyboard types them, surnames as surnames', () => {
  const cases: [string, 'person' | 'thing', string, string][] = [
    ['曾小红', 'person', 'zengxiaohong', 'zxh'], ['单雄信', 'person', 'shanxiongxin', 'sxx'],
    ['吕布', 'person', 'lvbu', 'lb'], ['Anna Li', 'person', 'annali', 'annali'],
    ['可口可乐 330ml', 'thing', 'kekoukele330ml', 'kkkl330ml'], ['🍊', 'thing', '', ''],
  ]
  for (const [name, of, pinyin, initials] of cases)
    expect(spellingOf(name, of), name).toEqual({ pinyin, initials })
  expect(lettersOf('Ｋｋ- 9')).toBe('kk9')
})
