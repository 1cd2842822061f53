import { useQueryClient } from '@tanstack/react-query'
import { dismissStaff, resetPassword, type StaffRow } from '#contract/org.ts'
import { useState } from 'react'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { useDeed } from '../frame/Deeds.tsx'
import type { HandedOver } from './FirstPassword.tsx'
import { useSay } from '../texts/staff.ts'

type Props = { staff: StaffRow; onEdit: () => void; onHanded: (handed: HandedOver) => void }

/** What can be done about somebody. A reset and a dismissal wait 8 seconds in which they can be undone. */
export function PersonDeeds({ staff, onEdit, onHanded }: Props) {
  const say = useSay()
  const announce = useDeed()
  const queries = useQueryClient()
  const [waiting, setWaiting] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const wait = (text: string, act: () => Promise<void>) => {
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
  const reset = async () => {
    const { first_password } = await call(resetPassword, { staff_id: staff.id })
    onHanded({ name: staff.name, first_password })
  }
  const dismiss = async () => {
    await call(dismissStaff, { staff_id: staff.id })
  }
  return (
    <>
      {error !== null && <Failed error={error} />}
      <button type="button" className="btn" aria-disabled={waiting}
        onClick={() => wait(say('resetting', { name: staff.name }), reset)}>
        {say('reset')}
      </button>
      <button type="button" className="btn" aria-disabled={waiting}
        onClick={() => wait(say('dismissing', { name: staff.name }), dismiss)}>
        {say('dismiss')}
      </button>
      <button type="button" className="btn pri" aria-disabled={waiting} onClick={onEdit}>
        {say('edit')}
      </button>
    </>
  )
}
