import { useEffect, useRef, useState } from 'react'
import type { Worker } from '#contract/access.ts'
import { Refused } from '../../ui/call.ts'
import { Icon } from '../../ui/Icon.tsx'
import { roleName, usePeopleTexts } from '../../ui/people.ts'
import { errorText } from '../../ui/say.ts'
import { openWithPin } from '../../ui/session.ts'
import { useWait } from '../../ui/signin/sending.ts'
import { askDevice } from '../device.ts'
import { useKeys } from '../keys.ts'
import { useSay } from '../texts.ts'
import { PinPad } from '../PinPad.tsx'

const signs = 6
/** A scanner goes on typing after six digits: what comes within this time was no PIN. */
const settle_ms = 120
const pause_ms = 300

type Props = { person: Worker; first: string; onBack: () => void; onOpen: () => void }

/** Six digits open the till; nothing is to be pressed after the last. */
export function PinEntry({ person, first, onBack, onOpen }: Props) {
  const say = useSay()
  const texts = usePeopleTexts()
  const entry = usePin(person.id, { first, onOpen })
  const { pin, busy, error, wait_s } = entry
  useKeys({
    ...Object.fromEntries('0123456789'.split('').map((digit) => [digit, () => entry.type(digit)])),
    Backspace: () => entry.type('back'),
    Escape: onBack,
  })
  return (
    <section className="lock-pin" aria-label={say('pin_of', { name: person.name })}>
      <button type="button" className="key back" onClick={onBack}>
        <Icon name="left" />
        {say('somebody_else')}
      </button>
      <h2>
        <b className="cut" title={person.name}>
          {person.name}
        </b>
        <small>{roleName(texts, person.role)}</small>
      </h2>
      <p className="dots" role="status" aria-label={say('pin_typed', { count: pin.length })}>
        {Array.from({ length: signs }, (_, at) => (
          <i key={at} className={at < pin.length ? 'on' : ''} />
        ))}
      </p>
      <p className={`told n ${error === null ? '' : 'bad'}`} role="alert">
        {wait_s > 0
          ? waitText(say, error, wait_s)
          : error !== null
            ? errorText(error)
            : busy
              ? say('opening')
              : ''}
      </p>
      <PinPad off={busy || wait_s > 0} onKey={entry.type} />
    </section>
  )
}

/** A short wait counts down; a long one says until when the PIN is off and what works meanwhile. */
function waitText(say: ReturnType<typeof useSay>, error: unknown, wait_s: number): string {
  const long = wait_s > 60 && error instanceof Error
  return long ? error.message : say('pin_wait', { seconds: wait_s })
}

function usePin(staff_id: string, { first, onOpen }: { first: string; onOpen: () => void }) {
  const [pin, setShown] = useState(first)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const wait_s = useWait(error)
  // Keys may come faster than the screen follows.
  const typed = useRef(first)
  const deaf_until = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const set = (next: string) => {
    typed.current = next
    setShown(next)
  }
  async function open(given: string) {
    setBusy(true)
    setError(null)
    try {
      await openWithPin({ staff_id, pin: given })
      onOpen()
    } catch (refusal) {
      setError(refusal)
      set('')
      // This till may have been revoked a moment ago: the next screen tells.
      if (refusal instanceof Refused && refusal.code === 'not_a_till') void askDevice()
    }
    setBusy(false)
  }
  function type(key: string) {
    if (busy || wait_s > 0) return
    clearTimeout(timer.current)
    const now = performance.now()
    const next = key === 'back' ? typed.current.slice(0, -1) : typed.current + key
    if (next.length > signs || now < deaf_until.current) {
      // That is a scanner: the rest of its code is no PIN either.
      deaf_until.current = now + pause_ms
      return set('')
    }
    set(next)
    if (next.length === signs) timer.current = setTimeout(() => void open(next), settle_ms)
  }
  return { pin, error, busy, wait_s, type }
}
