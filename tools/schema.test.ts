import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '#test/database.ts'
import type { FreshDatabase } from '#test/database.ts'
import { dumpSchema, schemaFaults, schemaText } from './schema.ts'

let database: FreshDatabase
let owner: pg.Client

beforeAll(async () => {
  database = await freshDatabase()
  owner = new pg.Client({ connectionString: database.owner_url })
  await owner.connect()
})

afterAll(async () => {
  await owner?.end()
  await database?.drop()
})

/** Runs statements, looks, and takes them back. */
async function after<Answer>(ddl: string, look: () => Promise<Answer>): Promise<Answer> {
  await owner.query('begin')
  try {
    await owner.query(ddl)
    return await look()
  } finally {
    await owner.query('rollback')
  }
}

test('the migrated database keeps the rules for data', async () => {
  expect(await schemaFaults(owner)).toEqual([])
})

const ids = 'chain_id uuid not null, id uuid not null'
const fenced = (columns: string): string =>
  `create table sales.made_up (${columns}); select fence('sales.made_up')`
const policy = (using: string): string => `${fenced(`${ids}, primary key (chain_id, id)`)};
  drop policy chain on sales.made_up; create policy other on sales.made_up using (${using})`
const inChain = `chain_id = nullif(current_setting('app.chain_id', true), '')::uuid`

/** Statements and all the faults they make. */
const unlawful: [string, string[]][] = [
  [fenced(`${ids}, primary key (chain_id, id)`), []],
  [`create table sales.made_up (id uuid primary key)`,
    ['sales.made_up has no chain_id (only kernel.directory may stand outside the chains)']],
  [`create table sales.made_up (${ids}, primary key (chain_id, id))`,
    ['sales.made_up has no policy on app.chain_id for every statement',
      'sales.made_up is not fenced: row level security must be enabled and forced']],
  [`${fenced(`${ids}, primary key (chain_id, id)`)}; alter table sales.made_up no force row level security`,
    ['sales.made_up is not fenced: row level security must be enabled and forced']],
  [policy('true'), ['sales.made_up has a policy that opens more than one chain: other',
    'sales.made_up has no policy on app.chain_id for every statement']],
  [policy(`${inChain} or id is null`), ['sales.made_up has a policy that opens more than one chain: other',
    'sales.made_up has no policy on app.chain_id for every statement']],
  [`${policy(inChain)}; create policy more on sales.made_up for select using (true)`,
    ['sales.made_up has a policy that opens more than one chain: more']],
  [policy(inChain), []],
  [fenced(ids), ['sales.made_up has no primary key']],
  [fenced(`${ids}, primary key (id, chain_id)`),
    ['sales.made_up: the key sales.made_up_pkey does not begin with chain_id']],
  [fenced(`${ids}, code text, primary key (chain_id, id), unique (code)`),
    ['sales.made_up: the key sales.made_up_code_key does not begin with chain_id']],
  [`${fenced(`${ids}, code text, primary key (chain_id, id)`)};
    create unique index once on sales.made_up (code, chain_id) where code <> ''`,
  ['sales.made_up: the key sales.once does not begin with chain_id']],
  [fenced(`${ids}, span int4range, primary key (chain_id, id), exclude using gist (span with &&)`),
    ['sales.made_up: the exclusion made_up_span_excl does not begin with chain_id']],
  [`alter table kernel.directory add unique (chain_id); ${fenced(`${ids}, primary key (chain_id, id)`)};
    create table sales.child (${ids}, parent uuid not null, other uuid not null, primary key (chain_id, id),
      foreign key (parent) references kernel.directory (chain_id),
      foreign key (parent, chain_id) references sales.made_up (chain_id, id),
      foreign key (chain_id, other) references sales.made_up); select fence('sales.child')`,
  ['sales.child: the foreign key child_parent_chain_id_fkey does not carry chain_id',
    'sales.child: the foreign key child_parent_fkey does not carry chain_id']],
  [fenced(`${ids}, number serial, primary key (chain_id, id)`),
    ['sales.made_up.number comes from a sequence: ids are made by the application']],
  [fenced(`${ids}, number int generated always as identity, primary key (chain_id, id)`),
    ['sales.made_up.number comes from a sequence: ids are made by the application']],
  [fenced(`chain_id uuid, id uuid, unique (chain_id, id)`),
    ['sales.made_up has no primary key', 'sales.made_up.chain_id may be null']],
  [`${fenced(`${ids}, primary key (chain_id, id)`)};
    create function sales.wake() returns trigger language plpgsql as 'begin return new; end';
    create trigger waker before insert on sales.made_up for each row execute function sales.wake()`,
  ['sales.made_up has the trigger waker']],
  [`create type sales.mood as enum ('good')`, ['sales.mood is an enum type']],
]

test.each(unlawful)('%s', async (ddl, faults) => {
  expect(await after(ddl, () => schemaFaults(owner))).toEqual(faults)
})

test('a table that is only added to is closed to changes by the application', async () => {
  const role = pg.escapeIdentifier(new URL(database.app_url).username)
  const faults = await after(`grant update on sales.sales to ${role}`, () => schemaFaults(owner))
  expect(faults).toEqual([`sales.sales is append-only, but ${new URL(database.app_url).username} has UPDATE`])
})

/** A change to the database and what the text then says. */
const changes: [string, string][] = [
  [`alter table sales.sales add column remark text not null default 'none'`,
    `text not null default 'none'::text`],
  [`alter table sales.sales add check (id is not null)`, 'CHECK ((id IS NOT NULL))'],
  [`create index by_id on sales.sales (id)`, 'CREATE INDEX by_id ON sales.sales USING btree (id)'],
  [`alter table sales.sales no force row level security`, 'row security: on, but not for the owner'],
  [`create policy more on sales.sales for select using (true)`, 'policy more for select using true'],
  [`grant select on sales.sales to public`, 'granted to everybody: select'],
  [`create function sales.one() returns int language sql as 'select 1'`,
    'CREATE OR REPLACE FUNCTION sales.one()'],
  [`create view sales.seen as select id from sales.sales`, 'view sales.seen as\n SELECT id'],
  [`create sequence sales.counter`, 'sequence sales.counter'],
  [`comment on column sales.sales.id is 'made by the till'`, 'uuid not null -- made by the till'],
]

test.each(changes)('the schema tells of: %s', async (ddl, says) => {
  const before = await schemaText(owner)
  const changed = await after(ddl, () => schemaText(owner))
  expect([before.includes(says), changed.includes(says)]).toEqual([false, true])
  expect(await schemaText(owner)).toBe(before)
})

test('two databases made by the same migrations read the same, and reading changes nothing', async () => {
  const other = await freshDatabase()
  const client = new pg.Client({ connectionString: other.owner_url })
  await client.connect()
  try {
    expect(await dumpSchema(client)).toBe(await dumpSchema(owner))
    expect((await client.query('show search_path')).rows).toEqual([{ search_path: '"$user", public' }])
  } finally {
    await client.end()
    await other.drop()
  }
})
