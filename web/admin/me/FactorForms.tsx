import { useState, type SubmitEvent } from 'react'
import { dropSecondFactor, renewRecoveryCodes } from '#contract/access.ts'
import { call } from '../../ui/call.ts'
import { Entry, Wrong } from '../../ui/signin/Entry.tsx'
import { RecoveryCodes } from '../../ui/signin/RecoveryCodes.tsx'
import { useSending, useWait } from '../../ui/signin/sending.ts'
import { Submit } from '../../ui/signin/Submit.tsx'
import { useSay } from '../texts/account.ts'

type Proof = { password: string; code: string }
type ProofProps = { why: string; word: string; act: (proof: Proof) => Promise<void> }

/** Password and code together: whoever has but one of them changes nothing. */
function ProofForm({ why, word, act }: ProofProps) {
  const say = useSay()
  const { busy, error, send } = useSending()
  const wait_s = useWait(error)
  const [typed, setTyped] = useState<Proof>({ password: '', code: '' })
  const entry = (name: keyof Proof) => ({
    name, value: typed[name], error,
    onChange: (value: string) => setTyped((before) => ({ ...before, [name]: value })),
  })
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (wait_s === 0) void send(() => act(typed))
  }
  return (
    <form className="in-drawer" onSubmit={submit} noValidate>
      <p className="say">{why}</p>
      <Entry
        {...entry('password')}
        label={say('your_password')}
        type="password"
        autoComplete="current-password"
        autoFocus
      />
      <Entry {...entry('code')} label={say('factor_code')} autoComplete="one-time-code" maxLength={14} />
      <Wrong error={error} />
      <Submit word={word} busy={busy} wait_s={wait_s} />
    </form>
  )
}

export function FactorOff({ onDone }: { onDone: () => Promise<void> }) {
  const say = useSay()
  const act = async (proof: Proof) => {
    await call(dropSecondFactor, proof)
    await onDone()
  }
  return <ProofForm why={say('factor_off_say')} word={say('factor_turn_off')} act={act} />
}

export function FactorRenew({ onDone }: { onDone: () => Promise<void> }) {
  const say = useSay()
  const [codes, setCodes] = useState<string[] | null>(null)
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  const act = async (proof: Proof) => setCodes((await call(renewRecoveryCodes, proof)).recovery_codes)
  return <ProofForm why={say('factor_renew_say')} word={say('factor_renew')} act={act} />
}
