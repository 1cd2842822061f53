import { randomFillSync } from 'node:crypto'

const random = Buffer.alloc(16 * 256)
let used = random.length

let last_ms = 0, place = 0

/**
 * A UUIDv7: 48 bits of milliseconds, then random bits. Made by the application, so that a row's key is
 * known before the row is written; rises with time, so that indexes grow at their end. Those of one
 * process rise within a millisecond too (12 of the bits count): what an act writes in turn keeps its
 * order. Ids of another time do not count.
 */
export function newId(at_ms?: number): string {
  if (used === random.length) { randomFillSync(random); used = 0 }
  const bytes = random.subarray(used, used += 16)
  if (at_ms === undefined) countIn(bytes)
  bytes.writeUIntBE(at_ms ?? last_ms, 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/**
 * Each millisecond starts at random in the lower half, so that keys stay hard to
 * guess; a full one borrows the next.
 */
function countIn(bytes: Buffer): void {
  const now_ms = Date.now(), full = place === 0xfff
  if (now_ms > last_ms || full) {
    last_ms = now_ms > last_ms ? now_ms : last_ms + 1
    place = bytes.readUInt16BE(6) & 0x7ff
  } else place += 1
  bytes.writeUInt16BE(place, 6)
}
