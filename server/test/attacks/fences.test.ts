import { afterAll, expect, test } from 'vitest'
import pg from 'pg'
import { freshDatabase, makeWorld } from '#test/world.ts'

const fresh = await freshDatabase()
const mine = await makeWorld(fresh.db)
const theirs = await makeWorld(fresh.db, { code: 'neighbour', master: mine.master })
const app = new pg.Client({ connectionString: fresh.app_url })
await app.connect()
afterAll(async () => {
  await app.end()
  await fresh.drop()
})

/** Whoever gets a statement of their own past us is still the application role, inside one chain. */
const inside = async (chain_id: string | null, text: string, values: unknown[] = []) => {
  await app.query('begin')
  try {
    if (chain_id !== null) await app.query(`set local app.chain_id = '${chain_id}'`)
    return await app.query(text, values)
  } finally {
    await app.query('rollback')
  }
}
const told = (asked: Promise<unknown>) => asked.then(() => 'done', (error: pg.DatabaseError) => error.code)

const { rows: tables } = await app.query<{ name: string }>(`
  select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^(pg_|information_schema)'
     and has_table_privilege(c.oid, 'select') order by 1`)

test('without a chain no table but the directory shows a row, within one only that chain\'s', async () => {
  expect(tables.length).toBeGreaterThan(45)
  for (const { name } of tables.filter((one) => one.name !== 'kernel.directory')) {
    for (const outside of [null, '', '00000000-0000-0000-0000-000000000001'])
      expect((await inside(outside, `select 1 from ${name} limit 1`)).rowCount, name).toBe(0)
    const { rows } = await inside(mine.chain_id, `select count(*)::int as foreign from ${name}
      where chain_id <> $1`, [mine.chain_id])
    expect(rows[0].foreign, name).toBe(0)
  }
})

test('nothing is written into another chain, nor moved there, nor taken from it', async () => {
  const into = `insert into org.regions (chain_id, id, name, made_at)
    values ($1, gen_random_uuid(), 'x', now())`
  expect(await told(inside(mine.chain_id, into, [theirs.chain_id]))).toBe('42501')
  expect(await told(inside(mine.chain_id, into, [mine.chain_id]))).toBe('done')
  expect(await told(inside(mine.chain_id, 'update org.staff set chain_id = $1', [theirs.chain_id])))
    .toBe('42501')
  for (const text of ['update org.staff set name = name where chain_id = $1',
    'delete from access.sessions where chain_id = $1', 'delete from kernel.places where chain_id = $1'])
    expect((await inside(mine.chain_id, text, [theirs.chain_id])).rowCount, text).toBe(0)
})

test('the application role takes no fence down, changes no record, reaches no file', async () => {
  const tries = [
    'alter table org.staff no force row level security', 'drop policy chain on org.staff',
    'alter role current_user bypassrls', 'set role postgres', 'create schema mine', 'create extension dblink',
    `create function public.hole() returns int language sql security definer as 'select 1'`,
    'create table public.mine (a int)', 'truncate kernel.audit', 'delete from kernel.audit',
    `update kernel.audit set detail = '{}'`, 'delete from kernel.audit_links',
    'update kernel.settings set value = value',
    'delete from ledger.transfers', 'update sales.sales set payable_fen = 0', 'delete from approvals.uses',
    'delete from approvals.decisions', 'update members.consents set given = true',
    `copy org.staff to program 'cat'`, `copy org.staff to '/tmp/staff'`, `select pg_read_file('/etc/passwd')`,
    `select lo_import('/etc/passwd')`,
    'create trigger t before insert on org.staff execute function public.place()',
  ]
  for (const text of tries)
    expect(await told(inside(mine.chain_id, text)), text).toMatch(/^(42501|22023|42704|0A000|42883)$/)
  // Row security that is switched off for a session is an error, not a way round.
  await app.query('set row_security = off')
  expect(await told(inside(mine.chain_id, 'select 1 from org.staff'))).toBe('42501')
  await app.query('set row_security = on')
})

test('no function runs as somebody else, and no view looks past a fence', async () => {
  const { rows } = await app.query<{ name: string }>(`
    select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.prosecdef and n.nspname !~ '^(pg_|information_schema)'
    union all select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('v', 'm', 'f') and n.nspname !~ '^(pg_|information_schema)'`)
  expect(rows).toEqual([])
})
