import type { Endpoint, Reply, Request } from '#contract/endpoint.ts'
import { lang } from './lang.ts'

export type FieldFault = { path: string; message: string }

/**
 * The server said no. `message` is a sentence in the language of the screen; `code` names the reason for what
 * we decide by it.
 */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly params: Record<string, string | number>
  readonly fields: FieldFault[]
  readonly request_id: string

  constructor(status: number, body: RefusalBody) {
    super(body.message)
    this.status = status
    this.code = body.code
    this.params = body.params ?? {}
    this.fields = body.fields ?? []
    this.request_id = body.request_id ?? ''
  }
}

/**
 * No answer came, or none that can be read: whether the request took effect is not known. An act that moves
 * value is asked again with the same op_key, which gives the first answer if there was one.
 */
export class Offline extends Error {}

type RefusalBody = {
  code: string
  message: string
  params?: Record<string, string | number>
  fields?: FieldFault[]
  request_id?: string
}
type Options = { signal?: AbortSignal; timeout_ms?: number }

/** After this long without an answer a request counts as unanswered. */
const patience_ms = 20_000

const reachListeners = new Set<(reached: boolean) => void>()
const endListeners = new Set<() => void>()
const boundListeners = new Set<() => void>()

/** Hears after each request whether the server was reached. */
export function onReach(listener: (reached: boolean) => void): () => void {
  reachListeners.add(listener)
  return () => {
    reachListeners.delete(listener)
  }
}

/** Hears when the server answers that nobody is signed in. */
export function onSessionEnd(listener: () => void): () => void {
  endListeners.add(listener)
  return () => {
    endListeners.delete(listener)
  }
}

/** Hears when the server answers that something else must be done first: a new password, a second factor. */
export function onBound(listener: () => void): () => void {
  boundListeners.add(listener)
  return () => {
    boundListeners.delete(listener)
  }
}

const bound_codes = ['password_must_change', 'second_factor_must_set']

/** Calls an endpoint of the contract. Throws `Refused` for a no, `Offline` when no answer came. */
export async function call<E extends Endpoint>(
  endpoint: E,
  request: Request<E>,
  options: Options = {},
): Promise<Reply<E>> {
  const { url, body } = address(endpoint, request as Record<string, unknown>)
  const answer = await send(
    url,
    {
      method: endpoint.method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: limit(options),
      headers: {
        'x-shuke': 'screen',
        'accept-language': lang(),
        accept: 'application/json',
        ...(body === null ? {} : { 'content-type': body instanceof Blob ? body.type : 'application/json' }),
      },
      body,
    },
    options,
  )
  if (answer.ok) return answer.body as Reply<E>
  const refused = new Refused(answer.status, answer.body as RefusalBody)
  // The server itself does not know: to the caller that is no answer.
  if (refused.code === 'outcome_unknown') throw new Offline(refused.message, { cause: refused })
  const ended = refused.status === 401 && refused.code !== 'sign_in_wrong'
  if (ended) for (const listener of endListeners) listener()
  if (bound_codes.includes(refused.code)) for (const listener of boundListeners) listener()
  throw refused
}

/** Sends, and reads the body whole: half an answer is no answer. */
async function send(url: string, init: RequestInit, { signal }: Options) {
  try {
    const response = await fetch(url, init)
    const body: unknown = await response.json()
    if (!response.ok && !isRefusal(body)) throw new Error(`no refusal in ${response.status}`)
    for (const listener of reachListeners) listener(true)
    return { ok: response.ok, status: response.status, body }
  } catch (cause) {
    if (signal?.aborted) throw cause
    for (const listener of reachListeners) listener(false)
    throw new Offline('no answer', { cause })
  }
}

const isRefusal = (body: unknown): body is RefusalBody =>
  typeof body === 'object' && body !== null && 'code' in body && 'message' in body

type Address = { url: string; body: string | Blob | null }

/**
 * Path parameters come out of the request; the rest is the query of a GET and the body of anything else. An
 * upload's body is its file.
 */
function address(endpoint: Endpoint, request: Record<string, unknown>): Address {
  const rest = { ...request }
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  if (endpoint.upload) return { url: path, body: rest['file'] as Blob }
  if (endpoint.method !== 'GET') return { url: path, body: 'body' in endpoint ? JSON.stringify(rest) : null }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(rest))
    if (typeof value === 'string' || typeof value === 'number') query.set(name, String(value))
  return { url: query.size ? `${path}?${query}` : path, body: null }
}

function limit({ signal, timeout_ms = patience_ms }: Options): AbortSignal {
  const timeout = AbortSignal.timeout(timeout_ms)
  return signal ? AbortSignal.any([signal, timeout]) : timeout
}

/**
 * A new key for one intended act: made once, kept until an answer is known. `randomUUID` wants a secure
 * context, which a till on plain http in the shop's own network does not have.
 */
export function newOpKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))]
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
