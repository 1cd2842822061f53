import { subscriptions } from '#contract/notes.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import type { World } from '#test/world.ts'
import type { FreshDatabase } from '#test/database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inChain, sql } from './db.ts'
import type { Tx } from './db.ts'
import { newId } from './ids.ts'
import { claimNotes, countPending, endDeliveries, leaveNotes, putOff } from './notes.ts'
import type { Delivered, Note } from './notes.ts'

let fresh: FreshDatabase, world: World
beforeAll(async () => { fresh = await freshDatabase() })
afterAll(() => fresh.drop())
let chains = 0
/** Each story has a chain to itself. */
const within = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(fresh.db, world.chain_id, work)
const begin = async () => { world = await makeWorld(fresh.db, { code: `chain-${chains += 1}` }) }

const hours = 'insights.hours', visits = 'members.visits'
const note = (more: Partial<Note> = {}): Note => ({
  owner_id: world.stores.gh.id, kind: 'sale.settled', at: new Date('2026-05-16T04:00:00Z'),
  data: { sale_id: newId(), payable_fen: 4242 }, ...more,
})
const leave = (...notes: Note[]) => within((tx) => leaveNotes(tx, world, notes))
const claim = (tx: Tx, most = 100, subscription: typeof hours | typeof visits = hours) =>
  claimNotes(tx, world.chain_id, { subscription, most })
const end = (tx: Tx, notes: readonly Delivered[]) =>
  endDeliveries(tx, world.chain_id, { subscription: hours, notes })
const pending = (subscription: typeof hours | typeof visits = hours) =>
  within((tx) => countPending(tx, world.chain_id, subscription))

test('a note waits once for each reaction that listens to its kind, and comes as it was left', async () => {
  await begin()
  const settled = note({ data: { sale_id: 'one', name: '🍚 "a" \\', parts: [1, { a: null }] } })
  await leave(settled, note({ kind: 'goods.changed' }), note({ kind: 'sale.returned' }))
  expect(subscriptions[visits].on).not.toContain('sale.returned')
  expect([await pending(hours), await pending(visits)]).toEqual([2, 1])
  const [first] = await within((tx) => claim(tx, 1))
  expect(first).toEqual({ ...settled, id: first!.id, tries: 0 })
})

test('what is ended never comes again; ending for one reaction leaves the other\'s', async () => {
  await begin()
  await leave(note(), note(), note())
  await within(async (tx) => {
    const claimed = await claim(tx, 2)
    expect(claimed).toHaveLength(2)
    await end(tx, claimed)
  })
  expect([await pending(hours), await pending(visits)]).toEqual([1, 3])
  expect(await within((tx) => claim(tx))).toHaveLength(1)
})

test('a reaction that fails rolls back with the end of its deliveries: they come again', async () => {
  await begin()
  await leave(note())
  await expect(within(async (tx) => {
    await end(tx, await claim(tx))
    throw new Error('the reaction broke')
  })).rejects.toThrow('the reaction broke')
  expect(await within((tx) => claim(tx))).toHaveLength(1)
})

test('a transaction that rolls back leaves no note', async () => {
  await begin()
  await expect(within(async (tx) => {
    await leaveNotes(tx, world, [note()])
    throw new Error('the sale broke')
  })).rejects.toThrow('the sale broke')
  expect(await pending()).toBe(0)
})

test('what one process holds another skips and does not wait for', async () => {
  await begin()
  await leave(note(), note(), note(), note())
  await within(async (tx) => {
    const mine = await claim(tx, 2)
    const others = await within((other) => claim(other))
    expect(others).toHaveLength(2)
    expect(others.map(({ id }) => id)).not.toEqual(expect.arrayContaining([mine[0]!.id]))
    await end(tx, mine)
  })
  expect(await pending()).toBe(2)
})

test('notes come in the order they were left', async () => {
  await begin()
  const left = Array.from({ length: 30 }, (_, index) => note({ data: { index } }))
  for (const one of left) await leave(one)
  const claimed = await within((tx) => claim(tx))
  expect(claimed.map(({ data }) => data['index'])).toEqual(left.map((_, index) => index))
})

test('a reaction that failed waits twice as long each time, and after ten tries for a person', async () => {
  await begin()
  await leave(note())
  const [first] = await within((tx) => claim(tx))
  const waits: string[] = []
  for (let go = 1; go <= 10; go += 1) {
    await within((tx) => putOff(tx, world.chain_id, {
      subscription: hours, notes: [first!], error: `go ${go}: ${'坏'.repeat(999)}`,
    }))
    const { rows } = await within((tx) => sql<{ tries: number; wait: string; last_error: string }>`
      select tries, case when next_at = 'infinity' then 'for ever'
             else round(extract(epoch from next_at - now()))::text end as wait,
             last_error from kernel.deliveries where subscription = ${hours}`.execute(tx))
    expect(rows[0]).toMatchObject({ tries: go })
    expect(rows[0]!.last_error).toMatch(new RegExp(`^go ${go}: 坏+$`))
    expect(rows[0]!.last_error).toHaveLength(500)
    waits.push(rows[0]!.wait)
    expect(await within((tx) => claim(tx))).toEqual([])
  }
  expect(waits).toEqual(['1', '2', '4', '8', '16', '32', '64', '128', '256', 'for ever'])
  expect([await pending(hours), await pending(visits)]).toEqual([1, 1])
  expect(await within((tx) => claim(tx, 100, visits))).toHaveLength(1)
})

test('another chain\'s notes are nobody else\'s', async () => {
  await begin()
  await leave(note())
  await begin()
  expect([await pending(), await within((tx) => claim(tx))]).toEqual([0, []])
})
