import { useEffect } from 'react'
import { Failed } from '../ui/Failed.tsx'
import { SignIn } from '../ui/SignIn.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { askSession, useSession } from '../ui/session.ts'
import { askUnfinished } from './acts.ts'
import { Counter } from './Counter.tsx'
import { listenToKeys, useKeys } from './keys.ts'
import { onlyPlace, place, placeOf } from './place.ts'
import { quoteIfRefused } from './quote.ts'
import { ChoosePlace } from './start/ChoosePlace.tsx'
import { useSay } from './texts.ts'

/**
 * Who is here, where they stand, then the counter. A session that ends leaves the counter as it is, under a
 * sign-in.
 */
export function App() {
  const say = useSay()
  const session = useSession()
  const chosen = place.use((at) => at)
  const ended = session.state === 'in' && session.ended
  const me = session.state === 'in' ? session.me : null
  useEffect(listenToKeys, [])
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

  if (session.state === 'asking')
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
  if (session.state === 'out') return <SignIn title={say('till')} />
  const at = placeOf(session.me, chosen)
  return (
    <>
      {at ? <Counter key={at.till.id} at={at} /> : <ChoosePlace />}
      {ended && <SignedOut />}
    </>
  )
}

/** Over the counter, and with no keys for it: F12 must not pay under a sign-in. */
function SignedOut() {
  const say = useSay()
  useKeys({})
  return <SignIn title={say('till')} over />
}
