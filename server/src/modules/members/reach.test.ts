import { afterAll, beforeAll, expect, test } from 'vitest'
import { inChain, sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { Who } from '#kernel/who.ts'
import { at, freshDatabase, makeWorld } from '#test/world.ts'
import type { World } from '#test/world.ts'
import * as members from './members.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>, world: World, jyManager: Who
beforeAll(async () => {
  database = await freshDatabase()
  world = await makeWorld(database.db)
  jyManager = { ...world.who.manager, stores: [world.stores.jy.id] }
})
afterAll(async () => { await database?.drop() })

const inWorld = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(world.db, world.chain_id, work)
let people = 0
const join = async (name: string, who: Who, store: 'gh' | 'jy') => await inWorld((tx) =>
  members.enrol(tx, who, {
    op_key: `reach-${people += 1}`, store_id: world.stores[store].id,
    phone: `1370000${String(people).padStart(4, '0')}`, name, birthday: '1990-01-01', consent_service: true,
    consent_marketing: false,
  }))
type Kind = 'sale.settled' | 'value.topped_up'
const visit = (member_id: string, store: 'gh' | 'jy', kind: Kind = 'sale.settled') =>
  inWorld((tx) => members.markVisits(tx, world.chain_id, [{
    id: newId(), owner_id: world.stores[store].id, kind, data: { member_id }, tries: 0,
    at: new Date('2026-05-17T10:00:00Z') }]))
const listed = async (who: Who, search = '') =>
  (await inWorld((tx) => members.listMembers(tx, who, { search }))).rows.map(({ name }) => name)
const found = async (who: Who, find: string) =>
  (await inWorld((tx) => members.findMembers(tx, who, { find }))).rows

test('a store sees the members who joined, bought or topped up there, and no others (R3.06)', async () => {
  const { cashier, jyCashier, owner } = world.who
  await join('只在锦云', jyCashier, 'jy')
  const buyer = await join('买过锦云', cashier, 'gh'), holder = await join('充过锦云', cashier, 'gh')
  const stranger = await join('没到过锦云', cashier, 'gh')
  expect(await listed(jyManager)).toEqual(['只在锦云'])
  await visit(buyer.id, 'jy')
  await visit(holder.id, 'jy', 'value.topped_up')
  const sorted = ['充过锦云', '只在锦云', '买过锦云'].sort()
  expect((await listed(jyManager)).sort()).toEqual(sorted)
  expect((await listed(jyManager, '锦云')).sort()).toEqual(sorted)
  expect(await listed(owner)).toHaveLength(4)
  const { total } = await inWorld((tx) => members.listMembers(tx, jyManager, {}))
  expect(total).toBe(3)
  await expect(inWorld((tx) => members.readProfile(tx, jyManager, stranger.id)))
    .rejects.toMatchObject({ code: 'member_unknown', ref: stranger.id })
  await expect(inWorld((tx) => members.readProfile(tx, jyManager, newId())))
    .rejects.toMatchObject({ code: 'member_unknown' })
})

test('a till finds anybody by phone and last four, a stranger in part; by name its own', async () => {
  const { cashier, jyCashier } = world.who
  const { id } = await join('周敏华', cashier, 'gh')
  await inWorld((tx) => members.edit(tx, world.who.manager, { member_id: id, note: '要薄切' }))
  const phone = `1370000${String(people).padStart(4, '0')}`
  for (const text of [phone, phone.slice(-4)])
    expect(await found(jyCashier, text)).toMatchObject([{ id, name: '周*华', birthday: null, note: '' }])
  for (const text of ['周敏华', 'zhoumh', 'zmh']) {
    expect(await found(jyCashier, text), text).toEqual([])
    expect(await found(cashier, text), text).toMatchObject([{ id, name: '周敏华', note: '要薄切' }])
  }
  await visit(id, 'jy')
  expect(await found(jyCashier, 'zhoumh')).toMatchObject([{ id, name: '周敏华', birthday: '1990-01-01' }])
})

test('members of stores are listed newest first in pages, each once, though two know them', async () => {
  const two = { ...world.who.manager, stores: [world.stores.gh.id, world.stores.jy.id] }
  for (let n = 0; n < 5; n += 1) {
    const when = at(world.who.cashier, `2026-06-0${n + 1}T10:00:00+08:00`)
    const { id } = await join(`第${n}位`, when, 'gh')
    await visit(id, 'jy')
  }
  const seen: string[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const asked = { limit: 3, ...cursor ? { cursor } : {} }
    const page = await inWorld((tx) => members.listMembers(tx, two, asked))
    seen.push(...page.rows.map(({ id }) => id))
    cursor = page.next
  }
  const everybody = (await inWorld((tx) => members.listMembers(tx, world.who.owner, { limit: 100 }))).rows
  expect(seen).toEqual(everybody.map(({ id }) => id))
  expect(new Set(seen).size).toBe(seen.length)
})

test('names of before are spelled in batches, by any number of hands, until none is left', async () => {
  await inWorld((tx) => sql`update members.profiles set spelling_version = 0`.execute(tx))
  await inWorld((tx) => sql`delete from members.spellings`.execute(tx))
  expect(await found(world.who.cashier, 'zhoumh')).toEqual([])
  const spell = async () => (await inWorld((tx) => members.spellSome(tx, world.chain_id, 4))).length
  let done = 0
  for (let some = -1; some !== 0;) {
    const counts = await Promise.all([spell(), spell()])
    some = counts[0] + counts[1]
    done += some
  }
  const { total } = await inWorld((tx) => members.listMembers(tx, world.who.owner, {}))
  expect(done).toBe(total)
  expect(await found(world.who.cashier, 'zhoumh')).toMatchObject([{ name: '周敏华' }])
})
