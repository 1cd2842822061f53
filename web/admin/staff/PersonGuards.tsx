import { useQueryClient } from '@tanstack/react-query'
import { endStaffSessions, listStaffSessions, removeSecondFactor } from '#contract/access.ts'
import type { StaffRow } from '#contract/org.ts'
import { useState } from 'react'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useDeed } from '../frame/Deeds.tsx'
import { useReply } from '../query.ts'
import { useSay } from '../texts/guards.ts'
import { useWhen } from '../when.ts'

/** Where somebody below me is signed in and what guards their account; both can be ended, after 8 seconds. */
export function PersonGuards({ staff }: { staff: StaffRow }) {
  const say = useSay()
  const announce = useDeed()
  const queries = useQueryClient()
  const guards = useReply(listStaffSessions, { staff_id: staff.id })
  const [waiting, setWaiting] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const wait = (text: string, act: () => Promise<unknown>) => {
    if (waiting) return
    setWaiting(true)
    setError(null)
    const run = async () => {
      await act().catch(setError)
      setWaiting(false)
      await queries.invalidateQueries({ queryKey: ['GET'] })
    }
    announce({ text, act: () => void run(), drop: () => setWaiting(false) })
  }
  const { name, id: staff_id } = staff
  const data = guards.data
  return (
    <section className="panel n person-facts" aria-label={say('guards')}>
      <div className="ph">
        <h2 className="h2">{say('guards')}</h2>
      </div>
      {(guards.isError || error !== null) && (
        <Failed error={error ?? guards.error} onRetry={() => void guards.refetch()} />
      )}
      {guards.isPending && <Skeleton rows={2} columns={2} />}
      {data && (
        <>
          <dl className="pairs">
            <div className="pair">
              <dt>{say('pin')}</dt>
              <dd>{say(data.has_pin ? 'pin_on' : 'pin_off')}</dd>
            </div>
            <div className="pair">
              <dt>{say('factor')}</dt>
              <dd>
                {say(data.has_second_factor ? 'factor_on' : 'factor_off')}{' '}
                {data.has_second_factor && (
                  <button type="button" className="link" aria-disabled={waiting}
                    onClick={() =>
                      wait(say('factor_removing', { name }), () => call(removeSecondFactor, { staff_id }))
                    }>
                    {say('factor_remove')}
                  </button>
                )}
              </dd>
            </div>
          </dl>
          <SignedInOn rows={data.rows} />
          {data.rows.length > 0 && (
            <p className="person-ways">
              <button type="button" className="btn" aria-disabled={waiting}
                onClick={() => wait(say('ending', { name }), () => call(endStaffSessions, { staff_id }))}>
                {say('end_all')}
              </button>
            </p>
          )}
        </>
      )}
    </section>
  )
}

type Rows = readonly { id: string; device: string; seen_at: string; opened_by: string; at_till: boolean }[]

function SignedInOn({ rows }: { rows: Rows }) {
  const say = useSay()
  const when = useWhen()
  return (
    <ul className="person-sessions" aria-label={say('sessions')}>
      {rows.length === 0 && <li className="mut">{say('no_sessions')}</li>}
      {rows.map((row) => (
        <li key={row.id}>
          <span className="cut" title={row.device}>
            {row.device}
          </span>
          {row.at_till && <span className="tag">{say('at_till')}</span>}
          {row.opened_by === 'pin' && <span className="tag">{say('by_pin')}</span>}
          <small className="mut">{when.moment(row.seen_at)}</small>
        </li>
      ))}
    </ul>
  )
}
