import fc from 'fast-check'
import { expect, test } from 'vitest'
import { settings } from '#contract/settings.ts'
import type { SettingKey } from '#contract/settings.ts'
import { openDb, sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import { changeSetting } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { accountKey } from '#modules/ledger/rules.ts'
import type { Account, Lot } from '#modules/ledger/rules.ts'
import type { Policy } from '#test/reference-model.ts'
import { openShop } from '#test/shop.ts'
import type { Shop } from '#test/shop.ts'
import { freshDatabase, makeWorld } from '#test/world.ts'
import { booksFrom, changesOf, holdSame, memoryTill } from './memory.test-model.ts'
import { openCounter } from './sales.ts'
import type { Counter } from './sales.ts'
import { must, openStory, same } from './story-step.test-model.ts'
import type { Goods, Op, Place, Story } from './story-step.test-model.ts'
import { next } from './story.test-model.ts'

const goods: readonly Omit<Goods, 'sku_id'>[] = [
  { list: 9_99, member: null, byWeight: false }, { list: 58_00, member: 52_20, byWeight: false },
  { list: 13_35, member: null, byWeight: false }, { list: 19_80, member: null, byWeight: true },
  { list: 500_00, member: null, byWeight: false }, { list: 25, member: 24, byWeight: false },
  { list: 2000_00, member: 1888_00, byWeight: false }, { list: 3_01, member: 2_99, byWeight: true },
]
const usual: Policy = {
  perYuan: 100, rate: 1n, months: 12, order: 'proportional', cap: 5000_00n, rounding: 'off', roundsAll: false,
  freeBp: 9000n, returnOver: null,
  plan: [[300_00n, 30_00n], [500_00n, 80_00n], [1000_00n, 200_00n]],
}
const policies: readonly Policy[] = [
  usual, { ...usual, rounding: 'drop_jiao', roundsAll: true, freeBp: 0n },
  { ...usual, order: 'bonus_first', rate: 10n, perYuan: 150, freeBp: 10_000n, returnOver: 500_00n },
  { ...usual, order: 'principal_first', months: 1, perYuan: 30, rate: 3n, rounding: 'round_jiao' },
  { ...usual, months: 0, cap: 1000_00n, rounding: 'drop_fen' },
]
const noon = new Date('2026-05-16T12:00:00+08:00')

const op = fc.tuple(...Array.from({ length: 6 }, () => fc.nat(9_999))) as fc.Arbitrary<Op>
const ops = fc.array(op, { minLength: 5, maxLength: 15, size: 'max' })

const who = {
  chain_id: newId(), principal: { kind: 'staff', id: newId() }, stores: 'all', scope: 'chain',
  permissions: new Set(['sales.override_price']), device: null, now: noon, zone: 'Asia/Shanghai',
} as unknown as Who
const other_store = { store_id: newId(), till_id: newId() }
const place: Place = {
  who, store_id: newId(), till_id: newId(), member_ids: [newId(), newId()],
  elsewhere: {
    ...other_store,
    who: {
      ...who, stores: [other_store.store_id], scope: 'store', permissions: new Set(['sales.return_anywhere']),
    },
  },
  goods: goods.map((one, index) => ({ ...one, sku_id: `sku ${index}` })),
}

/** Where the stories went, so that none of it can go unseen. */
const reached = new Set<string>()

function storyCloses([given, which]: readonly [Op[], number]) {
  const policy = policies[which]!
  const story = openStory(place, policy, noon), till = memoryTill(place, policy)
  for (const one of given) {
    const { order, check } = next(story, one), outcome = till.settle(order)
    check(outcome)
    const away = order.kind === 'return' && order.input.store_id !== place.store_id ? ' elsewhere' : ''
    reached.add('refusal' in outcome ? outcome.refusal.code : `${order.kind}${away}`)
  }
  for (const { kind, lot_id } of till.kept.flatMap((change) => change.transfers))
    reached.add(lot_id === null ? `${kind} without a lot` : kind)
  for (const lot of till.kept.flatMap((change) => change.lots)) reached.add(`lot of ${lot.source}`)
  const { accounts, lotById } = till.state.books
  holdSame(story, {
    member_ids: place.member_ids, lots: [...lotById.values()], balance: (key) => accounts.get(key)!.balance,
  })
  const books = booksFrom(till.kept.flatMap((change) => change.transfers))
  must([...books.values()].reduce((all, amount) => all + amount, 0n) === 0n, 'everything sums to zero')
  for (const [name, amount] of story.model.books) same(Number(books.get(name) ?? 0n), Number(amount), name)
  for (const account of accounts.values())
    must(account.id === 'points' || account.balance >= 0, `${account.id} stands at ${account.balance}`)
}

test('20,000 stories of two members agree with the reference model in every balance and every lot', () => {
  fc.assert(fc.property(fc.tuple(ops, fc.nat(policies.length - 1)), storyCloses), { numRuns: 20_000 })
  expect([...reached].sort()).toEqual([
    'adjust', 'adjust without a lot', 'adjust_over_cap', 'adjust_points_short', 'adjust_value_short',
    'approval_needed', 'bonus_changed', 'cash_short', 'lot of adjustment', 'lot of grace', 'lot of sale',
    'lot of top_up', 'not_found', 'override_above_marked', 'points_below_zero', 'points_need_member',
    'points_over_amount', 'points_over_balance', 'return', 'return elsewhere', 'return.claw',
    'return.claw without a lot', 'return.pay', 'return.redeem', 'return.redeem without a lot',
    'return_line_unknown', 'return_more_than_sold', 'return_not_whole', 'return_nothing', 'sale', 'sale.earn',
    'sale.earn without a lot', 'sale.pay', 'sale.redeem', 'tenders_over', 'tenders_short', 'top_up',
    'top_up.bonus', 'top_up.pay', 'value_needs_member', 'value_over_cap', 'value_short',
  ])
}, 120_000)

/**
 * Stories on four tills of two stores, each store with a policy of its own as far as a store may have one,
 * each story with two members of its own. What one store sold comes back in the other, too.
 */
async function openPlaces(shop: Shop, wanted: number): Promise<{ place: Place, policy: Policy }[]> {
  const { stores, who: { owner, cashier, jyCashier } } = shop.world
  const made = await Promise.all(goods.map(async (one, index) => ({
    ...one, sku_id: await shop.goods(`货 ${index}`, one.list, {
      sold_by: one.byWeight ? 'weight' : 'piece',
      ...one.member === null ? {} : { member_price_fen: one.member },
    }),
  })))
  const common = policies[3]!
  const shops = [
    { store: stores.gh, policy: {
      ...common, rate: 1n, rounding: 'drop_jiao' as const, roundsAll: true, freeBp: 0n,
    } },
    { store: stores.jy, policy: common },
  ]
  for (const { store, policy } of shops) {
    for (const [name, value] of Object.entries(changesOf(policy))) {
      const key = name as SettingKey
      const places: readonly string[] = settings[key].places
      const place_id = places.includes('store') ? store.id : null
      await shop.within((tx) => changeSetting(tx, owner, { key, place_id, to: { value } }))
    }
  }
  const others = [jyCashier, cashier].map((person, at) => ({
    who: { ...person, permissions: new Set([...person.permissions, 'sales.return_anywhere' as const]) },
    store_id: shops[1 - at]!.store.id, till_id: shops[1 - at]!.store.tills[1]!.id,
  }))
  const open = async (index: number) => {
    const { store, ...its } = shops[index % 2]!
    const member_ids = [await shop.member('周敏华', String(13_000_000_000 + 2 * index)),
      await shop.member('吴桂芳', String(13_000_000_001 + 2 * index))]
    const till_id = store.tills[(index >> 1) % 2]!.id
    const elsewhere = others[index % 2]!
    return { ...its, place: { who: owner, store_id: store.id, till_id, goods: made, member_ids, elsewhere } }
  }
  const opened: Awaited<ReturnType<typeof open>>[] = []
  // As many at once as there are connections: the others would only wait, and not for ever.
  for (let from = 0; from < wanted; from += 8) {
    const few = Array.from({ length: Math.min(8, wanted - from) }, (_, one) => open(from + one))
    opened.push(...await Promise.all(few))
  }
  return opened
}

async function live(counter: Counter, story: Story, given: readonly Op[]): Promise<number> {
  let answered = 0
  for (const one of given) {
    const { order, check } = next(story, one)
    const outcome = await counter.settle(order).then((answer) => ({ answer }), (error: unknown) => {
      if (error instanceof Refusal) return { refusal: error }
      throw error
    })
    check(outcome)
    if ('answer' in outcome && order.kind !== 'adjust') answered += 1
  }
  return answered
}

test('300 stories at once through the counter and the database agree with the reference model', async () => {
  const database = await freshDatabase()
  const lane_db = openDb(database.app_url, { max: 2, prepared: true, name: 'shuke test lane' })
  try {
    const shop = openShop(await makeWorld(database.db))
    const places = await openPlaces(shop, 300), counter = openCounter({ db: lane_db })
    const seed = Date.now() % 2 ** 31
    const sampled = fc.sample(ops, { numRuns: places.length, seed })
    const stories = places.map((one) => openStory(one.place, one.policy, noon))
    const answered = await Promise.all(stories.map((story, at) => live(counter, story, sampled[at]!)))
      .catch((error: unknown) => {
        throw new Error(`a story of seed ${seed} went wrong`, { cause: error })
      })

    expect(await shop.faults()).toEqual([])
    const rows = async <Row>(query: ReturnType<typeof sql<Row>>) =>
      await shop.within(async (tx) => (await query.execute(tx)).rows)
    const lots = Map.groupBy(await rows(sql<Lot>`
      select owner_id, id, account, amount, remaining, starts_at, expires_at, source, pair
        from ledger.lots`), (lot) => lot.owner_id)
    const balances = new Map(
      (await rows(sql<Account>`select owner_id, id, balance, floor, version from ledger.accounts`))
        .map((account) => [accountKey(account.owner_id, account.id), account.balance]))
    stories.forEach((story, at) => {
      const { member_ids } = places[at]!.place
      holdSame(story, { member_ids, balance: (key) => balances.get(key)!,
        lots: member_ids.flatMap((member_id) => lots.get(member_id) ?? []) })
    })
    const [receipts] = await rows(sql<{ count: number }>`select count(*)::int8 as count from sales.receipts`)
    expect(receipts!.count).toBe(answered.reduce((all, count) => all + count, 0))
    expect(receipts!.count).toBeGreaterThan(1000)
  } finally {
    await lane_db.close()
    await database.drop()
  }
}, 120_000)
