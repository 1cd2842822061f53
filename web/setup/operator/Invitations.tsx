import { useState, type SubmitEvent } from 'react'
import { inviteChain, listInvitations, withdrawInvitation } from '#contract/operators.ts'
import type { InvitationRow } from '#contract/operators.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Field } from '../Field.tsx'
import { faultsOf } from '../faults.ts'
import { useSay } from '../texts.ts'
import { useLoad } from '../useLoad.ts'
import { useStamp } from './stamp.ts'
import { useAct } from './useAct.ts'

type Made = { name: string; setup_code: string }

/** Preparing a company: a code for its owner, shown once; and those that wait. */
export function Invitations() {
  const say = useSay()
  const { data, error: unread, again } = useLoad(listInvitations, {})
  const { busy, error, faults, setFaults, act } = useAct()
  const [typed, setTyped] = useState({ name: '', code: '' })
  const [made, setMade] = useState<Made | null>(null)
  const invite = (company: typeof typed) => act(async () => {
    const { invitation, setup_code } = await call(inviteChain, company)
    setMade({ name: invitation.name, setup_code })
    setTyped({ name: '', code: '' })
    await again()
  })
  const withdraw = (row: InvitationRow) => act(async () => {
    await call(withdrawInvitation, { invitation_id: row.id })
    setMade(null)
    await again()
  })
  function submit(event: SubmitEvent) {
    event.preventDefault()
    const found = faultsOf(inviteChain.body, typed)
    if (Object.keys(found).length > 0) setFaults(found)
    else void invite(typed)
  }
  return (
    <>
      <section className="panel" aria-label={say('invite')}>
        <h2>{say('invite')}</h2>
        <p className="why">{say('invite_why')}</p>
        <form className="desk-form" onSubmit={submit} noValidate>
          <Field
            label={say('chain_name')}
            value={typed.name}
            onChange={(name) => setTyped({ ...typed, name })}
            fault={faults.name}
          />
          <Field
            label={say('chain_code')}
            value={typed.code}
            onChange={(code) => setTyped({ ...typed, code: code.toLowerCase() })}
            fault={faults.code}
            autoCapitalize="none"
            spellCheck={false}
          />
          <button type="submit" className="btn big pri" aria-disabled={busy}>{say('invite_submit')}</button>
        </form>
        {error !== null && <Failed error={error} />}
        {made && <Told made={made} onClose={() => setMade(null)} />}
      </section>
      {unread !== null && <Failed error={unread} onRetry={() => void again()} />}
      {data !== null && data.rows.length > 0 && (
        <Waiting
          rows={data.rows}
          onAgain={(row) => void invite({ name: row.name, code: row.chain_code })}
          onWithdraw={(row) => void withdraw(row)}
        />
      )}
    </>
  )
}

/** The code, this once: on paper, or as an address whose secret part stays in the browser. */
function Told({ made: { name, setup_code }, onClose }: { made: Made; onClose: () => void }) {
  const say = useSay()
  const [copied, setCopied] = useState(false)
  const address = `${location.origin}/setup/#${setup_code}`
  // Copying wants a secure page; without one the address stands there to be marked by hand.
  const copy = () => void navigator.clipboard?.writeText(address).then(() => setCopied(true), () => undefined)
  return (
    <div className="desk-told" role="status">
      <b>{say('invite_done', { name })}</b>
      <code>{setup_code}</code>
      <p>{say('invite_done_why')}</p>
      <p className="why">{say('invite_link')}</p>
      <code className="addr">{address}</code>
      <button type="button" className="btn" onClick={copy}>{say(copied ? 'copied' : 'copy')}</button>
      <button type="button" className="btn quiet" onClick={onClose}>{say('close')}</button>
    </div>
  )
}

type WaitingProps = {
  rows: InvitationRow[]; onAgain: (row: InvitationRow) => void; onWithdraw: (row: InvitationRow) => void
}

function Waiting({ rows, onAgain, onWithdraw }: WaitingProps) {
  const say = useSay()
  const stamp = useStamp()
  const stateOf = ({ state, ends_at }: InvitationRow) =>
    state === 'open' ? say('state_open', { time: stamp(ends_at, 'day') }) : say(`state_${state}`)
  return (
    <section className="panel list" aria-label={say('invitations')}>
      <div className="desk-head"><h2>{say('invitations')}</h2></div>
      <table className="tbl n waiting">
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <b>{row.name}</b>
                <small>{row.chain_code}</small>
              </td>
              <td>
                {stateOf(row)}
                <small>{say('invited_by', { name: row.by, time: stamp(row.made_at, 'minute') })}</small>
              </td>
              <td>
                {row.state !== 'used' && (
                  <button type="button" className="btn" onClick={() =>
                    onAgain(row)}>{say('invite_again')}</button>
                )}{' '}
                {row.state === 'open' && (
                  <button type="button" className="btn quiet" onClick={() => onWithdraw(row)}>
                    {say('invite_withdraw')}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
