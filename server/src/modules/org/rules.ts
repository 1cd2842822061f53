import { permissionsOf } from '#contract/permissions.ts'
import type { Permission, Role } from '#contract/permissions.ts'

const second_ms = 1_000, minute_ms = 60 * second_ms, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms

/** A session ends 12 hours after it was last used, and 7 days after sign-in however much it is used. */
const idle_ms = 12 * hour_ms, longest_ms = 7 * day_ms
/** Use is written down at most this often: a busy till would otherwise write a row with every request. */
const touch_ms = minute_ms

export type SessionTimes = { started_at: Date; seen_at: Date; ends_at: Date; ended_at: Date | null }

/** When a session that is used now will end by itself. */
export function endOf(started_at: Date, seen_at: Date): Date {
  return new Date(Math.min(started_at.getTime() + longest_ms, seen_at.getTime() + idle_ms))
}

export function hasEnded(session: Pick<SessionTimes, 'ends_at' | 'ended_at'>, now: Date): boolean {
  return session.ended_at !== null || now >= session.ends_at
}

/** Whether this use is worth writing down. */
export function isWorthTouching(session: Pick<SessionTimes, 'seen_at'>, now: Date): boolean {
  return now.getTime() - session.seen_at.getTime() >= touch_ms
}

/** The owner reaches every store; everybody else the stores they were given. */
export function reachOf(role: Role, store_ids: readonly string[]): readonly string[] | 'all' {
  return role === 'owner' ? 'all' : store_ids
}

const granted = new Map<Role, ReadonlySet<Permission>>()
export function permissionsFor(role: Role): ReadonlySet<Permission> {
  const known = granted.get(role) ?? new Set(permissionsOf[role])
  granted.set(role, known)
  return known
}

/**
 * Seconds to wait after so many failed tries: none for the first `free`, then 5, 10, 20 … up to 15 minutes.
 */
export function waitAfter(failures: number, free: number): number {
  return failures < free ? 0 : Math.min(5 * 2 ** Math.min(failures - free, 10), 15 * 60)
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
