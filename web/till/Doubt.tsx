import { useEffect, useState } from 'react'
import type { Endpoint } from '#contract/endpoint.ts'
import { Icon } from '../ui/Icon.tsx'
import type { Act } from './act.ts'
import { useSay } from './texts.ts'

/** No answer came to an act that moves value: says so calmly, what happens by itself, and what not to do. */
export function Doubt<E extends Endpoint>({ act, what }: { act: Act<E>; what: string }) {
  const say = useSay()
  const now = act.use()
  const seconds = useSeconds(now.state === 'unknown' ? now.since : 0)
  if (now.state !== 'unknown') return null
  return (
    <div className="unk" role="alert">
      <Icon name="alert" size="l" />
      <div>
        <b>{say('unknown_title', { what })}</b>
        <small className="n" aria-hidden="true">
          {say('unknown_waited', { seconds, tries: now.tries })}
        </small>
        <p>{say('unknown_what_now')}</p>
        <button type="button" className="key" aria-disabled={now.asking} onClick={() => void act.again()}>
          <Icon name="refresh" size="s" />
          {say(now.asking ? 'unknown_asking' : 'unknown_ask')}
        </button>
      </div>
    </div>
  )
}

function useSeconds(since: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.round((now - since) / 1000))
}
