import { Readable } from 'node:stream'
import type { FiguresChanged } from '#contract/live.ts'
import { watchFigures } from '#contract/live.ts'
import type { NoteKind } from '#contract/notes.ts'
import type { Db } from '#kernel/db.ts'
import type { Delivered } from '#kernel/notes.ts'
import { Outgoing } from '#kernel/outgoing.ts'
import { refuse } from '#kernel/refusal.ts'
import { pairOpen } from '#kernel/route.ts'
import type { Call, Route } from '#kernel/route.ts'
import { mayReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { openListener } from './listen.ts'
import type { Listener } from './listen.ts'

const channel = 'shuke_live'
/** PostgreSQL takes no longer notice than 7,999 bytes. */
const notice_max_bytes = 7_900
/** How often a stream shows that it lives, and whether its session does. */
const beat_ms = 4_000
/** A busy counter is told of twice a second: more often nobody can read. */
const pause_ms = 500
/** How long a browser waits before it comes again by itself. */
const retry_ms = 2_000
const most_of_one = 6, most_of_all = 2_000

/** What happened to figures: in which stores, or in more of them than a notice can name. */
type Change = { chain_id: string; store_ids: string[] | null; kinds: NoteKind[] }

/**
 * Tells every process that figures changed, after the sums were written. A statement of its own: a notice
 * takes a lock of the whole database while it commits, which the settle lane must never wait for.
 */
export async function tellChange(db: Db, chain_id: string, notes: readonly Delivered[]): Promise<void> {
  const kinds = [...new Set(notes.map(({ kind }) => kind))]
  const store_ids = [...new Set(notes.flatMap(({ data }) =>
    typeof data['store_id'] === 'string' ? [data['store_id']] : []))]
  const named = JSON.stringify({ chain_id, store_ids, kinds } satisfies Change)
  const notice = named.length <= notice_max_bytes ? named
    : JSON.stringify({ chain_id, store_ids: null, kinds } satisfies Change)
  await db.pool.query('select pg_notify($1, $2)', [channel, notice])
}

type Asking = Call<typeof watchFigures>

export type Live = {
  /** A stream of events for whoever asks, until their session ends or they go away. */
  follow: (asking: Asking) => Outgoing
  /** Ends every stream. */
  close: () => Promise<void>
}

/** Holds one listening connection to the database for as long as somebody follows in this process. */
export function openLive(db: Db): Live {
  const followers = new Set<Follower>()
  let listener: Listener | null = null
  let is_up = false
  const listen = (): Listener => openListener({
    url: String(db.pool.options.connectionString), channel,
    heard: (payload) => {
      const change = JSON.parse(payload) as Change
      for (const follower of followers) if (concerns(follower, change)) follower.tell(change.kinds)
    },
    ready: () => {
      is_up = true
      for (const follower of followers) follower.tell([])
    },
    lost: () => {
      is_up = false
      for (const follower of followers) follower.say('behind')
    },
  })
  const leave = (follower: Follower): void => {
    followers.delete(follower)
    if (followers.size > 0) return
    is_up = false
    void listener?.close()
    listener = null
  }
  return {
    follow(asking) {
      if (followers.size >= most_of_all) refuse('busy_try_again')
      const mine = [...followers].filter(({ who }) => isSame(who, asking.signed.who))
      // The newest window is the one that is looked at; the oldest asks from time to time instead.
      if (mine.length >= most_of_one) mine[0]!.end('too_many')
      const follower = newFollower(asking, leave)
      followers.add(follower)
      listener ??= listen()
      if (is_up) follower.tell([])
      return new Outgoing(follower.stream, {
        'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform',
        // A proxy that gathers what it passes on would hold events back.
        'x-accel-buffering': 'no',
      })
    },
    async close() {
      for (const follower of followers) follower.end('closing')
      await listener?.close()
    },
  }
}

const isSame = (a: Who, b: Who): boolean => a.chain_id === b.chain_id && a.principal.id === b.principal.id

function concerns({ who, store_id }: Follower, { chain_id, store_ids }: Change): boolean {
  if (who.chain_id !== chain_id) return false
  return store_ids === null
    || store_ids.some((id) => mayReach(who, id) && (store_id === null || store_id === id))
}

type Follower = {
  who: Who
  readonly store_id: string | null
  readonly stream: Readable
  tell: (kinds: readonly NoteKind[]) => void
  say: (event: 'behind') => void
  end: (why: 'session' | 'too_many' | 'closing') => void
}

/**
 * One stream. What it cannot take at once is gathered, never queued: of many events one waits. Who takes
 * nothing for three beats is let go.
 */
function newFollower({ signed, input, stillSigned }: Asking, leave: (gone: Follower) => void): Follower {
  const unsent = new Set<NoteKind>()
  let flows = true, due = false, over = false, beats_stuck = 0
  let pause: NodeJS.Timeout | null = null
  const push = (text: string): void => { if (!over) flows = stream.push(text) }
  const flush = (): void => {
    if (!due || !flows || pause) return
    const changed: FiguresChanged = { kinds: [...unsent] }
    push(`event: changed\ndata: ${JSON.stringify(changed)}\n\n`)
    unsent.clear()
    due = false
    pause = setTimeout(() => { pause = null; flush() }, pause_ms)
  }
  const beat = async (): Promise<void> => {
    beats_stuck = flows ? 0 : beats_stuck + 1
    if (beats_stuck > 2) stream.destroy()
    else if (flows) push(':\n\n')
    // A database that is away for a moment ends no session.
    const who = await stillSigned().catch(() => follower.who)
    if (who === null) follower.end('session')
    else follower.who = who
  }
  const timer = setInterval(() => { void beat() }, beat_ms)
  const stream = new Readable({
    highWaterMark: 1,
    read() {
      flows = true
      flush()
    },
    destroy(error, done) {
      over = true
      clearInterval(timer)
      if (pause) clearTimeout(pause)
      leave(follower)
      done(error)
    },
  })
  const follower: Follower = {
    who: signed.who, store_id: input.store_id ?? null, stream,
    tell(kinds) {
      for (const kind of kinds) unsent.add(kind)
      due = true
      flush()
    },
    say: (event) => { push(`event: ${event}\ndata: {}\n\n`) },
    end(why) {
      push(`event: end\ndata: ${JSON.stringify({ why })}\n\n`)
      if (!over) stream.push(null)
      over = true
      leave(follower)
    },
  }
  push(`retry: ${retry_ms}\n\n`)
  return follower
}

export const liveRoutes = (live: Live): Route[] => [
  pairOpen(watchFigures, async (asking) =>
    /\btext\/event-stream\b/.test(asking.accepts) ? live.follow(asking) : { kinds: [] }),
]
