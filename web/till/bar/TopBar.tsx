import type { Store, Till } from '#contract/org.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Langs } from '../../ui/Langs.tsx'
import { errorText } from '../../ui/say.ts'
import { signOut, useMe } from '../../ui/session.ts'
import { Clock } from '../Clock.tsx'
import { box } from '../box.ts'
import { lockTill } from '../lock.ts'
import { openSheet } from '../sheets.ts'
import { tillName, useSay } from '../texts.ts'

/** Where this is, who is here, what time it is. */
export function TopBar({ at }: { at: { store: Store; till: Till } }) {
  const say = useSay()
  const { chain, staff, till } = useMe()
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
      {till ? (
        <button type="button" className="cut" title={staff.name} onClick={() => openSheet({ kind: 'me' })}>
          <Icon name="person" />
          <span className="cut">{staff.name}</span>
        </button>
      ) : (
        <span className="cut" title={staff.name}>
          {staff.name}
        </span>
      )}
      <div className="right">
        <Langs />
        {!till && (
          <button type="button" onClick={() => openSheet({ kind: 'place' })}>
            <Icon name="store" />
            <span>{say('change_till')}</span>
          </button>
        )}
        <Clock />
        {till ? (
          <button type="button" onClick={() => void lockTill()}>
            <Icon name="people" />
            <span>{say('switch_person')}</span>
            <kbd>F2</kbd>
          </button>
        ) : (
          <button type="button" onClick={leave}>
            <Icon name="out" />
            <span>{say('sign_out')}</span>
          </button>
        )}
      </div>
    </header>
  )
}
