import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spokenPassword } from '#kernel/secrets.ts'
import { sealOf } from '#kernel/seal.ts'
import { nobodys_chain } from './rules.ts'

/** The one-time codes that were printed at start and still open the setup of the first chain. */
export type SetupCodes = {
  /** Makes one more; it is nowhere but in what this returns. */
  make(): string
  holds(code: string): boolean
  /** The setup is done: none of them opens anything any more. */
  clear(): void
}

/** So many starts may have printed a code that still holds; an older one is in a log nobody looks at. */
const kept_max = 5

/** A keyed digest: whoever reads a copy of the rows or of the folder cannot try codes against it. */
export function codeKeyOf(master: Buffer, code: string): string {
  return sealOf(master, nobodys_chain).fingerprint('setup_code', code.replaceAll('-', ''))
}

/**
 * Keeps the codes as empty files named by their digests, so that several processes on one data folder agree
 * without a lock. `home_dir` null keeps none: a server without a data folder sets up by invitation only.
 */
export function openSetupCodes(home_dir: string | null, master: Buffer): SetupCodes {
  const dir = home_dir === null ? null : join(home_dir, 'setup-codes')
  return {
    make() {
      const code = spokenPassword()
      if (dir === null) return code
      mkdirSync(dir, { recursive: true, mode: 0o700 })
      writeFileSync(join(dir, codeKeyOf(master, code)), '', { mode: 0o600 })
      for (const { path } of byAge(dir).slice(kept_max)) rmSync(path, { force: true })
      return code
    },
    holds: (code) => dir !== null && byAge(dir).some(({ name }) => name === codeKeyOf(master, code)),
    clear() {
      if (dir !== null) rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** The newest first. Another process may take one away between two looks. */
function byAge(dir: string): { name: string; path: string; at_ms: number }[] {
  const found = namesIn(dir).flatMap((name) => {
    const path = join(dir, name)
    const seen = statSync(path, { throwIfNoEntry: false })
    return seen ? [{ name, path, at_ms: seen.mtimeMs }] : []
  })
  return found.toSorted((a, b) => b.at_ms - a.at_ms)
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
