const near_days = 7
const day_ms = 86_400_000

/**
 * Days until the next birthday when it is within a week, 0 today; null otherwise. Takes "1990-11-24" or
 * "11-24".
 */
export function daysToBirthday(birthday: string | null, now: string): number | null {
  const found = birthday === null ? null : /(\d{2})-(\d{2})$/.exec(birthday)
  if (!found) return null
  const today = new Date(`${now.slice(0, 10)}T00:00:00Z`)
  const inYear = (year: number) => Date.UTC(year, Number(found[1]) - 1, Number(found[2]))
  const thisYear = inYear(today.getUTCFullYear())
  const next = thisYear >= today.getTime() ? thisYear : inYear(today.getUTCFullYear() + 1)
  const days = Math.round((next - today.getTime()) / day_ms)
  return days <= near_days ? days : null
}
