import { fill, yuan, type ParamsOf, type SameKeys } from '#contract/text.ts'
import { lang as langNow, useLang, type Lang } from './lang.ts'

type Texts = Record<string, string>
type Params<Text extends string> = keyof ParamsOf<Text> extends never ? [] : [params: ParamsOf<Text>]

/** Says a text by its key; the compiler knows the parameters it wants. `of` says a key that came as data. */
export type Say<Zh extends Texts> = {
  <Key extends keyof Zh & string>(key: Key, ...params: Params<Zh[Key]>): string
  /** A key that came from the server; amounts (`_fen`) become yuan. An unknown key is shown as it is. */
  of: (key: string, params?: Record<string, string | number>) => string
}

/** The texts of an app: Chinese first, English with the same keys by the compiler. */
export function textsOf<const Zh extends Texts>(texts: { zh: Zh; en: SameKeys<Zh> }) {
  const says = { zh: sayIn<Zh>(texts.zh), en: sayIn<Zh>(texts.en) }
  return {
    /** For components: renders again when the language changes. */
    useSay: (): Say<Zh> => says[useLang()],
    /** For what runs outside components. */
    say: (lang: Lang = langNow()): Say<Zh> => says[lang],
  }
}

function sayIn<Zh extends Texts>(texts: Texts): Say<Zh> {
  const say = (key: string, params?: Record<string, string | number>) => fill(texts[key] ?? key, params)
  const of = (key: string, params: Record<string, string | number> = {}) => say(key, spoken(params))
  return Object.assign(say, { of }) as Say<Zh>
}

function spoken(params: Record<string, string | number>) {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      name.endsWith('_fen') && typeof value === 'number' ? yuan(value) : value,
    ]),
  )
}
