import { expect, test } from 'vitest'
import { gramsOf, nameKeyOf, nameWanted } from './grams.ts'

test('a name is cut into characters and pairs as a reader counts them', () => {
  const cases: [string, string[]][] = [
    ['李华', ['李', '华', '李华']],
    ['王 Ａn', ['王', 'a', 'n', 'an']],
    ['👨‍👩‍👧家', ['👨‍👩‍👧', '家', '👨‍👩‍👧家']],
    ['  ', []],
  ]
  for (const [name, grams] of cases) expect(gramsOf(name), name).toEqual(grams)
})

test('a search wants pairs, and single characters only where a word is one character', () => {
  const cases: [string, string[]][] = [
    ['华', ['华']], ['李华', ['李华']], ['可口可乐', ['可口', '口可', '可乐']], ['乐 330', ['乐', '33', '30']], [' ', []],
  ]
  for (const [search, grams] of cases) expect(nameWanted(search).grams, search).toEqual(grams)
})

test('whatever a name is found by is among the pieces of the name', () => {
  const name = '五常稻花香大米 5KG 🍚特惠'
  const pieces = new Set(gramsOf(name))
  for (const part of ['大米', '五', '5kg', '５KG 大米', '🍚', '🍚特惠', '香大']) {
    const { grams, words } = nameWanted(part)
    expect(grams.every((gram) => pieces.has(gram)), part).toBe(true)
    expect(words.every((word) => nameKeyOf(name).includes(word)), part).toBe(true)
  }
})
