import type { Reply } from '#contract/endpoint.ts'
import { quoteSale } from '#contract/sales.ts'
import { call, Offline } from '../ui/call.ts'
import { linesToSend, type Basket } from './basket.ts'
import { sawVersion } from './catalog.ts'
import { counter } from './counter.ts'
import { net } from './net.ts'
import { place } from './place.ts'
import { makeStore } from './store.ts'

export type Quote = Reply<typeof quoteSale>

/** The server's word on the basket as it stands: holdings, limits of points, 抹零, points to earn. */
type Quoted = { wanted: string; got: string; quote: Quote | null; error: unknown }

const quoted = makeStore<Quoted, Partial<Quoted>>(
  { wanted: '', got: '', quote: null, error: null },
  (state, change) => ({ ...state, ...change }),
)

const settle_down_ms = 220
let timer: ReturnType<typeof setTimeout> | undefined
let underWay: AbortController | undefined

/** The quote, and whether it is of the basket as it stands now. */
export function useQuote() {
  const { wanted, got, quote, error } = quoted.use((state) => state)
  return { quote, fresh: quote !== null && wanted === got, error }
}

/** The quote of the basket as it stands now; null until it is there. */
export function quoteNow(): Quote | null {
  const { wanted, got, quote } = quoted.get()
  return wanted === got ? quote : null
}

/** Follows the basket until stopped: asks for a new quote when it has not changed for a moment. */
export function followBasket(): () => void {
  const stops = [counter.listen(wantQuote), place.listen(wantQuote), net.listen(afterLoss)]
  wantQuote()
  return () => {
    for (const stop of stops) stop()
  }
}

/** Asks again, for instance when a settle was refused because the price had changed. */
export function quoteAgain(): void {
  quoted.send({ got: '', error: null })
  schedule(0)
}

/** After signing in again: a quote that was refused for want of it is asked for once more. */
export function quoteIfRefused(): void {
  if (quoted.get().error !== null) quoteAgain()
}

function wantQuote() {
  const wanted = JSON.stringify(requestOf(counter.get()))
  if (wanted === quoted.get().wanted) return
  quoted.send({ wanted, ...(wanted === 'null' && { quote: null, got: wanted, error: null }) })
  underWay?.abort()
  if (wanted !== 'null') schedule(settle_down_ms)
}

function afterLoss() {
  if (net.get().reached && quoted.get().error !== null) quoteAgain()
}

function schedule(wait_ms: number) {
  clearTimeout(timer)
  timer = setTimeout(() => void ask(), wait_ms)
}

function requestOf({ lines, member, payment }: Basket) {
  const at = place.get()
  if (!at || lines.length === 0) return null
  return {
    ...at,
    member_id: member?.id ?? null,
    points: member ? payment.points : 0,
    tender_mix: 'cash' as const,
    lines: linesToSend(lines),
  }
}

async function ask() {
  const request = requestOf(counter.get())
  if (!request) return
  const asked = JSON.stringify(request)
  underWay = new AbortController()
  try {
    const quote = await call(quoteSale, request, { signal: underWay.signal })
    if (quoted.get().wanted !== asked) return
    quoted.send({ quote, got: asked, error: null })
    sawVersion(quote.catalog_version)
    refreshHoldings(quote)
  } catch (error) {
    if (quoted.get().wanted !== asked) return
    quoted.send({ error })
    if (error instanceof Offline) schedule(5000)
  }
}

/** What the member holds may have changed at another till meanwhile. */
function refreshHoldings({ holdings }: Quote) {
  const { member } = counter.get()
  if (!member || !holdings || JSON.stringify(holdings) === JSON.stringify(member.holdings)) return
  counter.send({ do: 'member', member: { ...member, holdings } })
}
