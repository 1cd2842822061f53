import { dayIn, formatDate, formatDay, formatMoment, formatStamp, formatTime } from '../ui/format.ts'
import { useLang } from '../ui/lang.ts'
import { serverNow, useMe } from '../ui/session.ts'

/** Dates and times as this chain reads them: its time zone, the language of the screen. */
export function useWhen() {
  const lang = useLang()
  const { time_zone } = useMe().chain
  return {
    time: (instant: string) => formatTime(instant, time_zone),
    day: (instant: string) => formatDay(instant, time_zone, lang),
    moment: (instant: string) => formatMoment(instant, time_zone, lang),
    stamp: (instant: string) => formatStamp(instant, time_zone),
    date: (day: string) => formatDate(day, lang),
    weekday: (day: string) => weekdayName(day, lang),
    today: () => dayIn(serverNow(), time_zone),
    dayOf: (instant: string) => dayIn(instant, time_zone),
  }
}

export type When = ReturnType<typeof useWhen>

const weekdayName = (day: string, lang: string): string =>
  new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', { weekday: 'short', timeZone: 'UTC' })
    .format(new Date(`${day}T12:00:00Z`))

/** The day so many days before, both plain dates. */
export const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
