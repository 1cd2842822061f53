import type { Store, Till } from '#contract/org.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Langs } from '../../ui/Langs.tsx'
import { errorText } from '../../ui/say.ts'
import { signOut, useMe } from '../../ui/session.ts'
import { Clock } from '../Clock.tsx'
import { box } from '../box.ts'
import { openSheet } from '../sheets.ts'
import { tillName, useSay } from '../texts.ts'

/** Where this is, who is here, what time it is. */
export function TopBar({ at }: { at: { store: Store; till: Till } }) {
  const say = useSay()
  const { chain, staff } = useMe()
  const leave = () => {
    signOut().catch((error: unknown) => box.send({ note: { tone: 'bad', text: errorText(error) } }))
  }
  return (
    <header className="t-top">
      <h1 className="cut">
        {chain.name} · {at.store.name}
      </h1>
      <span className="sep" />
      <span className="cut">{tillName(say, at.till)}</span>
      <span className="sep" />
      <span className="cut" title={staff.name}>
        {staff.name}
      </span>
      <div className="right">
        <Langs />
        <button type="button" onClick={() => openSheet({ kind: 'place' })}>
          <Icon name="store" />
          <span>{say('change_till')}</span>
        </button>
        <Clock />
        <button type="button" onClick={leave}>
          <Icon name="out" />
          <span>{say('sign_out')}</span>
        </button>
      </div>
    </header>
  )
}
