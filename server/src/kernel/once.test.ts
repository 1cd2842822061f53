import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, makeWorld } from '#test/world.ts'
import type { World } from '#test/world.ts'
import type { FreshDatabase } from '#test/database.ts'
import { inChain, sql } from './db.ts'
import { newId } from './ids.ts'
import { answerOf, hashOf, once } from './once.ts'
import { refuse } from './refusal.ts'

let fresh: FreshDatabase, world: World
beforeAll(async () => {
  fresh = await freshDatabase()
  world = await makeWorld(fresh.db)
})
afterAll(() => fresh.drop())

let acts = 0
type Asked = {
  op_key: string; input?: unknown; verb?: string; owner_id?: string; act?: () => Promise<unknown>
}
const ask = (
  { op_key, input = { amount_fen: 5 }, verb = 'spend', owner_id = world.stores.gh.id, act }: Asked,
  within = world,
) =>
  inChain(fresh.db, within.chain_id, (tx) => once(tx, within.who.cashier, {
    owner_id, op_key, verb, input, act: act ?? (async () => {
      acts += 1
      await tx.executeQuery(sql`select pg_sleep(0.02)`.compile(tx))
      return { number: acts, name: '王秀兰 🍚', nothing: null }
    }),
  }))
const keys = async (op_key: string) => (await inChain(fresh.db, world.chain_id, (tx) =>
  sql`select from kernel.once where op_key = ${op_key}`.execute(tx))).rows.length

test('the same key and input answer as before without acting again, alone and 20 at once', async () => {
  const op_key = newId(), before = acts
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask({ op_key })))
  expect(new Set(answers.map(hashOf)).size).toBe(1)
  expect(await ask({ op_key })).toEqual(answers[0])
  expect(acts).toBe(before + 1)
})

test('the same key with other input or for another act is refused, and nothing is done', async () => {
  const op_key = newId()
  await ask({ op_key })
  const before = acts
  for (const other of [
    { input: { amount_fen: 6 } }, { input: { amount_fen: '5' } }, { input: {} }, { verb: 'top_up' },
  ])
    await expect(ask({ op_key, ...other })).rejects.toMatchObject({ code: 'op_key_reused' })
  expect(acts).toBe(before)
})

test('a key counts where it was given: another store and another chain know nothing of it', async () => {
  const op_key = newId(), other = await makeWorld(fresh.db, { code: 'jinghe' })
  const first = await ask({ op_key })
  expect(await ask({ op_key, owner_id: world.stores.jy.id })).not.toEqual(first)
  expect(await ask({ op_key, owner_id: world.stores.gh.id }, other)).not.toEqual(first)
})

test('an act that is refused or breaks leaves its key free', async () => {
  const op_key = newId()
  await expect(ask({ op_key, act: async () => await Promise.reject(new Error('broken')) }))
    .rejects.toThrow('broken')
  await expect(ask({ op_key, act: async () => await Promise.resolve(refuse('not_found')) })).rejects
    .toMatchObject({ code: 'not_found' })
  expect(await keys(op_key)).toBe(0)
  await expect(ask({ op_key, input: { amount_fen: 9 } })).resolves.toMatchObject({ name: '王秀兰 🍚' })
})

test('two inputs have one digest exactly when they say the same', () => {
  const same: [unknown, unknown][] = [
    [{ a: 1, b: { c: [1, 2], d: null } }, { b: { d: null, c: [1, 2] }, a: 1 }],
    [{ a: undefined, b: 1 }, { b: 1 }], [{ at: new Date(5) }, { at: new Date(5) }], [[], []], ['', ''],
  ]
  const other: [unknown, unknown][] = [
    [{ a: 1 }, { a: '1' }], [{ a: [1, 2] }, { a: [2, 1] }], [{ a: null }, {}],
    [{ a: 1, b: 2 }, { a: 2, b: 1 }], [{ a: { b: 1 } }, { a: { c: 1 } }],
    [{ at: new Date(5) }, { at: new Date(6) }], [{ a: [] }, { a: {} }], [{ name: '王' }, { name: '玉' }],
    [{ a: true }, { a: 'true' }],
  ]
  for (const [one, two] of same) expect(hashOf(one)).toBe(hashOf(two))
  for (const [one, two] of other) expect([one, hashOf(one)]).not.toEqual([one, hashOf(two)])
  expect(hashOf({ a: 1 })).toMatch(/^[\w-]{43}$/)
})

test('an answer of nothing is an answer too', () => {
  const key = { owner_id: 'gh', op_key: 'key', verb: 'spend', input_hash: hashOf(1) }
  expect(answerOf({ ...key, answer: null }, key)).toBeNull()
  expect(answerOf(undefined, key)).toBeUndefined()
})
