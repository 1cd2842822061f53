const segmenter = new Intl.Segmenter()

/** The characters of each word as a reader counts them: an emoji of several code points is one. */
const wordsOf = (text: string): string[][] => text.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  .map((word) => [...segmenter.segment(word)].map(({ segment }) => segment))

const pairsOf = (characters: readonly string[]): string[] =>
  characters.slice(1).map((character, at) => `${characters[at]}${character}`)

/**
 * The one- and two-character pieces a name is found by. Rows of their own, because under row security an index serves
 * an equality and no search inside a text.
 */
export function gramsOf(name: string): string[] {
  return [...new Set(wordsOf(name).flatMap((characters) => [...characters, ...pairsOf(characters)]))]
}

/** The pieces that a name must have, all of them, to fit a search; none for a search without letters. */
export function gramsWanted(search: string): string[] {
  return [...new Set(wordsOf(search).flatMap((characters) =>
    characters.length === 1 ? characters : pairsOf(characters)))]
}
