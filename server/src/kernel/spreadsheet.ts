import { createGunzip } from 'node:zlib'
import { Refusal } from './refusal.ts'
import { type FileLimits, type Sheet, fileLimits, tooLarge } from './spreadsheet-limits.ts'
import { readText } from './spreadsheet-text.ts'
import { readXlsx } from './spreadsheet-xlsx.ts'
import { openZip } from './spreadsheet-zip.ts'

export type { FileLimits, Sheet, SheetRow } from './spreadsheet-limits.ts'

type Kind = 'xlsx' | 'gzip' | 'old_excel' | 'picture' | 'text' | 'other'

/** First bytes, as text where they are text. A file is what its bytes say; its name only names it. */
const signatures: [Kind, string][] = [
  ['xlsx', 'PK\x03\x04'], ['gzip', '\x1f\x8b'], ['old_excel', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['old_excel', '\x09\x08\x10\x00'], ['old_excel', '\x09\x04\x06\x00'], ['old_excel', '\x09\x02\x06\x00'],
  ['picture', '\x89PNG'], ['picture', '\xff\xd8\xff'], ['picture', 'GIF8'], ['picture', 'II*\x00'],
  ['picture', 'MM\x00*'], ['other', '%PDF'], ['other', 'PK\x05\x06'],
  ['other', 'Rar!'], ['other', "7z\xbc\xaf'\x1c"],
]

/**
 * Reads the tables of a file that a shop brings: xlsx, or separated text (csv, tab, semicolon) in UTF-8,
 * UTF-16 or GB18030, also packed with gzip. Cells are the exact text the file holds; nothing is rounded or
 * trimmed.
 *
 * Throws `Refusal`: `file_empty`, `file_is_picture`, `file_old_excel` (.xls), `file_too_large` with
 * the `limit` that was passed and the `most` allowed, and `file_unreadable` with `why` (kind, zip, xml, rows,
 * cells, encoding, quotes, password, html).
 */
export async function readSheets(
  bytes: Uint8Array, name: string, limits: FileLimits = fileLimits,
): Promise<Sheet[]> {
  if (bytes.byteLength > limits.packed_bytes) tooLarge('packed_bytes', limits)
  const kind = kindOf(bytes)
  const plain = kind === 'gzip' ? await gunzip(bytes, limits) : bytes
  const plainKind = kind === 'gzip' ? kindOf(plain) : kind
  const sheets = await readPlain(plain, plainKind, { name: bareName(name), limits })
  if (sheets.every(({ rows }) => rows.length === 0)) throw new Refusal('file_empty')
  return sheets
}

async function readPlain(
  bytes: Uint8Array, kind: Kind, { name, limits }: { name: string, limits: FileLimits },
): Promise<Sheet[]> {
  switch (kind) {
    case 'xlsx': return readXlsx(openZip(bytes, limits))
    case 'text': return [await readText(bytes, name, limits)]
    case 'picture': throw new Refusal('file_is_picture')
    case 'old_excel': throw isLockedWorkbook(bytes)
      ? new Refusal('file_unreadable', { why: 'password' }) : new Refusal('file_old_excel')
    default: throw new Refusal('file_unreadable', { why: 'kind' })
  }
}

function kindOf(bytes: Uint8Array): Kind {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 512)).toString('latin1')
  for (const [kind, start] of signatures) if (head.startsWith(start)) return kind
  if (head.startsWith('BM') && bytes.byteLength > 26 && head.slice(6, 10) === '\0\0\0\0') return 'picture'
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'picture'
  if (/^ftyp(heic|heix|mif1|avif)/.test(head.slice(4, 12))) return 'picture'
  // Many systems name a web page ".xls": a spreadsheet program opens it, a table it is not.
  if (/^(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml|table|meta|svg)/i.test(head)) {
    throw new Refusal('file_unreadable', { why: 'html' })
  }
  return 'text'
}

/** A workbook behind a password stands in the same container as the old format, in a stream of this name. */
function isLockedWorkbook(bytes: Uint8Array): boolean {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return whole.includes(Buffer.from('EncryptedPackage', 'utf16le'))
}

/** Unpacks what gzip holds. Counted while it grows: the size written at its end may lie. */
async function gunzip(bytes: Uint8Array, limits: FileLimits): Promise<Uint8Array> {
  const stream = createGunzip()
  stream.end(bytes)
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for await (const piece of stream as AsyncIterable<Uint8Array>) {
      size += piece.byteLength
      if (size > limits.text_bytes) tooLarge('text_bytes', limits)
      pieces.push(piece)
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('file_unreadable', { why: 'zip' })
  } finally {
    stream.destroy()
  }
  return Buffer.concat(pieces)
}

/** "C:\\exports\\goods.csv.gz" → "goods". */
function bareName(name: string): string {
  return name.replace(/^.*[/\\]/, '').replace(/(\.(csv|tsv|txt|gz|xls|xlsx))+$/i, '') || name
}
