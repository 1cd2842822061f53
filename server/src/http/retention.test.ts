import { afterAll, expect, test } from 'vitest'
import { setClock } from '#kernel/clock.ts'
import { inChain, sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { leaveNotes } from '#kernel/notes.ts'
import { remember } from '#kernel/once.ts'
import { readSystemWho } from '#modules/org/org.ts'
import { serveWorld, signInAs } from '#test/served.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import { forgetOld } from './retention.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const { app, close } = await serveWorld(world, fresh.app_url)
afterAll(async () => {
  await close()
  await fresh.drop()
})

const within = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(world.db, world.chain_id, work)
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
const count = async (table: string, where = sql`true`) => (await within((tx) => sql<{ n: number }>`
  select count(*)::int8 as n from ${sql.table(table)} where ${where}`.execute(tx))).rows[0]!.n
const owner_id = world.stores.gh.id

test('answers go after 35 days, in batches, and none before', async () => {
  const key = (op_key: string, days: number) =>
    ({ owner_id, op_key, verb: 'x', input_hash: '', answer: {}, at: daysAgo(days) })
  const old = Array.from({ length: 2_300 }, (_, n) => key(`old-${n}`, 36))
  await within((tx) => remember(tx, world.who.owner, [...old, key('young', 34)]))
  await within((tx) => sql`update kernel.once set written_at = at`.execute(tx))
  expect((await forgetOld(world.db, world.chain_id))['kernel.once']).toBe(2_300)
  expect(await count('kernel.once', sql`op_key = 'young'`)).toBe(1)
  expect((await forgetOld(world.db, world.chain_id))['kernel.once']).toBe(0)
})

test('a note goes after 90 days once it has reached everybody; one still wanted stays', async () => {
  const note = (kind: 'goods.changed' | 'sale.settled', days: number) =>
    ({ owner_id, kind, data: {}, at: daysAgo(days) })
  await within((tx) => leaveNotes(tx, world.who.owner, [
    note('goods.changed', 91), note('goods.changed', 89), note('sale.settled', 91)]))
  await within((tx) => sql`delete from kernel.deliveries where note_id in (
    select id from kernel.notes where kind = 'goods.changed')`.execute(tx))
  expect((await forgetOld(world.db, world.chain_id))['kernel.notes']).toBe(1)
  expect([await count('kernel.notes', sql`kind = 'goods.changed'`),
    await count('kernel.notes', sql`kind = 'sale.settled'`)]).toEqual([1, 1])
})

test('a session goes 180 days after its end, by the chain\'s clock, and takes its token along', async () => {
  await signInAs(app, world, 'owner')
  const tokens = () => count('kernel.directory', sql`kind = 'session' and chain_id = ${world.chain_id}`)
  const before = await tokens()
  expect([before, await count('access.sessions')]).toEqual([before, before])
  const passed = (days: number) => within((tx) =>
    setClock(tx, world.chain_id, new Date(Date.now() + days * 86_400_000)))
  await passed(180)
  expect((await forgetOld(world.db, world.chain_id))['access.sessions']).toBe(0)
  await passed(188)
  expect((await forgetOld(world.db, world.chain_id))['access.sessions']).toBe(before)
  expect([await tokens(), await count('access.sessions')]).toEqual([0, 0])
})

test('an export goes 180 days after it was asked for, once it has come to an end', async () => {
  const { now } = await within((tx) => readSystemWho(tx, world.master, world.chain_id))
  const asked = (state: string, days: number) => within((tx) => sql`
    insert into exports.jobs (chain_id, id, staff_id, what, format, language, filters_sealed, columns, reason,
                              state, asked_at)
    values (${world.chain_id}, ${newId()}, ${world.staff.owner}, 'members', 'csv', 'zh', '\\x00', '{name}',
            '寄', ${state}, ${new Date(now.getTime() - days * 86_400_000)})`.execute(tx))
  for (const [state, days] of [['ended', 181], ['failed', 200], ['ended', 179], ['waiting', 400]] as const)
    await asked(state, days)
  expect((await forgetOld(world.db, world.chain_id))['exports.jobs']).toBe(2)
  expect([await count('exports.jobs', sql`state = 'ended'`), await count('exports.jobs')]).toEqual([1, 2])
})

test('what another chain keeps is not touched', async () => {
  const other = await makeWorld(fresh.db, { code: 'neighbour', master: world.master })
  await inChain(fresh.db, other.chain_id, (tx) => remember(tx, other.who.owner, [
    { owner_id, op_key: 'theirs', verb: 'x', input_hash: '', answer: {}, at: daysAgo(400) }]))
  await inChain(fresh.db, other.chain_id, (tx) => sql`update kernel.once set written_at = at`.execute(tx))
  await forgetOld(world.db, world.chain_id)
  const { rows } = await inChain(fresh.db, other.chain_id, (tx) =>
    sql`select from kernel.once where op_key = 'theirs'`.execute(tx))
  expect(rows).toHaveLength(1)
})
