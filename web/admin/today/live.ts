import { useEffect, useState } from 'react'
import { readToday } from '#contract/figures.ts'
import { watchFigures } from '#contract/live.ts'
import { listSales } from '#contract/sales.ts'
import { client, queryKey } from '../query.ts'

/** How often the figures are asked for: now and then where changes are told, else often. */
export const every_ms = { told: 60_000, untold: 15_000 } as const
/** A busy counter changes them faster than anybody reads. */
const pause_ms = 1_000
/** After the server ended the stream, or refused it, it is tried again. */
const again_ms = 30_000

/** Asks again for what stands on the page: one way for the stream and for the clock. */
function refresh(): void {
  for (const endpoint of [readToday, listSales])
    void client.invalidateQueries({ queryKey: queryKey(endpoint).slice(0, 2) })
}

/**
 * Follows changes of figures and asks for them again. Whether changes are told now: while they are not, the
 * page asks by the clock. A page nobody looks at follows nothing, for a browser has few connections to spare.
 */
export function useLive(store_id: string | undefined): boolean {
  const [told, setTold] = useState(false)
  useEffect(() => {
    const following = follow(store_id, setTold)
    return following.stop
  }, [store_id])
  return told
}

type Told = (told: boolean) => void

function follow(store_id: string | undefined, tell: Told): { stop: () => void } {
  let source: EventSource | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  const soon = paced(refresh, pause_ms)
  const close = () => {
    source?.close()
    source = null
    clearTimeout(retry)
    tell(false)
  }
  const later = () => {
    close()
    retry = setTimeout(open, again_ms)
  }
  function open() {
    if (source !== null || document.hidden) return
    const query = store_id === undefined ? '' : `?${new URLSearchParams({ store_id })}`
    source = new EventSource(watchFigures.path + query)
    source.addEventListener('changed', () => {
      tell(true)
      soon()
    })
    source.addEventListener('behind', () => tell(false))
    source.addEventListener('end', later)
    // It comes back by itself after a lost connection; after a refusal it would not.
    source.addEventListener('error', () => {
      tell(false)
      if (source?.readyState === EventSource.CLOSED) later()
    })
  }
  const look = () => (document.hidden ? close() : open())
  document.addEventListener('visibilitychange', look)
  open()
  return {
    stop() {
      document.removeEventListener('visibilitychange', look)
      close()
    },
  }
}

/** Does it at once, and of what follows within the pause once more at its end. */
export function paced(act: () => void, every: number): () => void {
  let resting: ReturnType<typeof setTimeout> | undefined
  let again = false
  const run = () => {
    again = false
    act()
    resting = setTimeout(() => {
      resting = undefined
      if (again) run()
    }, every)
  }
  return () => {
    if (resting === undefined) run()
    else again = true
  }
}
