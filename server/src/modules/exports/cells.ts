import { localTime } from '#kernel/clock.ts'

/** What a column holds: words, an amount in fen, a quantity in thousandths, a whole number, a moment. */
export type CellKind = 'text' | 'fen' | 'milli' | 'count' | 'moment'
export type CellValue = string | number | Date | null

/** A cell as both kinds of file take it: words that no spreadsheet runs, or a number in plain digits. */
export type Cell = string | { number: string; kind: 'fen' | 'milli' | 'count' } | null

/**
 * A spreadsheet runs what begins like a formula, in full width too where its keyboard is Chinese, and some
 * look past blanks: an apostrophe before it makes it words (R6.06).
 */
export function harmless(text: string): string {
  return /^[\s'"]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text
}

/** A value as a cell; moments read as the clock on the chain's wall. */
export function cellOf(kind: CellKind, value: CellValue, zone: string): Cell {
  if (value === null || value === '') return null
  switch (kind) {
    case 'text': return harmless(String(value))
    case 'moment': return stampOf(new Date(value), zone)
    case 'fen': return { number: decimal(Number(value), 2), kind }
    case 'milli': return { number: decimal(Number(value), 3), kind }
    case 'count': return { number: String(value), kind }
  }
}

/** Whole units of 10^-places in digits: 1250 with two is 12.50. No float is in between. */
function decimal(units: number, places: number): string {
  const digits = String(Math.abs(units)).padStart(places + 1, '0')
  return `${units < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** 2026-05-16 12:00:00, which sorts as words do. */
export function stampOf(at: Date, zone: string): string {
  const { day, ...time } = localTime(at, zone)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${day} ${two(time.hour)}:${two(time.minute)}:${two(time.second)}`
}
