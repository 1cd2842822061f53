import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import * as contract from '#contract/org.ts'
import type { RoleRow, StoreRow } from '#contract/org.ts'
import { inChain } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { told } from '#test/browser.ts'
import { ask, serveWorld, signInAs } from '#test/served.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import { hire } from './people.ts'
import { removeRegion } from './regions.ts'
import { changeStore } from './stores.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const { app, close } = await serveWorld(world, fresh.app_url)
afterAll(async () => {
  await close()
  await fresh.drop()
})
const cookie = await signInAs(app, world, 'owner')
const { owner } = world.who, { jy } = world.stores
const as = (endpoint: Parameters<typeof ask>[1], request: object = {}) =>
  ask(app, endpoint, { ...request, as: { cookie } })

let names = 0
const newRegion = async () =>
  (await as(contract.addRegion, { name: `片区 ${names += 1}` })).json<{ id: string }>().id
const roles = (await as(contract.listRoles)).json<{ rows: RoleRow[] }>().rows
const { id: role_id } = roles.find(({ code }) => code === 'region_manager')!
const somebody = (region_id: string) => ({
  name: '林可欣', phone: `1371234${String(names += 1).padStart(4, '0')}`, role_id, store_ids: [],
  region_ids: [region_id],
})
const { rows: stores } = (await as(contract.listStores)).json<{ rows: StoreRow[] }>()
const { name, ownership, legal_entity, credit_code, cutoff_hour, hours, address, phone } =
  stores.find(({ id }) => id === jy.id)!
const movedTo = (region_id: string) => ({
  store_id: jy.id, name, ownership, legal_entity, credit_code, cutoff_hour, hours, address, phone, region_id,
})

/** Does the first act, and before it is committed asks for the second; tells how the second ended. */
async function beside(first: (tx: Tx) => Promise<unknown>, second: () => ReturnType<typeof as>) {
  const asked = await inChain(world.db, world.chain_id, async (tx) => {
    await first(tx)
    const waits = second()
    await sleep(400)
    return { waits }
  })
  return told(await asked.waits)
}

test('whoever comes to a region that is just being removed finds none', async () => {
  const one = await newRegion(), two = await newRegion()
  expect(await beside((tx) => removeRegion(tx, owner, { region_id: one }),
    () => as(contract.addStaff, somebody(one)))).toBe('region_unknown')
  expect(await beside((tx) => removeRegion(tx, owner, { region_id: two }),
    () => as(contract.changeStore, movedTo(two)))).toBe('region_unknown')
})

test('a region that somebody or a store is just coming to is removed knowing it', async () => {
  const one = await newRegion(), two = await newRegion()
  expect(await beside((tx) => hire(tx, owner, somebody(one)),
    () => as(contract.removeRegion, { region_id: one }))).toBe(200)
  expect(await beside((tx) => changeStore(tx, owner, movedTo(two)),
    () => as(contract.removeRegion, { region_id: two }))).toBe('region_has_stores')
})
