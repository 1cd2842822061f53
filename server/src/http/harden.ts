import { TLSSocket } from 'node:tls'
import { Refusal, refuse } from '#kernel/refusal.ts'
import { addressGroup } from '#modules/access/access.ts'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { House } from './house.ts'

const isLoopback = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address)
const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const

/**
 * A program on this machine that speaks for nobody else. A proxy here says whom it speaks for; one that
 * forgets is told by the host it passes on, and by what it adds.
 */
export function isLocal({ ip, headers, host }: FastifyRequest): boolean {
  return isLoopback(ip) && forwarded.every((name) => headers[name] === undefined)
    && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host)
}

const policy = {
  'default-src': [`'self'`], 'script-src': [`'self'`], 'connect-src': [`'self'`], 'worker-src': [`'self'`],
  'img-src': [`'self'`, 'data:', 'blob:'], 'font-src': [`'self'`],
  // The console's component library writes its styles as it goes.
  'style-src': [`'self'`, `'unsafe-inline'`],
  'frame-src': [`'none'`], 'object-src': [`'none'`], 'base-uri': [`'none'`], 'frame-ancestors': [`'none'`],
  'form-action': [`'self'`],
}

/** What a till may want of its device; no page of ours wants anything else, nor any page framed in one. */
const abilities = [
  ...['camera', 'usb', 'serial', 'fullscreen', 'screen-wake-lock'].map((name) => `${name}=(self)`),
  ...['microphone', 'geolocation', 'payment', 'display-capture', 'midi', 'hid', 'accelerometer', 'gyroscope',
    'magnetometer'].map((name) => `${name}=()`),
].join(', ')

/** For what is refused before any of this is asked: an address that cannot be read, for instance. */
export const bare_headers = {
  'content-security-policy': `default-src 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** A month: long enough to hold, short enough to come back from when a shop gives up its certificate. */
const hsts = `max-age=${30 * 24 * 60 * 60}`

/** Whoever has an IPv6 line has 2^64 addresses: they keep one pace together. */
export const byAddress = ({ ip }: FastifyRequest): string => addressGroup(ip)

/** Everything that keeps strangers' pages and strangers' floods out. */
export async function harden(app: FastifyInstance, house: House): Promise<void> {
  await app.register(cookie)
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: policy },
    referrerPolicy: { policy: 'no-referrer' }, frameguard: { action: 'deny' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // These three mean something over https alone, and browsers complain of them elsewhere.
    strictTransportSecurity: false, crossOriginOpenerPolicy: false, originAgentCluster: false,
  })
  app.addHook('onRequest', async (request, reply) => { addHeaders(request, reply) })
  await app.register(rateLimit, {
    global: false, keyGenerator: byAddress, max: house.requests_a_minute, timeWindow: 60_000, cache: 20_000,
    // Whoever is on this machine needs no flood to do harm; a proxy here passes on whom it speaks for.
    allowList: (request) => !request.url.startsWith('/api/') || isLocal(request),
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false,
    },
    errorResponseBuilder: (_, { ttl }) => new Refusal('too_often', { wait_s: Math.ceil(ttl / 1_000) }),
  })
  // Before anything is looked up: a flood must not reach the database.
  app.addHook('onRequest', app.rateLimit())
  app.addHook('onRequest', async (request) => {
    // A page of another site cannot set this header without asking us first, and we never agree.
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (!reads && request.headers['x-shuke'] === undefined) refuse('wrong_origin')
  })
}

function addHeaders(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('permissions-policy', abilities)
  if (request.protocol === 'https') void reply.header('cross-origin-opener-policy', 'same-origin')
  // Behind a proxy this is the proxy's to say: it may serve other things under the name.
  if (request.raw.socket instanceof TLSSocket) void reply.header('strict-transport-security', hsts)
}
