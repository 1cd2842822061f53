import { createInflateRaw } from 'node:zlib'
import { Refusal } from './refusal.ts'
import { type FileLimits, tooLarge } from './spreadsheet-limits.ts'

type ZipEntry = { path: string, method: number, packed_bytes: number, unpacked_bytes: number, offset: number }

/** An opened archive: its directory is known, nothing is unpacked yet. */
export type Zip = {
  bytes: Uint8Array, entries: Map<string, ZipEntry>, budget: { left_bytes: number }, limits: FileLimits
}

const endSignature = 0x06054b50
const directorySignature = 0x02014b50
const localSignature = 0x04034b50
const saysZip64 = 0xffffffff

const broken = (): never => { throw new Refusal('file_unreadable', { why: 'zip' }) }

/**
 * Reads the directory of a zip archive. Sizes are judged here, before a byte is unpacked; since a directory
 * can lie, `unpack` counts again. Encrypted entries and directories outside the file are `file_unreadable`.
 */
export function openZip(bytes: Uint8Array, limits: FileLimits): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  if (count > limits.zip_entries) tooLarge('zip_entries', limits)

  const entries = new Map<string, ZipEntry>()
  try {
    let at = view.getUint32(end + 16, true)
    for (let index = 0; index < count; index += 1) {
      if (view.getUint32(at, true) !== directorySignature) broken()
      const entry = readEntry(bytes, view, at)
      entries.set(entry.path, entry)
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    }
  } catch (error) {
    if (error instanceof RangeError) broken()
    throw error
  }
  return { bytes, entries, budget: { left_bytes: limits.unpacked_bytes }, limits }
}

/** The end record stands last, followed by at most a comment of 65,535 bytes. */
function findEnd(view: DataView): number {
  const last = view.byteLength - 22
  for (let at = last; at >= 0 && at >= last - 65_535; at -= 1) {
    if (view.getUint32(at, true) === endSignature) return at
  }
  return broken()
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): ZipEntry {
  const encrypted = (view.getUint16(at + 8, true) & 1) === 1
  if (encrypted) throw new Refusal('file_unreadable', { why: 'password' })
  const nameLength = view.getUint16(at + 28, true)
  const extra = at + 46 + nameLength
  const wide = zip64Values(view, extra, extra + view.getUint16(at + 30, true))
  const next = (value: number) => value === saysZip64 ? (wide.shift() ?? broken()) : value
  const unpacked_bytes = next(view.getUint32(at + 24, true))
  const packed_bytes = next(view.getUint32(at + 20, true))
  const offset = next(view.getUint32(at + 42, true))
  const path = new TextDecoder().decode(bytes.subarray(at + 46, extra)).replaceAll('\\', '/')
  return { path, method: view.getUint16(at + 10, true), packed_bytes, unpacked_bytes, offset }
}

/** Streaming writers put sizes into the zip64 extra field even where they would fit into four bytes. */
function zip64Values(view: DataView, from: number, to: number): number[] {
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    const length = Math.floor(view.getUint16(at + 2, true) / 8)
    return Array.from({ length }, (_, index) => Number(view.getBigUint64(at + 4 + index * 8, true)))
  }
  return []
}

/** Unpacks one entry piece by piece. Ends with `file_too_large` as soon as the archive's budget is spent. */
export async function* unpack(zip: Zip, path: string): AsyncGenerator<Uint8Array> {
  const entry = zip.entries.get(path) ?? broken()
  if (entry.unpacked_bytes > zip.budget.left_bytes) tooLarge('unpacked_bytes', zip.limits)
  const packed = packedBytes(zip, entry)
  if (entry.method === 0) {
    zip.budget.left_bytes -= packed.byteLength
    yield packed
    return
  }
  if (entry.method !== 8) broken()

  const inflate = createInflateRaw()
  inflate.end(packed)
  try {
    for await (const piece of inflate as AsyncIterable<Uint8Array>) {
      zip.budget.left_bytes -= piece.byteLength
      if (zip.budget.left_bytes < 0) tooLarge('unpacked_bytes', zip.limits)
      yield piece
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) broken()
    throw error
  } finally {
    inflate.destroy()
  }
}

function packedBytes(zip: Zip, entry: ZipEntry): Uint8Array {
  const view = new DataView(zip.bytes.buffer, zip.bytes.byteOffset, zip.bytes.byteLength)
  const at = entry.offset
  if (at + 30 > zip.bytes.byteLength || view.getUint32(at, true) !== localSignature) broken()
  // The local header has a name and an extra field of its own length; the directory's do not apply to it.
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
  if (start + entry.packed_bytes > zip.bytes.byteLength) broken()
  return zip.bytes.subarray(start, start + entry.packed_bytes)
}
