import { settings as known } from '#contract/settings.ts'
import type { SettingKey } from '#contract/settings.ts'
import { freshDatabase, makeWorld, noon } from '#test/world.ts'
import type { World } from '#test/world.ts'
import { addRegion } from '#modules/org/org.ts'
import type { FreshDatabase } from '#test/database.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readAudit } from './audit.ts'
import { inChain, sql } from './db.ts'
import type { Tx } from './db.ts'
import { newId } from './ids.ts'
import { movePlace } from './places.ts'
import { changeSetting, readSettings } from './settings.ts'

let fresh: FreshDatabase, world: World
let chains = 0
beforeAll(async () => { fresh = await freshDatabase() })
beforeEach(async () => { world = await makeWorld(fresh.db, { code: `chain-${chains += 1}` }) })
afterAll(() => fresh.drop())

const within = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(fresh.db, world.chain_id, work)
const set = (key: SettingKey, value: unknown, place_id: string | null = null) =>
  within((tx) => changeSetting(tx, world.who.owner, { key, place_id, to: { value } }))
const valueOf = (key: SettingKey, place_id: string | null = null) =>
  within(async (tx) => (await readSettings(tx, world.chain_id)).at(place_id, noon)[key])

test('where nobody set one, a setting has its usual value', async () => {
  for (const key of Object.keys(known) as SettingKey[])
    expect([key, await valueOf(key)]).toEqual([key, known[key].usual])
})

test('the nearest place that set a value wins: till, store, region, chain', async () => {
  const { gh, jy } = world.stores
  const region = await within(async (tx) => {
    const made = await addRegion(tx, world.who.owner, { name: '河东' })
    await movePlace(tx, world.chain_id, { place_id: gh.id, parent_id: made.id })
    return made.id
  })
  const key = 'points_earned_per_yuan'
  const all = async () => await Promise.all([null, region, gh.id, gh.tills[0]!.id, jy.id]
    .map((place) => valueOf(key, place)))
  expect(await all()).toEqual([1, 1, 1, 1, 1])
  await set(key, 2)
  expect(await all()).toEqual([2, 2, 2, 2, 2])
  await set(key, 3, region)
  expect(await all()).toEqual([2, 3, 3, 3, 2])
  await set(key, 4, gh.id)
  expect(await all()).toEqual([2, 3, 4, 4, 2])
  await within((tx) => changeSetting(tx, world.who.owner, { key, place_id: region, to: 'unset' }))
  await within((tx) => changeSetting(tx, world.who.owner, { key, place_id: gh.id, to: 'unset' }))
  expect(await all()).toEqual([2, 2, 2, 2, 2])
})

test('a value begins on its day, and one set meanwhile does not outlive it', async () => {
  const key = 'points_earned_per_yuan', owner = world.who.owner
  const june = new Date('2026-06-01T00:00:00+08:00'), may = new Date('2026-05-20T00:00:00+08:00')
  const on = (now: Date) => within(async (tx) => (await readSettings(tx, world.chain_id)).at(null, now)[key])
  await within((tx) => changeSetting(tx, owner, { key, place_id: null, to: { value: 5 }, starts_at: june }))
  await set(key, 2)
  expect([await on(noon), await on(may), await on(new Date(june.getTime() - 1)), await on(june)])
    .toEqual([2, 2, 2, 5])
  const book = await within((tx) => readSettings(tx, world.chain_id))
  expect(book.coming(key, null, noon).map(({ value }) => value)).toEqual([5])
  await expect(within((tx) => changeSetting(tx, { ...owner, now: june }, {
    key, place_id: null, to: { value: 6 }, starts_at: may,
  }))).rejects.toMatchObject({ code: 'setting_in_past' })
})

test('a setting is made only where it makes sense, and only at a place that is there', async () => {
  await expect(set('points_per_yuan', 50,
    world.stores.gh.id)).rejects.toMatchObject({ code: 'setting_not_there' })
  await expect(set('rounding_mode', 'off', world.stores.gh.tills[0]!.id))
    .rejects.toMatchObject({ code: 'setting_not_there' })
  await expect(set('rounding_mode', 'off', newId())).rejects.toMatchObject({ code: 'place_unknown' })
})

test('what is off for the chain is off in a store that switches off something else', async () => {
  await set('features_off', ['points'])
  await set('features_off', ['stock'], world.stores.gh.id)
  expect(await valueOf('features_off', world.stores.gh.id)).toEqual(['stock', 'points'])
  expect(await valueOf('features_off', world.stores.jy.id)).toEqual(['points'])
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
  const acts = await within((tx) => readAudit(tx, world.chain_id, { limit: 2 }))
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
  const version = () => within(async (tx) => (await readSettings(tx, world.chain_id)).version)
  const before = await version()
  for (const [key, value] of wrong)
    await expect(set(key, value), `${key} ${String(value)}`).rejects.toMatchObject({ code: 'setting_wrong' })
  expect(await version()).toBe(before)
})

test('two changes at once get two versions, and both are in force', async () => {
  const made = await Promise.all([
    set('points_per_yuan', 50), set('points_last_months', 6), set('value_order', 'bonus_first'),
  ])
  const versions = made.map(({ version }) => version).sort((a, b) => a - b)
  expect(versions.map((version) => version - versions[0]!)).toEqual([0, 1, 2])
  expect([await valueOf('points_per_yuan'), await valueOf('points_last_months'),
    await valueOf('value_order')])
    .toEqual([50, 6, 'bonus_first'])
})

test('what was set and taken back is not remembered, though its version is given again', async () => {
  await set('points_per_yuan', 50)
  await expect(within(async (tx) => {
    await changeSetting(tx, world.who.owner, {
      key: 'points_per_yuan', place_id: null, to: { value: 7 },
    })
    await changeSetting(tx, world.who.owner, {
      key: 'points_last_months', place_id: null, to: { value: 1 },
    })
    throw new Error('the second thoughts')
  })).rejects.toThrow('the second thoughts')
  // Another process, which has a memory of its own, is given the version next.
  await within(async (tx) => {
    await sql`update kernel.versions set version = version + 1 where what = 'settings'`.execute(tx)
    await sql`insert into kernel.settings (chain_id, place_id, key, value, version, made_by, at, starts_at)
      values (${world.chain_id}, ${world.chain_id}, 'rounding_mode', '"drop_fen"', 2, ${world.staff.owner},
        ${noon}, ${noon})`.execute(tx)
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
    (await readSettings(tx, world.chain_id)).at(null, noon),
    (await readSettings(tx, world.chain_id, then)).at(null, noon),
  ])
  expect([now.points_per_yuan, before.points_per_yuan]).toEqual([60, 50])
  expect(await valueOf('points_per_yuan')).toBe(60)
})
