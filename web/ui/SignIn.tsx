import { useState, type SubmitEvent } from 'react'
import { Refused } from './call.ts'
import { Dialog } from './Dialog.tsx'
import { Icon } from './Icon.tsx'
import { keep, kept } from './keep.ts'
import { Langs } from './Langs.tsx'
import { errorText, useUiSay } from './say.ts'
import { signIn, signOut } from './session.ts'

/**
 * Sign-in by chain code, phone and password. `over` when a session ended under a person's hands: the screen
 * below stays as it is. What was typed stays after a refusal, except the password.
 */
export function SignIn({ title, over = false }: { title: string; over?: boolean }) {
  const say = useUiSay()
  const form = useSignIn()
  const card = (
    <form className="signin-card" onSubmit={form.submit} aria-label={say('sign_in')} noValidate>
      <div className="signin-head">
        <h1>
          {say('app')}
          <small>{title}</small>
        </h1>
        <Langs />
      </div>
      {over && (
        <p className="note" role="alert">
          <Icon name="lock" size="s" />
          {say('session_ended')}
        </p>
      )}
      <Entry form={form} name="chain_code" label={say('chain_code')} autoComplete="organization" />
      <Entry form={form} name="phone" label={say('phone')} autoComplete="username" inputMode="tel" />
      <Entry
        form={form}
        name="password"
        label={say('password')}
        type="password"
        autoComplete="current-password"
      />
      {form.error !== null && (
        <p className="err" role="alert">
          <Icon name="alert" size="s" />
          {errorText(form.error)}
        </p>
      )}
      <button type="submit" className="btn pri big" aria-disabled={form.busy}>
        {say(form.busy ? 'signing_in' : 'sign_in')}
      </button>
      {over && (
        <button type="button" className="btn quiet big" onClick={form.leave}>
          {say('other_person')}
        </button>
      )}
    </form>
  )
  if (!over) return <main className="signin">{card}</main>
  return (
    <Dialog label={say('session_ended')} className="signin-over" onEscape={() => {}}>
      {card}
    </Dialog>
  )
}

type Form = ReturnType<typeof useSignIn>
type EntryProps = {
  form: Form
  name: 'chain_code' | 'phone' | 'password'
  label: string
  autoComplete: string
  type?: string
  inputMode?: 'tel'
}

function Entry({ form, name, label, ...rest }: EntryProps) {
  const faults = form.error instanceof Refused ? form.error.fields : []
  const fault = faults.find(({ path }) => path === name)
  const first = form.values.chain_code === '' ? 'chain_code' : form.values.phone === '' ? 'phone' : 'password'
  const [focusFirst] = useState(first === name)
  return (
    <label className="one">
      <span className="label">{label}</span>
      <span className={`field big ${fault ? 'bad' : ''}`}>
        <input
          name={name}
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
          autoFocus={focusFirst}
          data-autofocus={focusFirst || undefined}
          aria-invalid={fault !== undefined}
          {...rest}
        />
      </span>
      {fault && <span className="err">{fault.message}</span>}
    </label>
  )
}

function useSignIn() {
  const [values, setValues] = useState({
    chain_code: kept<string>('chain_code') ?? '',
    phone: kept<string>('phone') ?? '',
    password: '',
  })
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      await signIn(values)
      keep('phone', values.phone)
    } catch (refusal) {
      setError(refusal)
      setValues((typed) => ({ ...typed, password: '' }))
    }
    setBusy(false)
  }
  const set = (name: keyof typeof values, value: string) =>
    setValues((typed) => ({ ...typed, [name]: value }))
  const leave = () => {
    signOut().catch(setError)
  }
  return { values, set, error, busy, submit, leave }
}
