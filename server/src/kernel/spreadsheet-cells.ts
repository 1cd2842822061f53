/**
 * How the text of a number is shown where the bare number would lose something: dates, and codes with leading
 * zeros.
 */
export type CellFormat = { kind: 'plain' } | { kind: 'date' } | { kind: 'zeros', digits: number }

/** What a cell of a sheet holds, as the file says it. */
export type RawCell = {
  type: string, style: number, value: string | null, inline: string, formula: string | null
}

/** What cells refer to. */
export type Workbook = { strings: string[], formats: CellFormat[], starts_1904: boolean }

const plain: CellFormat = { kind: 'plain' }

/**
 * Number formats that spreadsheets know by number: dates and times, the East Asian ones (27–36, 50–58) among
 * them.
 */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
}

/**
 * Reads a format code: "yyyy-mm-dd" is a date, "0000000000000" a code that keeps its zeros, the rest is
 * plain.
 */
export function formatOf(id: number, code: string | undefined): CellFormat {
  if (code === undefined) return isBuiltInDate(id) ? { kind: 'date' } : plain
  const bare = code.replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*./gi, '')
  if (/^0{2,20}$/.test(bare)) return { kind: 'zeros', digits: bare.length }
  if (/general/i.test(bare)) return plain
  return /[ymdhs年月日]/i.test(bare) ? { kind: 'date' } : plain
}

/**
 * The text of a cell. A number stays the digits the file holds (9.800000000000001 is not made 9.8 here), a
 * date becomes YYYY-MM-DD with the time behind it where there is one. A formula counts by the value saved
 * with it; without one its own text stands, so that it is refused where a number is wanted instead of passing
 * for blank.
 */
export function cellText(cell: RawCell, book: Workbook): string {
  const value = cell.value ?? ''
  const isEmptyText = cell.type === 'str' && cell.value !== null
  if (cell.formula !== null && value === '') return isEmptyText ? '' : `=${cell.formula}`
  switch (cell.type) {
    case 's': return book.strings[Number(value)] ?? ''
    case 'inlineStr': return unescape(cell.inline)
    case 'str': return unescape(value)
    case 'b': return value === '1' ? 'TRUE' : 'FALSE'
    case 'n': return numberText(value.trim(), book.formats[cell.style] ?? plain, book.starts_1904)
    default: return value
  }
}

function numberText(value: string, format: CellFormat, starts_1904: boolean): string {
  if (format.kind === 'zeros' && /^\d+$/.test(value)) return value.padStart(format.digits, '0')
  if (format.kind === 'date') return dateText(value, starts_1904) ?? value
  return value
}

/**
 * A day number as spreadsheets count: day 60 is the 29 February 1900 that never was, so earlier days stand
 * one off.
 */
function dateText(value: string, starts_1904: boolean): string | null {
  const days = Number(value)
  if (value === '' || !Number.isFinite(days) || days < 0 || days >= 2_958_466) return null
  const whole = Math.floor(days)
  const seconds = Math.round((days - whole) * 86_400)
  const epoch = starts_1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, whole < 60 ? 31 : 30)
  const text = new Date(epoch + (whole * 86_400 + seconds) * 1000).toISOString()
  if (whole === 0) return text.slice(11, 19)
  return seconds === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`
}

/** Workbooks write control characters as _x000D_. */
export function unescape(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** The 0-based column of a cell name: A1 → 0, AA7 → 26. Returns -1 where the name is none. */
export function columnOf(reference: string): number {
  let column = 0
  let at = 0
  for (; at < reference.length && at < 10; at += 1) {
    const letter = reference.charCodeAt(at) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return at === 0 ? -1 : column - 1
}
