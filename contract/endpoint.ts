import type * as z from 'zod/mini'
import type { Feature } from './features.ts'
import type { Permission } from './permissions.ts'

type Schema = z.ZodMiniType

/**
 * One endpoint as data: the server serves it, the screens call it, the OpenAPI document is printed from it.
 *
 * `need` is the permission; `open` asks for no sign-in, `signed_in` for any, `local_or_docs` for a
 * caller on this machine or with `docs.read`. `scope` says what the caller's reach is held against:
 * `store` means that `store_id` in the input, and every row answered, lies in the caller's stores;
 * `own` means the caller's own rows.
 */
export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: `/api/${string}`
  summary: string
  need: Permission | 'open' | 'signed_in' | 'local_or_docs'
  scope: 'chain' | 'store' | 'own' | 'none'
  feature: Feature | null
  params?: Schema
  query?: Schema
  body?: Schema
  reply: Schema
}

type Out<S> = S extends Schema ? z.output<S> : unknown
type In<S> = S extends Schema ? z.input<S> : unknown
type Part<E extends Endpoint, Name extends 'params' | 'query' | 'body'> =
  E extends { [K in Name]: infer S } ? S : undefined

/** What a verb receives: params, query and body as one object, checked. */
export type Input<E extends Endpoint> =
  Out<Part<E, 'params'>> & Out<Part<E, 'query'>> & Out<Part<E, 'body'>>
/** What a caller hands over: the same before checking, so plain numbers pass where the server brands them. */
export type Request<E extends Endpoint> =
  In<Part<E, 'params'>> & In<Part<E, 'query'>> & In<Part<E, 'body'>>
export type Reply<E extends Endpoint> = z.output<E['reply']>
