import { useEffect, useState, type SubmitEvent } from 'react'
import { makeEnrolCode } from '#contract/access.ts'
import type { Reply } from '#contract/endpoint.ts'
import { call } from '../../ui/call.ts'
import { serverNow } from '../../ui/session.ts'
import { Entry, Wrong } from '../../ui/signin/Entry.tsx'
import { useSending } from '../../ui/signin/sending.ts'
import { Submit } from '../../ui/signin/Submit.tsx'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { useSay } from '../texts/guards.ts'

type Made = Reply<typeof makeEnrolCode>
type Props = {
  open: boolean
  till: { id: string; number: number; store_id: string }
  /** The device that stands for this till now. */
  replaces: string | null
  onClose: () => void
}

/** A name for the device, then the code to type there, large and with the time it has left. */
export function EnrolCode({ open, till, replaces, onClose }: Props) {
  const say = useSay()
  return (
    <FormDrawer open={open} title={say('code_title', { number: till.number })} onClose={onClose}>
      <CodeForm till={till} replaces={replaces} />
    </FormDrawer>
  )
}

function CodeForm({ till, replaces }: Pick<Props, 'till' | 'replaces'>) {
  const say = useSay()
  const { busy, error, send } = useSending()
  const [name, setName] = useState(replaces ?? '')
  const [made, setMade] = useState<Made | null>(null)
  function submit(event: SubmitEvent) {
    event.preventDefault()
    const at = { store_id: till.store_id, till_id: till.id }
    void send(async () => setMade(await call(makeEnrolCode, { ...at, name })))
  }
  if (made) return <Code made={made} onAgain={() => setMade(null)} />
  return (
    <form className="in-drawer" onSubmit={submit} noValidate>
      <Entry
        name="name"
        label={say('code_name')}
        value={name}
        onChange={setName}
        error={error}
        maxLength={40}
        placeholder={say('code_name_hint')}
        autoComplete="off"
        autoFocus
      />
      {replaces !== null && <p className="why">{say('code_replaces', { name: replaces })}</p>}
      <Wrong error={error} />
      <Submit word={say('code_make')} busy={busy} />
    </form>
  )
}

function Code({ made, onAgain }: { made: Made; onAgain: () => void }) {
  const say = useSay()
  const left_s = useLeft(made.ends_at)
  if (left_s === 0)
    return (
      <div className="in-drawer">
        <p className="say">{say('code_ended')}</p>
        <button type="button" className="btn pri big" onClick={onAgain}>
          {say('code_again')}
        </button>
      </div>
    )
  return (
    <div className="in-drawer n">
      <p className="enrol-code">{made.code}</p>
      <p className="say">{say('code_say', { minutes: 10 })}</p>
      <p className="why" role="timer">
        {say('code_left', { minutes: Math.floor(left_s / 60), seconds: left_s % 60 })}
      </p>
    </div>
  )
}

function useLeft(ends_at: string): number {
  const left = () => Math.max(0, Math.ceil((Date.parse(ends_at) - serverNow().getTime()) / 1000))
  const [left_s, setLeft] = useState(left)
  useEffect(() => {
    const timer = setInterval(() => setLeft(left()), 1000)
    return () => clearInterval(timer)
  })
  return left_s
}
