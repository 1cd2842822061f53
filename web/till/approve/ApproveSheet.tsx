import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import type { About, Approval } from '#contract/approvals.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { serverNow } from '../../ui/session.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useKeys } from '../keys.ts'
import { Sheet } from '../Sheet.tsx'
import { useSay } from '../texts.ts'
import { leaveOnly, useApproval, type Asked } from './approving.ts'
import { Proof } from './Proof.tsx'
import './approve.css'

type Props = {
  about: About
  /** What it is about, in words and figures. */
  children: ReactNode
  onGiven: (approval_id: string) => void
  onClose: () => void
}

/** A second person says yes: here, with their own PIN or password, or from afar in the console. */
export function ApproveSheet({ about, children, onGiven, onClose }: Props) {
  const say = useSay()
  const asked = useApproval(about, onGiven)
  const close = () => {
    asked.withdraw()
    onClose()
  }
  const waits = asked.approval?.state === 'waiting'
  return (
    <Sheet title={say('approval_title')} onClose={close} wide>
      <EscapeKey onClose={close} />
      <div className={`two-sides approve ${waits ? '' : 'said'}`}>
        <div className="form">
          {children}
          {asked.asking_error !== null && (
            <Failed title={say('approval_not_asked')} error={asked.asking_error} onRetry={asked.ask} />
          )}
          {asked.approval === null && asked.asking_error === null && <Skeleton rows={2} />}
          {asked.approval && <Word asked={asked} approval={asked.approval} />}
          <button type="button" className="key back-out" onClick={close}>
            <Icon name="left" />
            {say(waits ? 'approval_cancel' : 'approval_back')} <kbd>Esc</kbd>
          </button>
        </div>
        {waits && <Proof asked={asked} onClose={close} />}
      </div>
    </Sheet>
  )
}

/** Hears before the pad does, so that the pad is heard instead while it is there. */
function EscapeKey({ onClose }: { onClose: () => void }) {
  useKeys({ Escape: leaveOnly(onClose) })
  return null
}

/** Who could say yes from afar, how long it lasts, and what they said if it was no. */
function Word({ asked, approval }: { asked: Asked; approval: Approval }) {
  const say = useSay()
  const left_s = useLeft(approval.ends_at)
  const { state, decided } = approval
  if (state === 'waiting' && left_s > 0) {
    const names = asked.people.map(({ name }) => name).slice(0, 4).join(say('list_comma'))
    return (
      <div className="afar" role="status">
        <Icon name="clock" />
        <div>
          <b>{say('approval_afar')}</b>
          <p>{names === '' ? say('approval_asked_none') : say('approval_asked', { names })}</p>
          <small className="n" aria-hidden="true">
            {say('approval_waits', { left: clock(left_s) })}
          </small>
        </div>
      </div>
    )
  }
  if (state === 'given') return null
  const no = state === 'refused' && decided
  return (
    <div className="afar over" role="alert">
      <Icon name="alert" />
      <div>
        <b>{no ? say('approval_no', { name: decided.by.name }) : say('approval_over')}</b>
        {no && decided.note !== null && <p>{decided.note}</p>}
        <button type="button" className="key" onClick={asked.ask}>
          <Icon name="refresh" size="s" />
          {say('approval_again')}
        </button>
      </div>
    </div>
  )
}

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

/** Whole seconds until then, by the server's clock. */
function useLeft(ends_at: string): number {
  const left = () => Math.max(0, Math.floor((Date.parse(ends_at) - serverNow().getTime()) / 1000))
  const [seconds, setSeconds] = useState(left)
  useEffect(() => {
    setSeconds(left())
    const timer = setInterval(() => setSeconds(left()), 1000)
    return () => clearInterval(timer)
    // The end stands for all of it.
    // eslint-disable-next-line react/exhaustive-deps
  }, [ends_at])
  return seconds
}
