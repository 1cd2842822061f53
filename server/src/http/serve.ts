import { isDeepStrictEqual } from 'node:util'
import type { Endpoint } from '#contract/endpoint.ts'
import { inChain } from '#kernel/db.ts'
import { Outgoing } from '#kernel/outgoing.ts'
import { assert, Refusal } from '#kernel/refusal.ts'
import type { Call, Route } from '#kernel/route.ts'
import type { Who } from '#kernel/who.ts'
import type { SignedIn } from '#modules/access/access.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { keepForGood, keepToken, keptOf, tokenOf } from './cookies.ts'
import { languageOf } from './errors.ts'
import {
  admit, namesAnyStore, recordReach, refuseForeignStore, refuseSwitchedOff, refuseUnknownStore,
} from './guard.ts'
import type { House } from './house.ts'
import { readInput } from './input.ts'
import { fileIn } from './uploads.ts'

type Exchange = { request: FastifyRequest; reply: FastifyReply }
type Asked = { endpoint: Endpoint; input: Record<string, unknown>; store_id: string | null }

/**
 * Serves one checked request: reach and feature first, then the verb in its transaction, then the reply
 * held to its schema.
 */
export async function serve(house: House, route: Route, on: Exchange): Promise<unknown> {
  const { request } = on
  const { endpoint } = route
  const language = languageOf(request.headers['accept-language'])
  const input = { ...readInput(endpoint, request, language), ...fileIn(endpoint, request) }
  const asked = {
    endpoint, input, store_id: typeof input['store_id'] === 'string' ? input['store_id'] : null,
  }
  const answer = request.signed === null
    ? await runOpen(house, route, { ...on, input, signed: null })
    : await runSigned(house, route, { ...on, asked, signed: request.signed })
  if (answer instanceof Outgoing) {
    assert(endpoint.sends, 'only an endpoint that says so sends something else than JSON')
    if (endpoint.sends === 'file') void on.reply.headers(harmless)
    void on.reply.headers(answer.headers)
    return answer.body
  }
  if (house.check_replies) checkReply(endpoint, answer)
  return answer
}

/** A file of ours is shown or kept, never run: opened by itself it is a page that may do nothing. */
const harmless = {
  'content-security-policy': `default-src 'none'; sandbox`, 'content-disposition': 'attachment',
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
    // Whatever changes people and roles is felt by their very next request.
    if (asked.endpoint.need === 'staff.edit' || asked.endpoint.need === 'roles.edit') house.sessions.forget()
    return answer
  } catch (error) {
    await recordReach(house.db, who, { error, endpoint: asked.endpoint, input: asked.input })
    throw error
  }
}

async function runVerb(
  house: House, verb: Extract<Route, { verb: unknown }>['verb'], { who, asked }: { who: Who; asked: Asked },
): Promise<unknown> {
  return await inChain(house.db, who.chain_id, async (tx) => {
    await refuseUnknownStore(tx, who, asked)
    await refuseSwitchedOff(tx, who, { feature: asked.endpoint.feature, store_id: asked.store_id })
    return await verb(tx, who, asked.input as never)
  })
}

async function runHandler(house: House, route: Route, { asked, signed, ...on }: Signed): Promise<unknown> {
  const { endpoint: { feature }, store_id } = asked, { who } = signed
  if (feature !== null || namesAnyStore(who, asked.endpoint, store_id))
    await inChain(house.db, who.chain_id, async (tx) => {
      await refuseUnknownStore(tx, who, asked)
      await refuseSwitchedOff(tx, who, { feature, store_id })
    })
  return await runOpen(house, route, { ...on, input: asked.input, signed })
}

type Given = { input: unknown; signed: SignedIn | null }

async function runOpen(
  house: House, route: Route, { input, signed, ...on }: Exchange & Given,
): Promise<unknown> {
  assert('handle' in route, 'a verb is only reached by somebody signed in')
  const { headers, ip } = on.request
  const call: Omit<Call<Endpoint>, keyof Given> & Given = {
    input, signed, address: ip, user_agent: headers['user-agent'] ?? '', accepts: headers.accept ?? '',
    keepToken: (token, whose) => { keepToken(on, token, whose) },
    kept: keptOf(on.request), keep: (what, token) => { keepForGood(on, what, token) },
    stillSigned: async () => await whoIsLeft(house, route.endpoint, tokenOf(on.request)),
  }
  return await route.handle(call as never)
}

/** Who an answer that takes long is still for; a database that cannot be reached is no reason to end it. */
async function whoIsLeft(house: House, endpoint: Endpoint, token: string | undefined): Promise<Who | null> {
  try {
    return (await admit(house, endpoint, { token, is_local: false }))?.who ?? null
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
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
