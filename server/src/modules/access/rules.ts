const second_ms = 1_000, minute_ms = 60 * second_ms, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms

/** A session ends 7 days after sign-in however much it is used, and so long after it was last used. */
const longest_ms = 7 * day_ms
export const usual_idle_s = 12 * hour_ms / second_ms
/** Use is written down at most this often: a busy till would otherwise write a row with every request. */
const touch_ms = minute_ms

export type SessionTimes = {
  started_at: Date; seen_at: Date; ends_at: Date; ended_at: Date | null; idle_s: number
}

/** When a session that is used now will end by itself. */
export function endOf(started_at: Date, seen_at: Date, idle_s: number): Date {
  return new Date(Math.min(started_at.getTime() + longest_ms, seen_at.getTime() + idle_s * second_ms))
}

/** Use is noticed once a minute, so a till's session rests a minute longer than its screen. */
export const tillIdle = (idle_min: number): number => (idle_min + 1) * minute_ms / second_ms

export function hasEnded(session: Pick<SessionTimes, 'ends_at' | 'ended_at'>, now: Date): boolean {
  return session.ended_at !== null || now >= session.ends_at
}

/** Whether this use is worth writing down. */
export function isWorthTouching(session: Pick<SessionTimes, 'seen_at'>, now: Date): boolean {
  return now.getTime() - session.seen_at.getTime() >= touch_ms
}

/**
 * Seconds to wait after so many failed tries: none for the first `free`, then 5, 10, 20 … up to 15 minutes.
 */
export function waitAfter(failures: number, free: number): number {
  return failures < free ? 0 : Math.min(5 * 2 ** Math.min(failures - free, 10), longest_wait_s)
}

const longest_wait_s = 15 * 60

/**
 * What tries are counted for: a known browser of a person, all strangers who try that person, an address
 * that tries anybody, second steps, passwords given to approve, and PINs of a person at one till.
 */
export type TryKind = 'browser' | 'strangers' | 'address' | 'code' | 'second' | 'pin'

/** Seconds to wait after so many failures: a fifth wrong PIN closes it at that till for 15 minutes. */
export const waits: Record<TryKind, (failures: number) => number> = {
  browser: (failures) => waitAfter(failures, 5), strangers: (failures) => waitAfter(failures, 5),
  address: (failures) => waitAfter(failures, 40), code: (failures) => waitAfter(failures, 5),
  second: (failures) => waitAfter(failures, 5),
  pin: (failures) => failures >= pin_tries ? longest_wait_s : failures < 3 ? 0 : 5 * (failures - 2),
}
export const pin_tries = 5

/** The fence of nobody's chain: a try at a chain that there is none of is counted there like any. */
export const no_chain = '00000000-0000-0000-0000-000000000000'

const strangers_an_hour = 60

/** How many tries at phones that nobody has are put on record: so many an hour in each chain. */
export function strangersOnRecord() {
  const rows = new Map<string, { from_ms: number; count: number }>()
  return {
    mayLeaveRow(chain_id: string, now_ms: number): boolean {
      const before = rows.get(chain_id)
      const count = before && now_ms - before.from_ms < hour_ms ? before.count + 1 : 1
      rows.set(chain_id, { from_ms: before && count > 1 ? before.from_ms : now_ms, count })
      return count <= strangers_an_hour
    },
  }
}

/** One who has an IPv6 line has 2^64 addresses of it: they count as one. */
export function addressGroup(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)
  if (mapped) return mapped[1]!
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const front = head === '' ? [] : head.split(':'), back = tail ? tail.split(':') : []
  const gap = tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0')
  const line = [...front, ...gap, ...back].slice(0, 4).map((part) => parseInt(part, 16).toString(16))
  return `${line.join(':')}::/64`
}

const browsers: [string, RegExp][] = [
  ['Edge', /Edg(e|A|iOS)?\//], ['WeChat', /MicroMessenger\//], ['Firefox', /(Firefox|FxiOS)\//],
  ['Chrome', /(Chrome|CriOS)\//], ['Safari', /Safari\//],
]
const systems: [string, RegExp][] = [
  [
    'Windows', /Windows/,
  ], ['Android', /Android/], ['iOS', /iPhone|iPad/], ['macOS', /Mac OS X/], ['Linux', /Linux/],
]

/** "Chrome · Windows · 192.168.1.20": what a person recognises a device by in the list of sessions. */
export function deviceOf(user_agent: string, address: string): string {
  const firstIn = (list: [string, RegExp][]) => list.find(([, pattern]) => pattern.test(user_agent))?.[0]
  return [firstIn(browsers) ?? 'other', firstIn(systems), address].filter(Boolean).join(' · ')
}
