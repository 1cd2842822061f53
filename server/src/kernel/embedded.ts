import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { totalmem } from 'node:os'
import { type Binaries, findBinaries, openToNobody, type Release } from './embedded-binaries.ts'
import { prepareDatabase, type Urls, urlsFor } from './embedded-database.ts'
import {
  freePort, initialise, launch, PortTaken, type Postmaster, refuseOtherMajor, removeDrafts, shutDown,
} from './embedded-launch.ts'
import { type Lock, lockFolder } from './embedded-lock.ts'
import { type Place, placeOf, prepareHome } from './embedded-place.ts'
import { endLeftovers } from './embedded-processes.ts'
import { Failure } from './failure.ts'
import { loadSecrets } from './secrets.ts'

export type ClusterOptions = {
  data_dir: string, port?: number, release?: Release,
  /** false: commits do not wait for the disk. For tests only: a power cut loses the database. */
  durable?: boolean,
  settings?: Record<string, string>,
}

/**
 * A running embedded PostgreSQL. `data_dir` is the folder as named, `home_dir` where its data really is,
 * `socket_dir` holds its unix socket (null: TCP only), `pid` is the postmaster, `version` is
 * `server_version_num`, e.g. 180004.
 */
export type Cluster = Urls & {
  port: number, data_dir: string, home_dir: string, socket_dir: string | null, pid: number, version: number,
  /** Ends all sessions, waits until everything is on disk, gives the folder free. Safe to call twice. */
  stop(): Promise<void>,
  /**
   * Calls once when PostgreSQL ended without `stop`; the folder is free again then, so `startCluster` may
   * follow.
   */
  onExit(listener: () => void): void,
}

const tries = 5

/**
 * Starts (initialises on first use) the embedded PostgreSQL over `data_dir`, whatever state a kill left it
 * in. Throws a Failure for what the operator can put right: folder in use, not writable, full, of another
 * account or another major version, port taken. Without `port` it takes a free one; to restart at the same
 * address pass the old one.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const place = placeOf(options.data_dir)
  const found = findBinaries(options.release ?? 18)
  prepareHome(place)
  const lock = lockFolder(place.home_dir, place.data_dir)
  try {
    const binaries = place.account ? openToNobody(found) : found
    const secrets = loadSecrets(options.data_dir)
    removeDrafts(place.home_dir)
    if (existsSync(place.cluster_dir)) {
      refuseOtherMajor(binaries, place)
      await endLeftovers(binaries, place.cluster_dir)
    } else {
      await initialise(binaries, place, {
        password: secrets.database_superuser_password, durable: options.durable ?? true,
      })
    }
    const postmaster = await launchOnPort(binaries, place, options)
    try {
      const version = await prepareDatabase(postmaster.port, secrets)
      return running({ binaries, place, lock, postmaster }, { ...urlsFor(postmaster.port, secrets), version })
    } catch (error) {
      await shutDown(binaries, place, postmaster.child)
      throw error
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** A port found free may be taken a moment later by somebody else: then another one will do. */
async function launchOnPort(binaries: Binaries, place: Place, options: ClusterOptions): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port || await freePort()
    try {
      return await launch(binaries, place, { port, settings: settingsFor(options) })
    } catch (error) {
      if (options.port || attempt === tries || !(error instanceof PortTaken)) throw error
    }
  }
}

type Parts = { binaries: Binaries, place: Place, lock: Lock, postmaster: Postmaster }

function running({ binaries, place, lock, postmaster }: Parts, known: Urls & { version: number }): Cluster {
  const { child, port, socket_dir } = postmaster
  if (child.pid === undefined) throw new Failure('PostgreSQL ended right after its start: start again.')
  const listeners: (() => void)[] = []
  let stopping: Promise<void> | undefined
  let isGone = false

  // A process that ends without `stop` still asks the database to end well; after kill -9 the next
  // start does it.
  const goAlong = () => { child.kill('SIGINT') }
  process.once('exit', goAlong)
  const gone = () => {
    if (isGone) return
    isGone = true
    process.off('exit', goAlong)
    lock.release()
    if (!stopping) for (const listener of listeners) listener()
  }
  child.once('exit', gone)
  if (hasEnded(child)) gone()

  return {
    ...known, port, socket_dir, pid: child.pid, data_dir: place.data_dir, home_dir: place.home_dir,
    stop() {
      stopping ??= shutDown(binaries, place, child).then(gone)
      return stopping
    },
    onExit(listener) {
      if (isGone && !stopping) queueMicrotask(listener)
      else listeners.push(listener)
    },
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/**
 * Settings for one machine that PostgreSQL shares with Node. Memory is a share of the machine's, within
 * sane ends.
 */
function settingsFor({ durable = true, settings = {} }: ClusterOptions): Record<string, string> {
  const memory_mb = totalmem() / 1024 / 1024
  const shared_mb = durable ? Math.round(Math.min(1024, Math.max(128, memory_mb / 8))) : 64
  const careless = {
    fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off',
    wal_level: 'minimal', max_wal_senders: '0',
  }
  return {
    shared_buffers: `${shared_mb}MB`, effective_cache_size: `${Math.round(Math.max(256, memory_mb / 2))}MB`,
    max_connections: '100', max_wal_size: '2GB', random_page_cost: '1.1', jit: 'off',
    max_logical_replication_workers: '0',
    timezone: 'UTC', log_timezone: 'UTC', log_line_prefix: '%m [%p] ', log_checkpoints: 'off',
    log_error_verbosity: 'terse', log_min_error_statement: 'panic',
    ...durable ? {} : careless, ...settings,
  }
}
