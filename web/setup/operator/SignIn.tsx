import { useState, type SubmitEvent } from 'react'
import { signInOperator } from '#contract/operators.ts'
import type { OperatorMe } from '#contract/operators.ts'
import { call } from '../../ui/call.ts'
import { errorText } from '../../ui/say.ts'
import { Field } from '../Field.tsx'
import { useSay } from '../texts.ts'
import { useAct } from './useAct.ts'

/** Signing in as one who runs the installation; another cookie than a company's people have. */
export function SignIn({ onDone }: { onDone: (me: OperatorMe) => void }) {
  const say = useSay()
  const { busy, error, faults, act } = useAct()
  const [phone, setPhone] = useState('')
  const [password, setPassword] = useState('')
  function submit(event: SubmitEvent) {
    event.preventDefault()
    void act(async () => {
      setPassword('')
      onDone(await call(signInOperator, { phone, password }))
    })
  }
  return (
    <main className="stage-card panel narrow">
      <form onSubmit={submit} noValidate>
        <h1>{say('operator')}</h1>
        <p className="sub">{say('operator_why')}</p>
        <Field
          label={say('phone')}
          value={phone}
          onChange={setPhone}
          fault={faults.phone}
          autoComplete="username"
          inputMode="tel"
          autoFocus
        />
        <Field
          label={say('password')}
          value={password}
          onChange={setPassword}
          fault={faults.password}
          type="password"
          autoComplete="current-password"
        />
        {error !== null && <p className="err" role="alert">{errorText(error)}</p>}
        <button type="submit" className="btn big pri" aria-disabled={busy}>
          {say(busy ? 'signing_in' : 'sign_in')}
        </button>
      </form>
    </main>
  )
}
