import { useQueryClient } from '@tanstack/react-query'
import { listDevices, revokeDevice } from '#contract/access.ts'
import type { Reply } from '#contract/endpoint.ts'
import { useState } from 'react'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { useDeed } from '../frame/Deeds.tsx'
import { useReply } from '../query.ts'
import { useSay } from '../texts/guards.ts'
import { useWhen } from '../when.ts'
import { EnrolCode } from './EnrolCode.tsx'

export type Device = Reply<typeof listDevices>['rows'][number]
type TillAt = { id: string; number: number; store_id: string }

/** The devices of a store's tills: those that stand, by till, and those that were revoked. */
export function useDevices(store_id: string, enabled: boolean) {
  const { data } = useReply(listDevices, { store_id }, { enabled })
  const rows = data?.rows ?? []
  return {
    of: (till_id: string): Device | null =>
      rows.find((row) => row.till_id === till_id && row.revoked_at === null) ?? null,
    revoked: rows.filter((row) => row.revoked_at !== null),
  }
}

/** Which device a till is, and how it becomes another or none. */
export function TillDevice({ till, device }: { till: TillAt; device: Device | null }) {
  const say = useSay()
  const when = useWhen()
  const announce = useDeed()
  const queries = useQueryClient()
  const [enrols, setEnrols] = useState(false)
  const [waiting, setWaiting] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const again = () => queries.invalidateQueries({ queryKey: ['GET'] })
  const revoke = ({ id, name }: Device) => {
    setWaiting(true)
    setError(null)
    const act = async () => {
      await call(revokeDevice, { store_id: till.store_id, device_id: id }).catch(setError)
      setWaiting(false)
      await again()
    }
    announce({ text: say('revoking', { name }), act: () => void act(), drop: () => setWaiting(false) })
  }
  return (
    <>
      <span className="till-device n">
        {device ? (
          <>
            <b className="cut" title={device.name}>{device.name}</b>
            <small>
              {say('enrolled_by', { who: device.enrolled_by, day: when.day(device.enrolled_at) })} ·{' '}
              {say('last_seen', { when: when.moment(device.seen_at) })}
            </small>
          </>
        ) : (
          <small>{say('not_enrolled')}</small>
        )}
        {error !== null && <Failed error={error} />}
      </span>
      <span className="till-deeds">
        <button type="button" className="btn" onClick={() => setEnrols(true)}>
          {say(device ? 'enrol_other' : 'enrol')}
        </button>
        {device && (
          <button type="button" className="btn" aria-disabled={waiting}
            onClick={() => { if (!waiting) revoke(device) }}>
            {say('revoke')}
          </button>
        )}
      </span>
      <EnrolCode open={enrols} till={till} replaces={device?.name ?? null} onClose={() => {
        setEnrols(false)
        void again()
      }} />
    </>
  )
}
