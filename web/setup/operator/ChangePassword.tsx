import { useState, type SubmitEvent } from 'react'
import { changeOperatorPassword } from '#contract/operators.ts'
import type { OperatorMe } from '#contract/operators.ts'
import { newPassword } from '#contract/passwords.ts'
import * as z from 'zod/mini'
import { call } from '../../ui/call.ts'
import { errorText } from '../../ui/say.ts'
import { Field } from '../Field.tsx'
import { faultsOf } from '../faults.ts'
import type { Faults } from '../faults.ts'
import { useSay } from '../texts.ts'
import { useAct } from './useAct.ts'

const shape = z.object({ password: z.string().check(z.minLength(1)), new_password: newPassword })

/** A password that somebody handed over is changed before anything else. */
export function ChangePassword({ onDone }: { onDone: (me: OperatorMe) => void }) {
  const say = useSay()
  const { busy, error, faults, setFaults, act } = useAct()
  const [typed, setTyped] = useState({ password: '', new_password: '', again: '' })
  const set = (name: keyof typeof typed) => (text: string) =>
    setTyped((before) => ({ ...before, [name]: text }))
  function submit(event: SubmitEvent) {
    event.preventDefault()
    const { again, ...change } = typed
    const found: Faults = faultsOf(shape, change)
    if (Object.keys(found).length === 0 && again !== typed.new_password) found.again = say(
      'owner_again_wrong')
    if (Object.keys(found).length > 0) setFaults(found)
    else void act(async () => onDone(await call(changeOperatorPassword, change)))
  }
  const field = (name: keyof typeof typed, label: string, hint?: string) => (
    <Field
      label={label}
      hint={hint}
      value={typed[name]}
      onChange={set(name)}
      fault={faults[name]}
      type="password"
      autoComplete={name === 'password' ? 'current-password' : 'new-password'}
    />
  )
  return (
    <main className="stage-card panel narrow">
      <form onSubmit={submit} noValidate>
        <h1>{say('must_title')}</h1>
        <p className="sub">{say('must_why')}</p>
        {field('password', say('password_now'))}
        {field('new_password', say('password_new'), say('owner_password_hint'))}
        {field('again', say('owner_again'))}
        {error !== null && <p className="err" role="alert">{errorText(error)}</p>}
        <button type="submit" className="btn big pri" aria-disabled={busy}>{say('password_change')}</button>
      </form>
    </main>
  )
}
