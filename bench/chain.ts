import { asFen } from '#contract/money.ts'
import type { Milli } from '#contract/money.ts'
import { inChain, openDb, outsideChains } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { changeSetting } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { createGoods } from '#modules/catalog/catalog.ts'
import { enrol } from '#modules/members/members.ts'
import { addStaff, addStore, makeChain } from '#modules/org/org.ts'
import type { StoreWithTills } from '#modules/org/org.ts'
import { openCounter } from '#modules/sales/sales.ts'
import type { Counter } from '#modules/sales/sales.ts'
import pg from 'pg'
import { openForCommand } from '../server/src/commands/database.ts'
import type { Goods, Till, Trade } from './baskets.ts'

export type Size = { clients: number; members: number; goods: number }

const code = 'bench', password = 'bench-osmanthus-7'
const tills_a_store = 4
/** More than any run spends. */
const topped_up_fen = 100_000_000, first_points = 100_000

/** Makes the chain a bench trades in, through the doors, in a data folder that no server runs on. */
export async function makeTrade(data_dir: string, size: Size): Promise<Trade> {
  const opened = await openForCommand({
    port: 0, host: '127.0.0.1', database_url: null, database_owner_url: null, data_dir, log_level: 'warn',
    language: 'en',
  })
  const lane_db = openDb(opened.app_url, { max: 2, prepared: true, name: 'shuke bench' })
  try {
    const { who, stores, crowd } = await openStores(opened.db, opened.master, size)
    const within = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(opened.db, who.chain_id, work)
    const tills = stores.flatMap(tillsOf).slice(0, size.clients)
    const crowded = tillsOf(crowd).slice(0, size.clients)
    const phones = tills.map((_, at) => phoneOf(1, at))
    await within(async (tx) => {
      for (const [at, till] of tills.entries())
        await addStaff(tx, who, {
          name: `收银${at + 1}`, phone: phones[at]!, password, role: 'cashier',
          store_ids: [till.store_id, crowd.id],
        })
      await changeSetting(tx, who, {
        key: 'value_cap_fen', place_id: null, to: { value: topped_up_fen * 2 },
      })
    })
    const goods = await within((tx) => stockUp(tx, who, size.goods))
    const members = await enrolMany({ db: opened.db, who, store_id: tills[0]!.store_id }, size.members)
    await fillPurses(openCounter({ db: lane_db }), { who, tills, members, goods })
    await analyze(opened.owner_url)
    const manned = (till: Omit<Till, 'phone'>, at: number): Till => ({ ...till, phone: phones[at]! })
    return {
      chain_id: who.chain_id, code, password, tills: tills.map(manned), crowded: crowded.map(manned),
      members, goods,
    }
  } finally {
    await lane_db.close()
    await opened.close()
  }
}

/** What PostgreSQL does by itself within a minute or two; plans made before know no table's size. */
async function analyze(owner_url: string): Promise<void> {
  const client = new pg.Client({ connectionString: owner_url })
  await client.connect()
  try {
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

const phoneOf = (kind: number, at: number): string => `13${kind}${String(at).padStart(8, '0')}`

const tillsOf = (store: StoreWithTills) => store.tills.map(({ id }) => ({ store_id: store.id, till_id: id }))

async function openStores(db: Db, master: Buffer, { clients }: Size) {
  return await outsideChains(db, async (tx) => {
    const open = (number: number, tills: number) =>
      ({ code: `B${number}S`, name: `测试${number}店`, ownership: 'direct' as const, tills })
    const { store: crowd, who } = await makeChain(tx, master, {
      code, name: '压测', now: new Date(), store: open(0, clients),
      owner: { name: '压测', phone: phoneOf(0, 0), password },
    })
    const stores: StoreWithTills[] = []
    for (let number = 1; stores.length * tills_a_store < clients; number += 1)
      stores.push(await addStore(tx, who, open(number, tills_a_store)))
    return { who, stores, crowd }
  })
}

/** Goods with a member's price a tenth below the list. */
async function stockUp(tx: Tx, who: Who, count: number): Promise<Goods[]> {
  const goods: Goods[] = []
  for (let at = 0; at < count; at += 1) {
    const list_fen = 500 + (at * 70) % 3_000, member_fen = list_fen - Math.floor(list_fen / 10)
    const { id } = await createGoods(tx, who, {
      op_key: newId(), name: `压测商品 ${at + 1}`, category: '压测', barcode: null, unit: '件',
      sold_by: 'piece', list_price_fen: asFen(list_fen), member_price_fen: asFen(member_fen),
    })
    goods.push({ sku_id: id, list_fen, member_fen })
  }
  return goods
}

type Desk = { db: Db; who: Who; store_id: string }

async function enrolMany({ db, who, store_id }: Desk, count: number): Promise<string[]> {
  const members: string[] = []
  const enrolOne = async (number: number) => await inChain(db, who.chain_id, async (tx) =>
    await enrol(tx, who, {
      op_key: newId(), store_id, phone: phoneOf(9, number), name: `会员${number}`, consent_service: true,
      consent_marketing: false,
    }))
  for (let from = 0; from < count; from += 8) {
    const few = Array.from({ length: Math.min(8, count - from) }, (_, one) => enrolOne(from + one))
    members.push(...(await Promise.all(few)).map(({ id }) => id))
  }
  return members
}

type Purses = Pick<Trade, 'members' | 'goods'> & { who: Who; tills: readonly Omit<Till, 'phone'>[] }

/** Gives every member value to spend and points to redeem: a top-up, and one large purchase in cash. */
async function fillPurses(counter: Counter, { who, tills, members, goods }: Purses): Promise<void> {
  const article = goods[0]!, pieces = Math.ceil(first_points * 100 / article.member_fen)
  const paid_fen = asFen(pieces * article.member_fen)
  const fill = async (member_id: string, at: number): Promise<void> => {
    const { store_id, till_id } = tills[at % tills.length]!
    await counter.settle({ kind: 'top_up', who, input: {
      op_key: newId(), store_id, till_id, member_id, principal_fen: asFen(topped_up_fen),
      bonus_fen: asFen(20_000), tender: { kind: 'cash', tendered_fen: asFen(topped_up_fen) },
    } })
    await counter.settle({ kind: 'sale', who, input: {
      op_key: newId(), store_id, till_id, member_id, points: 0, payable_fen: paid_fen,
      lines: [{ sku_id: article.sku_id, qty_m: pieces * 1_000 as Milli }],
      tenders: [{ kind: 'cash', amount_fen: paid_fen, tendered_fen: paid_fen }],
    } })
  }
  for (let from = 0; from < members.length; from += 256)
    await Promise.all(members.slice(from, from + 256).map((member_id, at) => fill(member_id, from + at)))
}
