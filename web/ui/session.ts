import { useSyncExternalStore } from 'react'
import type { Feature } from '#contract/features.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Me } from '#contract/session.ts'
import { openWithPin as openWithPinEndpoint } from '#contract/access.ts'
import {
  readSession,
  signIn as signInEndpoint,
  signOut as signOutEndpoint,
  takeSecondStep as takeSecondStepEndpoint,
} from '#contract/session.ts'
import { call, onBound, onSessionEnd, Refused } from './call.ts'
import { forget, keep, kept } from './keep.ts'

/**
 * Who is signed in. `asking` until the first answer; `in` with `ended` when the session ended under a
 * person's hands: the screen stays as it is, and the sign-in stands over it.
 */
export type Session =
  | { state: 'asking' }
  | { state: 'out' }
  | { state: 'failed'; error: unknown }
  | { state: 'in'; me: Me; ended: boolean }

let session: Session = { state: 'asking' }
let asked = false
const listeners = new Set<() => void>()

function set(next: Session) {
  session = next
  for (const listener of listeners) listener()
}

onSessionEnd(() => {
  if (session.state === 'in') set({ ...session, ended: true })
})
// Something must be done first, since a moment ago: the session says what.
onBound(() => {
  if (session.state === 'in' && !session.me.must) void askSession()
})

/**
 * Asks the server who is signed in. When it does not answer, the person of before stands: to look, not to
 * act.
 */
export async function askSession(): Promise<void> {
  try {
    take(await call(readSession, {}))
  } catch (error) {
    const before = kept<Me>('me')
    if (error instanceof Refused && error.status === 401) {
      forget('me')
      set({ state: 'out' })
    } else if (before && !(error instanceof Refused)) set({ state: 'in', me: before, ended: false })
    else set({ state: 'failed', error })
  }
}

let typed: string | null = null
/** The password typed a moment ago, in memory alone: what must be done first asks for it again. */
export const justTyped = (): string | null => typed

/**
 * Signs in; throws `Refused` or `Offline`. Chain code and phone are remembered, the password never. Where
 * there is a second step, the refusal `second_factor_needed` carries `half_session`.
 */
export async function signIn(form: { chain_code: string; phone: string; password: string }): Promise<void> {
  const me = await call(signInEndpoint, form)
  typed = me.must === null ? null : form.password
  keep('chain_code', me.chain.code)
  take(me)
}

export async function takeSecondStep(form: { half_session: string; code: string }): Promise<void> {
  const me = await call(takeSecondStepEndpoint, form)
  keep('chain_code', me.chain.code)
  take(me)
}

/** Signs in at an enrolled till. */
export async function openWithPin(form: { staff_id: string; pin: string }): Promise<void> {
  take(await call(openWithPinEndpoint, form))
}

export async function signOut(): Promise<void> {
  try {
    await call(signOutEndpoint, {})
  } catch (error) {
    // Already ended is what was wanted; without a network the cookie is still there, so say so.
    if (!(error instanceof Refused)) throw error
  }
  forget('me')
  typed = null
  set({ state: 'out' })
}

let ahead_ms = 0

/** What the server's clock says now: a till's own may be wrong, and that of a sandbox chain can be set. */
export const serverNow = (): Date => new Date(Date.now() + ahead_ms)

function take(me: Me) {
  ahead_ms = Date.parse(me.now) - Date.now()
  if (me.must === null) typed = null
  keep('me', me)
  set({ state: 'in', me, ended: false })
}

export function useSession(): Session {
  return useSyncExternalStore(subscribe, () => session)
}

/** The person signed in; only for components that stand behind the sign-in. */
export function useMe(): Me {
  const now = useSession()
  if (now.state !== 'in') throw new Error('nobody is signed in here')
  return now.me
}

export const may = (me: Me, permission: Permission): boolean => me.permissions.includes(permission)
export const has = (me: Me, feature: Feature): boolean => me.features.includes(feature)

function subscribe(listener: () => void) {
  listeners.add(listener)
  if (!asked) {
    asked = true
    void askSession()
  }
  return () => {
    listeners.delete(listener)
  }
}
