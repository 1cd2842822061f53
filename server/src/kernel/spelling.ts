import { pinyin } from 'pinyin-pro'

/** How a name is found from a keyboard: its syllables without tones, and their first letters. */
export type Spelling = { pinyin: string; initials: string }

const letters_max = 120

/**
 * What a keyboard can say of a text: lower-case Latin letters and digits, half width. ü is v, as people type
 * it.
 */
export function lettersOf(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[^a-z0-9]/g, '').slice(0, letters_max)
}

/** Spells a name. 'person' reads a leading surname as surnames are read: 曾 is zeng, 单 is shan. */
export function spellingOf(name: string, of: 'person' | 'thing'): Spelling {
  const parts = pinyin(name, {
    type: 'all', toneType: 'none', v: true, nonZh: 'spaced', surname: of === 'person' ? 'head' : 'off',
  })
  return {
    pinyin: lettersOf(parts.map((part) => part.isZh ? part.pinyin : part.origin).join('')),
    initials: lettersOf(parts.map((part) => part.isZh ? part.first : part.origin).join('')),
  }
}
