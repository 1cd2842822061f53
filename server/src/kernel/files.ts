import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Files by what they hold: a file's name is the SHA-256 of its bytes, so the same bytes are kept once and
 * nothing kept ever changes. Which chain may see which file is a matter of that chain's rows, never of the
 * store: a name is handed out only to those who may have it.
 */
export type FileStore = {
  /** Keeps bytes for good and answers their name. On the disk before it answers. */
  keep: (bytes: Uint8Array) => Promise<string>
  /** The bytes behind a name; null where there are none, or where they are no longer what was kept. */
  read: (name: string) => Promise<Buffer | null>
}

export const isFileName = (name: string): boolean => /^[0-9a-f]{64}$/.test(name)
const nameOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * Files in a folder, `ab/cd/abcd…`, readable for this account alone. Another place (S3) is another function
 * of the same type.
 */
export function openFolder(folder: string): FileStore {
  const pathOf = (name: string) => join(folder, name.slice(0, 2), name.slice(2, 4), name)
  return {
    async keep(bytes) {
      const name = nameOf(bytes), path = pathOf(name)
      if (await readWhole(path, name) === null) await writeWhole(path, bytes)
      return name
    },
    // A name is checked before it is part of a path: it came over the wire.
    read: async (name) => isFileName(name) ? await readWhole(pathOf(name), name) : null,
  }
}

async function readWhole(path: string, name: string): Promise<Buffer | null> {
  try {
    const bytes = await readFile(path)
    return nameOf(bytes) === name ? bytes : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** The whole file or none, whenever the power goes: written beside, to the disk, then renamed. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomUUID()}`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
    await syncFolder(dirname(path))
  } finally {
    await rm(draft, { force: true })
  }
}

/** A rename lasts once its folder is on the disk. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
