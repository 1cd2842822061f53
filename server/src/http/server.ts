import { randomUUID } from 'node:crypto'
import { outsideChains, sql } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { Refusal, refuse } from '#kernel/refusal.ts'
import type { Route } from '#kernel/route.ts'
import type { SignedIn } from '#modules/org/org.ts'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { LogController } from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { bodyOf, body_max_kb, languageOf, refusalOf, statusOf } from './errors.ts'
import { admit } from './guard.ts'
import type { House } from './house.ts'
import { loggerOf, logRequest } from './logs.ts'
import { cookie_name, serve } from './serve.ts'
import { serveScreens } from './static.ts'

declare module 'fastify' {
  interface FastifyRequest { signed: SignedIn | null }
}

/** The server over a house: every route of the contract, the screens, and one way to say no. */
export async function buildServer(house: House): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: body_max_kb * 1024, genReqId: () => randomUUID(), requestIdHeader: false,
    // A proxy on this machine names the caller; anybody else's word for it is not taken.
    trustProxy: 'loopback', logger: loggerOf(house.log), forceCloseConnections: 'idle',
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => { void tell(error, request, reply) },
  })
  app.decorateRequest('signed', null)
  app.addHook('onRequest', async (request, reply) => { void reply.header('x-request-id', request.id) })
  app.addHook('onResponse', async (request, reply) => { logRequest(request, reply) })
  app.setErrorHandler(tell)
  readJson(app)
  await harden(app, house)
  app.get('/health', async (_, reply) => await answerHealth(house.db, reply))
  for (const route of house.routes) addRoute(app, house, route)
  await serveScreens(app, house.web_dir)
  return app
}

function addRoute(app: FastifyInstance, house: House, route: Route): void {
  const { method, path } = route.endpoint
  app.route({
    method, url: path,
    onRequest: async (request) => { request.signed = await admit(house, route.endpoint, callerOf(request)) },
    handler: async (request, reply) => {
      void reply.header('cache-control', 'no-store')
      return await serve(house, route, { request, reply })
    },
  })
}

const isLocal = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address)

const callerOf = (request: FastifyRequest) => ({
  token: request.cookies[cookie_name], is_local: isLocal(request.ip),
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

/** Everything that keeps strangers' pages and strangers' floods out. */
async function harden(app: FastifyInstance, house: House): Promise<void> {
  await app.register(cookie)
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': [`'self'`], 'script-src': [`'self'`], 'img-src': [`'self'`, 'data:', 'blob:'],
        // The console's component library writes its styles as it goes.
        'style-src': [`'self'`, `'unsafe-inline'`], 'object-src': [`'none'`], 'base-uri': [`'none'`],
        'frame-ancestors': [`'none'`], 'form-action': [`'self'`],
      },
    },
    // Shops run tills over plain http in their own network; who has https says so at the proxy.
    strictTransportSecurity: false, crossOriginOpenerPolicy: false, originAgentCluster: false,
  })
  await app.register(rateLimit, {
    global: false, max: house.requests_a_minute, timeWindow: 60_000, cache: 20_000,
    // Whoever is on this machine needs no flood to do harm; a proxy here passes on whom it speaks for.
    allowList: (request) => !request.url.startsWith('/api/') || isLocal(request.ip),
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false,
    },
    errorResponseBuilder: () => new Refusal('busy_try_again'),
  })
  // Before anything is looked up: a flood must not reach the database.
  app.addHook('onRequest', app.rateLimit())
  app.addHook('onRequest', async (request) => {
    // A page of another site cannot set this header without asking us first, and we never agree.
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (!reads && request.headers['x-shuke'] === undefined) refuse('wrong_origin')
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
  const refusal = refusalOf(error, request.id)
  if (refusal.code === 'broken') request.log.error({ err: error }, 'broken')
  else if (!(error instanceof Refusal) && error instanceof Error)
    request.log.warn({ why: error.message }, refusal.code)
  if (refusal.code === 'body_too_large') await readAway(request)
  return await reply.code(statusOf(refusal.code)).header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(bodyOf(refusal, languageOf(request.headers['accept-language']), request.id))
}

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
