const segmenter = new Intl.Segmenter()

/** A name without case and width, its words one blank apart. */
export function nameKeyOf(name: string): string {
  return wordsOf(name).join(' ')
}

const wordsOf = (text: string): string[] => text.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)

/** The characters of a word as a reader counts them: an emoji of several code points is one. */
const charactersOf = (word: string): string[] => [...segmenter.segment(word)].map(({ segment }) => segment)

const pairsOf = (characters: readonly string[]): string[] =>
  characters.slice(1).map((character, at) => `${characters[at]}${character}`)

/**
 * The one- and two-character pieces a name is found by. Rows of their own, because under row security an
 * index serves an equality and no search inside a text.
 */
export function gramsOf(name: string): string[] {
  return [...new Set(wordsOf(name).map(charactersOf)
    .flatMap((characters) => [...characters, ...pairsOf(characters)]))]
}

/**
 * What a name must have to fit a search: all the pieces, which an index finds, and then the words whole in
 * its key, since 第99种 has every pair of 第9种. No pieces for a search without letters.
 */
export type NameWanted = { grams: string[]; words: string[] }

export function nameWanted(search: string): NameWanted {
  const words = wordsOf(search)
  const grams = words.map(charactersOf)
    .flatMap((characters) => characters.length === 1 ? characters : pairsOf(characters))
  return { grams: [...new Set(grams)], words }
}
