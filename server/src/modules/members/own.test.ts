import { afterAll, expect, test } from 'vitest'
import { inChain } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { Who } from '#kernel/who.ts'
import { addEveryRole } from '#test/every-role.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import { enrol, findMembers, listMembers, readMemberCard } from './members.ts'

const fresh = await freshDatabase()
const world = await makeWorld(fresh.db)
const { shopping_guide: { who: guide }, cashier: { who: cashier } } = await addEveryRole(world)
afterAll(() => fresh.drop())

const within = <Result>(work: (tx: Parameters<typeof enrol>[0]) => Promise<Result>) =>
  inChain(world.db, world.chain_id, work)
const enrolled = async (who: Who, name: string, phone: string) => (await within((tx) => enrol(tx, who, {
  op_key: newId(), store_id: world.stores.gh.id, phone, name, consent_service: true, consent_marketing: false,
}))).id

test('a shopping guide lists, finds by name and opens those members alone whom they enrolled', async () => {
  const mine = await enrolled(guide, '周敏华', '13900000001')
  const others = await enrolled(cashier, '周敏嘉', '13900000002')
  const page = await within((tx) => listMembers(tx, guide, {}))
  expect([page.rows.map(({ id }) => id), page.total]).toEqual([[mine], 1])
  expect((await within((tx) => listMembers(tx, guide, { search: '周敏' }))).rows.map(({ id }) =>
    id)).toEqual([mine])
  expect((await within((tx) => findMembers(tx, guide, { find: 'zhoumin' }))).rows.map(({ id }) =>
    id)).toEqual([mine])
  expect((await within((tx) => readMemberCard(tx, guide, mine))).id).toBe(mine)
  await expect(within((tx) =>
    readMemberCard(tx, guide, others))).rejects.toMatchObject({ code: 'member_unknown' })
  expect((await within((tx) => listMembers(tx, cashier, {}))).total).toBe(2)
})
