import pg from 'pg'
import { test } from 'vitest'
import { asFen } from '#contract/money.ts'
import { inChain, sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import { enrol, findMembers, listMembers } from './members.ts'
import { upsertGoods, searchGoods, readTillCatalog } from '#modules/catalog/catalog.ts'

test('speed', async () => {
  const database = await freshDatabase()
  const world = await makeWorld(database.db)
  const inWorld = <R>(work: (tx: Tx) => Promise<R>) => inChain(world.db, world.chain_id, work)
  const timed = async (what: string, work: () => Promise<unknown>) => { const t = performance.now(); await work(); console.log(what, (performance.now() - t).toFixed(1)) }
  const rows = (n: number) => Array.from({ length: n }, (_, i) => ({ source_code: `s${i}`, name: `可口可乐零度无糖汽水第${i}箱`, category: `类${i % 20}`, unit: '件', sold_by: 'piece' as const, list_price_fen: asFen(100), member_price_fen: null, cost_fen: null, barcode: `B${i}` }))
  await timed('import 302', () => inWorld((tx) => upsertGoods(tx, world.who.owner, rows(302))))
  await timed('import 10000', () => inWorld((tx) => upsertGoods(tx, world.who.owner, rows(10000))))
  await timed('again', () => inWorld((tx) => upsertGoods(tx, world.who.owner, rows(10000))))
  await timed('enrol 200 one tx', () => inWorld(async (tx) => { for (let i = 0; i < 200; i++) await enrol(tx, world.who.owner, { op_key: `opkey-${i}`, store_id: world.stores.gh.id, phone: `138${String(i).padStart(8, '0')}`, name: '王小明', consent_service: true, consent_marketing: true }) }))
  await inWorld((tx) => sql`
    insert into members.profiles (chain_id, member_id, name, name_key, pinyin, initials, phone_sealed, phone_masked, phone_last4, store_id, joined_at, joined_on)
    select ${world.chain_id}, gen_random_uuid(), '王' || (n%1000), '王' || (n%1000), 'wang' || n, 'w' || n, '', '', lpad((n % 10000)::text, 4, '0'), ${world.stores.gh.id}, now() - n * interval '1 minute', now()::date from generate_series(1, 100000) n`.execute(tx))
  await inWorld((tx) => sql`insert into members.grams (chain_id, gram, member_id) select chain_id, g, member_id from members.profiles, lateral (values ('王'), ('小'||phone_last4)) v(g) where chain_id = ${world.chain_id} and initials <> 'wxm'`.execute(tx))
  const owner = new pg.Client({ connectionString: database.owner_url }); await owner.connect(); await owner.query('analyze'); await owner.end()
  for (let k = 0; k < 2; k++) {
    for (const find of ['13800000007', '0007', '小明', '王小明', '王', 'wxm', 'wang5', '5']) await timed(`find ${find}`, () => inWorld((tx) => findMembers(tx, world.who.owner, { find })))
    await timed('list', () => inWorld((tx) => listMembers(tx, world.who.owner, {})))
    await timed('list 0007', () => inWorld((tx) => listMembers(tx, world.who.owner, { search: '0007' })))
    for (const s of ['第77箱', '可乐', 'kkk', 'B77', '']) await timed(`goods ${s}`, () => inWorld((tx) => searchGoods(tx, world.chain_id, { search: s, deleted: false, limit: 50 })))
    await timed('till', () => inWorld((tx) => readTillCatalog(tx, world.who.owner, { store_id: world.stores.gh.id })))
  }
  await database.drop()
}, 120_000)
