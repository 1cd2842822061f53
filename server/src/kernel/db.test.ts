import { freshDatabase, makeWorld } from '#test/world.ts'
import type { World } from '#test/world.ts'
import type { FreshDatabase } from '#test/database.ts'
import { openShop } from '#test/shop.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CommitInDoubt, enterChain, inChain, openDb, outsideChains, sql, sqlState } from './db.ts'
import type { Tx } from './db.ts'
import { newId } from './ids.ts'

let fresh: FreshDatabase, one: World, other: World
beforeAll(async () => {
  fresh = await freshDatabase();
  [one, other] = [await makeWorld(fresh.db), await makeWorld(fresh.db, { code: 'jinghe' })]
  for (const [index, world] of [one, other].entries()) {
    const shop = openShop(world)
    const member_id = await shop.member('周敏华', `1390000000${index}`)
    await shop.topUp(member_id, 100_000, { bonus_fen: 20_000 })
    const sold = await shop.sell([{ sku_id: await shop.goods('五常大米', 5290), qty_m: 2000 }], { member_id })
    await shop.giveBack(sold.sale_id, [{ line: 1, qty_m: 1000 }])
  }
})
afterAll(() => fresh.drop())

const fenced = async (tx: Tx) => (await sql<{ name: string }>`
  select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'chain_id'
   where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and c.relname <> 'directory' order by 1`
  .execute(tx)).rows
const chainsIn = async (tx: Tx, table: string) => (await sql<{ chain_id: string; rows: number }>`
  select chain_id, count(*)::int8 as rows from ${sql.raw(table)} group by 1 order by 1`.execute(tx)).rows

test('a statement that names no chain sees the rows of the chain it entered, in every table', async () => {
  let seen = 0
  for (const { chain_id } of [one, other]) {
    await inChain(fresh.db, chain_id, async (tx) => {
      const tables = await fenced(tx)
      expect(tables.length).toBeGreaterThan(25)
      for (const { name } of tables) {
        const found = await chainsIn(tx, name)
        expect(found.map((row) => row.chain_id).filter((id) => id !== chain_id), name).toEqual([])
        seen += found.length
      }
    })
  }
  expect(seen).toBeGreaterThan(40)
})

test('without a chain there are no rows, also after a chain was left on the same connection', async () => {
  const lone = openDb(fresh.app_url, { max: 1 })
  try {
    const count = async (tx: Tx) => {
      const found = []
      for (const { name } of await fenced(tx)) found.push(...await chainsIn(tx, name))
      return found.length
    }
    expect(await outsideChains(lone, count)).toBe(0)
    expect(await inChain(lone, one.chain_id, count)).toBeGreaterThan(20)
    expect(await outsideChains(lone, count)).toBe(0)
    expect(await inChain(lone, newId(), count)).toBe(0)
  } finally {
    await lone.close()
  }
})

test('rows of another chain can be neither changed, taken away nor put in', async () => {
  const inOne = (query: ReturnType<typeof sql>) => inChain(fresh.db, one.chain_id, (tx) => query.execute(tx))
  for (const query of [
    sql`update ledger.accounts set balance = balance where chain_id = ${other.chain_id}`,
    sql`delete from sales.till_days where chain_id = ${other.chain_id}`,
  ]) expect((await inOne(query)).numAffectedRows).toBe(0n)
  for (const query of [
    sql`insert into kernel.versions (chain_id, what, version) values (${other.chain_id}, 'settings', 9)`,
    sql`update kernel.versions set chain_id = ${other.chain_id}`,
  ]) await expect(inOne(query)).rejects.toMatchObject({ code: '42501' })
})

test('the fence binds the owner of the tables too, and covers every table with a chain', async () => {
  const owner_db = openDb(fresh.owner_url, { max: 1 })
  try {
    const { rows } = await outsideChains(owner_db, (tx) => sql<{ name: string }>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'chain_id'
       where c.relkind in ('r', 'p') and n.nspname !~ '^pg_'
         and not (c.relrowsecurity and c.relforcerowsecurity)`.execute(tx))
    expect(rows).toEqual([{ name: 'directory' }])
    expect(await outsideChains(owner_db, (tx) => chainsIn(tx, 'ledger.transfers'))).toEqual([])
    const found = await inChain(owner_db, one.chain_id, (tx) => chainsIn(tx, 'ledger.transfers'))
    expect(found.map((row) => row.chain_id)).toEqual([one.chain_id])
  } finally {
    await owner_db.close()
  }
})

test('a chain is entered by its id alone', async () => {
  const broken_out = `${one.chain_id}'; drop table kernel.once; --`
  for (const wrong of ['', 'shisui', broken_out, one.chain_id.toUpperCase()]) {
    await expect(inChain(fresh.db, wrong, () => Promise.resolve())).rejects.toThrow('a chain id is')
    await expect(outsideChains(fresh.db, (tx) => enterChain(tx, wrong))).rejects.toThrow('a chain id is')
  }
})

test('what a transaction did stands when it returns, and is gone when it throws anything', async () => {
  const code = newId()
  const put = (tx: Tx) => sql`insert into kernel.directory (kind, value, chain_id)
    values ('chain_code', ${code}, ${newId()})`.execute(tx)
  const found = async () => (await outsideChains(fresh.db, (tx) =>
    sql`select from kernel.directory where value = ${code}`.execute(tx))).rows.length
  const broken = new Error('broken')
  await expect(outsideChains(fresh.db, async (tx) => { await put(tx); throw broken })).rejects.toBe(broken)
  await expect(outsideChains(fresh.db, async (tx) => { await put(tx); await put(tx) })).rejects
    .toMatchObject({ code: '23505' })
  expect(await found()).toBe(0)
  expect(await outsideChains(fresh.db, async (tx) => { await put(tx); return 'kept' })).toBe('kept')
  expect(await found()).toBe(1)
})

test('a connection that dies before a commit is a failure, at it a doubt, and the pool goes on', async () => {
  const db = openDb(fresh.app_url, { max: 1, prepared: true })
  const die = (tx: Tx) => sql`select pg_terminate_backend(${sql.raw('pg_backend_pid()')})`.execute(tx)
  try {
    const before = await outsideChains(db, die).catch((error: unknown) => error)
    expect(before).not.toBeInstanceOf(CommitInDoubt)
    const killed = outsideChains(db, async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      const kill = sql`select pg_terminate_backend(${rows[0]!.pid}::int)`
      await outsideChains(fresh.db, (killer) => kill.execute(killer))
    })
    await expect(killed).rejects.toBeInstanceOf(CommitInDoubt)
    const after = await outsideChains(db, (tx) => sql<{ one: number }>`select 1 as one`.execute(tx))
    expect(after.rows).toEqual([{ one: 1 }])
  } finally {
    await db.close()
  }
})

test('numbers past 2^53 are a fault, days stay text, and a database error has its state', async () => {
  const read = (query: ReturnType<typeof sql>) =>
    outsideChains(fresh.db, async (tx) => (await query.execute(tx)).rows[0])
  expect(await read(sql`select 9007199254740991::int8 as most, date '2028-02-29' as day, '{}'::int8[] as none,
    '{1,-2}'::int8[] as two, 1.50::numeric as exact`))
    .toEqual({ most: Number.MAX_SAFE_INTEGER, day: '2028-02-29', none: [], two: [1, -2], exact: '1.50' })
  await expect(read(sql`select 9007199254740992::int8`)).rejects.toThrow('passes 2^53')
  const error = await read(sql`select 1/0`).catch((caught: unknown) => caught)
  expect([sqlState(error), sqlState(new Error('other')), sqlState(null)]).toEqual(['22012', null, null])
})
