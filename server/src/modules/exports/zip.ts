import { crc32, createDeflateRaw } from 'node:zlib'
import type { Sink } from './sink.ts'

/** One part of an archive; the next begins when it has ended. */
export type Part = { write: (text: string) => Promise<void>; end: () => Promise<void> }
export type Zip = {
  part: (path: string) => Promise<Part>
  end: () => Promise<{ bytes: number; sha256: string }>
}

/** Sizes stand behind each part (bit 3), since they are not known before it; names are UTF-8 (bit 11). */
const flags = 0x0808, deflated = 8, version = 20, first_day = 0x0021
const gathered_letters = 64 * 1024

type Entry = { path: Buffer; crc: number; packed: number; plain: number; offset: number }

/** An archive written from its first byte to its last, with nothing to go back to. */
export function openZip(sink: Sink): Zip {
  const entries: Entry[] = []
  let offset = 0
  const put = async (bytes: Buffer): Promise<void> => {
    offset += bytes.length
    await sink.write(bytes)
  }
  return {
    async part(path) {
      const entry: Entry = { path: Buffer.from(path), crc: 0, packed: 0, plain: 0, offset }
      entries.push(entry)
      await put(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), headOf(entry), entry.path]))
      return packInto(entry, put)
    },
    async end() {
      const start = offset
      for (const entry of entries) {
        const behind = Buffer.alloc(14)
        behind.writeUInt32LE(entry.offset, 10)
        const made_by = Buffer.from('PK\x01\x02\x14\x00', 'latin1')
        await put(Buffer.concat([made_by, headOf(entry), behind, entry.path]))
      }
      const last = Buffer.alloc(18)
      last.writeUInt16LE(entries.length, 4)
      last.writeUInt16LE(entries.length, 6)
      last.writeUInt32LE(offset - start, 8)
      last.writeUInt32LE(start, 12)
      await put(Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), last]))
      return await sink.end()
    },
  }
}

/** What both the part itself and the directory say of it. */
function headOf({ path, crc, packed, plain }: Entry): Buffer {
  const head = Buffer.alloc(26)
  head.writeUInt16LE(version, 0)
  head.writeUInt16LE(flags, 2)
  head.writeUInt16LE(deflated, 4)
  head.writeUInt16LE(first_day, 8)
  head.writeUInt32LE(crc, 10)
  head.writeUInt32LE(packed, 14)
  head.writeUInt32LE(plain, 18)
  head.writeUInt16LE(path.length, 22)
  return head
}

function packInto(entry: Entry, put: (bytes: Buffer) => Promise<void>): Part {
  const deflate = createDeflateRaw()
  const packed: Buffer[] = []
  deflate.on('data', (piece: Buffer) => { packed.push(piece) })
  let gathered = ''
  const pass = async (): Promise<void> => {
    for (const piece of packed.splice(0)) {
      entry.packed += piece.length
      await put(piece)
    }
  }
  const send = async (): Promise<void> => {
    const bytes = Buffer.from(gathered)
    gathered = ''
    entry.crc = crc32(bytes, entry.crc)
    entry.plain += bytes.length
    await new Promise<void>((resolve, reject) => {
      deflate.write(bytes, (error) => { if (error) reject(error); else resolve() })
    })
    await pass()
  }
  return {
    async write(text) {
      gathered += text
      if (gathered.length >= gathered_letters) await send()
    },
    async end() {
      await send()
      await new Promise<void>((resolve, reject) => {
        deflate.once('end', resolve).once('error', reject)
        deflate.end()
      })
      await pass()
      const sizes = Buffer.alloc(12)
      sizes.writeUInt32LE(entry.crc, 0)
      sizes.writeUInt32LE(entry.packed, 4)
      sizes.writeUInt32LE(entry.plain, 8)
      await put(Buffer.concat([Buffer.from('PK\x07\x08', 'latin1'), sizes]))
    },
  }
}
