import pg from 'pg'
import { failWith } from './failure.ts'
import type { Secrets } from './secrets.ts'

/**
 * Written on the database when all of the below is done; a start that finds it has nothing to do. Raise it
 * with the steps.
 */
const prepared = 'shuke: prepared 1'

export type Urls = { superuser_url: string, owner_url: string, app_url: string }

export function urlsFor(port: number, secrets: Secrets): Urls {
  const url = (role: string, password: string) => `postgresql://${role}:${password}@127.0.0.1:${port}/shuke`
  return {
    superuser_url: url('postgres', secrets.database_superuser_password),
    owner_url: url('shuke_owner', secrets.database_owner_password),
    app_url: url('shuke_app', secrets.database_app_password),
  }
}

/**
 * Makes the roles, the database and its extensions where they are missing; each step looks first, since a
 * kill may have come between any two. Returns `server_version_num`, e.g. 180004.
 */
export async function prepareDatabase(port: number, secrets: Secrets): Promise<number> {
  const { superuser_url } = urlsFor(port, secrets)
  const maintenance_url = superuser_url.replace(/\/shuke$/, '/postgres')
  return withClient(maintenance_url, async (client) => {
    const { rows: [state] } = await client.query<{ version: number, mark: string | null }>(`
      select current_setting('server_version_num')::int as version,
             (select shobj_description(oid, 'pg_database') from pg_database where datname = 'shuke') as mark`)
    if (state!.mark === prepared) return state!.version
    await makeRole(client, 'shuke_owner', secrets.database_owner_password)
    await makeRole(client, 'shuke_app', secrets.database_app_password)
    await makeDatabase(client)
    // Exclusion constraints over a chain and a range need it; in public, where every schema finds its
    // operator classes.
    await withClient(superuser_url, (inside) =>
      inside.query('create extension if not exists btree_gist with schema public'))
    await client.query(`comment on database shuke is '${prepared}'`)
    return state!.version
  })
}

async function makeRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (!rowCount) {
    await client.query(`
      create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication
        password ${client.escapeLiteral(password)}`)
  }
  // A refused row names the phone number in its message; the client gets it, the log must not.
  await client.query(`alter role ${role} set log_min_messages = 'log'`)
}

async function makeDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(`select from pg_database where datname = 'shuke'`)
  if (!rowCount) await client.query('create database shuke owner shuke_owner')
  await client.query('revoke all on database shuke from public')
  await client.query('grant connect, temporary on database shuke to shuke_app')
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 30_000 })
  // Without a listener a connection that breaks between two statements would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } catch (error) {
    if ((error as { code?: string }).code === '28P01')
      failWith('The database does not accept the password in secrets.json:'
        + ' put back the secrets that belong to it.')
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}
