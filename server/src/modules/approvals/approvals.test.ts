import type { About } from '#contract/approvals.ts'
import { asFen } from '#contract/money.ts'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { Who } from '#kernel/who.ts'
import type { FreshDatabase } from '#test/database.ts'
import { openShop } from '#test/shop.ts'
import type { Shop } from '#test/shop.ts'
import { at, freshDatabase, makeWorld } from '#test/world.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as approvals from './approvals.ts'

let database: FreshDatabase, shop: Shop
beforeAll(async () => {
  database = await freshDatabase()
  shop = openShop(await makeWorld(database.db))
})
afterAll(async () => {
  expect(await shop.faults()).toEqual([])
  await database.drop()
})

const about: About = { act: 'return_over', sale_id: newId(), amount_fen: asFen(60_000) }
const people = () => shop.world.who
const ask = (who: Who, more: { store_id?: string | null; about?: About; op_key?: string } = {}) =>
  shop.within((tx) => approvals.ask(tx, who, { op_key: newId(), store_id: shop.store_id, about, ...more }))
const deciding = (approval_id: string) => ({ approval_id, note: null, in_person: false })
const give = (who: Who, id: string) => shop.within((tx) => approvals.give(tx, who, deciding(id)))
const actsOn = async (ref: string) => (await shop.within((tx) => sql<{ verb: string; principal_id: string }>`
  select verb, principal_id from kernel.audit where ref = ${ref} order by id`.execute(tx))).rows

test('a cashier asks, the manager gives, and both are on record', async () => {
  const { cashier, manager } = people()
  const request = await ask(cashier)
  expect(request).toMatchObject({ store_id: shop.store_id, asked_by: cashier.principal.id, decision: null })
  expect(await shop.within((tx) => approvals.countWaiting(tx, manager))).toBeGreaterThan(0)
  const given = await give(manager, request.id)
  expect(given.decision).toMatchObject({ outcome: 'given', made_by: manager.principal.id, in_person: false })
  await expect(give(manager, request.id)).rejects.toMatchObject({ code: 'approval_decided' })
  expect(await actsOn(request.id)).toEqual([
    { verb: 'approval.ask', principal_id: cashier.principal.id },
    { verb: 'approval.give', principal_id: manager.principal.id },
  ])
})

test('asked twice under one key it is one request', async () => {
  const op_key = newId(), { cashier } = people()
  const [one, two] = [await ask(cashier, { op_key }), await ask(cashier, { op_key })]
  expect(two).toEqual(one)
  await expect(ask(cashier, { op_key, about: { ...about, amount_fen: asFen(1) } as About })).rejects
    .toMatchObject({ code: 'op_key_reused' })
})

test('nobody decides what they asked for, and nobody without the permission of the act', async () => {
  const { cashier, manager, owner } = people()
  const own = await ask(manager)
  await expect(give(manager, own.id)).rejects.toMatchObject({ code: 'approval_own' })
  const money: About = {
    act: 'adjustment', member_id: newId(), account: 'points', amount: 5, reason: 'goodwill',
  }
  await expect(ask(cashier, { about: money })).rejects.toMatchObject({ code: 'not_permitted' })
  const member_id = await shop.member('周敏华', '13900000001')
  const adjusting = await ask(owner, { about: { ...money, member_id } })
  await expect(give(manager, adjusting.id)).rejects.toMatchObject({ code: 'approval_not_yours' })
})

test('another store answers as if there were none, and that is on record', async () => {
  const { cashier, jyCashier } = people()
  const stranger: Who = { ...jyCashier, permissions: new Set([...jyCashier.permissions, 'approvals.give']) }
  const request = await ask(cashier)
  for (const who of [stranger, jyCashier]) {
    await expect(shop.within((tx) => approvals.read(tx, who, { approval_id: request.id }))).rejects
      .toMatchObject({ code: 'not_found', ref: request.id })
  }
  await expect(give(stranger, request.id)).rejects.toMatchObject({ code: 'not_found', ref: request.id })
  const none = shop.within((tx) => approvals.read(tx, stranger, { approval_id: newId() }))
  await expect(none).rejects.toMatchObject({ code: 'not_found' })
  const seen = await shop.within((tx) => approvals.list(tx, stranger, {}))
  expect(seen.rows).toEqual([])
  await expect(ask(jyCashier)).rejects.toMatchObject({ code: 'store_unknown', ref: shop.store_id })
})

test('what is the chain\'s own is decided by whoever reaches all of it', async () => {
  const { owner, manager } = people()
  const exporting: About = { act: 'export', what: 'sales', rows: 5000 }
  const allowed: Who = { ...manager, permissions: new Set([...manager.permissions, 'sales.export']) }
  const request = await ask(allowed, { store_id: null, about: exporting })
  expect(request.store_id).toBe(shop.world.chain_id)
  const near: Who = { ...allowed, principal: { kind: 'staff', id: newId() } }
  await expect(give(near, request.id)).rejects.toMatchObject({ code: 'not_found' })
  await give(owner, request.id)
  const use = { approval_id: request.id, store_id: null, about: exporting, doc_id: newId() }
  const using = (more: Partial<typeof use>, who = allowed) =>
    shop.within((tx) => approvals.useApproval(tx, who, { ...use, ...more }))
  await expect(using({ approval_id: null as never })).rejects.toMatchObject({ code: 'approval_needed' })
  await expect(using({}, owner)).rejects.toMatchObject({ code: 'approval_unknown' })
  await expect(using({ about: { ...exporting, rows: 5001 } })).rejects
    .toMatchObject({ code: 'approval_too_small' })
  // Used twice at the same moment: one wins.
  const both = await Promise.allSettled([using({}), using({ doc_id: newId() })])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(using({})).rejects.toMatchObject({ code: 'approval_used' })
  expect((await actsOn(request.id)).map(({ verb }) => verb))
    .toEqual(['approval.ask', 'approval.give', 'approval.use'])
})

test('a request ends after the minutes that settings say, and giving begins them anew', async () => {
  const { cashier, manager } = people()
  await shop.set('approval_lasts_min', 5)
  const [late, good] = [await ask(cashier), await ask(cashier)]
  await expect(give(at(manager, '2026-05-16T12:05:00+08:00'), late.id)).rejects
    .toMatchObject({ code: 'approval_decided' })
  const given = await give(at(manager, '2026-05-16T12:04:59+08:00'), good.id)
  expect(given.decision!.ends_at.toISOString()).toBe('2026-05-16T04:09:59.000Z')
  await shop.set('approval_lasts_min', 10)
})

test('whoever asked may take it back until it is used, and nobody else', async () => {
  const { cashier, manager } = people()
  const request = await ask(cashier)
  const withdraw = (who: Who) => shop.within((tx) => approvals.withdraw(tx, who, { approval_id: request.id }))
  await give(manager, request.id)
  await expect(withdraw(manager)).rejects.toMatchObject({ code: 'not_found' })
  expect((await withdraw(cashier)).withdrawn).toBe(true)
  await expect(withdraw(cashier)).rejects.toMatchObject({ code: 'approval_decided' })
})

test('given and refused at the same moment, it is decided once', async () => {
  const { cashier, manager, owner } = people()
  const request = await ask(cashier)
  const ended = await Promise.allSettled([
    give(manager, request.id),
    shop.within((tx) => approvals.turnDown(tx, owner, { ...deciding(request.id), note: '先看货' })),
  ])
  expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('the list is paged by time, shows what waits, and names those who could approve', async () => {
  const { cashier, manager, owner } = people()
  const asked = [await ask(cashier), await ask(cashier), await ask(cashier)]
  const page = await shop.within((tx) => approvals.list(tx, manager, { waiting: 'yes', limit: 2 }))
  expect(page.rows.map(({ id }) => id)).toEqual([asked[2]!.id, asked[1]!.id])
  const rest = await shop.within((tx) => approvals.list(tx, manager, { waiting: 'yes', cursor: page.next! }))
  expect(rest.rows.map(({ id }) => id)).toContain(asked[0]!.id)
  const names = await shop.within((tx) => approvals.peopleFor(tx, cashier, asked[0]!))
  expect(names.map(({ id }) => id).sort()).toEqual([manager.principal.id, owner.principal.id].sort())
})
