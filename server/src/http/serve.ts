import { isDeepStrictEqual } from 'node:util'
import type { Endpoint } from '#contract/endpoint.ts'
import { inChain } from '#kernel/db.ts'
import { assert } from '#kernel/refusal.ts'
import type { Call, Route } from '#kernel/route.ts'
import type { Who } from '#kernel/who.ts'
import type { SignedIn } from '#modules/org/org.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { languageOf } from './errors.ts'
import { recordReach, refuseForeignStore, refuseSwitchedOff } from './guard.ts'
import type { House } from './house.ts'
import { readInput } from './input.ts'

export const cookie_name = 'shuke_session'

type Exchange = { request: FastifyRequest; reply: FastifyReply }
type Asked = { endpoint: Endpoint; input: Record<string, unknown>; store_id: string | null }

/**
 * Serves one checked request: reach and feature first, then the verb in its transaction, then the reply
 * held to its schema.
 */
export async function serve(house: House, route: Route, on: Exchange): Promise<unknown> {
  const { request } = on
  const { endpoint } = route
  const input = readInput(endpoint, request, languageOf(request.headers['accept-language']))
  const asked = {
    endpoint, input, store_id: typeof input['store_id'] === 'string' ? input['store_id'] : null,
  }
  const answer = request.signed === null
    ? await runOpen(route, { input, signed: null }, on)
    : await runSigned(house, route, { ...on, asked, signed: request.signed })
  if (house.check_replies) checkReply(endpoint, answer)
  return answer
}

type Signed = Exchange & { asked: Asked; signed: SignedIn }

async function runSigned(house: House, route: Route, { asked, signed, ...on }: Signed): Promise<unknown> {
  const { who } = signed
  try {
    refuseForeignStore(who, asked.endpoint, asked.store_id)
    const answer = 'verb' in route
      ? await runVerb(house, route.verb, { who, asked })
      : await runHandler(house, route, { asked, signed, ...on })
    if (asked.endpoint.method !== 'GET') house.wake(who.chain_id)
    return answer
  } catch (error) {
    await recordReach(house.db, who, { error, endpoint: asked.endpoint })
    throw error
  }
}

async function runVerb(
  house: House, verb: Extract<Route, { verb: unknown }>['verb'], { who, asked }: { who: Who; asked: Asked },
): Promise<unknown> {
  return await inChain(house.db, who.chain_id, async (tx) => {
    await refuseSwitchedOff(tx, who, { feature: asked.endpoint.feature, store_id: asked.store_id })
    return await verb(tx, who, asked.input as never)
  })
}

async function runHandler(house: House, route: Route, { asked, signed, ...on }: Signed): Promise<unknown> {
  const { feature } = asked.endpoint
  if (feature !== null) {
    const { who } = signed
    await inChain(
      house.db, who.chain_id, (tx) => refuseSwitchedOff(tx, who, { feature, store_id: asked.store_id }),
    )
  }
  return await runOpen(route, { input: asked.input, signed }, on)
}

async function runOpen(
  route: Route, given: { input: unknown; signed: SignedIn | null }, on: Exchange,
): Promise<unknown> {
  assert('handle' in route, 'a verb is only reached by somebody signed in')
  const call: Omit<Call<Endpoint>, 'signed' | 'input'> & typeof given = {
    ...given, address: on.request.ip, user_agent: on.request.headers['user-agent'] ?? '',
    keepToken: (token) => { keepToken(on, token) },
  }
  return await route.handle(call as never)
}

/** The session lives in a cookie that no script can read and no other site can send. */
function keepToken({ request, reply }: Exchange, token: string | null): void {
  const options = {
    httpOnly: true, sameSite: 'strict', path: '/', secure: request.protocol === 'https',
  } as const
  if (token === null) reply.clearCookie(cookie_name, options)
  else reply.setCookie(cookie_name, token, { ...options, maxAge: 7 * 24 * 60 * 60 })
}

/** A reply says what its schema says, neither less nor more: a column too many is a leak. */
function checkReply(endpoint: Endpoint, answer: unknown): void {
  const told: unknown = JSON.parse(JSON.stringify(answer))
  const read = endpoint.reply.safeParse(told)
  const where = `the reply of ${endpoint.method} ${endpoint.path}`
  const faults = read.success ? [] : read.error.issues.slice(0, 3)
  assert(read.success, `${where} fits its schema: ${JSON.stringify(faults)}`)
  assert(isDeepStrictEqual(read.data, told), `${where} has no field that its schema does not know`)
}
