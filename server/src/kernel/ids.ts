import { randomFillSync } from 'node:crypto'

const random = Buffer.alloc(16 * 256)
let used = random.length

/**
 * A UUIDv7: 48 bits of milliseconds, then random bits. Made by the application, so that a row's key is known before
 * the row is written; rises with time, so that indexes grow at their end.
 */
export function newId(at_ms: number = Date.now()): string {
  if (used === random.length) { randomFillSync(random); used = 0 }
  const bytes = random.subarray(used, used += 16)
  bytes.writeUIntBE(at_ms, 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
