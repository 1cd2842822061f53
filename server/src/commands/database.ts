import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inChain, openDb, outsideChains } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { allChains } from '#kernel/directory.ts'
import { startCluster } from '#kernel/embedded.ts'
import { urlsFor } from '#kernel/embedded-database.ts'
import { placeOf } from '#kernel/embedded-place.ts'
import { Failure, failWith } from '#kernel/failure.ts'
import { checkAppRole, migrate } from '#kernel/migrate.ts'
import { loadSecrets, secretsFileOf } from '#kernel/secrets.ts'
import type { Secrets } from '#kernel/secrets.ts'
import { isRightKey } from '#modules/org/org.ts'
import pg from 'pg'
import type { Environment } from './command.ts'

export type DatabaseUrls = { app_url: string; owner_url: string }
export type Opened = DatabaseUrls & {
  ran: string[]; secrets: Secrets; master: Buffer; close: () => Promise<void>
}

/** Both addresses of a database outside, or null for the embedded one. */
export function urlsOutside(
  { database_url: app_url, database_owner_url: owner_url }: Environment,
): DatabaseUrls | null {
  if ((app_url === null) !== (owner_url === null))
    failWith('DATABASE_URL (the application role) and DATABASE_OWNER_URL (the owner, who migrates)'
      + ' go together: set both.')
  return app_url === null || owner_url === null ? null : { app_url, owner_url }
}

/**
 * Brings a reachable database up to this code and refuses one that the application role could step over the
 * fences of, or that was begun with other keys. Every "no" is one sentence.
 */
export async function prepare(urls: DatabaseUrls, data_dir: string): Promise<Omit<Opened, 'close'>> {
  const app_role = decodeURIComponent(new URL(urls.app_url).username)
  const { ran } = await reaching(urls.owner_url, () => migrate(urls.owner_url, app_role))
  await reaching(urls.app_url, () => checkAppRole(urls.app_url))
  const secrets = loadSecrets(data_dir)
  const master = masterOf(secrets)
  await refuseForeignKeys(urls.app_url, master, secretsFileOf(data_dir))
  return { ...urls, ran, secrets, master }
}

export const masterOf = (secrets: Secrets): Buffer => Buffer.from(secrets.encryption_key, 'base64url')

async function refuseForeignKeys(app_url: string, master: Buffer, file: string): Promise<void> {
  const db = openDb(app_url, { max: 1, name: 'shuke check' })
  try {
    const [first] = await outsideChains(db, allChains)
    if (first && !await inChain(db, first.chain_id, (tx) => isRightKey(tx, master, first.chain_id)))
      failWith(`The secrets in ${file} do not belong to this database: put back the ones it was begun with.`)
  } finally {
    await db.close()
  }
}

const unreachable = new Set(
  ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOENT'],
)
const refused: Record<string, string> = {
  '28P01': 'the password is wrong', '28000': 'it does not let this role in',
  '3D000': 'it has no such database', '57P03': 'it is starting or stopping',
  '53300': 'it has no connection left', '42501': 'the role may not do this',
}

/** Turns what a database outside says at the door into a sentence, without the password of its address. */
async function reaching<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string }
    const isSilent = unreachable.has(code) || /timeout|terminated/.test(message)
    const why = refused[code] ?? (isSilent ? 'nobody answers there' : null)
    if (error instanceof Failure || why === null) throw error
    const { username, hostname, port, pathname } = new URL(url)
    throw new Failure(`The database ${pathname.slice(1)} at ${hostname}:${port || 5432} cannot be reached as`
      + ` "${decodeURIComponent(username)}" (${why}):`
      + ' check the address in DATABASE_URL and DATABASE_OWNER_URL.')
  }
}

/**
 * Opens the database for a command: the one outside, the embedded one of a running server on the same data
 * folder, or the embedded one started for the duration.
 */
export async function openForCommand(environment: Environment): Promise<Opened & { db: Db }> {
  const opened = await openUrls(environment)
  const db = openDb(opened.app_url, { name: 'shuke command' })
  return {
    ...opened, db,
    async close() {
      await db.close()
      await opened.close()
    },
  }
}

async function openUrls(environment: Environment): Promise<Opened> {
  const { data_dir } = environment
  const outside = urlsOutside(environment)
  if (outside) return { ...await prepare(outside, data_dir), close: async () => {} }
  const cluster = await startCluster({ data_dir }).catch(async (failure: unknown) => {
    const beside = await urlsBeside(data_dir, failure)
    if (beside === null) throw failure
    return { ...beside, stop: async () => {} }
  })
  try {
    return { ...await prepare(cluster, data_dir), close: async () => await cluster.stop() }
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

/**
 * The addresses of the PostgreSQL that another Shuke runs on this folder, once it answers; null where none
 * does.
 */
async function urlsBeside(data_dir: string, failure: unknown): Promise<DatabaseUrls | null> {
  if (!(failure instanceof Failure) || !failure.message.includes('already runs')) return null
  // A server that is only just starting takes some seconds until its database answers.
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const port = portOf(join(placeOf(data_dir).cluster_dir, 'postmaster.pid'))
    const urls = port === null ? null : urlsFor(port, loadSecrets(data_dir))
    if (urls && await answers(urls.app_url)) return urls
    await sleep(250)
  }
  return null
}

/** PostgreSQL writes its port into the fourth line and its state into the eighth. */
function portOf(pid_file: string): number | null {
  try {
    const lines = readFileSync(pid_file, 'utf8').split('\n')
    return lines[7]?.trim() === 'ready' ? Number(lines[3]) : null
  } catch {
    return null
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}
