import { useState, type SubmitEvent } from 'react'
import { enrolHere } from '#contract/access.ts'
import { call } from '../../ui/call.ts'
import { Icon } from '../../ui/Icon.tsx'
import { askSession } from '../../ui/session.ts'
import { Entry, Wrong } from '../../ui/signin/Entry.tsx'
import { useSending } from '../../ui/signin/sending.ts'
import { askDevice } from '../device.ts'
import type { At } from '../place.ts'
import { closeSheet } from '../sheets.ts'
import { tillName, useSay } from '../texts.ts'

/** Makes this very browser the till it stands at, for good; who may is standing here. */
export function EnrolHere({ at }: { at: At }) {
  const say = useSay()
  const { busy, error, send } = useSending()
  const [name, setName] = useState('')
  const till = `${at.store.name} · ${tillName(say, at.till)}`
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (name.trim() === '') return
    void send(async () => {
      await call(enrolHere, { store_id: at.store.id, till_id: at.till.id, name })
      await askDevice()
      await askSession()
      closeSheet()
    })
  }
  return (
    <form className="enrol-here" onSubmit={submit} noValidate aria-label={say('enrol_till')}>
      <h2>{say('enrol_here', { till })}</h2>
      <p className="mut">{say('enrol_here_why')}</p>
      <Entry
        name="name"
        label={say('device_name')}
        value={name}
        onChange={setName}
        error={error}
        maxLength={40}
        placeholder={say('device_name_hint')}
        autoComplete="off"
      />
      <Wrong error={error} />
      <button type="submit" className="key" aria-disabled={busy || name.trim() === ''}>
        <Icon name="check" />
        {say('enrol_till_now')}
      </button>
    </form>
  )
}
