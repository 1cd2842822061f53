import { inChain, openDb, sql } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { FreshDatabase } from '#test/database.ts'
import { cash, openShop, stored } from '#test/shop.ts'
import type { Shop } from '#test/shop.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyChain } from '../../commands/verify-chain.ts'
import { reserve } from './ledger.ts'
import type { Fault } from './ledger.ts'

// Whoever may change rows behind the application's back (here the owner of the tables) is found out.
let database: FreshDatabase, owner_db: Db, shop: Shop
let member: string, other: string, sale_no: string
beforeAll(async () => {
  database = await freshDatabase()
  owner_db = openDb(database.owner_url, { max: 1, name: 'shuke test owner' })
  shop = openShop(await makeWorld(database.db));
  [member, other] = [await shop.member('周敏华', '13900000001'), await shop.member('吴桂芳', '13900000002')]
  const [rice, milk] = [await shop.goods('五常大米', 5290), await shop.goods('牧场鲜牛奶', 1680)]
  for (const member_id of [member, other]) {
    await shop.topUp(member_id, 100_000, { bonus_fen: 20_000 })
    const lines = [{ sku_id: rice, qty_m: 3000 }, { sku_id: milk, qty_m: 2000 }]
    const sold = await shop.sell(lines, { member_id, tenders: [stored(12_000), cash(7230)] })
    await shop.sell(lines, { member_id, points: 100, tenders: [stored(5000), cash(14_130)] })
    await shop.giveBack(sold.sale_id, [{ line: 1, qty_m: 1000 }])
    if (member_id === member) sale_no = sold.receipt_no
  }
  await shop.within((tx) => reserve(tx, shop.world.who.cashier, {
    owner_id: member, account: 'principal', amount: 700, ref: newId(), op_key: newId(),
    store_id: shop.store_id,
  }))
})
afterAll(async () => {
  await owner_db.close()
  await database.drop()
})

class TakenBack extends Error {}

/** What verify finds after some rows were changed; the changes are rolled back. */
async function faultsAfter(change: (tx: Tx) => Promise<unknown>): Promise<Fault[]> {
  let faults: Fault[] = []
  await inChain(owner_db, shop.world.chain_id, async (tx) => {
    const changed = await change(tx) as { numAffectedRows?: bigint }
    expect(changed.numAffectedRows, 'something was changed').toBeGreaterThan(0n)
    faults = await verifyChain(tx, shop.world.chain_id)
    throw new TakenBack()
  }).catch((error: unknown) => {
    if (!(error instanceof TakenBack)) throw error
  })
  return faults
}

const nth = (kind: string, place: number) => sql`(
  select id from ledger.transfers where owner_id = ${member} and kind = ${kind}
   order by coalesce(from_version, to_version) offset ${place} limit 1)`
const sale = () => sql`(select id from sales.sales where receipt_no = ${sale_no})`
const idOf = async (kind: string, place: number) => (await shop.within((tx) =>
  sql<{ id: string }>`select ${nth(kind, place)} as id`.execute(tx))).rows[0]!.id

test('a sound chain has no fault', async () => {
  expect(await shop.faults()).toEqual([])
})

test('of a changed transfer the transfer itself is named first', async () => {
  const first = await idOf('sale.pay', 0), second = await idOf('sale.pay', 1)
  const cases: [string, ReturnType<typeof sql>, RegExp][] = [
    ['its amount', sql`update ledger.transfers set amount = amount + 1 where id = ${first}`,
      new RegExp(first)],
    ['the balance it tells',
      sql`update ledger.transfers set from_balance = from_balance - 1 where id = ${first}`,
      new RegExp(first)],
    ['its version', sql`update ledger.transfers set from_version = from_version + 100 where id = ${first}`,
      new RegExp(member)],
    ['its account', sql`update ledger.transfers set from_account = 'points' where id = ${second}`,
      new RegExp(member)],
  ]
  for (const [name, change, where] of cases) {
    const [fault] = await faultsAfter((tx) => change.execute(tx))
    expect(fault, name).toMatchObject({
      what: 'running balance', where: expect.stringMatching(where) as unknown,
    })
    expect(fault!.where, name).toContain(member)
  }
})

test('two transfers of one account that changed places are named', async () => {
  const [one, two] = [await idOf('sale.earn', 0), await idOf('sale.earn', 1)]
  const faults = await faultsAfter((tx) => sql`update ledger.transfers t
    set to_version = o.to_version, to_balance = o.to_balance from ledger.transfers o
    where t.id in (${one}, ${two}) and o.id in (${one}, ${two}) and o.id <> t.id`.execute(tx))
  expect(faults[0]).toMatchObject({ what: 'running balance' })
  expect(faults[0]!.where).toMatch(new RegExp(`${member} points transfer (${one}|${two})`))
})

test('a transfer that is gone is missed: in the middle by the next one, at the end by its account',
  async () => {
    const [middle] = await faultsAfter((tx) =>
      sql`delete from ledger.transfers where id = ${nth('sale.earn', 0)}`.execute(tx))
    expect(middle).toMatchObject({
      what: 'running balance', where: expect.stringContaining(`${member} points`) as unknown,
    })
    const [last] = await faultsAfter((tx) => sql`
      delete from ledger.transfers where owner_id = ${other} and id = (
        select id from ledger.transfers where owner_id = ${other} and 'points' in (from_account, to_account)
         order by case from_account when 'points' then from_version else to_version end desc
         limit 1)`.execute(tx))
    expect(last).toMatchObject({ what: 'balance', where: `${other} points` })
  })

test('balances, lots and reserves that do not follow are named, and what they should be', async () => {
  const pair = sql`(select pair from ledger.lots where owner_id = ${member} and account = 'principal')`
  const cases: [ReturnType<typeof sql>, Partial<Record<keyof Fault, unknown>>][] = [
    [sql`update ledger.accounts set balance = balance + 1 where owner_id = ${member} and id = 'bonus'`,
      { what: 'balance', where: `${member} bonus` }],
    [sql`update ledger.accounts set version = version + 1 where owner_id = ${member} and id = 'bonus'`,
      { what: 'balance', where: `${member} bonus` }],
    [sql`delete from ledger.accounts where owner_id = ${member} and id = 'principal.reserved'`,
      { what: 'balance', where: `${member} principal.reserved`, found: 'no account' }],
    [sql`update ledger.lots set remaining = remaining - 1 where pair = ${pair} and account = 'principal'`,
      { what: 'lot', where: expect.stringContaining(`${member} lot`) }],
    [sql`update ledger.lots set amount = amount + 1 where pair = ${pair} and account = 'bonus'`,
      { what: 'lot', expected: expect.stringMatching(/ of 20000$/),
        found: expect.stringMatching(/ of 20001$/) }],
    [sql`update ledger.lots set amount = amount - 1 where pair = ${pair} and account = 'bonus'`,
      { what: 'lot', found: expect.stringMatching(/ of 19999$/) }],
    [sql`delete from ledger.lots where owner_id = ${member} and account = 'points'`,
      { what: 'lot', found: 'no lot' }],
    [sql`update ledger.transfers set lot_id = null where id = ${nth('sale.earn', 0)}`, { what: 'lot' }],
    [sql`insert into ledger.reserve_ends (chain_id, owner_id, reserve_id, outcome, ended_at)
      select chain_id, owner_id, id, 'posted', now() from ledger.reserves`,
    { what: 'reserve', where: `${member} principal.reserved`, expected: '0', found: '700' }],
  ]
  for (const [change, fault] of cases)
    expect((await faultsAfter((tx) => change.execute(tx)))[0], String(fault.what)).toMatchObject(fault)
})

test('what the sales say is held against themselves, first of all where it was changed', async () => {
  const till_day = sql`till_id = ${shop.till_id}`
  const cases: [string, ReturnType<typeof sql>, Partial<Record<keyof Fault, unknown>>][] = [
    ['a cell of the matrix',
      sql`update sales.lines set cells_fen[1] = cells_fen[1] + 1 where line = 1 and sale_id = ${sale()}`,
      { what: 'matrix row', where: `${sale_no} line 1` }],
    ['a cell moved to another tender',
      sql`update sales.lines set cells_fen[1] = cells_fen[1] + 1, cells_fen[2] = cells_fen[2] - 1
      where line = 2 and sale_id = ${sale()}`, { what: 'matrix column', where: `${sale_no} column 0` }],
    ['a total', sql`update sales.sales set payable_fen = payable_fen + 1 where id = ${sale()}`,
      { what: 'sale total', where: sale_no }],
    ['a tender',
      sql`update sales.tenders set amount_fen = amount_fen - 1 where kind = 'cash' and sale_id = ${sale()}`,
      { what: 'sale total', where: sale_no }],
    ['a returned cell',
      sql`update sales.return_lines set cells_fen[1] = cells_fen[1] + 1, amount_fen = amount_fen + 1
      where sale_id = ${sale()}`, { what: 'returned cell', where: `${sale_no} line 1 column 0` }],
    ['a return\'s total', sql`update sales.returns set amount_fen = amount_fen + 1 where sale_id = ${sale()}`,
      { what: 'return total' }],
    ['more back than sold', sql`update sales.return_lines set qty_m = 4000 where sale_id = ${sale()}`,
      { what: 'returned line', where: expect.stringContaining('line 1') }],
    ['a number never written', sql`update sales.till_days set last_seq = last_seq + 1 where ${till_day}`,
      { what: 'receipt numbers', expected: '1 to 9' }],
    ['a number lost', sql`delete from sales.receipts where seq = 3 and ${till_day}`,
      { what: 'receipt numbers' }],
    ['a counter lost', sql`delete from sales.till_days where ${till_day}`,
      { what: 'receipt numbers', where: `${shop.till_id} on 2026-05-16` }],
    ['a number for nothing', sql`update sales.receipts set doc_id = ${newId()} where seq = 2 and ${till_day}`,
      { what: 'receipt' }],
    ['points of a sale', sql`update sales.sales set points_earned = points_earned + 1 where id = ${sale()}`,
      { what: 'sale in the ledger', where: sale_no }],
    ['points of a return',
      sql`update sales.returns set points_clawed = points_clawed + 1 where sale_id = ${sale()}`,
      { what: 'returns in the ledger', where: sale_no }],
    ['a payment for no sale',
      sql`update ledger.transfers set ref = ${newId()} where id = ${nth('sale.pay', 0)}`,
      { what: 'sale in the ledger' }],
    ['a top-up', sql`update storedvalue.top_ups set bonus_fen = bonus_fen + 1 where member_id = ${member}`,
      { what: 'top-up in the ledger' }],
    ['stock', sql`update inventory.stock set on_hand_m = on_hand_m + 1 where on_hand_m < 0`,
      { what: 'stock' }],
  ]
  for (const [name, change, fault] of cases)
    expect((await faultsAfter((tx) => change.execute(tx)))[0], name).toMatchObject(fault)
})

test('one chain\'s faults are not another\'s, and nobody but the owner may change a transfer', async () => {
  const world = await makeWorld(database.db, { code: 'jinghe' })
  const [own] = await faultsAfter((tx) =>
    sql`update ledger.accounts set balance = balance + 1 where id = 'bonus'`.execute(tx))
  expect(own).toMatchObject({ what: 'balance' })
  expect(await inChain(database.db, world.chain_id, (tx) => verifyChain(tx, world.chain_id))).toEqual([])
  await expect(shop.within((tx) => sql`update ledger.transfers set amount = amount + 1`.execute(tx))).rejects
    .toMatchObject({ code: '42501' })
  await expect(shop.within((tx) => sql`delete from sales.receipts`.execute(tx)))
    .rejects.toMatchObject({ code: '42501' })
})
