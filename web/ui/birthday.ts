/**
 * Days from today to the next birthday; 29 February is kept on 1 March of a common year. Birthdays end in
 * MM-DD.
 */
export function daysToBirthday(birthday: string, today: string): number | null {
  const month_day = /(\d{2})-(\d{2})$/.exec(birthday)
  if (!month_day) return null
  const year = Number(today.slice(0, 4))
  const now_ms = Date.parse(`${today}T00:00:00Z`)
  const inYear = (of: number) => Date.UTC(of, Number(month_day[1]) - 1, Number(month_day[2]))
  const next_ms = inYear(year) >= now_ms ? inYear(year) : inYear(year + 1)
  return Math.round((next_ms - now_ms) / 86_400_000)
}

/** Whether somebody born on a day has not had their 14th birthday yet (C19). */
export function isUnder14(birthday: string, today: string): boolean {
  const [, year, rest] = /^(\d{4})(-\d{2}-\d{2})$/.exec(birthday) ?? []
  return year !== undefined && `${Number(year) + 14}${rest}` > today
}
