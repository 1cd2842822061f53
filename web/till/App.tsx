import { useEffect, useState } from 'react'
import type { TillDevice } from '#contract/access.ts'
import { Failed } from '../ui/Failed.tsx'
import { Must } from '../ui/Must.tsx'
import { SignIn } from '../ui/SignIn.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { askSession, useSession } from '../ui/session.ts'
import { askUnfinished } from './acts.ts'
import { Counter } from './Counter.tsx'
import { askDevice, device } from './device.ts'
import { listenToKeys, useKeys } from './keys.ts'
import { LockScreen } from './people/LockScreen.tsx'
import { onlyPlace, place, placeOf, type Place } from './place.ts'
import { quoteIfRefused } from './quote.ts'
import { ChoosePlace } from './start/ChoosePlace.tsx'
import { EnrolByCode } from './start/EnrolByCode.tsx'
import { NotHere } from './start/NotHere.tsx'
import { useSay } from './texts.ts'

/**
 * Who is here, where they stand, then the counter. A session that ends leaves the counter as it is, under a
 * sign-in.
 */
export function App() {
  const session = useSession()
  const chosen = place.use((at) => at)
  const asked = device.use((now) => now.asked)
  const enrolled = device.use((now) => now.device)
  const ended = session.state === 'in' && session.ended
  const me = session.state === 'in' ? session.me : null
  useEffect(listenToKeys, [])
  useEffect(() => void askDevice(), [])
  useEffect(() => {
    if (me && !ended) {
      askUnfinished()
      quoteIfRefused()
    }
  }, [me, ended])
  useEffect(() => {
    const only = me && onlyPlace(me)
    if (me && only && !placeOf(me, place.get())) place.send(only)
  }, [me])
  // Quotes and sheets ask where they stand: an enrolled till knows.
  useEffect(() => {
    if (enrolled) place.send(placeOfDevice(enrolled))
  }, [enrolled])

  if (session.state === 'asking' || (session.state === 'out' && !asked))
    return (
      <main className="alone">
        <Skeleton rows={4} />
      </main>
    )
  if (session.state === 'failed') {
    return (
      <main className="alone">
        <Failed error={session.error} onRetry={() => void askSession()} />
      </main>
    )
  }
  if (session.state === 'out') return enrolled ? <LockScreen at={enrolled} /> : <Strangers />
  if (ended && enrolled) return <LockScreen at={enrolled} />
  if (session.me.must && !ended) return <Must />
  const at = placeOf(session.me, enrolled ? placeOfDevice(enrolled) : chosen)
  if (enrolled && !at) return <NotHere at={enrolled} />
  return (
    <>
      {at ? <Counter key={at.till.id} at={at} /> : <ChoosePlace />}
      {ended && <SignedOut />}
    </>
  )
}

const placeOfDevice = ({ store, till }: TillDevice): Place => ({ store_id: store.id, till_id: till.id })

/** Nobody is signed in, and this browser is no till: sign in, or make it one. */
function Strangers() {
  const say = useSay()
  const [enrols, setEnrols] = useState(false)
  if (enrols) return <EnrolByCode onBack={() => setEnrols(false)} />
  return (
    <SignIn title={say('till')}>
      <div className="signin-ways">
        <button type="button" className="link" onClick={() => setEnrols(true)}>
          {say('enrol_till_by_code')}
        </button>
      </div>
    </SignIn>
  )
}

/** Over the counter, and with no keys for it: F12 must not pay under a sign-in. */
function SignedOut() {
  const say = useSay()
  useKeys({})
  return <SignIn title={say('till')} over />
}
