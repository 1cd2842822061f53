import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { anyOf } from '../../bench/baskets.ts'
import type { Till, Trade } from '../../bench/baskets.ts'
import { signInAll } from '../../bench/signin.ts'
import { openWork } from './kill-work.ts'
import type { Operation } from './kill-work.ts'

/**
 * `open` was written down and asked for, but not acknowledged: it is asked again
 * first of all, at the same till.
 */
type Client = { till: Till; cookie: string; open: Operation[] }

/** The tills of a chain, and the log they keep of all they asked for. */
export type Clients = {
  log: ReadonlyMap<string, Operation>
  faults: string[]
  inFlight(): number
  acknowledged(): number
  /** The keys that got no answer so far. */
  open(): string[]
  /** Each client does one thing after another until `pause`. */
  trade(): Promise<void>
  pause(): void
  /** Asks for what is open until there is an answer, then again for some of what was answered long ago. */
  settleUp(): Promise<void>
}

const request_patience_ms = 20_000, settle_patience_ms = 60_000, replays = 40

export async function openClients(url: string, trade: Trade): Promise<Clients> {
  const work = openWork(trade), log = new Map<string, Operation>(), faults: string[] = []
  const clients: Client[] = (await signInAll(url, trade, trade.tills))
    .map((signed) => ({ ...signed, open: [] }))
  let in_flight = 0, acknowledged = 0, paused = true

  const begin = ({ till }: Client): Operation => {
    const operation = work.next(till)
    log.set(operation.key, operation)
    return operation
  }
  /** Asks once. Without a yes the operation stays open; a no that does not say "try again" is a fault. */
  const ask = async (client: Client, operation: Operation): Promise<void> => {
    operation.tries += 1
    in_flight += 1
    const heard = await send(url, client, operation)
    in_flight -= 1
    if (heard?.status === 200) {
      acknowledged += 1
      operation.answer = heard.answer
      work.acknowledged(operation)
      return
    }
    if (heard && heard.status !== 503) faults.push(`${nameOf(operation)} was answered ${told(heard)}`)
    client.open.push(operation)
    await sleep(20)
  }
  const settleAll = async (client: Client): Promise<void> => {
    const deadline = Date.now() + settle_patience_ms
    while (client.open.length > 0 && faults.length === 0 && Date.now() < deadline)
      await ask(client, client.open.shift()!)
  }
  /** The same key with the same input gives the same answer again. */
  const replay = async (operation: Operation): Promise<void> => {
    const client = clients.find(({ till }) => till.till_id === operation.body['till_id'])!
    const heard = await send(url, client, operation)
    if (heard?.status !== 200 || !isDeepStrictEqual(heard.answer, operation.answer))
      faults.push(`${nameOf(operation)} was answered otherwise when asked again: ${told(heard)}`)
  }
  return {
    log, faults, inFlight: () => in_flight, acknowledged: () => acknowledged,
    open: () => clients.flatMap((client) => client.open.map(({ key }) => key)),
    pause: () => { paused = true },
    async trade() {
      paused = false
      await Promise.all(clients.map(async (client) => {
        for (;;) {
          if (paused) return
          await ask(client, client.open.shift() ?? begin(client))
        }
      }))
    },
    async settleUp() {
      await Promise.all(clients.map(settleAll))
      const answered = [...log.values()].filter(({ answer }) => answer)
      for (let count = 0; count < replays && answered.length > 0 && faults.length === 0; count += 1)
        await replay(anyOf(answered))
    },
  }
}

type Heard = { status: number; answer: Operation['answer'] }

const nameOf = ({ kind, key, tries }: Operation): string => `${kind} ${key} (try ${tries})`
const told = (heard: Heard | null): string =>
  heard ? `${heard.status} ${JSON.stringify(heard.answer)}` : 'nothing'

/** Null when there was no whole answer: nobody knows then whether it was done. */
async function send(url: string, { cookie }: Client, { path, body }: Operation): Promise<Heard | null> {
  try {
    const response = await fetch(url + path, {
      method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(request_patience_ms),
      headers: { 'content-type': 'application/json', 'x-shuke': 'kills', cookie },
    })
    return { status: response.status, answer: await response.json() as Operation['answer'] }
  } catch {
    return null
  }
}
