import { asFen } from '#contract/money.ts'
import type { Fen } from '#contract/money.ts'
import type { Settings } from '#contract/settings.ts'
import type { TopUpStep } from '#contract/value.ts'
import { drawLots } from '#pricing/storedvalue.ts'
import type { DrawOrder } from '#pricing/storedvalue.ts'
import type { TextKey } from '#contract/texts/zh.ts'
import { giveBack, heldIn, openLots, takeFrom } from '#modules/ledger/ledger.ts'
import type { Books, Entry, Lot } from '#modules/ledger/ledger.ts'

export type ValueAct = { member_id: string; ref: string; doc_id: string; at: Date }

/** What a payment takes: totals for the matrix, entries for the ledger. */
export type ValueDraw = { principal_fen: Fen; bonus_fen: Fen; entries: Entry[] }

/** The bonus of the highest step that the payment reaches. */
export function bonusFor(plan: readonly TopUpStep[], principal_fen: Fen): Fen {
  const reached = plan.filter((step) => step.pay_fen <= principal_fen)
  return asFen(reached.reduce((best, step) => Math.max(best, step.bonus_fen), 0))
}

/** What the lots hold that a payment may use now. */
export function usableValue(books: Books, member_id: string, at: Date): Fen {
  const sum = (account: string) =>
    openLots(books, member_id, { account, at }).reduce((all, lot) => all + lot.remaining, 0)
  return asFen(sum('principal') + sum('bonus'))
}

/**
 * Pays with stored value, oldest top-up first, split inside each by the chain's order (C4). Null when short.
 */
export function drawValue(
  books: Books, act: ValueAct, wanted: { amount_fen: Fen; order: DrawOrder },
): ValueDraw | null {
  const pairs = pairsOf(books, act)
  const draws = drawLots(pairs.map((pair) => ({
    id: pair.id, principal_left_fen: asFen(pair.principal?.remaining ?? 0),
    bonus_left_fen: asFen(pair.bonus?.remaining ?? 0),
  })), wanted.amount_fen, wanted.order)
  if (!draws) return null
  const entries = draws.flatMap((draw) => {
    const pair = pairs.find((one) => one.id === draw.id)!
    return [
      ...pay(act, { account: 'bonus', lot: pair.bonus, amount: draw.bonus_fen }),
      ...pay(act, { account: 'principal', lot: pair.principal, amount: draw.principal_fen }),
    ]
  })
  return {
    principal_fen: asFen(draws.reduce((sum, draw) => sum + draw.principal_fen, 0)),
    bonus_fen: asFen(draws.reduce((sum, draw) => sum + draw.bonus_fen, 0)), entries,
  }
}

type Pair = { id: string; principal?: Lot; bonus?: Lot; starts_at: Date }

function pairsOf(books: Books, act: ValueAct): Pair[] {
  const pairs = new Map<string, Pair>()
  for (const account of ['principal', 'bonus'] as const) {
    for (const lot of openLots(books, act.member_id, { account, at: act.at })) {
      const pair = pairs.get(lot.pair) ?? { id: lot.pair, starts_at: lot.starts_at }
      pair[account] = lot
      pairs.set(lot.pair, pair)
    }
  }
  return [...pairs.values()].sort((a, b) =>
    a.starts_at.getTime() - b.starts_at.getTime() || (a.id < b.id ? -1 : 1))
}

function pay(act: ValueAct, part: { account: string; lot: Lot | undefined; amount: number }): Entry[] {
  if (part.amount === 0) return []
  return [{
    owner_id: act.member_id, kind: 'sale.pay', from: part.account, to: '@sales', amount: part.amount,
    lot_id: part.lot!.id, ref: act.ref, doc_id: act.doc_id,
  }]
}

/** What a return gives back goes to the very lots it was drawn from, last drawn first (C10). */
export function restoreValue(
  books: Books, act: ValueAct, back: { principal_fen: Fen; bonus_fen: Fen },
): Entry[] {
  const history = books.history.get(act.ref) ?? []
  return (['bonus', 'principal'] as const).flatMap((account) => {
    const amount = account === 'bonus' ? back.bonus_fen : back.principal_fen
    const drawn = history.filter((t) => t.kind === 'sale.pay' && t.from_account === account)
    const before = history.filter((t) => t.kind === 'return.pay' && t.to_account === account)
    return giveBack(drawn, before.reduce((sum, t) => sum + t.amount, 0), amount).map((part): Entry => ({
      owner_id: act.member_id, kind: 'return.pay', from: '@sales', to: account, ...part, ref: act.ref,
      doc_id: act.doc_id,
    }))
  })
}

export type TopUp = { principal_fen: Fen; bonus_fen: Fen; newId: () => string }

/** A top-up: a pair of lots, principal and bonus, that end never (R1.04). */
export function topUpValue(
  act: ValueAct, { principal_fen, bonus_fen, newId }: TopUp,
): { entries: Entry[]; lots: Lot[] } {
  const parts = [
    { account: 'principal', from: '@top_ups', kind: 'top_up.pay', amount: principal_fen, id: newId() },
    { account: 'bonus', from: '@bonus_granted', kind: 'top_up.bonus', amount: bonus_fen, id: newId() },
  ].filter((part) => part.amount > 0)
  return {
    lots: parts.map(({ account, amount, id }) => ({
      owner_id: act.member_id, id, account, amount, remaining: 0, starts_at: act.at, expires_at: null,
      source: 'top_up', pair: act.doc_id,
    })),
    entries: parts.map(({ account, from, kind, amount, id }) => ({
      owner_id: act.member_id, kind, from, to: account, amount, lot_id: id, ref: act.ref, doc_id: act.doc_id,
    })),
  }
}

/** The first thing in the way of a top-up, or null. */
export function whyNotTopUp(
  books: Books, settings: Settings, asked: { member_id: string; principal_fen: Fen; bonus_fen: Fen },
): { code: TextKey; params: Record<string, number> } | null {
  const bonus_fen = bonusFor(settings.top_up_plan, asked.principal_fen)
  if (bonus_fen !== asked.bonus_fen) return { code: 'bonus_changed', params: { bonus_fen } }
  // What is set aside counts: when its act does not come about, it stands on the card again (R1.01).
  const held = heldIn(books, asked.member_id, 'principal') + heldIn(books, asked.member_id, 'bonus')
  const after = held + asked.principal_fen + bonus_fen
  if (after > settings.value_cap_fen) {
    return {
      code: 'value_over_cap',
      params: { cap_fen: settings.value_cap_fen, room_fen: Math.max(0, settings.value_cap_fen - held) },
    }
  }
  return null
}

export type Adjusting = { account: 'principal' | 'bonus'; amount: number; newId: () => string }

/**
 * A correction by hand: what is given is a lot of its own that never ends, what is taken goes oldest first.
 */
export function adjustValue(
  books: Books, act: ValueAct, { account, amount, newId }: Adjusting,
): { entries: Entry[]; lots: Lot[] } {
  const entry = { owner_id: act.member_id, kind: 'adjust', ref: act.ref, doc_id: act.doc_id }
  if (amount < 0) {
    const { parts } = takeFrom(openLots(books, act.member_id, { account, at: act.at }), -amount)
    const taken = parts.map((part) => ({ ...entry, from: account, to: '@adjustments', ...part }))
    return { lots: [], entries: taken }
  }
  const id = newId()
  return {
    lots: [{
      owner_id: act.member_id, id, account, amount, remaining: 0, starts_at: act.at, expires_at: null,
      source: 'adjustment', pair: act.doc_id,
    }],
    entries: [{ ...entry, from: '@adjustments', to: account, amount, lot_id: id }],
  }
}

/** The first thing in the way of a correction, or null: the card's cap (R1.01), and what is there. */
export function whyNotAdjust(
  books: Books, settings: Settings,
  asked: Pick<Adjusting, 'account' | 'amount'> & { member_id: string; at: Date },
): { code: TextKey; params: Record<string, number> } | null {
  const { member_id, account, amount, at } = asked
  if (amount < 0) {
    const most_fen = openLots(books, member_id, { account, at }).reduce((sum, lot) => sum + lot.remaining, 0)
    return -amount > most_fen ? { code: 'adjust_value_short', params: { most_fen } } : null
  }
  const { value_cap_fen: cap_fen } = settings
  const held = heldIn(books, member_id, 'principal') + heldIn(books, member_id, 'bonus')
  if (held + amount <= cap_fen) return null
  return { code: 'adjust_over_cap', params: { cap_fen, room_fen: Math.max(0, cap_fen - held) } }
}
