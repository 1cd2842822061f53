import { createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuditBreak } from '#contract/audit.ts'
import { homeOf } from './embedded-place.ts'

/**
 * What is signed outside the database: that the chain had this hash at this number. `from` is the number of
 * the head before it in the file, so that a line taken out shows. A `restore` says that from here on the
 * chain goes on from a backup: heads after `agrees_to` no longer hold.
 */
export type Head = { chain_id: string; seq: number; hash: string; from: number; at: string } & (
  | { kind: 'head' }
  | { kind: 'restore'; agrees_to: number; was: number; reason: string })

/** A line of the file; `head` is null where it is not signed by this installation for this chain. */
export type HeadLine = { line: number; head: Head | null }

/** The last head of a file, null in one that has none yet, or why the file cannot be believed. */
export type Tail = { last: Head | null; broken: Extract<AuditBreak, 'forged' | 'heads_cut'> | null }

export type Heads = {
  /** The end of a chain's file, held against what this process saw of it before. */
  tail: (chain_id: string) => Promise<Tail>
  all: (chain_id: string) => Promise<HeadLine[]>
  /** On the disk when it returns. Only for whoever seals the chain at the moment. */
  append: (chain_id: string, head: Head) => Promise<void>
}

/** Two lines with the longest reason there may be fit into it. */
const tail_bytes = 16 * 1024

/** Beside the data of an installation, wherever its database is. */
export const headsFolderOf = (data_dir: string): string => join(homeOf(data_dir), 'audit')

/**
 * The files of heads in a folder, one for each chain, signed with keys derived from the installation's
 * secret. Every one of them throws what the file system does.
 */
export function openHeads(folder: string, hmac_key: string): Heads {
  const fileOf = (chain_id: string): string => join(folder, `${chain_id}.jsonl`)
  const keyOf = signersOf(hmac_key)
  const seen_bytes = new Map<string, number>()
  const parse = (chain_id: string, line: string): Head | null => headIn(line, chain_id, keyOf(chain_id).open)

  return {
    async tail(chain_id) {
      const { text, size } = await readTail(fileOf(chain_id))
      const lines = text.split('\n').slice(-3, -1)
      const [last = null, before = null] = lines.reverse().map((line) => parse(chain_id, line))
      const shrunk = size < (seen_bytes.get(chain_id) ?? 0) && last?.kind !== 'restore'
      if (shrunk) return { last, broken: 'heads_cut' }
      seen_bytes.set(chain_id, size)
      const forged = lines.length > 0 && (last === null || !follows(last, before, lines.length))
      return { last, broken: forged ? 'forged' : null }
    },
    async all(chain_id) {
      const text = await readFile(fileOf(chain_id), 'utf8').catch(noneIfMissing)
      // What stands after the last line end was never wholly written.
      return (text ?? '').split('\n').slice(0, -1).map((line, at) =>
        ({ line: at + 1, head: parse(chain_id, line) }))
    },
    async append(chain_id, head) {
      const text = JSON.stringify(head)
      const signature = sign(null, Buffer.from(text), keyOf(chain_id).closed).toString('base64url')
      const line = `${JSON.stringify({ ...head, signature })}\n`
      seen_bytes.set(chain_id, await appendLine(folder, fileOf(chain_id), line))
    },
  }
}

/** Heads rise, each from the one before it; a line copied from further up does not. */
function follows(last: Head, before: Head | null, lines: number): boolean {
  if (last.kind === 'restore') return true
  return last.seq > last.from && (lines === 1 ? last.from === 0 : before?.seq === last.from)
}

type Signer = { closed: KeyObject; open: KeyObject }

/** Each chain has an Ed25519 key of its own, derived, so that an installation needs no new secret. */
function signersOf(hmac_key: string): (chain_id: string) => Signer {
  // What PKCS #8 puts before the 32 bytes of a private key.
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
  const kept = new Map<string, Signer>()
  return (chain_id) => {
    const known = kept.get(chain_id)
    if (known) return known
    const secret = Buffer.from(hmac_key, 'base64url')
    const seed = Buffer.from(hkdfSync('sha256', secret, chain_id, 'shuke/audit-heads', 32))
    const closed = createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' })
    const signer = { closed, open: createPublicKey(closed) }
    kept.set(chain_id, signer)
    return signer
  }
}

/** Reads a line back if our signature holds for exactly what it says. */
function headIn(line: string, chain_id: string, key: KeyObject): Head | null {
  try {
    const { signature, ...head } = JSON.parse(line) as Head & { signature: string }
    const signed = verify(null, Buffer.from(JSON.stringify(head)), key, Buffer.from(signature, 'base64url'))
    return signed && head.chain_id === chain_id ? head : null
  } catch {
    return null
  }
}

const noneIfMissing = (error: NodeJS.ErrnoException): null => {
  if (error.code === 'ENOENT') return null
  throw error
}

/** The end of a file up to its last line end, and the bytes up to there. */
async function readTail(file: string): Promise<{ text: string; size: number }> {
  const handle = await open(file, 'r').catch(noneIfMissing)
  if (handle === null) return { text: '', size: 0 }
  try {
    return await endOf(handle)
  } finally {
    await handle.close()
  }
}

async function endOf(handle: FileHandle): Promise<{ text: string; size: number }> {
  const { size } = await handle.stat()
  const from = Math.max(0, size - tail_bytes)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from)
  const whole = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1
  const first = from === 0 ? 0 : buffer.indexOf('\n') + 1
  return { text: buffer.toString('utf8', first, whole), size: from + whole }
}

/** Appends a line durably and returns the file's size. A line that a kill cut short makes way for it. */
async function appendLine(folder: string, file: string, line: string): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const before = await open(file, 'r+').catch(noneIfMissing)
  const handle = before ?? await open(file, 'wx+', 0o600)
  try {
    const { size } = await endOf(handle)
    await handle.truncate(size)
    const { bytesWritten } = await handle.write(Buffer.from(line), 0, null, size)
    await handle.sync()
    if (before === null) await syncFolder(folder)
    return size + bytesWritten
  } finally {
    await handle.close()
  }
}

/** A new file's name is on the disk too; Windows keeps it by itself and opens no folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
