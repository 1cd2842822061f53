import { useQueryClient } from '@tanstack/react-query'
import { closeStore, reopenStore, type StoreRow } from '#contract/org.ts'
import { useState } from 'react'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { useDeed } from '../frame/Deeds.tsx'
import { useSay } from '../texts/stores.ts'

/** Closing waits 8 seconds in which it can be undone: a shop full of customers must not stop on a mis-tap. */
export function Closing({ store }: { store: StoreRow }) {
  const say = useSay()
  const announce = useDeed()
  const queries = useQueryClient()
  const [waiting, setWaiting] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const isClosed = store.closed_at !== null
  const act = async () => {
    await call(isClosed ? reopenStore : closeStore, { store_id: store.id }).catch(setError)
    setWaiting(false)
    await queries.invalidateQueries({ queryKey: ['GET'] })
  }
  const begin = () => {
    setError(null)
    if (isClosed) return void act()
    setWaiting(true)
    announce({ text: say('closing', { name: store.name }), act: () => void act(), drop: () =>
      setWaiting(false) })
  }
  return (
    <>
      {error !== null && <Failed error={error} />}
      <button type="button" className="btn" aria-disabled={waiting} onClick={() => { if (!waiting) begin() }}>
        {say(isClosed ? 'reopen' : 'close')}
      </button>
    </>
  )
}
