import type { Endpoint, Reply, Request } from '#contract/endpoint.ts'
import { call, newOpKey, Refused } from '../ui/call.ts'
import { forget, keep, kept } from '../ui/keep.ts'
import { makeStore } from './store.ts'

/**
 * One act that moves value, from the first press to a known answer. `unknown` means that no answer came: it
 * is asked again with the same op_key until one does, so that nothing is ever done twice, and nothing else
 * may begin meanwhile.
 */
export type ActState<E extends Endpoint> =
  | { state: 'idle' }
  | { state: 'busy'; since: number }
  | { state: 'unknown'; since: number; tries: number; asking: boolean }
  | { state: 'refused'; error: Refused }
  | { state: 'done'; reply: Reply<E>; sent: Sent<E> }

type Sent<E extends Endpoint> = Omit<Request<E>, 'op_key'>
type Attempt<E extends Endpoint> = { op_key: string; sent: Sent<E>; since: number; doubtful: boolean }

export type Act<E extends Endpoint> = {
  use: () => ActState<E>
  get: () => ActState<E>
  /** What was sent and is not known yet. */
  pending: () => Sent<E> | null
  run: (sent: Sent<E>) => Promise<void>
  again: () => Promise<void>
  /** Puts the answer away. While the result is unknown there is nothing to put away. */
  close: () => void
}

const answer_within_ms = 10_000
const ask_again_after_ms = 5_000
const ask_slower_after = 6

/** Makes an act that survives a reload; `then` is what follows when it is done. */
export function makeAct<E extends Endpoint>(
  name: string,
  endpoint: E,
  then: (reply: Reply<E>, sent: Sent<E>) => void,
): Act<E> {
  const attempt = attemptAt<E>(`act.${name}`)
  let timer: ReturnType<typeof setTimeout> | undefined
  const store = makeStore<ActState<E>, ActState<E>>(firstState(attempt.get()), (_, next) => next)

  async function run(sent: Sent<E>) {
    const { state } = store.get()
    if (state === 'busy' || state === 'unknown') return
    store.send({ state: 'busy', since: attempt.begin(sent).since })
    await ask(1)
  }

  async function ask(tries: number) {
    clearTimeout(timer)
    const now = attempt.get()
    if (!now) return
    const next = await outcome(endpoint, now)
    if (next.state === 'unknown') {
      attempt.doubt()
      timer = setTimeout(
        () => void again(),
        tries < ask_slower_after ? ask_again_after_ms : 3 * ask_again_after_ms,
      )
      store.send({ ...next, tries })
      return
    }
    attempt.answered(next.state === 'refused' && mayPass(next.error))
    if (next.state === 'done') then(next.reply, next.sent)
    store.send(next)
  }

  async function again() {
    const now = store.get()
    if (now.state !== 'unknown' || now.asking) return
    store.send({ ...now, asking: true })
    await ask(now.tries + 1)
  }

  function close() {
    if (store.get().state === 'done' || store.get().state === 'refused') store.send({ state: 'idle' })
  }

  const pending = () => attempt.get()?.sent ?? null
  return { use: () => store.use((state) => state), get: store.get, pending, run, again, close }
}

/** Asks once. A refusal that says nothing of an earlier asking leaves that one unknown. */
async function outcome<E extends Endpoint>(endpoint: E, { op_key, sent, since, doubtful }: Attempt<E>) {
  try {
    const request = { ...sent, op_key } as unknown as Request<E>
    const reply = await call(endpoint, request, { timeout_ms: answer_within_ms })
    return { state: 'done' as const, reply, sent }
  } catch (error) {
    const clear = error instanceof Refused && !(doubtful && mayPass(error))
    return clear
      ? { state: 'refused' as const, error }
      : { state: 'unknown' as const, since, tries: 1, asking: false }
  }
}

/** Signed out, too busy, broken: this asking booked nothing, and the same act may be asked again. */
const mayPass = ({ status }: Refused) => status === 401 || status === 429 || status >= 500

const firstState = <E extends Endpoint>(attempt: Attempt<E> | null): ActState<E> =>
  attempt ? { state: 'unknown', since: attempt.since, tries: 1, asking: false } : { state: 'idle' }

/** The attempt under way, kept on the device before anything is sent. */
function attemptAt<E extends Endpoint>(key: string) {
  const before = kept<Attempt<E>>(key)
  // What a reload cut off may have been done: from here on it is doubtful.
  let now = before && { ...before, doubtful: true }
  return {
    get: () => now,
    /** Another input is another act; the same input after a refusal that may pass is the same act. */
    begin(sent: Sent<E>): Attempt<E> {
      const same = now !== null && JSON.stringify(now.sent) === JSON.stringify(sent)
      now = { op_key: same && now ? now.op_key : newOpKey(), sent, since: Date.now(), doubtful: false }
      keep(key, now)
      return now
    },
    doubt() {
      now = now && { ...now, doubtful: true }
      keep(key, now)
    },
    /**
     * A known answer. One that may be asked again stays in memory only: a reload must not press by itself.
     */
    answered(askAgain: boolean) {
      if (!askAgain) now = null
      forget(key)
    },
  }
}
