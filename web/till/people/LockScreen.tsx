import { useEffect, useState } from 'react'
import type { TillDevice, Worker } from '#contract/access.ts'
import { Icon } from '../../ui/Icon.tsx'
import { keep, kept } from '../../ui/keep.ts'
import { Langs } from '../../ui/Langs.tsx'
import { SignIn } from '../../ui/SignIn.tsx'
import { counter } from '../counter.ts'
import { askDevice, device } from '../device.ts'
import { locked } from '../lock.ts'
import { tillName, useSay } from '../texts.ts'
import { People } from './People.tsx'
import { PinEntry } from './PinEntry.tsx'

const last_key = 'last_person'

/** The till with nobody at it: who works here, their PIN, and on they sell. */
export function LockScreen({ at }: { at: TillDevice }) {
  const say = useSay()
  const people = lastFirst(device.use((now) => now.people))
  const [picked, setPicked] = useState<{ person: Worker; digit: string } | null>(null)
  const [password, setPassword] = useState(false)
  useEffect(() => {
    void askDevice()
  }, [])
  const where = `${at.store.name} · ${tillName(say, at.till)}`
  if (password)
    return (
      <SignIn title={where} chain_code={at.chain.code}>
        <div className="signin-ways">
          <button type="button" className="link" onClick={() => setPassword(false)}>
            {say('with_pin')}
          </button>
        </div>
      </SignIn>
    )
  return (
    <main className="lock">
      <header>
        <h1 className="cut">
          {at.chain.name}
          <small className="cut">{where}</small>
        </h1>
        <Langs />
      </header>
      <LockNote />
      {picked ? (
        <PinEntry
          key={picked.person.id}
          person={picked.person}
          first={picked.digit}
          onBack={() => setPicked(null)}
          onOpen={() => keep(last_key, picked.person.id)}
        />
      ) : (
        <People people={people} onPick={(person, digit = '') => setPicked({ person, digit })} />
      )}
      <footer>
        <button type="button" className="key" onClick={() => setPassword(true)}>
          <Icon name="lock" />
          {say('with_password')}
        </button>
      </footer>
    </main>
  )
}

/** Why it is locked, and that the customer's basket is still there. */
function LockNote() {
  const say = useSay()
  const idle_min = locked.use((now) => now.idle_min)
  const lines = counter.use((basket) => basket.lines.length)
  if (idle_min === null && lines === 0) return null
  return (
    <p className="lock-note n" role="status">
      <Icon name={lines > 0 ? 'basket' : 'clock'} />
      <span>
        {idle_min !== null && say('locked_idle', { minutes: idle_min })}
        {idle_min !== null && lines > 0 && ' '}
        {lines > 0 && say('locked_basket', { lines })}
      </span>
    </p>
  )
}

/** Whoever was here last is likeliest to come back. */
function lastFirst(people: readonly Worker[]): Worker[] {
  const last = kept<string>(last_key)
  return [...people].sort((a, b) => Number(b.id === last) - Number(a.id === last))
}
