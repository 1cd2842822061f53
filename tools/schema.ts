import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster } from '#kernel/embedded.ts'
import { migrate } from '#kernel/migrate.ts'
import pg from 'pg'
import { floors } from './places.ts'

export const schema_file = new URL('../server/db/schema.sql', import.meta.url)

/** Schemas that are ours to describe: not PostgreSQL's own, and not those that a library makes and keeps. */
const ours = `n.nspname !~ '^(pg_|information_schema$|graphile_worker$)'`
/** Objects that came with an extension are described by the extension's name. */
const notOfExtension = (catalog: string, oid: string): string => `not exists (
  select 1 from pg_depend d
   where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'e')`

type Table = { oid: number; name: string; comment: string | null; security: string }
type Part = { oid: number; text: string }

const tablesSql = `
  select c.oid::int as oid, n.nspname || '.' || c.relname as name,
         obj_description(c.oid, 'pg_class') as comment,
         case when not c.relrowsecurity then 'none' when c.relforcerowsecurity then 'forced'
              else 'on, but not for the owner' end as security
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and ${ours} and ${notOfExtension('pg_class', 'c.oid')}
   order by n.nspname collate "C", c.relname collate "C"`

const columnsSql = `
  select a.attrelid::int as oid, concat_ws(' ', rpad(a.attname, 18), format_type(a.atttypid, a.atttypmod),
           case when a.attnotnull then 'not null' end,
           case when a.attidentity <> '' then 'generated as identity' end,
           case when a.attgenerated <> '' then 'generated as ' else 'default ' end
             || pg_get_expr(d.adbin, d.adrelid),
           '-- ' || col_description(a.attrelid, a.attnum)) as text
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and ${ours}
   order by a.attrelid, a.attnum`

// PostgreSQL 18 keeps "not null" among the constraints (type n), 16 does not: the columns say it already.
const constraintsSql = `
  select k.conrelid::int as oid, k.conname || ': ' || pg_get_constraintdef(k.oid) as text
    from pg_constraint k join pg_namespace n on n.oid = k.connamespace
   where k.conrelid <> 0 and k.contype in ('p', 'u', 'x', 'c', 'f') and ${ours}
   order by k.conrelid, position(k.contype in 'puxcf'), k.conname collate "C"`

const indexesSql = `
  select i.indrelid::int as oid, pg_get_indexdef(i.indexrelid) as text
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
   where ${ours} and not exists (
     select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
   order by i.indrelid, c.relname collate "C"`

const policiesSql = `
  select p.polrelid::int as oid, concat_ws(' ', 'policy', p.polname,
           case when not p.polpermissive then 'restrictive' end, 'for',
           case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert'
                         when 'w' then 'update' else 'delete' end,
           'using ' || pg_get_expr(p.polqual, p.polrelid),
           'with check ' || pg_get_expr(p.polwithcheck, p.polrelid)) as text
    from pg_policy p order by p.polrelid, p.polname collate "C"`

// Grants are the same everywhere, names of roles are not: a single one beside the owner is the application.
const grantsSql = `
  with granted as (
    select c.oid, lower(g.privilege_type) as deed,
           case when g.grantee = 0 then 'everybody' else pg_get_userbyid(g.grantee) end as role
      from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) g
     where c.relkind in ('r', 'p') and ${ours} and g.grantee <> c.relowner)
  select oid::int as oid, 'granted to '
           || case when (select count(distinct role) from granted) = 1 then 'the application' else role end
           || ': ' || string_agg(deed, ', ' order by deed collate "C") as text
    from granted group by oid, role order by oid, role collate "C"`

const functionsSql = `
  select pg_get_functiondef(p.oid) || ';' as text
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where p.prokind in ('f', 'p') and ${ours} and ${notOfExtension('pg_proc', 'p.oid')}
   order by n.nspname collate "C", p.proname collate "C", pg_get_function_identity_arguments(p.oid)`

const othersSql = `
  select format('view %s.%s as%s', n.nspname, c.relname, E'\\n' || pg_get_viewdef(c.oid)) as text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('v', 'm') and ${ours} and ${notOfExtension('pg_class', 'c.oid')}
  union all
  select format('sequence %s.%s', n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and ${ours}
  union all
  select format('type %s.%s', n.nspname, t.typname)
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
   where t.typtype in ('e', 'd', 'r') and ${ours} and ${notOfExtension('pg_type', 't.oid')}
  union all
  select format('trigger on %s: %s', g.tgrelid::regclass, pg_get_triggerdef(g.oid))
    from pg_trigger g where not g.tgisinternal
  order by 1`

async function read<Row extends pg.QueryResultRow>(client: pg.ClientBase, sql: string): Promise<Row[]> {
  return (await client.query<Row>(sql)).rows
}

async function partsOf(client: pg.ClientBase, sql: string): Promise<(oid: number) => string[]> {
  const parts = Map.groupBy(await read<Part>(client, sql), ({ oid }) => oid)
  return (oid) => (parts.get(oid) ?? []).map(({ text }) => `  ${text}`)
}

async function tableTexts(client: pg.ClientBase): Promise<string[]> {
  const columns = await partsOf(client, columnsSql)
  const constraints = await partsOf(client, constraintsSql)
  const indexes = await partsOf(client, indexesSql)
  const policies = await partsOf(client, policiesSql)
  const grants = await partsOf(client, grantsSql)
  return (await read<Table>(client, tablesSql)).map(({ oid, name, comment, security }) => [
    `table ${name}${comment === null ? '' : ` -- ${comment}`}`,
    ...columns(oid), ...constraints(oid), ...indexes(oid),
    `  row security: ${security}`, ...policies(oid), ...grants(oid)].join('\n'))
}

/**
 * Everything the database holds besides rows, from its catalog: tables with columns, constraints, indexes,
 * row security and grants, then functions, then what there should be none of. The order is always the same.
 */
export async function dumpSchema(client: pg.ClientBase): Promise<string> {
  // The schema of a name is left out where the search path finds it, so the path is emptied for the reading.
  const [path] = await read<{ search_path: string }>(client, 'show search_path')
  await client.query(`select set_config('search_path', 'pg_catalog', false)`)
  try {
    const tables = await tableTexts(client)
    const functions = (await read<Part>(client, functionsSql)).map(({ text }) => text.trim())
    const others = (await read<Part>(client, othersSql)).map(({ text }) => text)
    return `${[...tables, ...functions, ...others].join('\n\n')}\n`
  } finally {
    await client.query(`select set_config('search_path', $1, false)`, [path?.search_path ?? 'public'])
  }
}

/** The text of `server/db/schema.sql`: to be read beside the migrations, never run. */
export async function schemaText(client: pg.ClientBase): Promise<string> {
  const head = '-- What all migrations make together. Written by tools/schema.ts; change a migration instead.'
  return `${head}\n\n${await dumpSchema(client)}`
}

const schemas = ['kernel', ...floors.flat()]
const chainTables = `pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and n.nspname = any($1)`
const hasChain = `exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'chain_id')`
const tableName = `n.nspname || '.' || c.relname`
const columnNames = (oid: string, numbers: string): string => `array(
  select a.attname::text from unnest(${numbers}::int[]) with ordinality as key(num, place)
    join pg_attribute a on a.attrelid = ${oid} and a.attnum = key.num order by key.place)`

/** A condition that begins with the chain; one that goes on with "or" opens others. */
const onOneChain = String.raw`^\(chain_id = [^=]*app\.chain_id((?! OR ).)*$`

/** What must not be found in a database of ours: each row is one fault. $1 are the schemas of the modules. */
const faultsSql: readonly string[] = [
  `select ${tableName} || ' has no chain_id (only kernel.directory may stand outside the chains)'
     from ${chainTables} and not ${hasChain}`,
  `select ${tableName} || ' is not fenced: row level security must be enabled and forced'
     from ${chainTables} and ${hasChain} and not (c.relrowsecurity and c.relforcerowsecurity)
      and ${tableName} <> 'kernel.directory'`,
  `select ${tableName} || ' has no policy on app.chain_id for every statement'
     from ${chainTables} and ${hasChain} and ${tableName} <> 'kernel.directory' and not exists (
       select 1 from pg_policy p where p.polrelid = c.oid and p.polcmd = '*' and p.polroles = '{0}'
          and pg_get_expr(p.polqual, c.oid) ~ '${onOneChain}')`,
  `select ${tableName} || ' has a policy that opens more than one chain: ' || p.polname
     from pg_policy p, ${chainTables} and p.polrelid = c.oid and p.polpermissive
      and coalesce(pg_get_expr(p.polqual, c.oid), pg_get_expr(p.polwithcheck, c.oid)) !~ '${onOneChain}'`,
  `select ${tableName} || ' has no primary key' from ${chainTables}
      and not exists (select 1 from pg_index i where i.indrelid = c.oid and i.indisprimary)`,
  `select ${tableName} || ': the key ' || i.indexrelid::regclass || ' does not begin with chain_id'
     from pg_index i, ${chainTables} and i.indrelid = c.oid and i.indisunique and ${hasChain}
      and ${tableName} <> 'kernel.directory'
      and (${columnNames('c.oid', 'i.indkey')})[1] is distinct from 'chain_id'`,
  `select ${tableName} || ': the exclusion ' || k.conname || ' does not begin with chain_id'
     from pg_constraint k, ${chainTables} and k.conrelid = c.oid and k.contype = 'x'
      and (${columnNames('c.oid', 'k.conkey')})[1] is distinct from 'chain_id'`,
  `select ${tableName} || ': the foreign key ' || k.conname || ' does not carry chain_id'
     from pg_constraint k, ${chainTables} and k.conrelid = c.oid and k.contype = 'f'
      and not ('chain_id' = any(${columnNames('k.conrelid', 'k.conkey')})
        and array_position(${columnNames('k.conrelid', 'k.conkey')}, 'chain_id')
          = array_position(${columnNames('k.confrelid', 'k.confkey')}, 'chain_id'))`,
  `select ${tableName} || '.' || a.attname || ' comes from a sequence: ids are made by the application'
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum,
          ${chainTables}
      and a.attrelid = c.oid and (a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) ~ 'nextval')`,
  `select ${tableName} || '.chain_id may be null' from pg_attribute a, ${chainTables}
      and a.attrelid = c.oid and a.attname = 'chain_id' and not a.attnotnull`,
  `select ${tableName} || ' has the trigger ' || g.tgname from pg_trigger g, ${chainTables}
      and g.tgrelid = c.oid and not g.tgisinternal`,
  `select n.nspname || '.' || t.typname || ' is an enum type'
     from pg_type t join pg_namespace n on n.oid = t.typnamespace
    where t.typtype = 'e' and (n.nspname = any($1) or n.nspname = 'public')`,
  `select ${tableName} || ' is append-only, but ' || pg_get_userbyid(g.grantee) || ' has ' || g.privilege_type
     from ${chainTables.replace(' where', ' cross join lateral aclexplode(c.relacl) g where')}
      and g.grantee not in (0, c.relowner) and g.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
      and starts_with(obj_description(c.oid, 'pg_class'), 'append-only')`,
]

/** Where a live database breaks the rules of the design for data, a sentence each; none is []. */
export async function schemaFaults(client: pg.ClientBase): Promise<string[]> {
  const faults: string[] = []
  for (const text of faultsSql) {
    const { rows } = await client.query<[string]>({ text, values: [schemas], rowMode: 'array' })
    faults.push(...rows.flat())
  }
  return faults.toSorted()
}

/** Writes schema.sql anew from a database that is made, migrated and thrown away for it: `npm run schema`. */
async function writeSchema(): Promise<void> {
  const data_dir = await mkdtemp(join(tmpdir(), 'shuke-schema-'))
  const cluster = await startCluster({ data_dir, durable: false })
  try {
    await migrate(cluster.owner_url, 'shuke_app')
    const client = new pg.Client({ connectionString: cluster.owner_url })
    await client.connect()
    await writeFile(schema_file, await schemaText(client)).finally(() => client.end())
  } finally {
    await cluster.stop()
    for (const folder of [cluster.home_dir, data_dir]) await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) await writeSchema()
