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

type Syllable = { full: string; short: string }

function syllablesOf(name: string, of: 'person' | 'thing'): Syllable[] {
  const parts = pinyin(name, {
    type: 'all', toneType: 'none', v: true, nonZh: 'spaced', surname: of === 'person' ? 'head' : 'off',
  })
  return parts.map(({ isZh, pinyin: full, first, origin }) =>
    isZh ? { full, short: first } : { full: origin, short: origin })
}

const joined = (syllables: readonly Syllable[]): Spelling => ({
  pinyin: lettersOf(syllables.map(({ full }) => full).join('')),
  initials: lettersOf(syllables.map(({ short }) => short).join('')),
})

/** Spells a name. 'person' reads a leading surname as surnames are read: 曾 is zeng, 单 is shan. */
export const spellingOf = (name: string, of: 'person' | 'thing'): Spelling => joined(syllablesOf(name, of))

/** So many syllables are written out or shortened one by one; whatever follows them is so as a whole. */
const mixed_syllables = 3

/**
 * The spellings of a person's name between pinyin and initials, as people type them: zhoumh, zminhua. None
 * that another spelling begins with, since a search asks for beginnings.
 */
export function spellingsBetween(name: string): string[] {
  const syllables = syllablesOf(name, 'person')
  const tail = joined(syllables.slice(mixed_syllables))
  const units = [...syllables.slice(0, mixed_syllables), { full: tail.pinyin, short: tail.initials }]
  const all = new Set(units.reduce<string[]>((starts, { full, short }) =>
    starts.flatMap((start) => [lettersOf(start + full), lettersOf(start + short)]), ['']))
  const { pinyin: whole, initials } = joined(syllables)
  const others = [...all, whole, initials]
  return [...all].filter((one) => one !== '' && one !== whole && one !== initials
    && !others.some((other) => other !== one && other.startsWith(one)))
}
