import type { Endpoint, Input, Reply } from '#contract/endpoint.ts'
import type { Tx } from './db.ts'
import type { Outgoing } from './outgoing.ts'
import type { Who } from './who.ts'

/** A reply as the server makes it: an instant may be a Date, which goes out as ISO 8601. */
type Told<T> =
  T extends number | boolean | null | undefined ? T
  : T extends string ? T | Date
  : T extends readonly (infer Row)[] ? readonly Told<Row>[]
  : T extends object ? { readonly [Key in keyof T]: Told<T[Key]> }
  : T
export type Answer<E extends Endpoint> = Told<Reply<E>> | (E extends { sends: string } ? Outgoing : never)

/** What serves an endpoint: an open transaction, who asks, and the checked input. */
export type Verb<E extends Endpoint> = (tx: Tx, who: Who, input: Input<E>) => Promise<Answer<E>>

/**
 * A request to an endpoint that opens its own transactions: sign-in, which has no chain yet, and the settle
 * lane.
 */
export type Call<E extends Endpoint> = {
  input: Input<E>
  /** Who is signed in, and through which session; null only where the endpoint is open to everybody. */
  signed: E['need'] extends 'open' ? null : { readonly who: Who; readonly session_id: string }
  /** Who is signed in through it by now: null once the session is over or may not ask this any more. */
  stillSigned: () => Promise<Who | null>
  /** What the caller can read, as its `accept` header says. */
  accepts: string
  address: string
  user_agent: string
  /** Hands the browser a session's token to keep, or takes it back (null). An operator's has its own. */
  keepToken: (token: string | null, whose?: 'operator') => void
  /** What the browser sent along. */
  kept: { readonly [What in 'session' | KeptForGood]: string | null }
  /** Lets the browser keep one of these for good. */
  keep: (what: KeptForGood, token: string) => void
}

/** What a browser keeps for good: that it is known, that an operator knows it, and which till it is. */
export type KeptForGood = 'browser' | 'desk' | 'till'

/**
 * An endpoint with what serves it. Input and call are `never` here, because only `http`, which has checked
 * them against the endpoint's own schemas, may hand them over.
 */
export type Route = { endpoint: Endpoint } & (
  | { verb: (tx: Tx, who: Who, input: never) => Promise<unknown> }
  | { handle: (call: never) => Promise<unknown> })

/** Pairs an endpoint with its verb; the compiler holds the verb to the endpoint's input and reply. */
export function pair<E extends Endpoint>(endpoint: E, verb: Verb<E>): Route {
  return { endpoint, verb }
}

/** Pairs an endpoint with a handler that opens its own transactions. */
export function pairOpen<E extends Endpoint>(
  endpoint: E, handle: (call: Call<E>) => Promise<Answer<E>>,
): Route {
  return { endpoint, handle }
}
