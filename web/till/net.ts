import { readSession } from '#contract/session.ts'
import { call, onReach, Refused } from '../ui/call.ts'
import { makeStore } from './store.ts'

/** Whether the server answers, and since when it does not. */
type Net = { reached: boolean; lost_at: string | null }

export const net = makeStore<Net, boolean>({ reached: true, lost_at: null }, (state, reached) => {
  if (reached === state.reached) return state
  return { reached, lost_at: reached ? null : new Date().toISOString() }
})

const ask_every_ms = 5000
let timer: ReturnType<typeof setTimeout> | undefined

/** Watches the network until stopped: asks again every few seconds while nothing answers. */
export function watchNet(): () => void {
  const stopListening = onReach((reached) => {
    net.send(reached)
    if (!reached) askLater()
  })
  const lost = () => {
    net.send(false)
    askLater()
  }
  window.addEventListener('offline', lost)
  window.addEventListener('online', ask)
  return () => {
    stopListening()
    clearTimeout(timer)
    window.removeEventListener('offline', lost)
    window.removeEventListener('online', ask)
  }
}

function askLater() {
  clearTimeout(timer)
  timer = setTimeout(ask, ask_every_ms)
}

/** Any answer is good news here, a refusal too; `onReach` hears it either way. */
function ask() {
  call(readSession, {}, { timeout_ms: 4000 }).catch((error: unknown) => {
    if (!(error instanceof Refused)) askLater()
  })
}
