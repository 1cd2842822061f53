import { useState } from 'react'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Langs } from '../../ui/Langs.tsx'
import { may, signOut, useMe } from '../../ui/session.ts'
import { Empty } from '../../ui/Empty.tsx'
import { useKeys } from '../keys.ts'
import { place, placeOf } from '../place.ts'
import { closeSheet } from '../sheets.ts'
import { Sheet } from '../Sheet.tsx'
import { tillName, useSay } from '../texts.ts'
import { EnrolHere } from './EnrolHere.tsx'

/** Chooses the store and till this device stands at; once, then it is remembered. */
export function ChoosePlace({ over = false }: { over?: boolean }) {
  const say = useSay()
  const me = useMe()
  const at = placeOf(me, place.use((now) => now))
  const [error, setError] = useState<unknown>(null)
  const leave = () => signOut().catch(setError)
  useKeys(over ? { Escape: closeSheet } : {})
  if (over)
    return (
      <Sheet title={say('choose_place')} onClose={closeSheet}>
        <Places />
        {at && may(me, 'tills.enrol') && <EnrolHere at={at} />}
      </Sheet>
    )
  return (
    <main className="alone choose">
      <header>
        <h1>
          {say('choose_place')}
          <small>{say('choose_place_why', { name: me.staff.name })}</small>
        </h1>
        <Langs />
      </header>
      <Places />
      {error !== null && <Failed error={error} />}
      <button type="button" className="key" onClick={() => void leave()}>
        <Icon name="out" />
        {say('sign_out')}
      </button>
    </main>
  )
}

function Places() {
  const say = useSay()
  const { stores } = useMe()
  const now = place.use((at) => at)
  const [open, setOpen] = useState(now?.store_id ?? stores[0]?.id)
  const store = stores.find(({ id }) => id === open)
  if (stores.length === 0) return <Empty title={say('no_store')} why={say('no_store_why')} />
  return (
    <div className="places">
      <h2 className="label">{say('store')}</h2>
      <h2 className="label">{say('till')}</h2>
      <ul aria-label={say('store')}>
        {stores.map(({ id, name, code }) => (
          <li key={id}>
            <button type="button" className="key" aria-pressed={id === open} onClick={() => setOpen(id)}>
              <span className="cut">{name}</span>
              <small>{code}</small>
            </button>
          </li>
        ))}
      </ul>
      <ul aria-label={say('till')}>
        {store?.tills.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              className="key"
              aria-pressed={id === now?.till_id}
              onClick={() => {
                place.send({ store_id: store.id, till_id: id })
                closeSheet()
              }}
            >
              <span className="cut">{tillName(say, { name })}</span>
              <Icon name="right" size="s" />
            </button>
          </li>
        ))}
        {store?.tills.length === 0 && <li className="mut">{say('no_till')}</li>}
      </ul>
    </div>
  )
}
