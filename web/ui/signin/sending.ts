import { useEffect, useState } from 'react'
import { Refused } from '../call.ts'

/** One form being sent: not twice at a time, and what the server said of the last try. */
export function useSending() {
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  async function send(act: () => Promise<unknown>): Promise<void> {
    if (busy) return
    setBusy(true)
    setError(null)
    await act().catch(setError)
    setBusy(false)
  }
  return { error, busy, send, setError }
}

/** Seconds that the server asked to wait, counting down to 0. */
export function useWait(error: unknown): number {
  const [left_s, setLeft] = useState(0)
  useEffect(() => {
    const wait_s = error instanceof Refused ? Number(error.params['wait_s'] ?? 0) : 0
    const until = Date.now() + wait_s * 1000
    setLeft(wait_s)
    if (wait_s === 0) return
    const timer = setInterval(() => {
      const next = Math.max(0, Math.ceil((until - Date.now()) / 1000))
      setLeft(next)
      if (next === 0) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [error])
  return left_s
}
