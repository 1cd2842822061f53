import { randomUUID } from 'node:crypto'
import type { Endpoint } from '#contract/endpoint.ts'
import { outsideChains, sql } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { Refusal, refuse } from '#kernel/refusal.ts'
import type { Route } from '#kernel/route.ts'
import type { SignedIn } from '#modules/access/access.ts'
import { frontDoor } from '#modules/platform/platform.ts'
import Fastify, { LogController } from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { tokenOf } from './cookies.ts'
import { bodyOf, body_max_kb, languageOf, refusalOf, statusOf } from './errors.ts'
import { admit } from './guard.ts'
import { bare_headers, harden, isLocal } from './harden.ts'
import type { House } from './house.ts'
import { loggerOf, logRequest } from './logs.ts'
import { openPaces, usual_paces } from './paces.ts'
import type { PaceKeeper } from './paces.ts'
import { serve } from './serve.ts'
import { serveScreens } from './static.ts'
import { answerUnreadable } from './unreadable.ts'
import { takeFiles } from './uploads.ts'

declare module 'fastify' {
  interface FastifyRequest { signed: SignedIn | null }
}

/** A request that takes longer to arrive holds a connection and nothing else. */
const whole_request_ms = 120_000

/** The server over a house: every route of the contract, the screens, and one way to say no. */
export async function buildServer(house: House): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: body_max_kb * 1024, requestTimeout: whole_request_ms,
    genReqId: () => randomUUID(), requestIdHeader: false,
    // A proxy on this machine names the caller; anybody else's word for it is not taken.
    trustProxy: 'loopback', logger: loggerOf(house.log), forceCloseConnections: 'idle',
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => { void tell(error, request, reply.headers(bare_headers)) },
    // Node refuses a request without a host with an empty answer, and no answer of ours rests on the host.
    clientErrorHandler: answerUnreadable, http: { requireHostHeader: false },
  })
  // An expectation that Node does not know gets an empty answer from it, too: it is no reason to refuse.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  app.decorateRequest('signed', null)
  app.addHook('onRequest', async (request, reply) => { void reply.header('x-request-id', request.id) })
  // Streams of events never end by themselves: a server that stops would wait for them.
  app.addHook('preClose', async () => { await house.live.close() })
  app.addHook('onResponse', async (request, reply) => { logRequest(request, reply) })
  app.setErrorHandler(tell)
  readJson(app)
  await harden(app, house)
  app.get('/health', async (_, reply) => await answerHealth(house.db, reply))
  app.get('/ca.crt', async (_, reply) =>
    await reply.type('application/x-x509-ca-cert').send(house.authority ?? refuse('not_found')))
  const paces = openPaces(app, house.paces ?? usual_paces)
  for (const route of house.routes) if (!route.endpoint.upload) addRoute(app, house, { route, paces })
  await takeFiles(app, (scope) => {
    for (const route of house.routes) if (route.endpoint.upload) addRoute(scope, house, { route, paces })
  })
  await serveScreens(app, house.web_dir, () => frontDoor(house.desk))
  return app
}

function addRoute(
  app: FastifyInstance, house: House, { route, paces }: { route: Route; paces: PaceKeeper },
): void {
  const { endpoint } = route
  app.route({
    method: endpoint.method, url: endpoint.path, bodyLimit: (endpoint.upload?.most_kb ?? body_max_kb) * 1024,
    onRequest: async (request, reply) => {
      const asked = { request, reply, endpoint }
      await paces.stranger(asked)
      request.signed = await admit(house, endpoint, callerOf(request, endpoint))
      if (request.signed) await paces.person(asked, request.signed)
    },
    handler: async (request, reply) => {
      void reply.header('cache-control', 'no-store')
      return await serve(house, route, { request, reply })
    },
  })
}

const callerOf = (request: FastifyRequest, { need }: Endpoint) => ({
  token: tokenOf(request, need === 'operator' ? 'operator' : 'somebody'), is_local: isLocal(request),
})

/** JSON alone, since no form of another site can send it unasked. An empty body is none. */
function readJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, body as string, done)
  })
}

async function answerHealth(db: Db, reply: FastifyReply) {
  const reached = await Promise.race([
    outsideChains(db, (tx) => sql`select 1`.execute(tx)).then(() => true, () => false),
    new Promise<false>((resolve) => { setTimeout(resolve, 2_000, false).unref() }),
  ])
  void reply.code(reached ? 200 : 503).header('cache-control', 'no-store')
  return { ok: reached, database: reached }
}

/**
 * The one way to say no: a refusal in the caller's language. What is our fault is logged, and told by its
 * number only.
 */
async function tell(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const refusal = refusalOf(error, { request_id: request.id, limit_kb: limitOf(request) })
  if (refusal.code === 'broken') request.log.error({ err: error }, 'broken')
  else if (!(error instanceof Refusal) && error instanceof Error)
    request.log.warn({ why: error.message }, refusal.code)
  if (refusal.code === 'body_too_large') await readAway(request)
  return await reply.code(statusOf(refusal.code)).header('cache-control', 'no-store')
    .header('x-request-id', request.id).type('application/json; charset=utf-8')
    .send(bodyOf(refusal, languageOf(request.headers['accept-language']), request.id))
}

const limitOf = ({ routeOptions: { bodyLimit } }: FastifyRequest): number => bodyLimit / 1024

/** Whoever still sends does not listen: reads on for a while, so that the caller hears the answer. */
async function readAway({ raw }: FastifyRequest): Promise<void> {
  let left_bytes = 64 * 1024 * 1024
  const timer = setTimeout(() => raw.destroy(), 10_000)
  try {
    for await (const piece of raw.iterator({ destroyOnReturn: false })) {
      left_bytes -= (piece as Buffer).byteLength
      if (left_bytes < 0) break
    }
  } catch {
    // The caller went away: nobody is left to tell.
  } finally {
    clearTimeout(timer)
  }
}
