import type { Db } from '#kernel/db.ts'
import type { Route } from '#kernel/route.ts'
import { openSessions, openThrottle } from '#modules/org/org.ts'
import type { Sessions, Throttle } from '#modules/org/org.ts'
import { openCounter } from '#modules/sales/sales.ts'
import type { Counter } from '#modules/sales/sales.ts'

/** What everything behind the door stands on: the database, the keys, who is signed in, and the counter. */
export type Ground = {
  db: Db
  /** The master key of all chains' seals. */
  master: Buffer
  sessions: Sessions
  throttle: Throttle
  counter: Counter
  /** Told after every act that may have left a note. */
  wake: (chain_id: string) => void
}

export type House = Ground & {
  routes: readonly Route[]
  /** The built screens; null where the process serves the API alone. */
  web_dir: string | null
  /** Holds every reply against its schema: in tests and in development. */
  check_replies: boolean
  /** Requests a minute from one address before it is told to wait. */
  requests_a_minute: number
  log: LogOptions
}
export type LogOptions = { level: 'silent' | 'warn' | 'info'; stream?: { write: (line: string) => void } }

/** `lane_db` holds the long-lived connections of the settle lanes, which keep their plans. */
export function openGround(
  { lane_db, ...ground }: Pick<Ground, 'db' | 'master' | 'wake'> & { lane_db: Db },
): Ground {
  return {
    ...ground, sessions: openSessions(ground.db, ground.master), throttle: openThrottle(),
    counter: openCounter({ db: lane_db, wake: ground.wake }),
  }
}
