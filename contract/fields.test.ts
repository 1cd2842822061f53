import { expect, test } from 'vitest'
import { goodsName, personName } from './fields.ts'

test('a name is one line that turns nothing around, whatever signs and emoji are in it', () => {
  const good = ['周敏华', '阿卜杜拉·买买提', '👩‍👩‍👧‍👦 一家', 'O’Brien-Smith', 'ابن سينا', 'नमस्ते', ' 前后空格 ',
    '鲜牛奶 1L（冷藏）']
  const bad = [
    '两\n行', '两\r行', '制\t表', '铃\u0007', '删\u007f', '换\u0085行', '行\u2028隔', '段\u2029隔',
    ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069']
      .map((mark) => `李${mark}国强`),
  ]
  for (const field of [personName, goodsName]) {
    for (const name of good) expect([name, field.safeParse(name).data]).toEqual([name, name.trim()])
    for (const name of bad)
      expect([name, field.safeParse(name).error?.issues.map(({ message }) => message)])
        .toEqual([name, ['field_wrong']])
  }
})
