import { isUtf8 } from 'node:buffer'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { Refusal } from './refusal.ts'
import { type FileLimits, type Sheet, rowCollector, tooLarge } from './spreadsheet-limits.ts'

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

const piece_bytes = 64 * 1024
const line_most = 4 * 1024 * 1024
const delimiters = [',', '\t', ';', '|'] as const
const badEncoding = (): never => { throw new Refusal('file_unreadable', { why: 'encoding' }) }

/**
 * Reads separated text: comma, tab, semicolon or bar, in UTF-8, UTF-16 or GB18030, with or without a byte
 * order mark. Throws `file_unreadable` for text that is none of these as a whole, and for a quote that never
 * closes.
 */
export async function readText(bytes: Uint8Array, name: string, limits: FileLimits): Promise<Sheet> {
  const encoding = encodingOf(bytes)
  const [head = ''] = textPieces(bytes.subarray(0, piece_bytes), encoding, false)
  const told = /^sep=(.)\r?\n/.exec(head)?.[1]
  const delimiter = told ?? delimiterOf(head)
  const parser = parse({
    delimiter, relax_quotes: true, relax_column_count: true, skip_empty_lines: false,
    record_delimiter: ['\r\n', '\n', '\r'], max_record_size: line_most,
  })
  const sheet: Sheet = { name, rows: [] }
  const add = rowCollector(limits)
  let row = 0
  try {
    // The error of the source must end the parser too, so both are watched by one pipe.
    const records = Readable.from(shortLines(textPieces(bytes, encoding, true), limits)).compose(parser)
    for await (const cells of records as AsyncIterable<string[]>) {
      row += 1
      // Blank lines cost time as well, though they are no rows.
      if (row > limits.rows * 2) tooLarge('rows', limits)
      if (row === 1 && told !== undefined) continue
      add(sheet.rows, row, cells.map(unquoteFormula))
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new Refusal('file_unreadable', { why: 'quotes', row: row + 1 })
  }
  return sheet
}

/** Exports write ="0123" so that a spreadsheet keeps the zeros: the text inside is meant. */
function unquoteFormula(cell: string): string {
  const isQuoted = cell.startsWith('="') && cell.endsWith('"') && cell.length > 3
  return isQuoted ? cell.slice(2, -1).replaceAll('""', '"') : cell
}

/** Decides by marks first, then by what the bytes can be. UTF-16 without a mark shows by its zero bytes. */
function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const sample = bytes.subarray(0, piece_bytes)
  const zeros = [0, 0]
  sample.forEach((byte, at) => { if (byte === 0) zeros[at % 2]! += 1 })
  const [even = 0, odd = 0] = zeros
  const enough = sample.length / 2 * 0.03
  if (odd > enough && odd > even * 3) return 'utf-16le'
  if (even > enough && even > odd * 3) return 'utf-16be'
  if (bytes.includes(0)) throw new Refusal('file_unreadable', { why: 'kind' })
  if (isUtf8(bytes)) return 'utf-8'
  return isDamagedUtf8(bytes) || !looksLikeGb(bytes) ? badEncoding() : 'gb18030'
}

/** UTF-8 with a few broken bytes would often pass as GB18030 and come out as nonsense. */
function isDamagedUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, 1024 * 1024))
  const wrong = text.split('\ufffd').length - 1
  const right = text.match(/[^\0-\x7f\ufffd]/g)?.length ?? 0
  return right > wrong * 4
}

/**
 * Western one-byte text has a plain letter behind most of its accents; the second byte of Chinese is seldom
 * below 0x80.
 */
function looksLikeGb(bytes: Uint8Array): boolean {
  let pairs = 0
  let plain = 0
  for (let at = 0; at < bytes.length && pairs < 10_000; at += 1) {
    if (bytes[at]! < 0x80) continue
    pairs += 1
    at += 1
    const isFourBytes = isDigit(bytes[at]) && (bytes[at + 1] ?? 0) >= 0x81 && isDigit(bytes[at + 2])
    if (isFourBytes) at += 2
    else if ((bytes[at] ?? 0) < 0x80) plain += 1
  }
  return plain * 2 < pairs
}

const isDigit = (byte = 0) => byte >= 0x30 && byte <= 0x39

/**
 * Decodes piece by piece. A byte that does not belong ends the reading: a shop's names are never half
 * guessed.
 */
function* textPieces(bytes: Uint8Array, encoding: Encoding, whole: boolean): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for (let at = 0; at < bytes.length; at += piece_bytes) {
      yield decoder.decode(bytes.subarray(at, at + piece_bytes), { stream: true })
    }
    if (whole) yield decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) badEncoding()
    throw error
  }
}

/** Lets text through until a line has no end in sight: the parser would make millions of cells of it. */
function* shortLines(pieces: Iterable<string>, limits: FileLimits): Generator<string> {
  let length = 0
  for (const piece of pieces) {
    const lineEnd = Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf('\r'))
    length = lineEnd < 0 ? length + piece.length : piece.length - lineEnd - 1
    if (length > line_most) tooLarge('columns', limits)
    yield piece
  }
}

/**
 * The separator that stands in the most lines the same number of times; ties go to the one that makes more
 * columns.
 */
function delimiterOf(head: string): string {
  const lines = firstLines(head, 30)
  const best = { delimiter: ',', lines: 0, times: 0 }
  for (const delimiter of delimiters) {
    const byTimes = new Map<number, number>()
    for (const line of lines) {
      const times = line.split(delimiter).length - 1
      if (times > 0) byTimes.set(times, (byTimes.get(times) ?? 0) + 1)
    }
    for (const [times, count] of byTimes) {
      if (count < best.lines || (count === best.lines && times <= best.times)) continue
      Object.assign(best, { delimiter, lines: count, times })
    }
  }
  return best.delimiter
}

/** Lines with what stands in quotes cut out, so that commas inside names do not count. */
function firstLines(head: string, most: number): string[] {
  const bare = head.replace(/"(?:[^"]|"")*"/g, '')
  const lines = bare.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '')
  // The last line of a long head is cut anywhere.
  const isCut = lines.length > 1 && head.length >= piece_bytes / 4
  return lines.slice(0, isCut ? Math.min(most, lines.length - 1) : most)
}
