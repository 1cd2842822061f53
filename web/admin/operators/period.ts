const day_ms = 86_400_000

/** The moment a day begins on a wall clock in a time zone. */
export function startOf(day: string, zone: string): Date {
  const wanted_ms = Date.parse(`${day}T00:00:00Z`)
  const shown_ms = (at_ms: number): number => {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit',
      minute: '2-digit',
    }).formatToParts(new Date(at_ms))
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
    return Date.parse(`${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:00Z`)
  }
  // Twice, since the offset there may be another than the one here.
  const guess_ms = wanted_ms - (shown_ms(wanted_ms) - wanted_ms)
  return new Date(guess_ms - (shown_ms(guess_ms) - wanted_ms))
}

type Asked = { day: string; days: number; now: Date; today: string; zone: string }

/** From when and until when: today is at once, another day from its first minute on. */
export function periodOf({ day, days, now, today, zone }: Asked): { from_at: string
  | null; until_at: string } {
  const from = day === today ? now : startOf(day, zone)
  const until_at = new Date(from.getTime() + days * day_ms).toISOString()
  return { from_at: day === today ? null : from.toISOString(), until_at }
}
