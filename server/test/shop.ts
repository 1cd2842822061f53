import type { About, OverrideReason } from '#contract/approvals.ts'
import { asFen } from '#contract/money.ts'
import type { Milli } from '#contract/money.ts'
import type { TenderInput } from '#contract/sales.ts'
import { inChain, openDb } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { changeSetting } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import type { SettingKey } from '#contract/settings.ts'
import { ask as askApproval, give as giveApproval } from '#modules/approvals/approvals.ts'
import { createGoods as create } from '#modules/catalog/catalog.ts'
import { addHours } from '#modules/insights/insights.ts'
import { enrol } from '#modules/members/members.ts'
import { openCounter, quote } from '#modules/sales/sales.ts'
import type { Answers, Counter } from '#modules/sales/sales.ts'
import { verifyChain } from '../src/commands/verify-chain.ts'
import type { World } from './world.ts'

/** The world with a counter: short words for what the stories of the till do, all through the doors. */
export type Shop = ReturnType<typeof openShop>

export type Line = {
  sku_id: string; qty_m: number; label_fen?: number
  override?: { unit_price_fen: number; reason?: OverrideReason }
}
export type At = { store_id: string; till_id: string }
export type Paying = {
  member_id?: string | null; points?: number; tenders?: TenderInput[]; who?: Who; op_key?: string
  payable_fen?: number; approval_id?: string; at?: At
}

export const stored = (amount_fen: number): TenderInput =>
  ({ kind: 'stored_value', amount_fen: asFen(amount_fen) })
export const cash = (amount_fen: number, tendered_fen = amount_fen): TenderInput =>
  ({ kind: 'cash', amount_fen: asFen(amount_fen), tendered_fen: asFen(tendered_fen) })
export const other = (amount_fen: number, reference = 'wx 7731'): TenderInput =>
  ({ kind: 'other', amount_fen: asFen(amount_fen), reference })

/** The counter's own connections, pipelined and with plans kept, as the server has them. */
const laneOver = (db: Db): Db =>
  openDb(String(db.pool.options.connectionString), { max: 4, prepared: true, name: 'shuke test lane' })

export function openShop(world: World) {
  const counter: Counter = openCounter({ db: laneOver(world.db) })
  const { cashier } = world.who
  const store_id = world.stores.gh.id, till_id = world.stores.gh.tills[0]!.id
  const office = openOffice(world)
  const { within } = office
  const linesOf = (lines: readonly Line[]) => lines.map((line) => ({
    sku_id: line.sku_id, qty_m: line.qty_m as Milli,
    label_fen: line.label_fen === undefined ? null : asFen(line.label_fen),
    ...line.override && {
      override: {
        reason: line.override.reason ?? 'damaged', unit_price_fen: asFen(line.override.unit_price_fen),
      },
    },
  }))

  const shop = {
    world, counter, store_id, till_id, ...office,
    topUp: (
      member_id: string, principal_fen: number, more: { bonus_fen?: number; op_key?: string; who?: Who } = {},
    ) => counter.settle({
      kind: 'top_up', who: more.who ?? cashier, input: {
        op_key: more.op_key ?? newId(), store_id, till_id, member_id, principal_fen: asFen(principal_fen),
        bonus_fen: asFen(more.bonus_fen ?? 0), tender: { kind: 'cash', tendered_fen: asFen(principal_fen) },
      },
    }),
    quote: (lines: readonly Line[], paying: Paying = {}) => within((tx) => quote(tx, paying.who ?? cashier, {
      ...paying.at ?? { store_id, till_id }, member_id: paying.member_id ?? null, lines: linesOf(lines),
      points: paying.points ?? 0,
      tender_mix: paying.tenders?.every((tender) => tender.kind === 'cash') ? 'cash' : 'mixed',
    })),
    /**
     * Settles a basket. The payable shown is asked for first, as the till does, unless a story gives another.
     */
    async sell(lines: readonly Line[], paying: Paying = {}): Promise<Answers['sale']> {
      const payable_fen = paying.payable_fen ?? (await shop.quote(lines, paying)).payable_fen
      return await counter.settle({
        kind: 'sale', who: paying.who ?? cashier, input: {
          op_key: paying.op_key ?? newId(), ...paying.at ?? { store_id, till_id },
          member_id: paying.member_id ?? null,
          lines: linesOf(lines), points: paying.points ?? 0, tenders: paying.tenders ?? [cash(payable_fen)],
          payable_fen: asFen(payable_fen), ...paying.approval_id && { approval_id: paying.approval_id },
        },
      })
    },
    giveBack: (
      sale_id: string, lines: readonly { line: number; qty_m: number }[],
      more: { op_key?: string; who?: Who; token?: string; approval_id?: string; at?: At } = {},
    ) => counter.settle({
      kind: 'return', who: more.who ?? cashier, input: {
        op_key: more.op_key ?? newId(), ...more.at ?? { store_id, till_id }, sale_id, reason: '不新鲜',
        ...more.token && { token: more.token }, ...more.approval_id && { approval_id: more.approval_id },
        lines: lines.map(({ line, qty_m }) => ({ line, qty_m: qty_m as Milli })),
      },
    }),
  }
  return shop
}

/** What is done away from the till: goods, members and settings, and the checks of the books. */
function openOffice(world: World) {
  const { cashier, owner } = world.who
  const store_id = world.stores.gh.id
  const within = <Result>(work: (tx: Tx) => Promise<Result>) => inChain(world.db, world.chain_id, work)
  return {
    within,
    async goods(
      name: string, list_price_fen: number,
      more: { member_price_fen?: number; sold_by?: 'piece' | 'weight' } = {},
    ) {
      const made = await within((tx) => create(tx, owner, {
        op_key: newId(), name, category: '蔬菜', barcode: null, unit: more.sold_by === 'weight' ? 'kg' : '件',
        sold_by: more.sold_by ?? 'piece', list_price_fen: asFen(list_price_fen),
        member_price_fen: more.member_price_fen === undefined ? null : asFen(more.member_price_fen),
      }))
      return made.id
    },
    async member(name: string, phone: string) {
      const made = await within((tx) => enrol(tx, cashier, {
        op_key: newId(), store_id, phone, name, consent_service: true, consent_marketing: false,
      }))
      return made.id
    },
    /** Holds from the day before the stories begin, so that what happens that morning is under it too. */
    async set(key: SettingKey, value: unknown) {
      const before = { ...owner, now: new Date(owner.now.getTime() - 24 * 60 * 60 * 1_000) }
      await within((tx) => changeSetting(tx, before, { key, place_id: null, to: { value } }))
    },
    /** The cashier asks, the manager approves; hands back what the act then names. */
    async approve(about: About, more: { asker?: Who; by?: Who; store_id?: string | null } = {}) {
      const { id } = await within((tx) => askApproval(tx, more.asker ?? cashier, {
        op_key: newId(), store_id: more.store_id === undefined ? store_id : more.store_id, about,
      }))
      await within((tx) => giveApproval(tx, more.by ?? world.who.manager, {
        approval_id: id, note: null, in_person: false,
      }))
      return id
    },
    /** Every fault that verify finds, of every kind; a sound chain has none. */
    faults: () => within((tx) => verifyChain(tx, world.chain_id)),
    addHours: (notes: Parameters<typeof addHours>[2]) => within((tx) => addHours(tx, world.chain_id, notes)),
  }
}
