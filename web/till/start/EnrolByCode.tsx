import { useState, type SubmitEvent } from 'react'
import { enrolByCode } from '#contract/access.ts'
import { call } from '../../ui/call.ts'
import { Card } from '../../ui/signin/Card.tsx'
import { Entry, Wrong } from '../../ui/signin/Entry.tsx'
import { useSending, useWait } from '../../ui/signin/sending.ts'
import { Submit } from '../../ui/signin/Submit.tsx'
import { askDevice } from '../device.ts'
import { useSay } from '../texts.ts'

/** Eight signs from the console make this browser a till. */
export function EnrolByCode({ onBack }: { onBack: () => void }) {
  const say = useSay()
  const { busy, error, send } = useSending()
  const wait_s = useWait(error)
  const [code, setCode] = useState('')
  const plain = code.replace(/[\s-]/g, '')
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (plain.length !== 8 || wait_s > 0) return
    void send(async () => {
      await call(enrolByCode, { code: plain }).catch((refusal: unknown) => {
        setCode('')
        throw refusal
      })
      await askDevice()
    })
  }
  return (
    <Card title={say('enrol_till')}>
      <form onSubmit={submit} aria-label={say('enrol_till')} noValidate>
        <p className="say">{say('enrol_till_why')}</p>
        <Entry
          name="code"
          label={say('enrol_code')}
          value={code}
          onChange={(text) => setCode(grouped(text))}
          error={error}
          autoComplete="off"
          autoCapitalize="characters"
          maxLength={9}
          hint={say('enrol_code_hint')}
          className="code"
          autoFocus
        />
        <Wrong error={error} />
        <Submit word={say('enrol_till_now')} busy={busy} wait_s={wait_s} />
      </form>
      <div className="signin-ways">
        <button type="button" className="link" onClick={onBack}>
          {say('to_sign_in')}
        </button>
      </div>
    </Card>
  )
}

/** As the console shows it: capitals, a dash in the middle. */
function grouped(text: string): string {
  const plain = text.toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, 8)
  return plain.length > 4 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : plain
}
