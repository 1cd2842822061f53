import { afterAll, beforeAll, expect, test } from 'vitest'
import { inChain, sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { readAudit } from '#kernel/audit.ts'
import type { Who } from '#kernel/who.ts'
import { openShop } from '#test/shop.ts'
import type { Shop } from '#test/shop.ts'
import { at, freshDatabase, makeWorld } from '#test/world.ts'
import type { World } from '#test/world.ts'
import * as members from './members.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>, world: World, shop: Shop, manager: Who
beforeAll(async () => {
  database = await freshDatabase()
  world = await makeWorld(database.db)
  shop = openShop(world)
  manager = world.who.manager
})
afterAll(async () => { await database?.drop() })

const inWorld = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(world.db, world.chain_id, work)
let people = 0
const phoneOf = () => `1390000${String(people += 1).padStart(4, '0')}`
const join = (name = '周敏华', phone = phoneOf()) => shop.member(name, phone)
const id_number = '11010519491231002X', account = '4111111111111111'

const agree = (member_id: string, given = true) => inWorld((tx) => members.setConsent(tx, manager, {
  member_id, kind: 'identity', given, channel: 'console' }))
const answersOf = (member_id: string) =>
  inWorld((tx) => members.readConsents(tx, world.chain_id, member_id))
const keep = (member_id: string, kind: 'real_name' | 'id_number' | 'bank_account', value: string) =>
  inWorld((tx) => members.setIdentity(tx, manager, { member_id, kind, value }))
const acts = (member_id: string) =>
  inWorld((tx) => readAudit(tx, world.chain_id, { ref: member_id, limit: 50 }))

/** Everything about a member that stands in the database as text, ids aside. */
const traces = (member_id: string) => inWorld(async (tx) => {
  const { rows } = await sql<{ text: string }>`
    select row_to_json(p)::text as text from members.profiles p where member_id = ${member_id}
    union all select row_to_json(i)::text from members.identities i where member_id = ${member_id}
    union all select row_to_json(k)::text from members.keys k where member_id = ${member_id}
    union all select row_to_json(g)::text from members.grams g where member_id = ${member_id}
    union all select row_to_json(s)::text from members.spellings s where member_id = ${member_id}
    union all select row_to_json(v)::text from members.visits v where member_id = ${member_id}
    union all select row_to_json(a)::text from kernel.audit a where ref = ${member_id}
    union all select row_to_json(n)::text from kernel.notes n where owner_id = ${member_id}
    union all select answer::text from kernel.once where answer::text like ${`%${member_id}%`}`.execute(tx)
  return rows.map(({ text }) => text).join('\n')
})

test('identity is kept closed, after a consent of its own, and shown masked', async () => {
  const id = await join()
  await expect(keep(id, 'id_number', id_number)).rejects.toThrow('identity_consent_missing')
  await agree(id)
  expect(await keep(id, 'id_number', ' 110105 19491231 002x '))
    .toMatchObject({ masked: '1****************X' })
  expect(await keep(id, 'bank_account', '4111 1111 1111 1112')).toMatchObject({ unusual: true })
  expect(await keep(id, 'bank_account', account)).toMatchObject({ masked: '**** 1111', unusual: false })
  await keep(id, 'real_name', '周敏华')
  await expect(keep(id, 'id_number', '110105194912310021')).rejects.toThrow('id_number_wrong')
  await expect(keep(id, 'bank_account', '6222abcd1234')).rejects.toThrow('bank_account_wrong')
  expect((await inWorld((tx) => members.readIdentity(tx, world.chain_id, id))).map(({ kind, masked }) =>
    [kind, masked])).toEqual([
    ['bank_account', '**** 1111'], ['id_number', '1****************X'], ['real_name', '周*华']])
  const kept = await traces(id)
  expect(kept).not.toContain(id_number)
  expect(kept).not.toContain(account)
  const details = (await acts(id))
    .filter(({ verb }) => verb === 'member.identity_set').map((act) => act.detail)
  expect(details).toContainEqual({ fields: ['id_number'] })
  expect(JSON.stringify(details)).not.toMatch(/1949|1111/)
})

test('withdrawing the identity consent forgets what was kept under it; the answers stay', async () => {
  const id = await join()
  await agree(id)
  await keep(id, 'bank_account', account)
  const later = at(manager, '2026-05-18T10:00:00+08:00')
  await inWorld((tx) => members.setConsent(tx, later, {
    member_id: id, kind: 'identity', given: false, channel: 'till', store_id: world.stores.gh.id }))
  expect(await inWorld((tx) => members.readIdentity(tx, world.chain_id, id))).toEqual([])
  await expect(keep(id, 'bank_account', account)).rejects.toThrow('identity_consent_missing')
  const history = await inWorld(async (tx) => members.consentsShown(
    tx, world.chain_id, await members.readConsents(tx, world.chain_id, id)))
  expect(history.filter(({ kind }) => kind === 'identity')).toMatchObject([
    { given: false, channel: 'till', store: '桂花路店', staff: '李国强', version: 1 },
    { given: true, channel: 'console', store: null, staff: '李国强', version: 1 },
  ])
})

test('the same answer again is no second row, and a row of consent cannot be changed', async () => {
  const id = await join()
  const first = await agree(id)
  expect(await agree(id)).toEqual(first)
  expect(await answersOf(id)).toHaveLength(3)
  const change = inWorld((tx) =>
    sql`update members.consents set given = false where member_id = ${id}`.execute(tx))
  await expect(change).rejects.toThrow(/permission denied/)
})

test('new words are a new version: later answers name it, earlier ones keep theirs', async () => {
  const before = await join()
  const write = (zh: string) => inWorld((tx) => members.writeWording(tx, world.who.owner, {
    kind: 'marketing', zh, en: 'Offers of the week by message, never more than one a day.' }))
  expect(await write('每周优惠，一天最多一条，随时能退。')).toMatchObject({ version: 2, in_use: true })
  expect(await Promise.all([write('每周优惠，两天最多一条，随时能退。'), write('每周优惠，三天最多一条，随时能退。')]
    .map(async (made) => (await made).version))).toEqual(expect.arrayContaining([3, 4]))
  const after = await join()
  const versionOf = async (id: string) =>
    (await answersOf(id)).find(({ kind }) => kind === 'marketing')!.wording_version
  expect([await versionOf(before), await versionOf(after)]).toEqual([1, 4])
  const { rows } = await inWorld((tx) => members.listWordings(tx, world.who.cashier))
  expect(rows.filter(({ kind }) => kind === 'marketing').map(({ version, in_use, made_by }) =>
    [version, in_use, made_by])).toEqual([
    [4, true, '顾青禾'], [3, false, '顾青禾'], [2, false, '顾青禾'], [1, false, null]])
  const shown = (version: number) => inWorld((tx) => members.setConsent(tx, manager, {
    member_id: before, kind: 'profiling', given: true, channel: 'till', version }))
  await expect(shown(7)).rejects.toThrow('wording_wrong')
  expect(await shown(1)).toMatchObject({ version: 1 })
})

test('whoever looks at a whole number leaves field and reason on record, and not the number', async () => {
  const phone = phoneOf(), id = await join('李华', phone)
  const look = (field: 'phone' | 'bank_account') => inWorld((tx) => members.unmask(tx, manager, {
    member_id: id, field, reason: 'call_back' }))
  expect(await look('phone')).toEqual({ value: phone })
  await expect(look('bank_account')).rejects.toThrow('field_not_kept')
  const looked = (await acts(id)).filter(({ verb }) => verb === 'member.unmask')
  expect(looked).toMatchObject([{
    principal_id: world.staff.manager, store_id: world.stores.gh.id,
    detail: { fields: ['phone'], reason: 'call_back' },
  }])
  expect(JSON.stringify(looked)).not.toContain(phone.slice(3))
})

test('a profile is corrected: the record names what changed, the new name and phone find it', async () => {
  const old_phone = phoneOf(), new_phone = phoneOf(), id = await join('张伟', old_phone)
  const edit = (change: Partial<Parameters<typeof members.edit>[2]>) =>
    inWorld((tx) => members.edit(tx, manager, { member_id: id, ...change }))
  expect(await edit({ name: '王薇', gender: 'female', note: '要薄切', phone: new_phone }))
    .toEqual({ changed: ['name', 'gender', 'note', 'phone'] })
  expect(await edit({ name: '王薇', note: '要薄切', phone: new_phone })).toEqual({ changed: [] })
  const details = (await acts(id)).filter(({ verb }) => verb === 'member.edit').map(({ detail }) => detail)
  expect(details).toEqual([{ fields: ['name', 'gender', 'note', 'phone'] }])
  const find = async (text: string) => (await inWorld((tx) =>
    members.findMembers(tx, world.who.cashier, { find: text }))).rows
  expect(await find(new_phone)).toMatchObject([{ id, name: '王薇', note: '要薄切' }])
  for (const text of [old_phone, '张伟', 'zwei'])
    expect((await find(text)).map((row) => row.id), text).not.toContain(id)
  const taken = await join('赵六', old_phone)
  await expect(edit({ phone: old_phone })).rejects.toThrow('phone_taken')
  expect((await find(new_phone)).map((row) => row.id)).toEqual([id])
  expect((await find(old_phone)).map((row) => row.id)).toEqual([taken])
})

test('two members who take one phone at the same moment: one of them is told', async () => {
  const [one, other] = [await join(), await join()], phone = phoneOf()
  const done = await Promise.allSettled([one, other].map((member_id) =>
    inWorld((tx) => members.edit(tx, manager, { member_id, phone }))))
  expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('a child under 14 joins, or gets a birthday, only with a guardian, kept closed (C19)', async () => {
  const form = {
    op_key: 'child-0001', store_id: world.stores.gh.id, phone: phoneOf(), name: '小石头', birthday: '2016-03-01',
    consent_service: true as const, consent_marketing: false,
  }
  const enrol = (change: object = {}) =>
    inWorld((tx) => members.enrol(tx, world.who.cashier, { ...form, ...change }))
  await expect(enrol()).rejects.toThrow('under_14')
  const { id } = await enrol({ guardian: { name: '石大山', phone: '13811110000' } })
  const shown = await inWorld((tx) => members.readIdentity(tx, world.chain_id, id))
  expect(shown.map(({ kind, masked }) => [kind, masked]))
    .toEqual([['guardian_name', '石*山'], ['guardian_phone', '138****0000']])
  expect((await answersOf(id)).map(({ kind, given }) => [kind, given])).toContainEqual(['guardian', true])
  expect(await traces(id)).not.toMatch(/石大山|13811110000/)
  const grown = await join()
  const edit = (guardian: { name: string; phone: string } | null) => inWorld((tx) =>
    members.edit(tx, manager, { member_id: grown, birthday: '2015-01-01', guardian }))
  await expect(edit(null)).rejects.toThrow('under_14')
  expect(await edit({ name: '石大山', phone: '13811110000' })).toEqual({ changed: ['birthday'] })
})

test('a member with value or points is not erased, and is told what is left', async () => {
  const id = await join()
  await shop.topUp(id, 30_000, { bonus_fen: 3_000 })
  const erase = () => inWorld((tx) => members.erase(tx, manager, { member_id: id, reason: '本人要求' }))
  await expect(erase()).rejects.toMatchObject({
    code: 'member_holds', params: { principal_fen: 30_000, bonus_fen: 3_000, points: 0 } })
})

test('an erased member leaves a number in the books and nothing that names them', async () => {
  const phone = phoneOf(), id = await join('司马相如', phone)
  await agree(id)
  await keep(id, 'id_number', id_number)
  const rice = await shop.goods('大米', 5_000)
  const sale = await shop.sell([{ sku_id: rice, qty_m: 1_000 }], { member_id: id })
  await expect(inWorld((tx) => members.erase(tx, manager, { member_id: id, reason: '本人要求' })))
    .rejects.toMatchObject({ code: 'member_holds', params: { points: 50 } })
  await shop.giveBack(sale.sale_id, [{ line: 1, qty_m: 1_000 }])
  await inWorld((tx) => members.erase(tx, manager, { member_id: id, reason: '本人要求' }))

  expect(await traces(id)).not.toMatch(new RegExp(`司马|相如|simaxiangru|${phone.slice(-4)}|${id_number}`))
  const profile = await inWorld((tx) => members.readProfile(tx, world.who.owner, id))
  expect(profile).toMatchObject({ name: `#${id.slice(-8)}`, phone_masked: '', birthday: null, note: '' })
  const found = async (text: string) => (await inWorld((tx) =>
    members.listMembers(tx, world.who.owner, { search: text }))).rows.map((row) => row.id)
  for (const text of ['司马相如', phone, 'simaxr', '']) expect(await found(text), text).not.toContain(id)
  expect(new Set((await answersOf(id)).slice(0, 2).map(({ kind, given }) => `${kind} ${given}`)))
    .toEqual(new Set(['identity false', 'service false']))
  const again = await join('司马光', phone)
  expect(again).not.toBe(id)
  const edit = inWorld((tx) => members.edit(tx, manager, { member_id: id, name: '回来' }))
  await expect(edit).rejects.toThrow('member_erased')
  expect(await shop.faults()).toEqual([])
})
