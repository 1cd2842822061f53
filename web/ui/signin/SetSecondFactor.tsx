import { useState, type SubmitEvent } from 'react'
import { beginSecondFactor, confirmSecondFactor } from '#contract/access.ts'
import type { Reply } from '#contract/endpoint.ts'
import { call } from '../call.ts'
import { useUiSay } from '../say.ts'
import { Entry, Wrong } from './Entry.tsx'
import { Qr } from './Qr.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { useSending, useWait } from './sending.ts'
import { Submit } from './Submit.tsx'

type Begun = Reply<typeof beginSecondFactor>
type Props = { known?: string | null; onDone: () => void | Promise<void> }

/** Password, then the secret for the authenticator, its first code, and the recovery codes to keep. */
export function SetSecondFactor({ known = null, onDone }: Props) {
  const [begun, setBegun] = useState<Begun | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  if (begun) return <Confirm begun={begun} onCodes={setCodes} />
  return <Begin known={known} onBegun={setBegun} />
}

function Begin({ known, onBegun }: { known: string | null; onBegun: (begun: Begun) => void }) {
  const say = useUiSay()
  const { busy, error, send } = useSending()
  const wait_s = useWait(error)
  const [password, setPassword] = useState(known ?? '')
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (wait_s === 0) void send(async () => onBegun(await call(beginSecondFactor, { password })))
  }
  return (
    <form onSubmit={submit} aria-label={say('second_factor')} noValidate>
      <p className="say">{say('second_factor_why')}</p>
      {known === null && (
        <Entry
          name="password"
          label={say('password_now')}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={error}
          autoFocus
        />
      )}
      <Wrong error={error} />
      <Submit word={say('begin')} busy={busy} wait_s={wait_s} />
    </form>
  )
}

function Confirm({ begun, onCodes }: { begun: Begun; onCodes: (codes: string[]) => void }) {
  const say = useUiSay()
  const { busy, error, send } = useSending()
  const wait_s = useWait(error)
  const [code, setCode] = useState('')
  function confirm(given: string) {
    if (wait_s > 0) return
    void send(async () => {
      const { recovery_codes } = await call(confirmSecondFactor, { code: given })
      onCodes(recovery_codes)
    })
  }
  function type(text: string) {
    setCode(text)
    if (/^\d{6}$/.test(text)) confirm(text)
  }
  return (
    <form
      onSubmit={(event) => { event.preventDefault(); confirm(code) }}
      aria-label={say('second_factor')}
      noValidate
    >
      <p className="say">{say('scan_this')}</p>
      <Qr text={begun.address} />
      <p className="secret">
        <span className="mut">{say('or_type')}</span>
        <code>{begun.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <Entry
        name="code"
        label={say('second_code')}
        value={code}
        onChange={type}
        error={error}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={6}
        className="code n"
        autoFocus
      />
      <Wrong error={error} />
      <Submit word={say('turn_on')} busy={busy} wait_s={wait_s} />
    </form>
  )
}
