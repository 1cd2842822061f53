import type { FastifyInstance } from 'fastify'
import type { Heard } from './fuzz-judge.ts'
import type { Sent } from './fuzz-twists.ts'

/** An answer that has not come by then never comes: the run looks for what hangs, not for what is slow. */
const patience_ms = 20_000
/** A stream of events has no end: so much of it is heard. */
const stream_ms = 60

/** Asks past the network. Null where the answer does not come. */
export async function send(app: FastifyInstance, sent: Sent): Promise<Heard | null> {
  const { method, url, headers, payload, address } = sent
  const end = new AbortController(), from = performance.now()
  const answer = async (): Promise<Heard> => {
    const response = await app.inject({
      method: method as 'GET', url, headers, remoteAddress: address, payloadAsStream: true,
      signal: end.signal,
      ...payload === null ? {} : { payload },
    })
    const isStream = String(response.headers['content-type']).startsWith('text/event-stream')
    if (isStream) setTimeout(() => { end.abort() }, stream_ms)
    const pieces: Buffer[] = []
    try {
      for await (const piece of response.stream()) pieces.push(piece as Buffer)
    } catch (error) {
      if (!isStream) throw error
    }
    const text = Buffer.concat(pieces).toString()
    return { status: response.statusCode, headers: response.headers, text, method }
  }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => { timer = setTimeout(resolve, patience_ms, null) })
  try {
    const heard = await Promise.race([answer(), late])
    // Whoever keeps the process busy for so long keeps the timer waiting, too.
    return performance.now() - from < patience_ms ? heard : null
  } finally {
    clearTimeout(timer)
  }
}

