import type * as z from 'zod/mini'
import type { Feature } from './features.ts'
import type { Permission } from './permissions.ts'

type Schema = z.ZodMiniType

/**
 * One endpoint as data: the server serves it, the screens call it, the OpenAPI document is printed from it.
 *
 * `need` is the permission; `open` asks for no sign-in, `signed_in` for any, `local_or_docs` for a
 * caller on this machine or with `docs.read`, `operator` for one of the people who run the installation.
 * `scope` says what the caller's reach is held against:
 * `store` means that `store_id` in the input, and every row answered, lies in the caller's stores;
 * `own` means the caller's own rows.
 */
export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: `/api/${string}`
  summary: string
  need: Permission | 'open' | 'signed_in' | 'local_or_docs' | 'operator'
  scope: 'chain' | 'store' | 'own' | 'none'
  feature: Feature | null
  params?: Schema
  query?: Schema
  body?: Schema
  reply: Schema
  /**
   * Where the answer is no JSON: a `file` to keep, or `events` (server-sent) that end only with the session;
   * then `reply` is the shape of one event. A caller of events that does not accept them gets one as JSON.
   */
  sends?: 'file' | 'events'
  /** Where the body is a file and no JSON: the types that are taken, and the greatest size. */
  upload?: { types: readonly string[]; most_kb: number }
  /**
   * How often one caller may ask, beyond what holds for everything: `guess` where an answer could be guessed
   * (passwords, PINs, codes), `costly` where one question is much work (files in and out).
   */
  pace?: 'guess' | 'costly'
}

type Out<S> = S extends Schema ? z.output<S> : unknown
type In<S> = S extends Schema ? z.input<S> : unknown
type Part<E extends Endpoint, Name extends 'params' | 'query' | 'body'> =
  E extends { [K in Name]: infer S } ? S : undefined

/** What a verb receives: params, query and body as one object, checked; an upload as its bytes. */
export type Input<E extends Endpoint> =
  Out<Part<E, 'params'>> & Out<Part<E, 'query'>> & Out<Part<E, 'body'>>
  & (E extends { upload: object } ? { file: Uint8Array; file_type: string } : unknown)
/** What a caller hands over: the same before checking, so plain numbers pass where the server brands them. */
export type Request<E extends Endpoint> =
  In<Part<E, 'params'>> & In<Part<E, 'query'>> & In<Part<E, 'body'>>
  & (E extends { upload: object } ? { file: Blob } : unknown)
export type Reply<E extends Endpoint> = z.output<E['reply']>
