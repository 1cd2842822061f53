import type { Db } from '#kernel/db.ts'
import type { Route } from '#kernel/route.ts'
import { openSessions, openThrottle } from '#modules/org/org.ts'
import type { Sessions, Throttle } from '#modules/org/org.ts'

/** What everything behind the door stands on: the database, the keys, and who is signed in. */
export type Ground = {
  db: Db
  /** Long-lived connections of the settle lane, which keep their plans. */
  lane_db: Db
  /** The master key of all chains' seals. */
  master: Buffer
  sessions: Sessions
  throttle: Throttle
}

export type House = Ground & {
  routes: readonly Route[]
  /** Told after every act that may have left a note. */
  wake: (chain_id: string) => void
  /** The built screens; null where the process serves the API alone. */
  web_dir: string | null
  /** Holds every reply against its schema: in tests and in development. */
  check_replies: boolean
  /** Requests a minute from one address before it is told to wait. */
  requests_a_minute: number
  log: LogOptions
}
export type LogOptions = { level: 'silent' | 'warn' | 'info'; stream?: { write: (line: string) => void } }

export function openGround(ground: Pick<Ground, 'db' | 'lane_db' | 'master'>): Ground {
  return { ...ground, sessions: openSessions(ground.db, ground.master), throttle: openThrottle() }
}
