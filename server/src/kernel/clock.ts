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

/** The instant at which a local day begins (or an hour of it). Right across changes of the zone's offset. */
export function instantOf(day: string, zone: string, hour = 0): Date {
  const guess = new Date(`${day}T${String(hour).padStart(2, '0')}:00:00Z`)
  const seen = localTime(guess, zone)
  const seen_ms = Date.parse(`${seen.day}T${String(seen.hour).padStart(2, '0')}:${String(seen.minute).padStart(2, '0')}:00Z`)
  return new Date(guess.getTime() - (seen_ms - guess.getTime()))
}

/** A sandbox chain's clock may run ahead or behind; a real chain's offset is always zero. */
export async function readClockOffset(tx: Tx, chain_id: string): Promise<number> {
  const { rows } = await sql<{ offset_ms: number }>`
    select offset_ms from kernel.clocks where chain_id = ${chain_id}`.execute(tx)
  return rows[0]?.offset_ms ?? 0
}

/** Sets a sandbox chain's clock so that it reads `at` now and runs on from there. The caller checks the sandbox. */
export async function setClock(tx: Tx, chain_id: string, at: Date): Promise<void> {
  const offset_ms = at.getTime() - Date.now()
  await sql`insert into kernel.clocks (chain_id, offset_ms) values (${chain_id}, ${offset_ms})
    on conflict (chain_id) do update set offset_ms = excluded.offset_ms`.execute(tx)
}
