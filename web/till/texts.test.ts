import { expect, test } from 'vitest'
import { en as uiEn } from '../ui/texts/en.ts'
import { zh as uiZh } from '../ui/texts/zh.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

const holes = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([hole]) => hole).toSorted((a, b) => a.localeCompare(b))

test('both languages have the same holes in every text', () => {
  for (const [first, second] of [
    [zh, en],
    [uiZh, uiEn],
  ] as Record<string, string>[][]) {
    for (const [key, text] of Object.entries(first!)) expect(holes(second![key]!), key).toEqual(holes(text))
  }
})
