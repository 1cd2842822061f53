import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Heads } from '#kernel/audit-heads.ts'
import type { Db } from '#kernel/db.ts'
import type { FileStore } from '#kernel/files.ts'
import type { Route } from '#kernel/route.ts'
import { openSessions, openThrottle } from '#modules/access/access.ts'
import type { Sessions, Throttle } from '#modules/access/access.ts'
import { openDesk, withVisitors } from '#modules/platform/platform.ts'
import type { Desk } from '#modules/platform/platform.ts'
import { openCounter } from '#modules/sales/sales.ts'
import type { Counter } from '#modules/sales/sales.ts'
import { openExporter } from './exporter.ts'
import type { Exporter } from './exporter.ts'
import { openLive } from './live.ts'
import type { Live } from './live.ts'

/** What everything behind the door stands on: the database, the keys, who is signed in, and the counter. */
export type Ground = {
  db: Db
  files: FileStore
  /** The master key of all chains' seals. */
  master: Buffer
  /** Of a chain's own people, and of operators who visit it. */
  sessions: Sessions
  /** Setup, and the people who run the installation. */
  desk: Desk
  throttle: Throttle
  counter: Counter
  live: Live
  /** Writes lists to files; begins once it is started. */
  exporter: Exporter
  /** The signed heads of the audit; null where this process keeps none. */
  heads: Heads | null
  /** Told after every act that may have left a note. */
  wake: (chain_id: string) => void
}

export type House = Ground & {
  routes: readonly Route[]
  /** The built screens; null where the process serves the API alone. */
  web_dir: string | null
  /** The certificate (PEM) that tills install to trust our https; null where we serve none. */
  authority?: string | null
  /** Holds every reply against its schema: in tests and in development. */
  check_replies: boolean
  /** Requests a minute from one address before it is told to wait. */
  requests_a_minute: number
  /** The same for one person, and where answers can be guessed or cost much; the usual ones if left out. */
  paces?: Paces
  log: LogOptions
}
/**
 * How much a minute, beside what holds for an address as a whole: of one person; of one address (or person,
 * once signed in) where answers can be guessed; of one person where a question is much work.
 */
export type Paces = { person: number; guess: number; costly: number }
export type LogOptions = { level: 'silent' | 'warn' | 'info'; stream?: { write: (line: string) => void } }

type Opening = Pick<Ground, 'db' | 'files' | 'master' | 'wake'> & {
  lane_db: Db; heads?: Heads | null; home_dir?: string | null; exports_dir?: string | null
}

/**
 * `lane_db` holds the long-lived connections of the settle lanes, which keep their plans; `home_dir` is where
 * the codes of the setup are kept that this process prints, and `exports_dir` where exported files lie: a
 * folder of their own among what is temporary, where nobody says.
 */
export function openGround(
  { lane_db, home_dir = null, exports_dir = null, ...ground }: Opening,
): Ground {
  const { db, master } = ground
  const door = { db, master, sessions: openSessions(db, master), throttle: openThrottle() }
  const desk = openDesk({ db, master, door, home_dir })
  return {
    heads: null, ...ground, ...door, sessions: withVisitors(door.sessions, desk), desk,
    counter: openCounter({ db: lane_db, wake: ground.wake }), live: openLive(db),
    exporter: openExporter({
      db, master, dir: exports_dir ?? join(tmpdir(), `shuke-exports-${randomUUID()}`),
      report: (error) => { process.stderr.write(`An export failed: ${String(error)}\n`) },
    }),
  }
}
