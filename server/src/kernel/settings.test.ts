import { settings as known } from '#contract/settings.ts'
import type { SettingKey } from '#contract/settings.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import type { World } from '#test/world.ts'
import type { FreshDatabase } from '#test/database.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readAudit } from './audit.ts'
import { inChain, sql } from './db.ts'
import type { Tx } from './db.ts'
import { changeSetting, readSettings } from './settings.ts'

let fresh: FreshDatabase, world: World
let chains = 0
beforeAll(async () => { fresh = await freshDatabase() })
beforeEach(async () => { world = await makeWorld(fresh.db, { code: `chain-${chains += 1}` }) })
afterAll(() => fresh.drop())

const within = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(fresh.db, world.chain_id, work)
const set = (key: SettingKey, value: unknown, store_id: string | null = null) =>
  within((tx) => changeSetting(tx, world.who.owner, { key, store_id, value }))
const valueOf = (key: SettingKey, store_id: string | null = null) =>
  within(async (tx) => (await readSettings(tx, world.chain_id)).at(store_id)[key])

test('where nobody set one, a setting has its usual value', async () => {
  for (const key of Object.keys(known) as SettingKey[])
    expect([key, await valueOf(key)]).toEqual([key, known[key].usual])
})

test('the nearest place that set a value wins: the store before the chain', async () => {
  const { gh, jy } = world.stores
  await set('points_per_yuan', 50)
  await set('points_per_yuan', 200, gh.id)
  const perYuan = async () =>
    await Promise.all([null, gh.id, jy.id].map((place) => valueOf('points_per_yuan', place)))
  expect(await perYuan()).toEqual([50, 200, 50])
  await set('points_per_yuan', 80)
  expect(await perYuan()).toEqual([80, 200, 80])
})

test('an empty list, nothing and "off" are values of their own, not missing ones', async () => {
  await set('top_up_plan', [])
  await set('points_last_months', 0)
  await set('rounding_mode', 'round_yuan')
  await set('rounding_mode', 'off', world.stores.gh.id)
  expect([await valueOf('top_up_plan'), await valueOf('points_last_months'),
    await valueOf('rounding_mode', world.stores.gh.id)])
    .toEqual([[], 0, 'off'])
})

test('each change raises the version, keeps the old value, and is on record with a note', async () => {
  const versions = [(await set('points_per_yuan', 50)).version, (await set('points_per_yuan', 60)).version]
  expect(versions[1]).toBe(versions[0]! + 1)
  expect(await within(async (tx) => (await readSettings(tx, world.chain_id)).version)).toBe(versions[1])
  const { rows } = await within((tx) => sql<{ value: number; version: number }>`
    select value, version from kernel.settings where key = 'points_per_yuan' order by version`.execute(tx))
  expect(rows).toEqual([{ value: 50, version: versions[0] }, { value: 60, version: versions[1] }])
  const acts = await within((tx) => readAudit(tx, world.chain_id, { before: null, limit: 2 }))
  const told = acts.map(({ verb, ref, detail, principal_id }) =>
    [verb, ref, detail['before'], detail['after'], principal_id])
  expect(told).toEqual([
    ['setting.change', 'points_per_yuan', 50, 60, world.staff.owner],
    ['setting.change', 'points_per_yuan', 100, 50, world.staff.owner],
  ])
  const notes = await within((tx) => sql<{ data: unknown }>`
    select data from kernel.notes where kind = 'setting.changed' order by id`.execute(tx))
  expect(notes.rows.map(({ data }) => data))
    .toEqual(versions.map((version) => ({ key: 'points_per_yuan', version })))
})

test('a value of the wrong shape is refused and changes nothing', async () => {
  const wrong: [SettingKey, unknown][] = [
    ['points_per_yuan', 0], ['points_per_yuan', 1.5], ['points_per_yuan', '100'], ['value_cap_fen', -1],
    ['rounding_mode', 'up'], ['rounding_mode', null], ['top_up_plan', [{ pay_fen: 0, bonus_fen: 1 }]],
    ['top_up_plan', {}], ['points_last_months', 121],
  ]
  for (const [key, value] of wrong)
    await expect(set(key, value), `${key} ${String(value)}`).rejects.toMatchObject({ code: 'setting_wrong' })
  expect(await within(async (tx) => (await readSettings(tx, world.chain_id)).version)).toBe(0)
})

test('two changes at once get two versions, and both are in force', async () => {
  const made = await Promise.all([
    set('points_per_yuan', 50), set('points_last_months', 6), set('value_order', 'bonus_first'),
  ])
  expect(made.map(({ version }) => version).sort((a, b) => a - b)).toEqual([1, 2, 3])
  expect([await valueOf('points_per_yuan'), await valueOf('points_last_months'),
    await valueOf('value_order')])
    .toEqual([50, 6, 'bonus_first'])
})

test('what was set and taken back is not remembered, though its version is given again', async () => {
  await set('points_per_yuan', 50)
  await expect(within(async (tx) => {
    await changeSetting(tx, world.who.owner, { key: 'points_per_yuan', store_id: null, value: 7 })
    await changeSetting(tx, world.who.owner, { key: 'points_last_months', store_id: null, value: 1 })
    throw new Error('the second thoughts')
  })).rejects.toThrow('the second thoughts')
  // Another process, which has a memory of its own, is given the version next.
  await within(async (tx) => {
    await sql`update kernel.versions set version = version + 1 where what = 'settings'`.execute(tx)
    await sql`insert into kernel.settings (chain_id, place_id, key, value, version, made_by, at)
      values (${world.chain_id}, ${world.chain_id}, 'rounding_mode', '"drop_fen"', 2, ${world.staff.owner},
        now())`.execute(tx)
  })
  expect([await valueOf('points_per_yuan'), await valueOf('points_last_months'),
    await valueOf('rounding_mode')])
    .toEqual([50, 12, 'drop_fen'])
})

test('the values of a version are those that were set by then, whatever was set since', async () => {
  await set('points_per_yuan', 50)
  const then = await within(async (tx) => (await readSettings(tx, world.chain_id)).version)
  await set('points_per_yuan', 60)
  const [now, before] = await within(async (tx) => [
    (await readSettings(tx, world.chain_id)).at(null),
    (await readSettings(tx, world.chain_id, then)).at(null),
  ])
  expect([now.points_per_yuan, before.points_per_yuan]).toEqual([60, 50])
  expect(await valueOf('points_per_yuan')).toBe(60)
})
