import { assert } from '#kernel/refusal.ts'
import { giveBack as refill } from '#pricing/storedvalue.ts'

/** An owner's account as locked: `floor` null lets the balance fall below zero (C5). Units: fen or points. */
export type Account = { owner_id: string; id: string; balance: number; floor: number | null; version: number }

/**
 * A part of an account with its own age and end. `pair` joins the principal and the bonus lot of one top-up.
 */
export type Lot = {
  owner_id: string; id: string; account: string; amount: number; remaining: number; starts_at: Date;
  expires_at: Date | null; source: string; pair: string
}

/** What a transfer is to say, before it is posted. A book's name starts with @. */
export type Entry = {
  owner_id: string; kind: string; from: string; to: string; amount: number; lot_id: string | null
  /** The business act this belongs to for life (a sale, also for its returns), and the paper that made it. */
  ref: string; doc_id: string
}

export type Stamp = { op_key: string; store_id: string; staff_id: string; occurred_at: Date }

/** A posted transfer: the owner's side carries version and balance after it. */
export type Transfer = Stamp & {
  owner_id: string; id: string; kind: string; from_account: string; to_account: string; amount: number
  lot_id: string | null; from_version: number | null; from_balance: number | null; to_version: number | null
  to_balance: number | null; ref: string; doc_id: string
}

/** What is locked for a batch, advanced in memory by each order in turn. */
export type Books = {
  accounts: Map<string, Account>
  /** Open lots of each account, first in first out. */
  lots: Map<string, Lot[]>
  lotById: Map<string, Lot>
  /** Earlier transfers of an act that is being returned, in the order they were posted. */
  history: Map<string, Transfer[]>
}

export const accountKey = (owner_id: string, id: string): string => `${owner_id} ${id}`
export const isBook = (name: string): boolean => name.startsWith('@')

export function emptyBooks(): Books {
  return { accounts: new Map(), lots: new Map(), lotById: new Map(), history: new Map() }
}

/** First in, first out: the earliest end first where lots end (C13), then the oldest. */
export function byAge(a: Lot, b: Lot): number {
  const end = (lot: Lot) => lot.expires_at?.getTime() ?? Number.MAX_SAFE_INTEGER
  return end(a) - end(b) || a.starts_at.getTime() - b.starts_at.getTime() || (a.id < b.id ? -1 : 1)
}

/** Puts a lot in its place. Looked for from the end: lots that come by age, as most do, cost nothing. */
export function shelve(books: Books, lot: Lot): void {
  books.lotById.set(lot.id, lot)
  const key = accountKey(lot.owner_id, lot.account)
  const lots = books.lots.get(key) ?? []
  let place = lots.length
  while (place > 0 && byAge(lots[place - 1]!, lot) > 0) place -= 1
  lots.splice(place, 0, lot)
  books.lots.set(key, lots)
}

/** An account that is locked. One that is missing was never opened: our mistake, not the customer's. */
export function accountOf(books: Books, owner_id: string, id: string): Account {
  const account = books.accounts.get(accountKey(owner_id, id))
  assert(account, `account ${id} of ${owner_id} is locked`)
  return account
}

/** Where value of an account stands while an act is under way. */
export const reserveOf = (account: string): string => `${account}.reserved`

/** What an owner has in an account, with what is set aside in it: it is theirs until the act comes about. */
export function heldIn(books: Books, owner_id: string, id: string): number {
  const aside = books.accounts.get(accountKey(owner_id, reserveOf(id)))
  return accountOf(books, owner_id, id).balance + (aside?.balance ?? 0)
}

/** Lots with something left that are in their time at `at`. */
export function openLots(books: Books, owner_id: string, query: { account: string; at: Date }): Lot[] {
  return (books.lots.get(accountKey(owner_id, query.account)) ?? []).filter((lot) => lot.remaining > 0
    && lot.starts_at <= query.at && (lot.expires_at === null || lot.expires_at > query.at))
}

/** Takes an amount from lots in their order; what the lots do not hold is left over. */
export function takeFrom(
  lots: readonly Lot[], amount: number,
): { parts: { lot_id: string; amount: number }[]; left: number } {
  const parts: { lot_id: string; amount: number }[] = []
  let left = amount
  for (const lot of lots) {
    const part = Math.min(left, lot.remaining)
    if (part > 0) parts.push({ lot_id: lot.id, amount: part })
    left -= part
  }
  return { parts, left }
}

/** One draw of an act, or one giving back: the lot it moved and how much. */
export type Draw = { lot_id: string | null; amount: number }

/**
 * Where an amount that comes back goes: to the lots it was drawn from, last drawn first (C10), after what
 * came back before. `drawn` in the order it was drawn; `back` is all that came back so far.
 */
export function giveBack(drawn: readonly Draw[], back: number, amount: number): Draw[] {
  const amounts = drawn.map((draw) => draw.amount)
  const before = refill(amounts, back), after = refill(amounts, back + amount)
  return drawn.map((draw, index) => ({ lot_id: draw.lot_id, amount: after[index]! - before[index]! }))
    .filter((part) => part.amount > 0)
}

export type PostBatch = { entries: readonly Entry[]; stamp: Stamp; newId: () => string }

/**
 * Posts entries to the locked books: balances, versions and lots move on in memory, and the rows to write
 * come back. The caller has refused what a customer may not do; a floor or a lot that breaks here is our bug.
 */
export function post(books: Books, { entries, stamp, newId }: PostBatch): Transfer[] {
  return entries.map((entry) => {
    assert(Number.isSafeInteger(entry.amount) && entry.amount > 0,
      `a transfer moves a whole amount, not ${entry.amount}`)
    assert(!(isBook(entry.from) && isBook(entry.to)), 'a transfer touches an account of the owner')
    const from = side(books, entry, { account: entry.from, delta: -entry.amount })
    const to = side(books, entry, { account: entry.to, delta: entry.amount })
    const transfer: Transfer = {
      owner_id: entry.owner_id, id: newId(), kind: entry.kind, from_account: entry.from, to_account: entry.to,
      amount: entry.amount, lot_id: entry.lot_id, from_version: from?.version ?? null,
      from_balance: from?.balance ?? null, to_version: to?.version ?? null, to_balance: to?.balance ?? null,
      ref: entry.ref, doc_id: entry.doc_id, ...stamp,
    }
    books.history.get(entry.ref)?.push(transfer)
    return transfer
  })
}

function side(
  books: Books, entry: Entry, move: { account: string; delta: number },
): { version: number; balance: number } | null {
  if (isBook(move.account)) return null
  const account = accountOf(books, entry.owner_id, move.account)
  account.balance += move.delta
  account.version += 1
  assert(account.floor === null || account.balance >= account.floor,
    `${account.id} of ${account.owner_id} keeps its floor`)
  const lot = entry.lot_id === null ? undefined : books.lotById.get(entry.lot_id)
  assert(entry.lot_id === null || lot, `lot ${entry.lot_id} is locked`)
  if (lot?.account === move.account) {
    lot.remaining += move.delta
    assert(lot.remaining >= 0 && lot.remaining <= lot.amount, `lot ${lot.id} stays within its amount`)
  }
  return { version: account.version, balance: account.balance }
}
