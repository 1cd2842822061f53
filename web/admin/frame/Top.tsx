import { Langs } from '../../ui/Langs.tsx'
import { Brand } from './Nav.tsx'
import { Finder } from './Finder.tsx'
import { Person } from './Person.tsx'

/** The line above every page: the finder, the language, and on a phone who is signed in. */
export function Top() {
  return (
    <header className="top">
      <div className="top-brand"><Brand /></div>
      <Finder />
      <span className="top-gap" />
      <div id="top-state" className="top-state n" />
      <Langs />
      <div className="top-person"><Person place="top" /></div>
    </header>
  )
}
