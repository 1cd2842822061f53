import { langs, setLang, useLang } from './lang.ts'
import { useUiSay } from './say.ts'

const names = { zh: '中文', en: 'EN' }

/** The switch of language; the choice is kept on this device. */
export function Langs() {
  const say = useUiSay()
  const now = useLang()
  return (
    <span className="langs" role="group" aria-label={say('language')}>
      {langs.map((lang) => (
        <button key={lang} type="button" aria-pressed={lang === now} onClick={() => setLang(lang)}>
          {names[lang]}
        </button>
      ))}
    </span>
  )
}
