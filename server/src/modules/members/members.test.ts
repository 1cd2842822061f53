import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inChain, sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { Who } from '#kernel/who.ts'
import { at, freshDatabase, makeWorld } from '#test/world.ts'
import type { World } from '#test/world.ts'
import {
  enrol, findMembers, listMembers, markVisits, readConsents, readMemberCard, readProfile, readProfiles,
} from './members.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>, world: World

beforeAll(async () => {
  database = await freshDatabase()
  world = await makeWorld(database.db)
})
afterAll(async () => { await database?.drop() })

let people = 0
const inWorld = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(world.db, world.chain_id, work)
type Enrolment = Parameters<typeof enrol>[2]
const form = (change: Partial<Enrolment> = {}): Enrolment => ({
  op_key: `enrol-${people += 1}`, store_id: world.stores.gh.id,
  phone: `1390000${String(people).padStart(4, '0')}`,
  name: '李华', birthday: '1992-02-29', consent_service: true, consent_marketing: false, ...change,
})
const join = (change: Partial<Enrolment> = {}, who: Who = world.who.cashier) =>
  inWorld((tx) => enrol(tx, who, form(change)))
const find = async (text: string, who: Who = world.who.cashier) =>
  (await inWorld((tx) => findMembers(tx, who, { find: text }))).rows.map(({ name }) => name)
const list = async (search: string, who: Who = world.who.manager) =>
  (await inWorld((tx) => listMembers(tx, who, { search }))).rows.map(({ name }) => name)

test('a new member has a card, empty accounts, consents in their wording, no phone in the open', async () => {
  const late = at(world.who.cashier, '2026-05-17T00:30:00+08:00')
  const card = await join({ phone: '13812345678', name: '周敏华' }, late)
  expect(card).toEqual({
    id: card.id, name: '周敏华', phone_masked: '138****5678', joined_on: '2026-05-17', birthday: '1992-02-29',
    note: '', last_visit_at: null, holdings: { principal_fen: 0, bonus_fen: 0, points: 0 },
  })
  const asked = { at: late.now, channel: 'till', wording_version: 1, store_id: world.stores.gh.id }
  expect(await inWorld((tx) => readConsents(tx, world.chain_id, card.id))).toMatchObject([
    { kind: 'marketing', given: false, ...asked }, { kind: 'service', given: true, ...asked }])
  const { rows: [kept] } = await inWorld((tx) => sql<{ sealed: Buffer; shown: string }>`
    select phone_sealed as sealed, row_to_json(p)::text as shown from members.profiles p
     where chain_id = ${world.chain_id} and member_id = ${card.id}`.execute(tx))
  expect(late.seal.open(kept!.sealed)).toBe('13812345678')
  expect(kept!.shown).not.toContain('13812345678')
  const { rows: traces } = await inWorld((tx) => sql<{ trace: string }>`
    select detail::text as trace from kernel.audit where chain_id = ${world.chain_id} and ref = ${card.id}
    union all select data::text from kernel.notes where chain_id = ${world.chain_id} and owner_id = ${card.id}
    union all select answer::text from kernel.once where chain_id = ${world.chain_id}`.execute(tx))
  expect(traces.length).toBeGreaterThanOrEqual(3)
  for (const { trace } of traces) expect(trace).not.toMatch(/周敏华|5678/)
})

test('a phone belongs to one member of the chain, also when eight tills enrol it at one moment', async () => {
  const tries = Array.from({ length: 8 }, () => join({ phone: '13811112222' }))
  const done = await Promise.allSettled(tries)
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of done)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'phone_taken' })
  const other = await makeWorld(database.db, { code: 'other', master: world.master })
  const theirs = await inChain(other.db, other.chain_id, (tx) =>
    enrol(tx, other.who.owner, form({ phone: '13811112222', store_id: other.stores.gh.id })))
  expect(theirs.name).toBe('李华')
  expect(await inWorld((tx) => readProfiles(tx, other.chain_id, [theirs.id]))).toEqual(new Map())
})

test('the same operation key enrols once and refuses another person', async () => {
  const given = form()
  const enrolAgain = (change: Partial<Enrolment>) =>
    inWorld((tx) => enrol(tx, world.who.cashier, { ...given, ...change }))
  const first = await enrolAgain({})
  expect(await enrolAgain({})).toEqual(first)
  await expect(enrolAgain({ name: '李花' })).rejects.toThrow('op_key_reused')
})

test('nobody enrols into a store that is out of reach or not there', async () => {
  await expect(join({ store_id: world.stores.jy.id })).rejects.toThrow('store_unknown')
  await expect(join({ store_id: newId() }, world.who.owner)).rejects.toThrow('store_unknown')
})

test('a member is found by phone, last four, name, pinyin, initials and what lies between', async () => {
  await join({ phone: '13700009876', name: '曾小红' })
  const texts = ['13700009876', '+86 137-0000-9876', '9876', '曾小红', '小红', '红', 'zxh', 'zengxiao', 'ZXH',
    'zengxh', 'zeng x h', 'zeng xiao hong', 'zxiaoh', 'zxhong']
  for (const text of texts) {
    expect(await list(text), text).toEqual(['曾小红'])
    expect(await find(text), text).toEqual(['曾小红'])
  }
  for (const text of ['13700009877', '红小', 'xiaohong', '小明', 'zengh'])
    expect(await list(text), text).toEqual([])
})

test('emoji and a name of sixty characters are kept, found and shown whole', async () => {
  const family = '👨‍👩‍👧‍👦🍊阿姨', long = '长'.repeat(59) + '🐉'
  await join({ name: family })
  await join({ name: long })
  expect(await list('🍊')).toEqual([family])
  expect(await list('👨‍👩‍👧‍👦')).toEqual([family])
  expect(await find('长🐉')).toEqual([long])
})

test('whoever was here last comes first, ten at most, and late notes turn nothing back', async () => {
  const ids: string[] = []
  for (let n = 0; n < 22; n += 1) ids.push((await join({ name: '同名同姓' })).id)
  const visit = (member_id: string | null, iso: string) => ({
    id: newId(), owner_id: world.stores.gh.id, kind: 'sale.settled' as const, data: { member_id },
    at: new Date(iso), tries: 0 })
  const mark = (...notes: ReturnType<typeof visit>[]) =>
    inWorld((tx) => markVisits(tx, world.chain_id, notes))
  await mark(visit(ids[3]!, '2026-05-20T10:00:00Z'), visit(ids[9]!, '2026-05-21T10:00:00Z'))
  await mark(visit(null, '2026-05-22T10:00:00Z'))
  await mark(visit(ids[9]!, '2026-05-19T10:00:00Z'))
  const { rows } = await inWorld((tx) => findMembers(tx, world.who.cashier, { find: '同名' }))
  expect(rows).toHaveLength(10)
  expect(rows.slice(0, 2).map(({ id, last_visit_at }) => [id, last_visit_at])).toEqual([
    [ids[9], '2026-05-21T10:00:00.000Z'], [ids[3], '2026-05-20T10:00:00.000Z']])
})

test('members are listed newest first, in pages, with their store', async () => {
  const seen: string[] = []
  for (let next: string | null = ''; next !== null;) {
    const cursor = next === '' ? {} : { cursor: next }
    const asked = { search: '同名同姓', limit: 9, ...cursor }
    const page: Awaited<ReturnType<typeof listMembers>> = await inWorld((tx) =>
      listMembers(tx, world.who.owner, asked))
    expect(page.total).toBe(22)
    expect(new Set(page.rows.map(({ store }) => store))).toEqual(new Set(['桂花路店']))
    seen.push(...page.rows.map(({ id }) => id))
    next = page.next
  }
  expect(new Set(seen).size).toBe(22)
  expect(seen).toEqual(seen.toSorted().toReversed())
  const everybody = await inWorld((tx) => listMembers(tx, world.who.owner, { limit: 1 }))
  expect(everybody.total).toBeGreaterThan(22)
})

test('an unknown member is refused by name', async () => {
  await expect(inWorld((tx) => readMemberCard(tx, world.who.cashier, newId())))
    .rejects.toThrow('member_unknown')
  await expect(inWorld((tx) => readProfile(tx, world.who.cashier, newId()))).rejects.toThrow('member_unknown')
})

test('a search reads what it finds and not all members, though row security is on', async () => {
  const crowd = 3_000
  await inWorld((tx) => sql`
    insert into members.profiles (chain_id, member_id, name, name_key, pinyin, initials, phone_sealed,
                                  phone_masked, phone_last4, store_id, joined_at, joined_on)
    select ${world.chain_id}, gen_random_uuid(), '众人', '众人', 'zhongren' || n, 'zr' || n, '',
           '', lpad((n % 9000)::text, 4, '0'), ${world.stores.gh.id}, now(), now()::date
      from generate_series(1, ${crowd}::int) n`.execute(tx))
  await inWorld((tx) => sql`insert into members.grams (chain_id, gram, member_id)
    select chain_id, '众人', member_id from members.profiles
     where chain_id = ${world.chain_id} and name = '众人'`.execute(tx))
  const owner = new pg.Client({ connectionString: database.owner_url })
  await owner.connect()
  const tables = ['profiles', 'grams', 'keys', 'spellings'].map((table) => `members.${table}`).join()
  await owner.query(`analyze ${tables}`).finally(() => owner.end())
  for (const text of ['曾小红', '红', 'zengxiao', 'zxh', 'zengxh', '9876', '13700009876']) {
    const read = await inWorld(async (tx) => {
      const before = await rowsRead(tx)
      expect((await findMembers(tx, world.who.cashier, { find: text })).rows, text).toHaveLength(1)
      return await rowsRead(tx) - before
    })
    expect(read, text).toBeLessThan(100)
  }
})

/** Rows of members this session read from the heap so far. */
async function rowsRead(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select sum(seq_tup_read + idx_tup_fetch)::int8 as n
    from pg_stat_xact_user_tables where schemaname = 'members'`.execute(tx)
  return rows[0]!.n
}
