import { createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Where the bytes of a file go, in order; what it became is told at its end. */
export type Sink = {
  write: (bytes: Buffer) => Promise<void>
  /** On the disk before it answers. */
  end: () => Promise<{ bytes: number; sha256: string }>
  /** Closes without a promise about what was written. */
  drop: () => Promise<void>
}

/** Gathers small pieces, so that the disk is not asked for each. */
const gathered_bytes = 64 * 1024

/** A new file that nobody but this account can read; one that is there already is a fault. */
export async function openSink(path: string): Promise<Sink> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let pieces: Buffer[] = [], waiting = 0, bytes = 0
  const flush = async (): Promise<void> => {
    const whole = Buffer.concat(pieces)
    pieces = []
    waiting = 0
    hash.update(whole)
    bytes += whole.length
    await file.writeFile(whole)
  }
  return {
    async write(piece) {
      pieces.push(piece)
      waiting += piece.length
      if (waiting >= gathered_bytes) await flush()
    },
    async end() {
      await flush()
      await file.sync()
      await file.close()
      return { bytes, sha256: hash.digest('hex') }
    },
    drop: async () => { await file.close() },
  }
}
