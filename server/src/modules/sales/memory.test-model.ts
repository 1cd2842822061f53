import { settings } from '#contract/settings.ts'
import type { SettingKey, Settings } from '#contract/settings.ts'
import type { Fen, Milli } from '#contract/money.ts'
import type { Outcome } from '#kernel/lane.ts'
import { Refusal } from '#kernel/refusal.ts'
import { stockKey } from '#modules/inventory/rules.ts'
import { accountKey, emptyBooks } from '#modules/ledger/rules.ts'
import type { Lot, Transfer } from '#modules/ledger/rules.ts'
import type { Policy } from '#test/reference-model.ts'
import { decideAdjust } from './adjust.ts'
import type { Change } from './change.ts'
import { decideReturn } from './giveback.ts'
import type { Answer, Order } from './orders.ts'
import { decideSale } from './settle.ts'
import type { State } from './state.ts'
import { same } from './story-step.test-model.ts'
import type { Place, Story } from './story-step.test-model.ts'
import { decideTopUp } from './topup.ts'

// A till in memory: the product's pure decisions on a state that was never in a database.

/** The chain's settings under a policy of the model. */
export function settingsOf(policy: Policy): Settings {
  const usual = Object.fromEntries(Object.entries(settings).map(([key, { usual: value }]) => [key, value]))
  return { ...usual as unknown as Settings, ...changesOf(policy) }
}

/** The same as single changes, to be made through the door. */
export function changesOf(policy: Policy): Partial<Record<SettingKey, unknown>> & Partial<Settings> {
  return {
    points_per_yuan: policy.perYuan, points_earned_per_yuan: Number(policy.rate),
    points_last_months: policy.months,
    value_order: policy.order, value_cap_fen: Number(policy.cap) as Fen, rounding_mode: policy.rounding,
    rounding_for: policy.roundsAll ? 'all' : 'cash', approve_adjustment: false,
    price_override_free_bp: Number(policy.freeBp),
    approve_return_over_fen: policy.returnOver === null ? null : Number(policy.returnOver) as Fen,
    top_up_plan: policy.plan.map(([pay, bonus]) =>
      ({ pay_fen: Number(pay) as Fen, bonus_fen: Number(bonus) as Fen })),
  }
}

export function memoryTill(place: Place, policy: Policy) {
  const state = emptyState(place, settingsOf(policy))
  const kept: Change[] = []
  const decide = (order: Order): Change => order.kind === 'sale' ? decideSale(state, order)
    : order.kind === 'return' ? decideReturn(state, order)
    : order.kind === 'adjust' ? decideAdjust(state, order) : decideTopUp(state, order)
  return {
    state, kept,
    settle(order: Order): Outcome<Answer> {
      try {
        const change = decide(order)
        kept.push(change)
        if (change.sale) remember(state, change)
        return { answer: change.answer }
      } catch (error) {
        if (error instanceof Refusal) return { refusal: error }
        throw error
      }
    },
  }
}

/** What a later return finds: the sale with nothing back yet, and its transfers. */
function remember(state: State, { sale, transfers }: Change) {
  const { lines, tenders, ...head } = sale!
  state.sales.set(head.id, {
    ...head, points_clawed: 0, lines: lines.map((line) => ({ ...line, returned_m: 0 as Milli })),
    tenders: tenders.map((tender) => ({ ...tender, returned_fen: 0 as Fen })),
  })
  state.books.history.set(head.id, [...transfers])
}

function emptyState(place: Place, chosen: Settings): State {
  const books = emptyBooks()
  for (const owner_id of place.member_ids) {
    for (const id of ['principal', 'bonus', 'points']) {
      books.accounts.set(accountKey(owner_id, id),
        { owner_id, id, balance: 0, floor: id === 'points' ? null : 0, version: 0 })
    }
  }
  const tills = [place, place.elsewhere]
  return {
    versions: { settings: 1, catalog: 1, org: 1 }, remembered: new Map(), settings: () => chosen, books,
    tills: new Map(tills.map(({ store_id, till_id }) => [till_id, {
      till_id, number: 1, store_id, store_code: 'GH', cutoff_hour: 3, legal_entity: '拾穗巷商贸有限公司',
      is_closed: false,
    }])),
    skus: new Map(place.goods.map(({ sku_id, list, member, byWeight }) => [sku_id, {
      id: sku_id, name: sku_id, unit: byWeight ? 'kg' : '件', sold_by: byWeight ? 'weight' : 'piece',
      deleted: false,
      list_price_fen: list as Fen, member_price_fen: member as Fen | null,
    }])),
    stock: new Map(tills.flatMap(({ store_id }) => place.goods.map(({ sku_id }) =>
      [stockKey({ store_id, sku_id }), { store_id, sku_id, on_hand_m: 0, version: 0 }]))),
    seqs: new Map(), sales: new Map(), approvals: new Map(),
  }
}

/** Every balance and every lot of a story's members as the product has them, against the model's. */
export function holdSame(
  story: Story,
  held: { member_ids: readonly string[], balance: (key: string) => number, lots: readonly Lot[] },
) {
  story.holders.forEach((holder, index) => {
    const owner_id = held.member_ids[index]!
    const lots = held.lots.filter((lot) => lot.owner_id === owner_id)
    const pairs = Map.groupBy(lots.filter((lot) => lot.account !== 'points')
      .sort((a, b) => a.starts_at.getTime() - b.starts_at.getTime()), (lot) => lot.pair)
    const left = (pair: readonly Lot[], account: string) =>
      pair.find((lot) => lot.account === account)?.remaining ?? 0
    same([...pairs.values()].map((pair) => [left(pair, 'principal'), left(pair, 'bonus')]),
      holder.topUps.map(({ principal, bonus }) => [Number(principal), Number(bonus)]), 'top-ups')
    const points = (rows: [number, number, number, number][]) => rows.map((row) => row.join(' ')).sort()
    same(points(lots.filter((lot) => lot.account === 'points').map((lot) =>
      [lot.expires_at?.getTime() ?? Infinity, lot.starts_at.getTime(), lot.amount, lot.remaining])),
    points(holder.points.map((lot) => [lot.ends, lot.begins, Number(lot.amount), Number(lot.left)])),
    'lots of points')
    const held_points = holder.points.reduce((all, lot) => all + lot.left, -holder.owed)
    const balances = { points: held_points,
      principal: holder.topUps.reduce((all, { principal }) => all + principal, 0n),
      bonus: holder.topUps.reduce((all, { bonus }) => all + bonus, 0n) }
    for (const [account, balance] of Object.entries(balances))
      same(held.balance(accountKey(owner_id, account)), Number(balance), account)
  })
}

/** What stands in the books, re-derived from transfers alone: the two sides of every transfer. */
export function booksFrom(transfers: Iterable<Transfer>) {
  const books = new Map<string, bigint>()
  const move = (name: string, amount: bigint) => { books.set(name, (books.get(name) ?? 0n) + amount) }
  const named = (owner_id: string, account: string) =>
    account.startsWith('@') ? account : accountKey(owner_id, account)
  for (const { owner_id, from_account, to_account, amount } of transfers) {
    move(named(owner_id, from_account), -BigInt(amount))
    move(named(owner_id, to_account), BigInt(amount))
  }
  return books
}
