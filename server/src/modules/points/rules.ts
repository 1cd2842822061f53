import { addDays, addMonths, instantOf, localTime } from '#kernel/clock.ts'
import { accountOf, giveBack, openLots, takeFrom } from '#modules/ledger/ledger.ts'
import type { Books, Draw, Entry, Lot, Transfer } from '#modules/ledger/ledger.ts'

/** The act that moves points, and the paper that says so. */
export type PointsAct = { member_id: string; ref: string; doc_id: string; at: Date; zone: string }

/** Entries to post, and the lots that must stand on the shelf before. */
export type PointsChange = { entries: Entry[]; lots: Lot[] }

const grace_days = 30

/** What a member can redeem now: lots in their time, less what was taken below zero (C5). */
export function usablePoints(books: Books, member_id: string, at: Date): number {
  return Math.max(0, standing(books, { member_id, at }))
}

/**
 * Points in their time less those below zero. The balance is no measure of it: lots that ended stay in it.
 */
function standing(books: Books, { member_id, at }: Pick<PointsAct, 'member_id' | 'at'>): number {
  const sum = (lots: readonly Lot[]) => lots.reduce((all, lot) => all + lot.remaining, 0)
  const below = sum(books.lots.get(`${member_id} points`) ?? [])
    - accountOf(books, member_id, 'points').balance
  return sum(openLots(books, member_id, { account: 'points', at })) - below
}

/** Redeems points, earliest end first (C13). The caller has asked `usablePoints`. */
export function redeem(books: Books, act: PointsAct, points: number): PointsChange {
  const { parts } = takeFrom(openLots(books, act.member_id, { account: 'points', at: act.at }), points)
  return {
    lots: [],
    entries: parts.map((part) =>
      entry(act, { kind: 'sale.redeem', from: 'points', to: '@points_redeemed', ...part })),
  }
}

export type Earning = { points: number; last_months: number; id: string }

/** Earned points: first what stands below zero is made good, the rest is a lot with its own end (C13). */
export function earn(books: Books, act: PointsAct, earning: Earning): PointsChange {
  return gain(books, act, { ...earning, kind: 'sale.earn', from: '@points_issued', source: 'sale' })
}

/**
 * A correction by hand: what is given comes as earned points do, what is taken goes by its end. The caller
 * has asked `usablePoints`.
 */
export function adjustPoints(books: Books, act: PointsAct, { points, ...given }: Earning): PointsChange {
  if (points > 0)
    return gain(books, act, { points, ...given, kind: 'adjust', from: '@adjustments', source: 'adjustment' })
  const { parts } = takeFrom(openLots(books, act.member_id, { account: 'points', at: act.at }), -points)
  return {
    lots: [],
    entries: parts.map((part) => entry(act, { kind: 'adjust', from: 'points', to: '@adjustments', ...part })),
  }
}

type Gain = Earning & { kind: string; from: string; source: string }

function gain(books: Books, act: PointsAct, { points, last_months, id, ...issued }: Gain): PointsChange {
  const paid_off = Math.min(Math.max(0, -standing(books, act)), points), fresh = points - paid_off
  const issue = { kind: issued.kind, from: issued.from, to: 'points' }
  const entries: Entry[] = []
  if (paid_off > 0) entries.push(entry(act, { ...issue, amount: paid_off, lot_id: null }))
  if (fresh === 0) return { entries, lots: [] }
  const today = localTime(act.at, act.zone).day
  const lot = lotOf(act, {
    id, amount: fresh, source: issued.source,
    last_day: last_months === 0 ? null : addMonths(today, last_months),
  })
  return { lots: [lot], entries: [...entries, entry(act, { ...issue, amount: fresh, lot_id: id })] }
}

/**
 * Points that were redeemed come back: first what stands below zero is made good (C5), the rest goes to its
 * own lots; a lot that ended meanwhile gets thirty days' grace (C7).
 */
export function restore(
  books: Books, act: PointsAct, wanted: { points: number; newId: () => string },
): PointsChange {
  const history = books.history.get(act.ref) ?? []
  const back = { kind: 'return.redeem', from: '@points_redeemed', to: 'points' }
  const parts = giveBack(draws(history, 'sale.redeem'), total(history, 'return.redeem'), wanted.points)
  let below = Math.min(Math.max(0, -standing(books, act)), wanted.points)
  const lots: Lot[] = []
  const entries = parts.flatMap((part) => {
    const made_good = Math.min(below, part.amount), rest = part.amount - made_good
    below -= made_good
    const into = { lot_id: part.lot_id, points: rest, id: wanted.newId() }
    const graced = rest > 0 ? graceFor(books, act, into) : null
    if (graced) lots.push(graced)
    return [
      ...(made_good > 0 ? [entry(act, { ...back, amount: made_good, lot_id: null })] : []),
      ...(rest > 0 ? [entry(act, { ...back, amount: rest, lot_id: graced?.id ?? part.lot_id })] : []),
    ]
  })
  return { entries, lots }
}

/** A lot in place of one that ended, or null where the own lot is still in its time. */
function graceFor(
  books: Books, act: PointsAct, back: { lot_id: string | null; points: number; id: string },
): Lot | null {
  const own = back.lot_id === null ? undefined : books.lotById.get(back.lot_id)
  if (!own || own.expires_at === null || own.expires_at > act.at) return null
  const last_day = addDays(localTime(act.at, act.zone).day, grace_days)
  return lotOf(act, { id: back.id, amount: back.points, source: 'grace', last_day })
}

/**
 * Takes earned points back on a return: from the lot this sale made, in its time or not, then from others by
 * their end, and what is not there anywhere stands below zero (C5).
 */
export function claw(books: Books, act: PointsAct, points: number): PointsChange {
  const made = new Set((books.history.get(act.ref) ?? [])
    .filter((t) => t.kind === 'sale.earn').map((t) => t.lot_id))
  const own = (books.lots.get(`${act.member_id} points`) ?? []).filter((lot) => made.has(lot.id))
  const others = openLots(books, act.member_id, { account: 'points', at: act.at })
    .filter((lot) => !made.has(lot.id))
  const { parts, left } = takeFrom([...own, ...others], points)
  const all: Draw[] = left > 0 ? [...parts, { lot_id: null, amount: left }] : parts
  return {
    lots: [],
    entries: all.map((part) =>
      entry(act, { kind: 'return.claw', from: 'points', to: '@points_issued', ...part })),
  }
}

const draws = (history: readonly Transfer[], kind: string): Draw[] => history.filter((t) => t.kind === kind)
const total = (history: readonly Transfer[], kind: string): number =>
  draws(history, kind).reduce((sum, draw) => sum + draw.amount, 0)

function entry(act: PointsAct, move: Pick<Entry, 'kind' | 'from' | 'to' | 'amount' | 'lot_id'>): Entry {
  return { owner_id: act.member_id, ref: act.ref, doc_id: act.doc_id, ...move }
}

function lotOf(
  act: PointsAct, lot: { id: string; amount: number; source: string; last_day: string | null },
): Lot {
  return {
    owner_id: act.member_id, id: lot.id, account: 'points', amount: lot.amount, remaining: 0,
    starts_at: act.at,
    // Points are good until the end of their last day: the instant the next one begins.
    expires_at: lot.last_day === null ? null : instantOf(addDays(lot.last_day, 1), act.zone),
    source: lot.source, pair: act.doc_id,
  }
}
