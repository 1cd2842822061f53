import { useState, type SubmitEvent } from 'react'
import { changePassword } from '#contract/access.ts'
import { password_least } from '#contract/passwords.ts'
import { call } from '../call.ts'
import { useUiSay } from '../say.ts'
import { Entry, Wrong } from './Entry.tsx'
import { useSending, useWait } from './sending.ts'
import { Submit } from './Submit.tsx'

type Props = { known?: string | null; word: string; onDone: () => void | Promise<void> }

/** A new password in place of the old one. `known`: the old one was typed a moment ago. */
export function NewPassword({ known = null, word, onDone }: Props) {
  const say = useUiSay()
  const { busy, error, send } = useSending()
  const wait_s = useWait(error)
  const [typed, setTyped] = useState({ password: known ?? '', new_password: '', again: '' })
  const [differs, setDiffers] = useState(false)
  const set = (name: keyof typeof typed) => (value: string) => {
    setTyped((before) => ({ ...before, [name]: value }))
    setDiffers(false)
  }
  function submit(event: SubmitEvent) {
    event.preventDefault()
    const { password, new_password, again } = typed
    if (new_password !== again) return setDiffers(true)
    if (wait_s === 0) void send(async () => {
      await call(changePassword, { password, new_password })
      setTyped({ password: '', new_password: '', again: '' })
      await onDone()
    })
  }
  return (
    <form onSubmit={submit} aria-label={say('new_password')} noValidate>
      {known === null && (
        <Entry
          name="password"
          label={say('password_now')}
          type="password"
          autoComplete="current-password"
          value={typed.password}
          onChange={set('password')}
          error={error}
        />
      )}
      <Entry
        name="new_password"
        label={say('new_password')}
        type="password"
        autoComplete="new-password"
        value={typed.new_password}
        onChange={set('new_password')}
        error={error}
        hint={say('new_password_hint', { least: password_least })}
        autoFocus={known !== null}
      />
      <Entry
        name="again"
        label={say('password_again')}
        type="password"
        autoComplete="new-password"
        value={typed.again}
        onChange={set('again')}
        error={error}
        fault={differs ? say('password_differs') : undefined}
      />
      <Wrong error={error} />
      <Submit word={word} busy={busy} wait_s={wait_s} />
    </form>
  )
}
