import { randomBytes } from 'node:crypto'
import { settings } from '#contract/settings.ts'
import { inChain, outsideChains, sql } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import { chainBehind } from '#kernel/directory.ts'
import { makeChain } from '#modules/org/org.ts'
import { openCounter } from '#modules/sales/sales.ts'
import { isValidEan, readLabel } from '#pricing/barcodes.ts'
import { freshDatabase } from '#test/world.ts'
import { afterAll, expect, test } from 'vitest'
import { makeDemo, makeDemoChain } from '../../src/commands/demo.ts'
import type { DemoOptions } from '../../src/commands/demo.ts'
import { verifyChain } from '../../src/commands/verify-chain.ts'
import { startPump } from '../../src/http/pump.ts'
import { reactions } from '../../src/http/subscriptions.ts'
import { demoGoods } from './goods.ts'
import { planMembers } from './members.ts'
import { choosePayment } from './paying.ts'
import { full_size } from './size.ts'
import { timetableOf } from './timetable.ts'
import { planVisits } from './visits.ts'
import type { Visit } from './visits.ts'

/** A Saturday evening in Shanghai, so that the last day has both its peaks behind it. */
const now = new Date('2026-05-16T20:30:00+08:00')
const zone = 'Asia/Shanghai', size = { days: 3, members: 40 }, password = 'osmanthus-road-7'

const databases: { drop: () => Promise<void> }[] = []
afterAll(async () => { for (const { drop } of databases) await drop() })

async function freshGround() {
  const fresh = await freshDatabase()
  databases.push(fresh)
  return { db: fresh.db, master: randomBytes(32), counter: openCounter({ db: fresh.db }) }
}
type Ground = Awaited<ReturnType<typeof freshGround>>

const make = async (ground: Ground, options: DemoOptions = {}) =>
  await makeDemo(ground, password, { now, size, ...options })

/** Makes the demo and stops it at about a quarter of its history. */
async function makeQuarter(ground: Ground, options: DemoOptions = {}) {
  const stopping = new AbortController()
  const say = (line: string) => { if (line.includes(' of ')) stopping.abort() }
  return await make(ground, { ...options, signal: stopping.signal, say })
}

async function chainOf(db: Db): Promise<string> {
  const chain_id = await outsideChains(db, (tx) => chainBehind(tx, 'chain_code', 'demo'))
  if (chain_id === null) throw new Error('there is no demo')
  return chain_id
}

async function rowsOf<Row>(db: Db, query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  return await inChain(db, await chainOf(db), async (tx) => (await query.execute(tx)).rows)
}

/** Everything sold, paid, topped up and given back, without the ids that each run makes anew. */
const books = (db: Db) => rowsOf<Record<string, unknown>>(db, sql`
  select r.receipt_no, r.kind, coalesce(s.at, b.at, t.at) as at,
         coalesce(s.payable_fen, b.amount_fen, t.principal_fen) as fen, s.points, s.points_balance,
         (select jsonb_agg(jsonb_build_array(l.name, l.qty_m, l.cells_fen) order by l.line) from sales.lines l
           where l.store_id = s.store_id and l.sale_id = s.id) as lines
    from sales.receipts r
    left join sales.sales s on s.id = r.doc_id
    left join sales.returns b on b.id = r.doc_id
    left join storedvalue.top_ups t on t.id = r.doc_id order by r.receipt_no`)

async function faultsOf({ db, master }: Ground) {
  const failed: unknown[] = []
  const pump = startPump({ db, master, reactions, report: (error) => { failed.push(error) } })
  pump.wake(await chainOf(db))
  await pump.idle()
  await pump.stop()
  const chain_id = await chainOf(db)
  return [...failed, ...await inChain(db, chain_id, (tx) => verifyChain(tx, chain_id))]
}

test('the demo chain is there with its people, goods and weeks, and the books are sound', async () => {
  const ground = await freshGround()
  const { state, tally } = await make(ground)
  expect(state).toBe('open')
  expect(tally).toMatchObject({ passed_over: 0 })
  expect(tally!.sales).toBeGreaterThan(15)
  expect(tally!.top_ups).toBeGreaterThan(0)
  const [counts] = await rowsOf<Record<string, number>>(ground.db, sql`
    select (select count(*) from org.stores) as stores, (select count(*) from org.tills) as tills,
           (select count(*) from org.staff) as staff, (select count(*) from catalog.skus) as goods,
           (select count(*) from catalog.skus where sold_by = 'weight' and plu is null) as without_plu,
           (select count(*) from catalog.barcodes where kind = 'ean') as barcodes,
           (select count(*) from inventory.stock) as stock,
           (select count(*) from members.profiles) as members, (select count(*) from sales.sales) as sales,
           (select count(*) from sales.sales s join members.profiles p using (member_id)
             where s.at < p.joined_at) as too_early,
           (select count(*) from sales.sales where at >= ${now}) as too_late`)
  expect(counts).toEqual({
    stores: 3, tills: 6, staff: 14, goods: 300, without_plu: 0, barcodes: 300, stock: 900, members: 40,
    sales: tally!.sales, too_early: 0, too_late: 0,
  })
  expect(await faultsOf(ground)).toEqual([])
})

test('each till wrote its receipts in the order of time', async () => {
  const ground = await freshGround()
  await make(ground)
  const at = new Map<string, Date>()
  for (const row of (await books(ground.db)) as { receipt_no: string; at: Date }[]) {
    const till_day = row.receipt_no.slice(0, row.receipt_no.lastIndexOf('-'))
    expect(row.at.getTime(), row.receipt_no).toBeGreaterThan(at.get(till_day)?.getTime() ?? 0)
    at.set(till_day, row.at)
  }
  expect(at.size).toBeGreaterThan(10)
})

test('made twice it is made once, also later and by another size', async () => {
  const ground = await freshGround()
  await make(ground)
  const before = await books(ground.db)
  expect(await make(ground)).toEqual({ state: 'closed', tally: null })
  const a_year_later = { now: new Date('2027-05-16T12:00:00+08:00'), size: full_size }
  expect(await make(ground, a_year_later)).toEqual({ state: 'closed', tally: null })
  expect(await books(ground.db)).toEqual(before)
})

test('stopped half-way it is gone on with, and comes out as if it had never been stopped', async () => {
  const [whole, halves] = [await freshGround(), await freshGround()]
  await make(whole)
  expect(await makeQuarter(halves)).toEqual({ state: 'open', tally: null })
  const half = (await books(halves.db)).length
  const later = new Date(now.getTime() + 26 * 3_600_000)
  await make(halves, { now: later })
  const [through, resumed] = [await books(whole.db), await books(halves.db)]
  expect(half).toBeGreaterThan(0)
  expect(half).toBeLessThan(through.length)
  expect(resumed).toEqual(through)
})

test('somebody who spends the members\' value meanwhile costs the history no sale', async () => {
  const ground = await freshGround()
  const long = { days: 6, members: 40 }
  await makeQuarter(ground, { size: long })
  const found = await makeDemoChain(ground, password, { now, size: long })
  if (found.state !== 'open') throw new Error('the history is not there yet')
  const { site } = found
  const holders = await rowsOf<{ member_id: string; fen: number }>(ground.db, sql`
    select owner_id as member_id, sum(balance)::int8 as fen from ledger.accounts
     where id in ('principal', 'bonus') group by 1 having sum(balance) > 0`)
  expect(holders.length).toBeGreaterThan(0)
  const bag = demoGoods.findIndex(({ name }) => name === '环保购物袋')
  const [store] = site.stores
  for (const { member_id, fen } of holders) {
    // Bags at half a yuan, as many as the value buys.
    const bags = Math.floor(fen / 50), amount_fen = bags * 50 as never
    await ground.counter.settle({
      kind: 'sale', who: { ...site.crews[0]![0]!, now },
      input: {
        op_key: `spender:${member_id}`, store_id: store!.id, till_id: store!.tills[0]!.id, member_id,
        points: 0, lines: [{ sku_id: site.sku_ids[bag]!, qty_m: bags * 1_000 as never }],
        tenders: [{ kind: 'stored_value', amount_fen }], payable_fen: amount_fen,
      },
    })
  }
  const { tally } = await make(ground, { size: long })
  expect(tally).toMatchObject({ passed_over: 0 })
  expect(await faultsOf(ground)).toEqual([])
})

test('a chain of somebody\'s own that took the code is left alone', async () => {
  const ground = await freshGround()
  await outsideChains(ground.db, (tx) => makeChain(tx, ground.master, {
    code: 'demo', name: '自己的店', now, owner: { name: '张三', phone: '13900000001', password },
    store: { code: 'A', name: '一店', ownership: 'direct', tills: 1 },
  }))
  expect(await make(ground)).toEqual({ state: 'foreign', tally: null })
  expect(await books(ground.db)).toEqual([])
})

test('every in-store barcode is a right EAN-13 that no scale label is mistaken for', () => {
  expect(new Set(demoGoods.map(({ barcode }) => barcode)).size).toBe(300)
  for (const { name, barcode } of demoGoods) {
    expect([name, isValidEan(barcode!), barcode!.startsWith('29')]).toEqual([name, true, true])
    expect(readLabel(barcode!, settings.label_layouts.usual)).toBeNull()
  }
})

test('goods earn money, and about one in seven has a member price below the list price', () => {
  for (const { name, list_price_fen, cost_fen, member_price_fen } of demoGoods) {
    expect(cost_fen!, name).toBeLessThan(member_price_fen ?? list_price_fen)
    expect(member_price_fen ?? 0, name).toBeLessThan(list_price_fen)
  }
  const share = demoGoods.filter((one) => one.member_price_fen !== null).length / demoGoods.length
  expect(share).toBeGreaterThan(0.12)
  expect(share).toBeLessThan(0.18)
  expect(new Set(demoGoods.map(({ name }) => name)).size).toBe(300)
})

test('the full size has the figures of a plausible chain', () => {
  const calendar = { anchor: now, zone, size: full_size }
  const members = planMembers(calendar)
  const visits = planVisits(members, calendar)
  const returns = timetableOf(visits, now).filter(({ kind }) => kind === 'return').length
  const nothing = { principal_fen: 0, bonus_fen: 0, points: 0 } as never
  const baskets_fen = visits.map((visit, n) => choosePayment(visit, n, nothing).payable_fen)
  const hourOf = (at: Date) => (at.getUTCHours() + 8) % 24
  const share = (fits: (visit: Visit) => boolean) => visits.filter(fits).length / visits.length
  const average_fen = baskets_fen.reduce((sum: number, fen) => sum + fen, 0) / visits.length
  const willing = members.filter(({ consent_marketing }) => consent_marketing).length / members.length
  const saturdays = visits.filter(({ at }) => new Date(at.getTime() + 8 * 3_600_000).getUTCDay() === 6).length
  const figures: [string, number, number, number][] = [
    ['sales', visits.length, 4_400, 5_800],
    ['by members', share(({ member }) => member !== null), 0.6, 0.7],
    ['at the peaks', share(({ at }) => [10, 11, 17, 18].includes(hourOf(at))), 0.4, 0.6],
    ['on a Saturday, to an average day', saturdays / 9 / (visits.length / 61), 1.2, 1.8],
    ['the average basket in fen', average_fen, 4_500, 7_000],
    ['returns', returns / visits.length, 0.015, 0.03],
    ['who wants to hear from us', willing, 0.75, 0.85],
  ]
  for (const [what, figure, least, most] of figures) {
    expect(figure, what).toBeGreaterThan(least)
    expect(figure, what).toBeLessThan(most)
  }
  for (const { lines } of visits) expect(lines.length >= 1 && lines.length <= 9).toBe(true)
  expect(new Set(members.map(({ phone }) => phone)).size).toBe(500)
})
