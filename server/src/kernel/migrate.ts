import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { failWith } from './failure.ts'

const folder = new URL('../../db/migrations/', import.meta.url)

export type Migration = { name: string; text: string; checksum: string }

/** The migrations of this code in order: `0007_storedvalue.sql`, the number first. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort()
  return await Promise.all(names.map(async (name) => {
    const text = await readFile(new URL(name, folder), 'utf8')
    return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
  }))
}

/**
 * Brings a database up to this code, as its owner, and grants the application role what it may
 * do. Forward only. Fails with a sentence when the database is newer than the code or when a
 * migration was changed after it ran.
 */
export async function migrate(owner_url: string, app_role: string): Promise<{ ran: string[] }> {
  const client = new pg.Client({ connectionString: owner_url, application_name: 'shuke migrate' })
  await client.connect()
  try {
    // Another process may be migrating for minutes: that is waited for. The tables are not.
    await client.query('select pg_advisory_lock(7308332)')
    await client.query(`set lock_timeout = '5s'`)
    const ran = await runPending(client, await readMigrations())
    await grant(client, app_role)
    return { ran }
  } finally {
    await client.end()
  }
}

async function runPending(client: pg.Client, known: readonly Migration[]): Promise<string[]> {
  await client.query(`create table if not exists public.migrations (
    name text primary key, checksum text not null, ran_at timestamptz not null default now())`)
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from public.migrations')
  const done = new Map(rows.map((row) => [row.name, row.checksum]))
  const newer = [...done.keys()].filter((name) => !known.some((migration) => migration.name === name)).sort()
  if (newer.length > 0)
    failWith(
      `The database is newer than this version of Shuke (it has ${newer.at(-1)}): start the newer version.`)
  const ran: string[] = []
  for (const { name, text, checksum } of known) {
    const before = done.get(name)
    if (before !== undefined && before !== checksum) failWith(
      `The migration ${name} was changed after it ran on this database: restore the file as it was released.`)
    if (before !== undefined) continue
    await client.query('begin')
    try {
      await client.query(text)
      await client.query('insert into public.migrations (name, checksum) values ($1, $2)', [name, checksum])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw new Error(`migration ${name}: ${(error as Error).message}`, { cause: error })
    }
    ran.push(name)
  }
  return ran
}

/** The application role reads and writes, owns nothing, and may not change what is append-only. */
async function grant(client: pg.Client, app_role: string): Promise<void> {
  const role = client.escapeIdentifier(app_role)
  const { rows: schemas } = await client.query<{ name: string }>(`
    select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema|public)' order by 1`)
  for (const { name } of schemas) {
    const schema = client.escapeIdentifier(name)
    await client.query(`grant usage on schema ${schema} to ${role}`)
    await client.query(`grant select, insert, update, delete on all tables in schema ${schema} to ${role}`)
  }
  const { rows: fixed } = await client.query<{ name: string }>(`
    select c.oid::regclass::text as name
      from pg_class c join pg_description d on d.objoid = c.oid and d.objsubid = 0
     where c.relkind in ('r', 'p') and starts_with(d.description, 'append-only')`)
  for (const { name } of fixed) await client.query(`revoke update, delete, truncate on ${name} from ${role}`)
}

/**
 * Refuses to go on when the application role could step over the fences: a superuser, one that bypasses row
 * security, or the owner of the tables.
 */
export async function checkAppRole(app_url: string): Promise<string> {
  const client = new pg.Client({ connectionString: app_url, application_name: 'shuke check' })
  await client.connect()
  try {
    const { rows } = await client.query<{
      name: string; rolsuper: boolean; rolbypassrls: boolean; owns: boolean
    }>(`
      select rolname as name, rolsuper, rolbypassrls, exists (
        select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p') and pg_has_role(current_user, c.relowner, 'usage')
           and n.nspname in ('kernel', 'ledger', 'sales', 'members')) as owns
        from pg_roles where rolname = current_user`)
    const role = rows[0]!
    if (role.rolsuper) failWith(
      `The application role "${role.name}" is a superuser: DATABASE_URL must name an ordinary role.`)
    if (role.rolbypassrls) failWith(
      `The application role "${role.name}" may bypass row security: take BYPASSRLS from it before starting.`)
    if (role.owns) failWith(`The application role "${
      role.name}" owns the tables: DATABASE_URL and DATABASE_OWNER_URL must be two roles.`)
    return role.name
  } finally {
    await client.end()
  }
}
