import { useState, type SubmitEvent } from 'react'
import { Refused } from '../call.ts'
import { useUiSay } from '../say.ts'
import { takeSecondStep } from '../session.ts'
import { Entry, Wrong } from './Entry.tsx'
import { useSending, useWait } from './sending.ts'
import { Submit } from './Submit.tsx'

/** The second step of a sign-in: the six digits of the authenticator, sent as soon as they stand there. */
export function SecondStep({ half_session, onBack }: { half_session: string; onBack: () => void }) {
  const say = useUiSay()
  const { busy, error, send } = useSending()
  const wait_s = useWait(error)
  const [recovery, setRecovery] = useState(false)
  const [code, setCode] = useState('')
  const ended = error instanceof Refused && error.code === 'second_step_ended'
  function take(given: string) {
    if (wait_s > 0) return
    void send(async () => {
      await takeSecondStep({ half_session, code: given }).catch((refusal: unknown) => {
        setCode('')
        throw refusal
      })
    })
  }
  function type(text: string) {
    setCode(text)
    if (!recovery && /^\d{6}$/.test(text.trim())) take(text)
  }
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (code.trim().length >= 6) take(code)
  }
  return (
    <form onSubmit={submit} aria-label={say('second_step')} noValidate>
      <p className="say">{say(recovery ? 'recovery_why' : 'second_step_why')}</p>
      <Entry
        key={String(recovery)}
        name="code"
        label={say(recovery ? 'recovery_code' : 'second_code')}
        value={code}
        onChange={type}
        error={error}
        autoComplete="one-time-code"
        inputMode={recovery ? 'text' : 'numeric'}
        maxLength={recovery ? 14 : 6}
        className="code n"
        autoFocus
      />
      <Wrong error={error} />
      <Submit word={say('sign_in')} busy={busy} wait_s={wait_s} />
      <div className="signin-ways">
        <button type="button" className="link" onClick={() => { setRecovery(!recovery); setCode('') }}>
          {say(recovery ? 'use_authenticator' : 'use_recovery')}
        </button>
        <button type="button" className="link" onClick={onBack}>
          {say(ended ? 'type_password_again' : 'back')}
        </button>
      </div>
    </form>
  )
}
