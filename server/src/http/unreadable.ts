import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { Refusal } from '#kernel/refusal.ts'
import { bodyOf, statusOf } from './errors.ts'
import { bare_headers } from './harden.ts'

/** What Node takes of a request's first lines and headers. */
const headers_max_kb = 16

/** A request that is no HTTP, or whose headers have no end, is refused in our form like any other. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const refusal = error.code === 'HPE_HEADER_OVERFLOW'
      ? new Refusal('body_too_large', { limit_kb: headers_max_kb }) : new Refusal('bad_input', { fields: 1 })
    const status = statusOf(refusal.code), request_id = randomUUID()
    const body = JSON.stringify(bodyOf(refusal, 'zh', request_id))
    socket.write([
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`, `x-request-id: ${request_id}`, 'cache-control: no-store',
      ...Object.entries(bare_headers).map(([name, value]) => `${name}: ${value}`),
      'connection: close', '', body,
    ].join('\r\n'))
  }
  socket.destroySoon()
}
