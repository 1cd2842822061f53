import { text } from 'node:stream/consumers'
import { salesOf } from './baskets.ts'
import type { Goods, Till } from './baskets.ts'
import { openWire, requestOf } from './wire.ts'
import type { Ask, Wire } from './wire.ts'

// A process of its own that plays the tills: reads a job from its input, writes what it saw to its output.

export type Job = {
  port: number; seconds: number
  /** Makes the keys of this run its own. */
  run: string
  clients: readonly { till: Till; cookie: string }[]
  members: readonly string[]; goods: readonly Goods[]
  /** 'settle' makes sales; else every client asks this again and again. */
  asks: 'settle' | Pick<Ask, 'method' | 'path' | 'body'>
}

/** `answered` counts by status; `other` is the first answer that was no 200, for the report of a fault. */
export type Seen = {
  answered: Record<string, number>; other: string | null; seconds: number; p50_ms: number; p99_ms: number
}

/** An address is told to wait when it asks more than any till does; a till here is many tills' worth. */
const requests_an_address = 4_000

type Told = { statuses: number[]; waits_ms: number[]; other: string | null }

async function play(job: Job, at: number, wire: Wire): Promise<Told> {
  const { till, cookie } = job.clients[at]!
  const sales = salesOf(job, { till, prefix: `${job.run}-${at}` })
  const told: Told = { statuses: [], waits_ms: [], other: null }
  const until = performance.now() + job.seconds * 1_000
  for (let count = 0; performance.now() < until; count += 1) {
    const part = Math.floor(count / requests_an_address)
    const address = `10.${at % 250}.${Math.floor(part / 250) % 250}.${part % 250}`
    const asked: Pick<Ask, 'method' | 'path' | 'body'> = job.asks === 'settle'
      ? { method: 'POST', path: '/api/sales', body: JSON.stringify(sales.next().value) } : job.asks
    const from = performance.now()
    const heard = await wire.ask(requestOf({ ...asked, cookie, address }))
    told.waits_ms.push(performance.now() - from)
    told.statuses.push(heard.status)
    if (heard.status !== 200) told.other ??= `${heard.status} ${heard.body.slice(0, 400)}`
  }
  wire.close()
  return told
}

async function load(job: Job): Promise<Seen> {
  const wires = await Promise.all(job.clients.map(() => openWire(job.port)))
  const from = performance.now()
  const told = await Promise.all(wires.map((wire, at) => play(job, at, wire)))
  const seconds = (performance.now() - from) / 1_000
  const waits = told.flatMap((one) => one.waits_ms).sort((a, b) => a - b)
  const answered: Record<string, number> = {}
  for (const status of told.flatMap((one) => one.statuses)) answered[status] = (answered[status] ?? 0) + 1
  const at = (part: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * part))] ?? 0
  return {
    answered, other: told.find((one) => one.other !== null)?.other ?? null, seconds, p50_ms: at(0.5),
    p99_ms: at(0.99),
  }
}

if (import.meta.main) {
  const job = JSON.parse(await text(process.stdin)) as Job
  process.stdout.write(JSON.stringify(await load(job)))
}
