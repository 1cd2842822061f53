import { useState, type SubmitEvent } from 'react'
import { setPin } from '#contract/access.ts'
import { call } from '../../ui/call.ts'
import { Entry, Wrong } from '../../ui/signin/Entry.tsx'
import { useSending, useWait } from '../../ui/signin/sending.ts'
import { Submit } from '../../ui/signin/Submit.tsx'
import { useSay } from '../texts/account.ts'

export function PinForm({ onDone }: { onDone: () => Promise<void> }) {
  const say = useSay()
  const { busy, error, send } = useSending()
  const wait_s = useWait(error)
  const [typed, setTyped] = useState({ pin: '', again: '', password: '' })
  const [differs, setDiffers] = useState(false)
  const entry = (name: keyof typeof typed) => ({
    name, value: typed[name], error, type: 'password',
    onChange: (value: string) => {
      setTyped((before) => ({ ...before, [name]: value }))
      setDiffers(false)
    },
  })
  const digits = { inputMode: 'numeric', maxLength: 6, autoComplete: 'off' } as const
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (typed.pin !== typed.again) return setDiffers(true)
    if (wait_s === 0) void send(async () => {
      await call(setPin, { password: typed.password, pin: typed.pin })
      await onDone()
    })
  }
  return (
    <form className="in-drawer" onSubmit={submit} noValidate>
      <Entry {...entry('pin')} {...digits} label={say('pin_new')} hint={say('pin_hint')} autoFocus />
      <Entry
        {...entry('again')}
        {...digits}
        label={say('pin_again')}
        fault={differs ? say('pin_differs') : undefined}
      />
      <Entry {...entry('password')} label={say('your_password')} autoComplete="current-password" />
      <Wrong error={error} />
      <Submit word={say('pin_save')} busy={busy} wait_s={wait_s} />
    </form>
  )
}
