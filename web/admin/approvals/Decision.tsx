import { useId, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { giveApproval, refuseApproval, type Approval } from '#contract/approvals.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { useSay } from '../texts/approvals.ts'
import { useWhen } from '../when.ts'
import { AboutIt } from './AboutIt.tsx'

/** One request whole, and the two words that end it. What cannot be decided says why. */
export function Decision({ approval, onDone }: { approval: Approval; onDone: () => void }) {
  const say = useSay()
  const when = useWhen()
  const { asked_by, asked_at, store, state, decided } = approval
  return (
    <div className="approval">
      <p className="approval-head">
        <span className="tag">{say(`act_${approval.about.act}`)}</span>
        <span className="n">
          {asked_by.name} · {store?.name ?? say('whole_chain')} · {when.moment(asked_at)}
        </span>
      </p>
      <AboutIt approval={approval} />
      {state === 'waiting' && (
        <p className="sub n">{say('ends', { time: when.time(approval.ends_at) })}</p>
      )}
      {decided && (
        <p className="n">
          <b>{say(`state_${state}`)}</b>{' '}
          {say(decided.in_person ? 'decided_here' : 'decided_by', {
            name: decided.by.name, time: when.moment(decided.at),
          })}
          {decided.note !== null && <span className="sub"> {decided.note}</span>}
        </p>
      )}
      {!decided && state !== 'waiting' && <p>{say(`state_${state}`)}</p>}
      {state === 'waiting' && <Deciding approval={approval} onDone={onDone} />}
    </div>
  )
}

function Deciding({ approval, onDone }: { approval: Approval; onDone: () => void }) {
  const say = useSay()
  const field = useId()
  const queries = useQueryClient()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const why = approval.why_not_decide
  async function decide(endpoint: typeof giveApproval | typeof refuseApproval) {
    if (busy || why !== null) return
    setBusy(true)
    setError(null)
    try {
      await call(endpoint, { approval_id: approval.id, note: note.trim() || null })
      await queries.invalidateQueries({ queryKey: ['GET'] })
      onDone()
    } catch (fault) {
      setError(fault)
      await queries.invalidateQueries({ queryKey: ['GET'] })
    }
    setBusy(false)
  }
  return (
    <div className="form">
      <div className="form-field">
        <label className="label" htmlFor={field}>{say('note')}</label>
        <span className="field">
          <input id={field} value={note} maxLength={120} autoComplete="off"
            onChange={(event) => setNote(event.target.value)} />
        </span>
        <span className="why">{say('note_hint')}</span>
      </div>
      {error !== null && <Failed title={say('not_decided')} error={error} />}
      {why !== null && <p className="why" role="status">{say(why)}</p>}
      <div className="form-end">
        <button type="button" className="btn pri" aria-disabled={busy || why !== null}
          onClick={() => void decide(giveApproval)}>
          {say(busy ? 'deciding' : 'give')}
        </button>
        <button type="button" className="btn" aria-disabled={busy || why !== null}
          onClick={() => void decide(refuseApproval)}>
          {say('refuse')}
        </button>
      </div>
    </div>
  )
}
