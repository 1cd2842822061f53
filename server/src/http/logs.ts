import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify'
import type { LogOptions } from './house.ts'

/** A phone number standing alone, as people type it: 13800000003, +86 138 0000 0003, 138-0000-0003. */
const phones = /(?<![\w.])(?:\+?86[ -]?)?(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?![\w.])/g

/** Whatever slips into a line, a whole phone number does not leave it (R1.64). */
export function withoutPhones(line: string): string {
  return line.replace(phones, '$1****$2')
}

/** Of an error its kind, words and place; never the driver's `detail`, which quotes the row. */
function asLogged(error: Error & { code?: unknown }): {
  type: string; message: string; stack: string; code: string
} {
  return {
    type: error.name, message: error.message, stack: error.stack ?? '',
    code: typeof error.code === 'string' ? error.code : '',
  }
}

export function loggerOf({ level, stream }: LogOptions): FastifyServerOptions['logger'] {
  return {
    level, base: null, ...stream ? { stream } : {},
    serializers: { err: asLogged }, hooks: { streamWrite: withoutPhones },
  }
}

/**
 * One line for each request: the pattern of its path, never the path itself, its query, its body or its
 * cookies.
 */
export function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  const who = request.signed?.who
  request.log.info({
    method: request.method, route: request.routeOptions.url ?? null, status: reply.statusCode,
    ms: Math.round(reply.elapsedTime), chain_id: who?.chain_id, staff_id: who?.principal.id,
  }, 'request')
}
