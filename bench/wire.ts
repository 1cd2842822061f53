import { connect } from 'node:net'
import type { Socket } from 'node:net'

export type Heard = { status: number; body: string }

/** One connection that is kept open and carries one request at a time. */
export type Wire = { ask(request: string): Promise<Heard>; close(): void }

export type Ask = { method: 'GET' | 'POST'; path: string; cookie: string; address: string; body?: string }

/** `address` is the till's own, as the proxy in front of a chain's server would name it. */
export function requestOf({ method, path, cookie, address, body = '' }: Ask): string {
  const length = Buffer.byteLength(body)
  const about = length === 0 ? '' : `content-type: application/json\r\ncontent-length: ${length}\r\n`
  return `${method} ${path} HTTP/1.1\r\nhost: bench\r\nx-shuke: bench\r\ncookie: ${cookie}\r\n`
    + `x-forwarded-for: ${address}\r\n${about}\r\n${body}`
}

const head_end = Buffer.from('\r\n\r\n')

/**
 * Speaks just enough HTTP/1.1 for our own server, which names every length. The load shares two cores with
 * what it measures, and a full client costs about as much as a sale.
 */
export async function openWire(port: number): Promise<Wire> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opened = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(opened))
    opened.once('error', reject)
  })
  let got: Buffer = Buffer.alloc(0)
  let waiting: { done: (heard: Heard) => void; fail: (error: Error) => void } | null = null
  socket.on('data', (piece) => {
    got = got.length === 0 ? piece : Buffer.concat([got, piece])
    const heard = readWhole(got)
    if (!heard || !waiting) return
    got = Buffer.alloc(0)
    const { done } = waiting
    waiting = null
    done(heard)
  })
  const fail = (error: Error) => { waiting?.fail(error); waiting = null }
  socket.on('error', fail)
  socket.on('close', () => { fail(new Error('the server closed the connection')) })
  return {
    ask: async (request) => await new Promise<Heard>((done, reject) => {
      waiting = { done, fail: reject }
      socket.write(request)
    }),
    close: () => { socket.destroy() },
  }
}

function readWhole(got: Buffer): Heard | null {
  const end = got.indexOf(head_end)
  if (end === -1) return null
  const head = got.toString('latin1', 0, end)
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0), from = end + head_end.length
  if (got.length < from + length) return null
  return { status: Number(head.slice(9, 12)), body: got.toString('utf8', from, from + length) }
}
