import { useState } from 'react'
import { Refused } from '../../ui/call.ts'
import type { Faults } from '../faults.ts'

/** One act at a time: what failed of it, and what was wrong field by field. */
export function useAct() {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [faults, setFaults] = useState<Faults>({})
  async function act(work: () => Promise<void>): Promise<void> {
    if (busy) return
    setBusy(true)
    setError(null)
    setFaults({})
    try {
      await work()
    } catch (failure) {
      const fields = failure instanceof Refused ? failure.fields : []
      setFaults(Object.fromEntries(fields.map(({ path, message }) => [path, message])))
      setError(fields.length > 0 ? null : failure)
    }
    setBusy(false)
  }
  return { busy, error, faults, setFaults, act }
}
