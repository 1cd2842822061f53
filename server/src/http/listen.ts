import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

export type Listening = {
  url: string; channel: string
  heard: (payload: string) => void
  /** From here on nothing is missed; what was said before may have been. */
  ready: () => void
  /** The connection is gone: until `ready` comes again, nothing is heard. */
  lost: () => void
}
export type Listener = { close: () => Promise<void> }

const first_wait_ms = 250, longest_wait_ms = 5_000
/** A network that went away without a word is noticed by a question that gets no answer. */
const ask_every_ms = 15_000, patience_ms = 5_000

/** Holds one connection that listens to a channel of the database, and opens another when it breaks. */
export function openListener(listening: Listening): Listener {
  const stopped = new AbortController()
  const run = async (): Promise<void> => {
    let wait_ms = first_wait_ms
    while (!stopped.signal.aborted) {
      const was_up = await listenOnce(listening, stopped.signal)
      if (stopped.signal.aborted) return
      listening.lost()
      wait_ms = was_up ? first_wait_ms : Math.min(wait_ms * 2, longest_wait_ms)
      await sleep(wait_ms, null, { signal: stopped.signal }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    async close() {
      stopped.abort()
      await running
    },
  }
}

/** Listens until the connection is lost or the listener stops. Whether it ever came up. */
async function listenOnce({ url, channel, heard, ready }: Listening, stopped: AbortSignal): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url, application_name: 'shuke live', keepAlive: true,
    connectionTimeoutMillis: 10_000, query_timeout: patience_ms,
  })
  const gone = new Promise<void>((resolve) => {
    client.on('error', () => { resolve() })
    client.on('end', () => { resolve() })
    stopped.addEventListener('abort', () => { resolve() }, { once: true })
  })
  client.on('notification', ({ payload }) => { heard(payload ?? '') })
  let timer: NodeJS.Timeout | undefined
  let was_up = false
  try {
    await client.connect()
    await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    was_up = true
    if (!stopped.aborted) ready()
    const silent = new Promise<void>((resolve) => {
      timer = setInterval(() => { client.query('select 1').catch(() => { resolve() }) }, ask_every_ms)
    })
    await Promise.race([gone, silent])
  } catch {
    // The database restarts, or it is full: whoever listens is told, and it is tried again.
  } finally {
    clearInterval(timer)
    await Promise.race([client.end().catch(() => undefined), sleep(patience_ms, null, { ref: false })])
  }
  return was_up
}
