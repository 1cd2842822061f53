import { createHash, randomUUID } from 'node:crypto'
import {
  chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statfsSync, statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Failure, failWith } from './failure.ts'

/** Where root keeps what an account without rights must reach: the folder of a clone may be closed to it. */
export const root_store = '/var/lib/shuke'

/** Below this much free space a start would end in a half-written database. First use writes about 50 MB. */
const free_needed_bytes = { first: 128 * 1024 * 1024, later: 32 * 1024 * 1024 }

/** The account PostgreSQL runs as when we are root, which it refuses. */
export type Account = { uid: number, gid: number }

/**
 * `data_dir` is what the operator names; `home_dir` is where data, secrets and files really are. They
 * differ for root.
 */
export type Place = { data_dir: string, home_dir: string, cluster_dir: string, account: Account | null }

/** Finds the place of a data folder, and refuses one that another account began. Writes nothing. */
export function placeOf(data_dir: string): Place {
  const folder = canonical(resolve(data_dir))
  const isRoot = process.getuid?.() === 0
  refuseForeignFolder(folder, isRoot)
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  const home_dir = isRoot ? join(root_store, hash) : folder
  const account = isRoot ? nobody() : null
  return { data_dir: folder, home_dir, cluster_dir: join(home_dir, 'postgres'), account }
}

/**
 * The folder that really holds database, secrets and files of a data folder: itself, or for root one in
 * /var/lib/shuke.
 */
export function homeOf(data_dir: string): string {
  return placeOf(data_dir).home_dir
}

/** Makes the folders and proves that they can be written and have room; each "no" is one sentence. */
export function prepareHome(place: Place): void {
  writing(place.data_dir, () => mkdirSync(place.data_dir, { recursive: true }))
  if (place.account) refuseMovedFolder(place)
  writing(place.home_dir, () => {
    if (place.account) {
      mkdirSync(place.home_dir, { recursive: true })
      // Everybody may pass through to the database's own folder; nobody may list or read what lies beside it.
      chmodSync(root_store, 0o755)
      chmodSync(place.home_dir, 0o711)
    }
    const probe = join(place.home_dir, `.probe-${randomUUID()}`)
    try { writeFileSync(probe, 'x'.repeat(8192)) } finally { rmSync(probe, { force: true }) }
  })
  if (place.account) writing(place.data_dir, () => leaveSignpost(place))
  refuseFullDisk(place)
}

/** Runs a step that writes below `folder` and turns what the system says into a sentence. */
export function writing<T>(folder: string, step: () => T): T {
  try {
    return step()
  } catch (error) {
    if (error instanceof Failure) throw error
    const code = (error as NodeJS.ErrnoException).code ?? ''
    // ENOENT: what Node makes of a folder to be created on a read-only file system.
    if (['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(code))
      failWith(`The data folder ${folder} cannot be written: make it writable for this account,`
        + ' or name another in SHUKE_DATA.')
    if (['ENOSPC', 'EDQUOT'].includes(code)) failWith(fullDisk(folder))
    if (['ENOTDIR', 'EEXIST'].includes(code))
      failWith(`${folder} cannot be made a folder: name another data folder in SHUKE_DATA.`)
    throw error
  }
}

export function fullDisk(folder: string): string {
  return `The disk that holds ${folder} is full: free some space and start again.`
}

/** Two starts must find one place, so links are followed as far as the path exists. */
function canonical(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(canonical(parent), basename(path))
  }
}

/**
 * A folder begun as root and opened as somebody else (or the other way round) would silently begin a
 * second, empty database; PostgreSQL itself refuses a folder of another owner, but with words that help
 * nobody.
 */
function refuseForeignFolder(folder: string, isRoot: boolean): void {
  if (process.platform === 'win32') return
  const signpost = join(folder, 'where.txt')
  if (!isRoot && existsSync(signpost))
    failWith(`The data folder ${folder} was begun by root: start Shuke as root,`
      + ' or name another folder in SHUKE_DATA.')
  for (const name of ['postgres', 'secrets.json']) {
    const owner = ownerOf(join(folder, name))
    if (owner !== null && owner !== (isRoot ? null : process.getuid?.()))
      failWith(`The data folder ${folder} belongs to the account with uid ${owner}:`
        + ' start Shuke as that account, or name another folder in SHUKE_DATA.')
  }
}

function ownerOf(path: string): number | null {
  try {
    return statSync(path).uid
  } catch {
    return null
  }
}

/** Root's data stays where the folder's old path led: a moved folder must not silently begin an empty one. */
function refuseMovedFolder({ data_dir, home_dir }: Place): void {
  const signpost = join(data_dir, 'where.txt')
  if (existsSync(home_dir) || !existsSync(signpost)) return
  const old_home = readFileSync(signpost, 'utf8').split('\n')[1] ?? ''
  if (old_home.startsWith(`${root_store}/`) && existsSync(old_home))
    failWith(`The data folder ${data_dir} was moved while its data is in ${old_home}:`
      + ` rename that to ${home_dir}, or delete ${signpost} to begin anew.`)
}

function leaveSignpost(place: Place): void {
  const signpost = join(place.data_dir, 'where.txt')
  const text = 'Shuke was started as root, so database, secrets and files of this folder are in\n'
    + `${place.home_dir}\nbecause PostgreSQL does not run as root. Back up that folder;`
    + ' delete both to begin anew.\n'
  if (!existsSync(signpost) || readFileSync(signpost, 'utf8') !== text) writeFileSync(signpost, text)
}

function refuseFullDisk(place: Place): void {
  const { bavail, bsize } = statfsSync(place.home_dir)
  const needed = existsSync(place.cluster_dir) ? free_needed_bytes.later : free_needed_bytes.first
  if (bavail * bsize < needed) failWith(fullDisk(place.home_dir))
}

function nobody(): Account {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined)
    failWith('PostgreSQL does not run as root and there is no account nobody:'
      + ' start Shuke as an ordinary account, or name a database in DATABASE_URL.')
  // Some systems write -2 for it; the kernel counts without a sign.
  return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }
}
