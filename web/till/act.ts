import type { Endpoint, Reply, Request } from '#contract/endpoint.ts'
import { call, newOpKey, Refused } from '../ui/call.ts'
import { forget, keep, kept } from '../ui/keep.ts'
import { makeStore } from './store.ts'

/**
 * One act that moves value, from the first press to a known answer. `unknown` means that no answer came: it is asked
 * again with the same op_key until one does, so that nothing is ever done twice, and nothing else may begin meanwhile.
 */
export type ActState<E extends Endpoint> =
  | { state: 'idle' }
  | { state: 'busy', since: number }
  | { state: 'unknown', since: number, tries: number, asking: boolean }
  | { state: 'refused', error: Refused }
  | { state: 'done', reply: Reply<E>, sent: Sent<E> }

type Sent<E extends Endpoint> = Omit<Request<E>, 'op_key'>
type Attempt<E extends Endpoint> = { op_key: string, sent: Sent<E>, since: number, doubtful: boolean }

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

/** Makes an act that survives a reload: what was sent is kept before it is sent. */
export function makeAct<E extends Endpoint>(
  name: string, endpoint: E, then: (reply: Reply<E>, sent: Sent<E>) => void,
): Act<E> {
  const key = `act.${name}`
  let attempt = left<Attempt<E>>(key)
  let timer: ReturnType<typeof setTimeout> | undefined
  const idle: ActState<E> = { state: 'idle' }
  const store = makeStore<ActState<E>, ActState<E>>(
    attempt ? { state: 'unknown', since: attempt.since, tries: 1, asking: false } : idle, (_, next) => next)

  async function run(sent: Sent<E>) {
    const { state } = store.get()
    if (state === 'busy' || state === 'unknown') return
    // Another input is another act; the same input after a refusal that may pass (busy, signed out) is the same act.
    const same = attempt !== null && JSON.stringify(attempt.sent) === JSON.stringify(sent)
    attempt = { op_key: same && attempt ? attempt.op_key : newOpKey(), sent, since: Date.now(), doubtful: false }
    keep(key, attempt)
    store.send({ state: 'busy', since: attempt.since })
    await ask(1)
  }

  async function ask(tries: number) {
    clearTimeout(timer)
    if (!attempt) return
    const { op_key, sent } = attempt
    try {
      const request = { ...sent, op_key } as unknown as Request<E>
      const reply = await call(endpoint, request, { timeout_ms: answer_within_ms })
      settle()
      then(reply, sent)
      store.send({ state: 'done', reply, sent })
    } catch (error) {
      if (error instanceof Refused && !mayPass(error)) { settle(); store.send({ state: 'refused', error }) }
      else if (error instanceof Refused && !attempt.doubtful) {
        // Kept in memory only: pressed again it is the same act, but a reload must not press by itself.
        forget(key)
        store.send({ state: 'refused', error })
      }
      else stayUnknown(tries)
    }
  }

  function stayUnknown(tries: number) {
    if (!attempt) return
    attempt = { ...attempt, doubtful: true }
    keep(key, attempt)
    store.send({ state: 'unknown', since: attempt.since, tries, asking: false })
    const wait_ms = tries < ask_slower_after ? ask_again_after_ms : 3 * ask_again_after_ms
    timer = setTimeout(() => void again(), wait_ms)
  }

  async function again() {
    const now = store.get()
    if (now.state !== 'unknown' || now.asking) return
    store.send({ ...now, asking: true })
    await ask(now.tries + 1)
  }

  function settle() {
    attempt = null
    forget(key)
  }

  function close() {
    if (store.get().state === 'done' || store.get().state === 'refused') store.send(idle)
  }

  const pending = () => attempt?.sent ?? null
  return { use: () => store.use((state) => state), get: store.get, pending, run, again, close }
}

/** What a reload cut off may have been done: from here on it is doubtful. */
function left<A extends { doubtful: boolean }>(key: string): A | null {
  const attempt = kept<A>(key)
  return attempt && { ...attempt, doubtful: true }
}

/** Signed out, too busy, broken: this asking booked nothing, and the same act may be asked again. */
const mayPass = ({ status }: Refused) => status === 401 || status === 429 || status >= 500
