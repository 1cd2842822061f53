import { afterAll, beforeAll, expect, test } from 'vitest'
import { asFen } from '#contract/money.ts'
import type { TimelineEvent } from '#contract/timeline.ts'
import { inChain, sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { Who } from '#kernel/who.ts'
import { edit, setConsent, unmask } from '#modules/members/members.ts'
import { cash, openShop, stored } from '#test/shop.ts'
import type { Shop } from '#test/shop.ts'
import { at, freshDatabase, makeWorld } from '#test/world.ts'
import type { World } from '#test/world.ts'
import { catchUpMembers, exportOwnRecord, member, statement, timeline } from './insights.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>, world: World, shop: Shop, member_id: string
const inWorld = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(world.db, world.chain_id, work)
const onDay = (who: Who, day: number) => at(who, `2026-05-${day}T10:00:00+08:00`)

/** 周敏华 joins on the 16th, tops up, buys, brings a piece back, and is looked up, a day after the other. */
beforeAll(async () => {
  database = await freshDatabase()
  world = await makeWorld(database.db)
  shop = openShop(world)
  const { cashier, manager } = world.who
  member_id = await shop.member('周敏华', '13812345678')
  await shop.topUp(member_id, 30_000, { bonus_fen: 3_000, who: onDay(cashier, 17) })
  const rice = await shop.goods('大米', 5_000), salt = await shop.goods('食盐', 200)
  const sale = await shop.sell([{ sku_id: rice, qty_m: 2_000 }, { sku_id: salt, qty_m: 1_000 }], {
    member_id, tenders: [stored(6_000), cash(4_200)], who: onDay(cashier, 18) })
  await shop.giveBack(sale.sale_id, [{ line: 1, qty_m: 1_000 }], { who: onDay(cashier, 19) })
  await inWorld((tx) => edit(tx, onDay(manager, 20), { member_id, note: '要薄切', gender: 'female' }))
  await inWorld((tx) => setConsent(tx, onDay(cashier, 21), {
    member_id, kind: 'marketing', given: true, channel: 'till', store_id: world.stores.gh.id }))
  await inWorld((tx) => unmask(tx, onDay(manager, 22), { member_id, field: 'phone', reason: 'refund' }))
})
afterAll(async () => { await database?.drop() })

const read = async (who: Who, more: object = {}) => await inWorld((tx) =>
  timeline(tx, who, { member_id, ...more }))
const kinds = (rows: readonly TimelineEvent[]) => rows.map(({ kind }) => kind)

test('everything that happened stands in one line of time, newest first', async () => {
  const { rows, next } = await read(world.who.owner)
  expect(kinds(rows)).toEqual([
    'unmask', 'consent', 'edit', 'return', 'order', 'top_up', 'consent', 'consent', 'joined'])
  expect(next).toBeNull()
  const [unmasked, consent, edited, back, order, top_up] = rows
  expect(unmasked).toMatchObject({ fields: ['phone'], reason: 'refund', staff: '李国强' })
  expect(consent).toMatchObject({
    consent: { kind: 'marketing', given: true, version: 1, channel: 'till' }, store: '桂花路店', staff: '王秀兰' })
  expect(edited!.fields).toEqual(['gender', 'note'])
  expect(back).toMatchObject({
    amount_fen: -5_000, goods: { name: '大米', lines: 1 }, reason: '不新鲜', order_id: order!.order_id })
  expect(order).toMatchObject({
    amount_fen: 10_200, goods: { name: '大米', lines: 2 }, store: '桂花路店', staff: '王秀兰',
    tenders: [{ kind: 'bonus', amount_fen: 545 }, { kind: 'principal', amount_fen: 5_455 },
      { kind: 'cash', amount_fen: 4_200 }],
  })
  expect(top_up).toMatchObject({ amount_fen: 30_000, bonus_fen: 3_000 })
})

test('pages join without a gap or a double, for every kind of filter', async () => {
  for (const kind of [undefined, 'trade', 'value', 'consent', 'record'] as const) {
    const asked = kind ? { kind } : {}
    const whole = (await read(world.who.owner, asked)).rows
    const paged: TimelineEvent[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await read(world.who.owner, { limit: 2, ...asked, ...cursor ? { cursor } : {} })
      paged.push(...page.rows)
      cursor = page.next
    }
    expect(paged, String(kind)).toEqual(whole)
  }
  const of = async (kind: string) => kinds((await read(world.who.owner, { kind })).rows)
  expect(await of('trade')).toEqual(['return', 'order'])
  expect(await of('record')).toEqual(['unmask', 'edit'])
})

test('a reader sees the kinds they may, and the trade of their stores alone', async () => {
  const { manager } = world.who
  const without = (...taken: string[]): Who =>
    ({ ...manager, permissions: new Set([...manager.permissions].filter((one) => !taken.includes(one))) })
  expect(kinds((await read(without('sales.read', 'value.read'))).rows))
    .toEqual(['unmask', 'consent', 'edit', 'consent', 'consent', 'joined'])
  const elsewhere = { ...manager, stores: [world.stores.jy.id] }
  await expect(read(elsewhere)).rejects.toMatchObject({ code: 'member_unknown', ref: member_id })
  await inWorld((tx) => sql`insert into members.visits values (${world.chain_id}, ${member_id},
    ${world.stores.jy.id}, now(), now(), now())`.execute(tx))
  expect(kinds((await read(elsewhere)).rows))
    .toEqual(['unmask', 'consent', 'edit', 'consent', 'consent', 'joined'])
})

test('the page tells profile, closed fields masked, consents with their history, and figures', async () => {
  const page = await inWorld((tx) => member(tx, world.who.owner, { member_id }))
  expect(page).toMatchObject({
    member: { name: '周敏华', gender: 'female', note: '要薄切', phone_masked: '138****5678', erased_at: null },
    identity: [], figures: { orders: 1, spent_fen: 5_200, average_fen: 5_200 },
  })
  expect(page.consents.map(({ kind, given }) => [kind, given]))
    .toEqual([['marketing', true], ['marketing', false], ['service', true]])
})

test('a member\'s own record holds all of it, whole, and that it was handed out is on record', async () => {
  const made = (format: 'json' | 'csv', who = world.who.owner) => inWorld((tx) =>
    exportOwnRecord(tx, who, { member_id, format, reason: '本人要求' }))
  const json = await made('json')
  expect(json.file_name).toMatch(/^member-[\da-f]{8}-2026-05-16\.json$/)
  const all = JSON.parse(json.content)
  expect(all.profile).toMatchObject({ name: '周敏华', phone: '13812345678', note: '要薄切' })
  expect(all.holdings).toMatchObject({ principal: 27_219, bonus: 2_722 })
  expect(all.consents).toHaveLength(3)
  expect(all.consents[0].words).toContain('可以不选')
  expect(all.orders).toMatchObject([{ payable_fen: 10_200, lines: [{ name: '大米' }, { name: '食盐' }] }])
  expect(all.papers.map((paper: { kind: string }) => paper.kind)).toEqual(['return', 'top_up'])
  expect(all.ledger.length).toBeGreaterThan(6)
  expect(all.record).toMatchObject([{ kind: 'unmask', reason: 'refund' }, { kind: 'edit' }])
  const csv = await made('csv')
  expect(csv.content.startsWith('\uFEFF')).toBe(true)
  for (const text of ['13812345678', '大米', '300.00', '2026-05-18 10:00:00'])
    expect(csv.content).toContain(text)
  expect(kinds((await read(world.who.owner, { kind: 'record' })).rows))
    .toEqual(['unmask', 'edit', 'export', 'export'])
})

test('a correction by hand stands in the line too, with its reason', async () => {
  await shop.set('approve_adjustment', false)
  await shop.counter.settle({
    kind: 'adjust', who: onDay(world.who.owner, 23), input: {
      op_key: 'adjust-0001', store_id: world.stores.gh.id, member_id, account: 'points', amount: 50,
      reason: 'goodwill',
    },
  })
  const [first] = (await read(world.who.owner, { kind: 'value' })).rows
  expect(first).toMatchObject({
    kind: 'adjust', account: 'points', points: 50, amount_fen: null, reason: 'goodwill', staff: '顾青禾' })
})

test('no cell of the file is a formula, whatever a member is called', async () => {
  const id = await shop.member('=HYPERLINK("x")', '13800001111')
  const { content } = await inWorld((tx) =>
    exportOwnRecord(tx, world.who.owner, { member_id: id, format: 'csv', reason: '本人要求' }))
  expect(content).toContain(`"'=HYPERLINK(""x"")"`)
  expect(content).not.toMatch(/(^|,|\n)[=+@]/)
})

test('members of before are caught up: their spellings, and every store that knows them', async () => {
  await inWorld((tx) => sql`delete from members.visits`.execute(tx))
  await inWorld((tx) => sql`update members.profiles set spelling_version = 0`.execute(tx))
  const catchUp = () => inWorld((tx) => catchUpMembers(tx, world.chain_id))
  expect(await catchUp()).toBe(2)
  expect(await catchUp()).toBe(0)
  const { rows } = await inWorld((tx) => sql<{ store_id: string; first_at: Date; last_at: Date }>`
    select store_id, first_at, last_at from members.visits where member_id = ${member_id}`.execute(tx))
  const { cashier } = world.who
  expect(rows).toEqual([
    { store_id: world.stores.gh.id, first_at: cashier.now, last_at: onDay(cashier, 18).now }])
})

test('a ledger keeps its amounts for every reader, and tells no paper or people of a store out of reach',
  async () => {
  const { gh, jy } = world.stores, { owner, manager } = world.who
  const bought = await shop.member('郑一鸣', '13812345699')
  const topUpAt = (store: typeof gh, principal_fen: number) => shop.counter.settle({
    kind: 'top_up', who: owner, input: {
      op_key: newId(), store_id: store.id, till_id: store.tills[0]!.id, member_id: bought,
      principal_fen: asFen(principal_fen), bonus_fen: asFen(0),
      tender: { kind: 'cash', tendered_fen: asFen(principal_fen) },
    },
  })
  await topUpAt(gh, 10_000)
  await topUpAt(jy, 20_000)
  const lines = async (who: Who) => (await inWorld((tx) => statement(tx, who, { member_id: bought }))).rows
    .map(({ amount, balance, store, staff, receipt_no }) =>
      [amount, balance, store, staff, receipt_no?.slice(0, 2) ?? null])
  const own = [10_000, 10_000, '桂花路店', '顾青禾', 'GH']
  expect(await lines(owner)).toEqual([[20_000, 30_000, '锦云坊店', '顾青禾', 'JY'], own])
  expect(await lines(manager)).toEqual([[20_000, 30_000, null, null, null], own])
  const guide: Who = { ...manager, scope: 'own' }
  expect(await lines({ ...guide, stores: 'all', scope: 'chain' })).toHaveLength(2)
  await inWorld((tx) => sql`update members.profiles set enrolled_by = ${manager.principal.id}
    where member_id = ${bought}`.execute(tx))
  expect(await lines(guide)).toEqual([[20_000, 30_000, null, null, null], [10_000, 10_000, null, null, null]])
})

test('figures and the line of time of a guide hold their own sales alone', async () => {
  const { cashier } = world.who
  const guide: Who = { ...world.who.manager, scope: 'own' }
  await inWorld((tx) => sql`update members.profiles set enrolled_by = ${guide.principal.id}
    where member_id = ${member_id}`.execute(tx))
  const seen = async (who: Who) => (await inWorld((tx) => member(tx, who, { member_id }))).figures
  expect(await seen({ ...guide, scope: 'store' })).toMatchObject({ orders: 1, spent_fen: 5_200 })
  expect(await seen(guide)).toMatchObject({ orders: 0, spent_fen: 0 })
  expect(await seen({ ...guide, principal: cashier.principal })
    .catch((error: { code: string }) => error.code)).toBe('member_unknown')
  expect(kinds((await read(guide)).rows)).not.toContain('order')
})
