import { afterAll, afterEach, expect, test } from 'vitest'
import { inChain, sql } from '#kernel/db.ts'
import { leaveNotes } from '#kernel/notes.ts'
import type { Who } from '#kernel/who.ts'
import { freshDatabase, makeWorld, noon } from '#test/world.ts'
import { startPump } from './pump.ts'
import type { Pump } from './pump.ts'
import { circleIn } from './subscriptions.ts'
import type { Reaction } from './subscriptions.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const pumps: Pump[] = []
afterEach(async () => { for (const pump of pumps.splice(0)) await pump.stop() })
afterAll(() => fresh.drop())

const leave = (who: Who, numbers: readonly number[]) => inChain(world.db, world.chain_id, (tx) =>
  leaveNotes(tx, who, numbers.map((number) => ({
    owner_id: world.stores.gh.id, kind: 'sale.settled', data: { number }, at: noon,
  }))))
type Pending = { tries: number; last_error: string }
const pending = () => inChain(world.db, world.chain_id, async (tx) => (await sql<Pending>`
  select tries, last_error from kernel.deliveries where subscription = 'members.visits'`.execute(tx)).rows)

function start(reaction: Reaction, round_ms = 60_000): { pump: Pump; reports: string[] } {
  const reports: string[] = []
  const pump = startPump({
    db: world.db, master: world.master, reactions: { 'members.visits': reaction }, round_ms,
    report: (error, name) => { reports.push(`${name}: ${String(error)}`) },
  })
  pumps.push(pump)
  return { pump, reports }
}

test('what happened is carried out once, in the chain, by the machine itself', async () => {
  const heard: number[] = []
  const { pump } = start(async (_, who, notes) => {
    expect(who.principal).toEqual({ kind: 'system', id: world.chain_id })
    heard.push(...notes.map(({ data }) => data['number'] as number))
  })
  await leave(world.who.cashier, Array.from({ length: 450 }, (_, number) => number))
  pump.wake(world.chain_id)
  await pump.idle()
  expect(heard.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 450 }, (_, number) => number))
  expect(await pending()).toEqual([])
})

test('one bad note is put off alone, and its neighbours are carried out', async () => {
  const heard: number[] = []
  const { pump, reports } = start(async (tx, who, notes) => {
    // What the reaction wrote before it failed must be gone again.
    const what = `n${notes.length}`
    await sql`insert into kernel.versions (chain_id, what, version) values (${who.chain_id}, ${what}, 1)
      on conflict do nothing`.execute(tx)
    if (notes.some(({ data }) => data['number'] === 3)) throw new Error('three is bad')
    heard.push(...notes.map(({ data }) => data['number'] as number))
  })
  await leave(world.who.cashier, [1, 2, 3, 4])
  pump.wake(world.chain_id)
  await pump.idle()
  expect(heard.toSorted((a, b) => a - b)).toEqual([1, 2, 4])
  expect(await pending()).toEqual([{ tries: 1, last_error: 'three is bad' }])
  expect(reports).toEqual(['members.visits: Error: three is bad'])
  const { rows } = await inChain(world.db, world.chain_id, (tx) =>
    sql<{ what: string }>`select what from kernel.versions where what like 'n%'`.execute(tx))
  expect(rows).toEqual([{ what: 'n1' }])
})

test('what was put off comes again by itself', async () => {
  await inChain(
    world.db, world.chain_id, (tx) => sql`update kernel.deliveries set next_at = now()`.execute(tx),
  )
  let heard = 0
  const { pump } = start(async (_, __, notes) => { heard += notes.length }, 50)
  await expect.poll(() => heard).toBe(1)
  await pump.idle()
  expect(await pending()).toEqual([])
})

test('two processes share the work and never do it twice', async () => {
  const heard: number[] = []
  const reaction: Reaction = async (_, __, notes) => {
    await new Promise((resolve) => { setTimeout(resolve, 20) })
    heard.push(...notes.map(({ data }) => data['number'] as number))
  }
  const both = [start(reaction).pump, start(reaction).pump]
  await leave(world.who.cashier, Array.from({ length: 600 }, (_, number) => number))
  for (const pump of both) pump.wake(world.chain_id)
  await Promise.all(both.map((pump) => pump.idle()))
  for (const pump of both) pump.wake(world.chain_id)
  await Promise.all(both.map((pump) => pump.idle()))
  expect(heard.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 600 }, (_, number) => number))
})

test('no reaction feeds itself', () => {
  expect(circleIn()).toBeNull()
})

test('a circle is found and told by its way', () => {
  expect(circleIn({
    first: { on: ['sale.settled'], may_cause: ['goods.changed'] },
    second: { on: ['goods.changed'], may_cause: ['member.enrolled'] },
    third: { on: ['member.enrolled', 'sale.returned'], may_cause: ['goods.changed'] },
  })).toEqual(['second', 'third', 'second'])
  expect(circleIn({ own: { on: ['sale.settled'], may_cause: ['sale.settled'] } })).toEqual(['own', 'own'])
  expect(circleIn({
    one: {
      on: ['sale.settled'], may_cause: ['goods.changed'],
    }, two: { on: ['goods.changed'], may_cause: [] },
  })).toBeNull()
})
