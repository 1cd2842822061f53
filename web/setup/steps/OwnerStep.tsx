import { useState } from 'react'
import { Field } from '../Field.tsx'
import { useSay } from '../texts.ts'
import type { Setup } from './useSetup.ts'

export function OwnerStep({ setup: { draft: { owner }, passwords, faults, set, setPassword } }: {
  setup: Setup }) {
  const say = useSay()
  const [shown, setShown] = useState(false)
  const type = shown ? 'text' : 'password'
  return (
    <>
      <Field
        label={say('owner_name')}
        value={owner.name}
        onChange={(name) => set({ owner: { ...owner, name } }, 'name')}
        fault={faults.name}
        autoComplete="name"
      />
      <Field
        label={say('owner_phone')}
        hint={say('owner_phone_hint')}
        value={owner.phone}
        onChange={(phone) => set({ owner: { ...owner, phone } }, 'phone')}
        fault={faults.phone}
        inputMode="tel"
        autoComplete="username"
      />
      <Field
        label={say('owner_password')}
        hint={say('owner_password_hint')}
        type={type}
        value={passwords.password}
        onChange={(text) => setPassword('password', text)}
        fault={faults.password}
        autoComplete="new-password"
        end={(
          <button type="button" className="link" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {say(shown ? 'hide' : 'show')}
          </button>
        )}
      />
      <Field
        label={say('owner_again')}
        type={type}
        value={passwords.again}
        onChange={(text) => setPassword('again', text)}
        fault={faults.again}
        autoComplete="new-password"
      />
    </>
  )
}
