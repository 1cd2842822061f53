import { useEffect } from 'react'
import { Offline } from '../ui/call.ts'
import { errorText } from '../ui/say.ts'
import { signOut, useMe } from '../ui/session.ts'
import { acts } from './acts.ts'
import { box } from './box.ts'
import { net } from './net.ts'
import { closeSheet } from './sheets.ts'
import { makeStore } from './store.ts'
import { say } from './texts.ts'

/** Why the till stands locked; the lock screen says so. */
export const locked = makeStore<{ idle_min: number | null }, { idle_min: number | null }>(
  { idle_min: null },
  (_, next) => next,
)

/**
 * Gives the till to whoever comes next. The basket stays: it belongs to the customer at the counter, and the
 * sale counts for whoever settles it.
 */
export async function lockTill(idle_min: number | null = null): Promise<void> {
  locked.send({ idle_min })
  try {
    await signOut()
    box.send({ text: '', note: null, members: { find: '', rows: [] } })
    closeSheet()
  } catch (error) {
    const offline = error instanceof Offline
    const text = offline ? say()('lock_offline') : errorText(error)
    box.send({ note: { tone: 'bad', text, ...(offline && { offline }) } })
  }
}

const look_every_ms = 5000

/**
 * An enrolled till locks after so many minutes with nobody at it. Not while an answer is awaited, and not
 * without the network: nobody could open it again.
 */
export function useIdleLock(): void {
  const { till } = useMe()
  const idle_min = till?.idle_min ?? null
  useEffect(() => {
    if (idle_min === null) return
    let last = Date.now()
    const here = () => {
      last = Date.now()
    }
    const look = () => {
      if (Date.now() - last < idle_min * 60_000 || isAwaiting() || !net.get().reached) return
      last = Date.now()
      void lockTill(idle_min)
    }
    window.addEventListener('pointerdown', here, true)
    window.addEventListener('keydown', here, true)
    const timer = setInterval(look, look_every_ms)
    return () => {
      window.removeEventListener('pointerdown', here, true)
      window.removeEventListener('keydown', here, true)
      clearInterval(timer)
    }
  }, [idle_min])
}

const isAwaiting = (): boolean =>
  Object.values(acts).some((act) => ['busy', 'unknown'].includes(act.get().state))
