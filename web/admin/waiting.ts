import { countWaiting } from '#contract/approvals.ts'
import { may, useMe } from '../ui/session.ts'
import { useReply } from './query.ts'

const look_every_ms = 15_000

/** How many requests wait that this person may decide; undefined for whoever decides none. */
export function useWaiting(): number | undefined {
  const enabled = may(useMe(), 'approvals.give')
  const asked = useReply(countWaiting, {}, { enabled, every_ms: look_every_ms })
  return enabled ? asked.data?.waiting : undefined
}
