import { yuan } from '#contract/text.ts'
import type { Lang } from './lang.ts'

/** "¥1,234.50" for 123450 fen, where no markup can stand (labels, titles). In markup use `Money`. */
export function formatFen(amount_fen: number): string {
  return amount_fen < 0 ? `−¥${yuan(-amount_fen)}` : `¥${yuan(amount_fen)}`
}

/** Whole numbers with thousands marks and a true minus. */
export function formatCount(count: number): string {
  return `${count < 0 ? '−' : ''}${Math.abs(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')}`
}

/** A change with its sign: "+133", "−77"; zero has none. */
export const formatChange = (count: number): string => `${count > 0 ? '+' : ''}${formatCount(count)}`

/**
 * "0.612" for 612 thousandths of a weight; "2" for 2,000 of pieces, with decimals only where there are any.
 */
export function formatQty(qty_m: number, sold_by: 'piece' | 'weight'): string {
  const sign = qty_m < 0 ? '−' : ''
  const size = Math.abs(qty_m)
  const whole = formatCount(Math.trunc(size / 1000))
  const rest = String(size % 1000).padStart(3, '0')
  if (sold_by === 'weight') return `${sign}${whole}.${rest}`
  return sign + (size % 1000 === 0 ? whole : `${whole}.${rest.replace(/0+$/, '')}`)
}

/** "18:42" in the chain's time zone. */
export const formatTime = (instant: string | Date, time_zone: string): string =>
  part(instant, 'en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: time_zone })

/** "11月18日" or "18 Nov" in the chain's time zone, with the year when it is not this one. */
export function formatDay(instant: string | Date, time_zone: string, lang: Lang): string {
  const year = (at: string | Date) => part(at, 'en-GB', { year: 'numeric', timeZone: time_zone })
  const withYear = year(instant) !== year(new Date())
  return part(instant, lang === 'zh' ? 'zh-CN' : 'en-GB', {
    month: lang === 'zh' ? 'long' : 'short',
    day: 'numeric',
    timeZone: time_zone,
    ...(withYear && { year: 'numeric' }),
  })
}

/** "11月18日 18:42": a moment in the chain's time zone. */
export const formatMoment = (instant: string | Date, time_zone: string, lang: Lang): string =>
  `${formatDay(instant, time_zone, lang)} ${formatTime(instant, time_zone)}`

/** "2026-11-18 18:42:07" in the chain's time zone, for receipts and exports. */
export const formatStamp = (instant: string, time_zone: string): string =>
  part(instant, 'sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: time_zone })

/** The calendar day ("2026-11-18") of a moment in the chain's time zone. */
export const dayIn = (instant: string | Date, time_zone: string): string =>
  part(instant, 'sv-SE', { dateStyle: 'short', timeZone: time_zone })

/** A calendar day ("2026-11-18") in words; it has no time and so no zone. */
export const formatDate = (day: string, lang: Lang): string => formatDay(`${day}T12:00:00Z`, 'UTC', lang)

// Building a formatter costs far more than using it, and lists format thousands of times.
const made = new Map<string, Intl.DateTimeFormat>()

function part(at: string | Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = locale + JSON.stringify(options)
  const format = made.get(key) ?? new Intl.DateTimeFormat(locale, options)
  made.set(key, format)
  return format.format(new Date(at))
}
