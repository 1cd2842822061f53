import { sql } from 'kysely'
import type { Tx } from './db.ts'

const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit',
      minute: '2-digit', second: '2-digit',
    })
    formats.set(zone, format)
  }
  return format
}

export type LocalTime = { day: string; hour: number; minute: number; second: number }

/** What the clock on the wall says in a time zone. */
export function localTime(at: Date, zone: string): LocalTime {
  const part: Record<string, string> = {}
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = value
  return {
    day: `${part['year']}-${part['month']}-${part['day']}`,
    hour: Number(part['hour']), minute: Number(part['minute']), second: Number(part['second']),
  }
}

/** Adds calendar days to YYYY-MM-DD. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** Adds months; a day the month does not have becomes its last one. */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}

/** The day a shop counts a moment to: before the cut-off hour it is still the day before. */
export function businessDay(at: Date, zone: string, cutoff_hour: number): string {
  const local = localTime(at, zone)
  return local.hour < cutoff_hour ? addDays(local.day, -1) : local.day
}

/**
 * The instant at which a local day begins (or an hour of it). Right across changes of the zone's offset: an
 * hour that the clocks skip is the moment they skip it, one that comes twice is the first.
 */
export function instantOf(day: string, zone: string, hour = 0): Date {
  const wanted_ms = Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00Z`)
  const offsetAt = (at_ms: number): number => shownAt(at_ms, zone) - at_ms
  // The offset before and after the nearest change, a day to either side; the earlier
  // instant is that of the greater.
  const offsets = [wanted_ms - day_ms, wanted_ms + day_ms].map(offsetAt).sort((a, b) => b - a)
  const right = offsets.map((offset) => wanted_ms - offset)
    .find((at_ms) => shownAt(at_ms, zone) === wanted_ms)
  return new Date(right ?? changeBetween(wanted_ms - offsets[0]!, wanted_ms - offsets[1]!, offsetAt))
}

const day_ms = 86_400_000

/** What the clock on the wall shows, as if it were the universal one. */
function shownAt(at_ms: number, zone: string): number {
  const { day, hour, minute } = localTime(new Date(at_ms), zone)
  return Date.parse(`${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`)
}

/** The moment between two at which the offset changes, to the minute. */
function changeBetween(from_ms: number, until_ms: number, offsetAt: (at_ms: number) => number): number {
  const before = offsetAt(from_ms)
  let low = from_ms / 60_000, high = until_ms / 60_000
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle * 60_000) === before) low = middle
    else high = middle
  }
  return high * 60_000
}

/** A sandbox chain's clock may run ahead or behind; a real chain's offset is always zero. */
export async function readClockOffset(tx: Tx, chain_id: string): Promise<number> {
  const { rows } = await sql<{ offset_ms: number }>`
    select offset_ms from kernel.clocks where chain_id = ${chain_id}`.execute(tx)
  return rows[0]?.offset_ms ?? 0
}

/**
 * Sets a sandbox chain's clock so that it reads `at` now and runs on from there.
 * The caller checks the sandbox.
 */
export async function setClock(tx: Tx, chain_id: string, at: Date): Promise<void> {
  const offset_ms = at.getTime() - Date.now()
  await sql`insert into kernel.clocks (chain_id, offset_ms) values (${chain_id}, ${offset_ms})
    on conflict (chain_id) do update set offset_ms = excluded.offset_ms`.execute(tx)
}
