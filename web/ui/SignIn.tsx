import { useState, type ReactNode, type SubmitEvent } from 'react'
import { Refused } from './call.ts'
import { keep, kept } from './keep.ts'
import { useUiSay } from './say.ts'
import { signIn, signOut } from './session.ts'
import { Card } from './signin/Card.tsx'
import { Entry, Wrong } from './signin/Entry.tsx'
import { SecondStep } from './signin/SecondStep.tsx'
import { useSending, useWait } from './signin/sending.ts'
import { Submit } from './signin/Submit.tsx'

type Props = {
  title: string
  over?: boolean
  /** The chain this device belongs to: nobody types its code. */
  chain_code?: string
  /** Other ways in, below the form. */
  children?: ReactNode
}

/**
 * Sign-in by chain code, phone and password, and a second step where there is one. `over` when a session
 * ended under a person's hands: the screen below stays as it is. What was typed stays after a refusal, except
 * the password.
 */
export function SignIn({ title, over = false, chain_code, children }: Props) {
  const say = useUiSay()
  const [half_session, setHalf] = useState<string | null>(null)
  const note = over ? say('session_ended') : null
  return (
    <Card title={half_session === null ? title : say('second_step')} note={note} over={over}>
      {half_session === null ? (
        <Credentials chain_code={chain_code} over={over} onHalf={setHalf} />
      ) : (
        <SecondStep half_session={half_session} onBack={() => setHalf(null)} />
      )}
      {half_session === null && children}
    </Card>
  )
}

type CredentialsProps = { chain_code?: string; over: boolean; onHalf: (half_session: string) => void }

function Credentials({ chain_code, over, onHalf }: CredentialsProps) {
  const say = useUiSay()
  const { busy, error, send } = useSending()
  const wait_s = useWait(error)
  const [typed, setTyped] = useState({
    chain_code: chain_code ?? kept<string>('chain_code') ?? '',
    phone: kept<string>('phone') ?? '',
    password: '',
  })
  const [first] = useState(typed.chain_code === '' ? 'chain_code' : typed.phone === '' ? 'phone' : 'password')
  const entry = (name: keyof typeof typed) => ({
    name,
    value: typed[name],
    onChange: (value: string) => setTyped((before) => ({ ...before, [name]: value })),
    label: say(name),
    error,
    autoFocus: first === name,
  })
  async function enter() {
    try {
      await signIn(typed)
      keep('phone', typed.phone)
    } catch (refusal) {
      const half = refusal instanceof Refused ? refusal.params['half_session'] : undefined
      if (typeof half === 'string') {
        keep('phone', typed.phone)
        return onHalf(half)
      }
      setTyped((before) => ({ ...before, password: '' }))
      throw refusal
    }
  }
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (wait_s === 0) void send(enter)
  }
  return (
    <form onSubmit={submit} aria-label={say('sign_in')} noValidate>
      {chain_code === undefined && <Entry {...entry('chain_code')} autoComplete="organization" />}
      <Entry {...entry('phone')} autoComplete="username" inputMode="tel" />
      <Entry {...entry('password')} type="password" autoComplete="current-password" />
      <Wrong error={error} />
      <Submit word={say('sign_in')} busy={busy} wait_s={wait_s} />
      {over && (
        <button type="button" className="btn quiet big" onClick={() => void send(signOut)}>
          {say('other_person')}
        </button>
      )}
    </form>
  )
}
