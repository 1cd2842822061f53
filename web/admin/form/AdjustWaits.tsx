import { useEffect, useRef, useState } from 'react'
import { askApproval, readApproval, withdrawApproval, type Approval } from '#contract/approvals.ts'
import type { Request } from '#contract/endpoint.ts'
import type { adjust } from '#contract/value.ts'
import { call, newOpKey } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useReply } from '../query.ts'
import { useSay as useAdminSay } from '../texts.ts'
import { useSay } from '../texts/approvals.ts'

export type Adjusting = Omit<Request<typeof adjust>, 'op_key' | 'approval_id'>
type Props = {
  doing: Adjusting
  onGiven: (doing: Adjusting, approval_id: string) => Promise<void>
  onBack: () => void
}
type Asked = { approval: Approval; names: string[] }

/** Asks a second person for an adjustment, waits for their word, and makes it with that. */
export function AdjustWaits({ doing, onGiven, onBack }: Props) {
  const say = useSay()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [op_key] = useState(newOpKey)
  const begun = useRef(false)
  const looked = useReply(readApproval, { approval_id: asked?.approval.id ?? '' }, {
    enabled: asked !== null, every_ms: 3_000,
  })
  const approval = asked && (looked.data ?? asked.approval)
  const waits = useRef<string | null>(null)
  useEffect(() => {
    waits.current = approval?.state === 'waiting' ? approval.id : null
  })
  // Whoever leaves no longer wants it: nobody shall be asked for nothing.
  useEffect(() => () => {
    if (waits.current !== null) call(withdrawApproval, { approval_id: waits.current }).catch(() => undefined)
  }, [])
  const { member_id, store_id, account, amount, reason } = doing
  useEffect(() => {
    const about = { act: 'adjustment' as const, member_id, account, amount, reason }
    call(askApproval, { op_key, store_id, about }).then(
      ({ approval: made, people }) => setAsked({ approval: made, names: people.map(({ name }) => name) }),
      setError,
    )
  }, [op_key, member_id, store_id, account, amount, reason])
  const given = approval?.state === 'given' ? approval.id : null
  useEffect(() => {
    if (given === null || begun.current) return
    begun.current = true
    onGiven(doing, given).catch(setError)
  }, [given, doing, onGiven])
  return (
    <div className="form">
      {asked === null && error === null && <Skeleton rows={2} />}
      {approval && asked && <Word approval={approval} names={asked.names} />}
      {error !== null && <Failed error={error} />}
      <div className="form-end">
        <button type="button" className="btn" onClick={onBack}>{say('adjust_back')}</button>
      </div>
    </div>
  )
}

function Word({ approval, names }: { approval: Approval; names: readonly string[] }) {
  const say = useSay()
  const admin = useAdminSay()
  const { state, decided } = approval
  if (state === 'refused' && decided)
    return (
      <p className="err" role="alert">
        {say('adjust_refused', { name: decided.by.name })} {decided.note}
      </p>
    )
  if (state === 'ended' || state === 'withdrawn') return <p role="status">{say('adjust_over')}</p>
  const waits = names.length === 0 ? say('adjust_waits_none')
    : say('adjust_waits', { names: names.slice(0, 4).join(admin('list_comma')) })
  return <p role="status">{state === 'used' ? say('adjust_done') : waits}</p>
}
