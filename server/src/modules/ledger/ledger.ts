import { together } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Who } from '#kernel/who.ts'
import {
  accountKey, accountOf, byAge, emptyBooks, openLots, post, reserveOf, shelve, takeFrom,
} from './rules.ts'
import type { Books, Lot, Transfer } from './rules.ts'
import * as store from './store.ts'

export { accountOf, giveBack, heldIn, openLots, post, shelve, takeFrom } from './rules.ts'
export type { Account, Books, Draw, Entry, Lot, Stamp, Transfer } from './rules.ts'
export { readStatement } from './store.ts'
export type { StatementLine } from './store.ts'
export { verifyLedger } from './verify.ts'
export type { Fault } from './verify.ts'

export type NewAccount = { id: string; unit: 'fen' | 'points'; floor: number | null }

/** Opens accounts of an owner. One that exists stays as it is. */
export async function openAccounts(
  tx: Tx, who: Who, { owner_id, accounts }: { owner_id: string; accounts: readonly NewAccount[] },
): Promise<void> {
  await store.insertAccounts(tx, accounts.map((account) =>
    ({ chain_id: who.chain_id, owner_id, ...account, opened_at: who.now })))
}

/** Balances by owner and account id, read without a lock: for showing, never for deciding. */
export async function balances(tx: Tx, chain_id: string, owner_ids: readonly string[]) {
  const found = new Map<string, Record<string, number>>()
  for (const account of await store.readAccounts(tx, chain_id, owner_ids))
    found.set(account.owner_id, { ...found.get(account.owner_id), [account.id]: account.balance })
  return found
}

/** Open lots of an owner, oldest first, read without a lock. */
export async function readLots(tx: Tx, chain_id: string, owner_id: string): Promise<Lot[]> {
  const lots = await store.readOpenLots(tx, chain_id, [owner_id])
  return lots.sort((a, b) => a.starts_at.getTime() - b.starts_at.getTime() || (a.id < b.id ? -1 : 1))
}

export type LedgerNeeds = {
  owner_ids: readonly string[]
  /** Acts that are being returned: their transfers, and the lots these touched, are wanted too. */
  acts: readonly store.Act[]
}

/** Locks the accounts of owners in key order and reads their open lots: the books a batch is decided on. */
export async function lockBooks(tx: Tx, chain_id: string, needs: LedgerNeeds): Promise<Books> {
  return await openBooks(tx, chain_id, { ...needs, readAccounts: store.lockAccounts })
}

/** The same without locks, for quotes: what it decides is decided again under the lock. */
export async function peekBooks(tx: Tx, chain_id: string, needs: LedgerNeeds): Promise<Books> {
  return await openBooks(tx, chain_id, { ...needs, readAccounts: store.readAccounts })
}

async function openBooks(
  tx: Tx, chain_id: string, needs: LedgerNeeds & { readAccounts: typeof store.readAccounts },
): Promise<Books> {
  const books = emptyBooks()
  if (needs.owner_ids.length === 0) return books
  // Sent together and carried out in turn: where accounts are locked, lots are read under the lock.
  const [accounts, lots] = await together([
    needs.readAccounts(tx, chain_id, needs.owner_ids), store.readOpenLots(tx, chain_id, needs.owner_ids),
  ])
  for (const account of accounts) books.accounts.set(accountKey(account.owner_id, account.id), account)
  for (const lot of lots.sort(byAge)) shelve(books, lot)
  if (needs.acts.length > 0) await addHistory(tx, chain_id, { books, acts: needs.acts })
  return books
}

async function addHistory(
  tx: Tx, chain_id: string, { books, acts }: { books: Books; acts: readonly store.Act[] },
) {
  for (const act of acts) books.history.set(act.ref, [])
  const transfers = await store.readHistory(tx, chain_id, acts)
  for (const transfer of transfers) books.history.get(transfer.ref)?.push(transfer)
  const missing = new Map(transfers
    .filter((transfer) => transfer.lot_id !== null && !books.lotById.has(transfer.lot_id))
    .map((transfer) => [transfer.lot_id!, { owner_id: transfer.owner_id, id: transfer.lot_id! }]))
  if (missing.size === 0) return
  for (const lot of await store.readLots(tx, chain_id, [...missing.values()])) shelve(books, lot)
}

/** What a batch changed in the ledger: new lots and the transfers, in the order they were posted. */
export type LedgerChange = { new_lots: readonly Lot[]; transfers: readonly Transfer[] }

/** Writes what was posted, set-based: the accounts and lots as the books stand now, and every transfer. */
export async function writeBooks(
  tx: Tx, chain_id: string, change: LedgerChange & { books: Books },
): Promise<void> {
  const { books, new_lots, transfers } = change
  if (transfers.length === 0) return
  const accounts = new Set<string>(), touched = new Set<string>(),
    fresh = new Set(new_lots.map((lot) => lot.id))
  for (const transfer of transfers) {
    if (transfer.from_version !== null) accounts.add(accountKey(transfer.owner_id, transfer.from_account))
    if (transfer.to_version !== null) accounts.add(accountKey(transfer.owner_id, transfer.to_account))
    if (transfer.lot_id !== null && !fresh.has(transfer.lot_id)) touched.add(transfer.lot_id)
  }
  await together([
    store.updateAccounts(tx, chain_id, [...accounts].map((key) => books.accounts.get(key)!)),
    store.insertLots(tx, chain_id, new_lots),
    store.updateLots(tx, chain_id, [...touched].map((id) => books.lotById.get(id)!)),
    store.insertTransfers(tx, chain_id, transfers),
  ])
}

export type Reservation = {
  owner_id: string; account: string; amount: number; ref: string; op_key: string; store_id: string
}

/**
 * Sets value aside for an act that is still under way. Refuses what the account does not hold. The value
 * stays the owner's, in the account's reserve, until `postReserve` or `voidReserve`, whichever comes first
 * and only once. The verb that reserves runs under `once`: here two calls are two reserves.
 */
export async function reserve(tx: Tx, who: Who, asked: Reservation): Promise<string> {
  // Opened before it is locked: two who each saw no reserve yet would each begin it at zero.
  await openAccounts(tx, who, {
    owner_id: asked.owner_id, accounts: [{ id: reserveOf(asked.account), unit: 'fen', floor: 0 }],
  })
  const books = await lockBooks(tx, who.chain_id, { owner_ids: [asked.owner_id], acts: [] })
  const account = accountOf(books, asked.owner_id, asked.account)
  const { parts, left } = takeFrom(
    openLots(books, asked.owner_id, { account: asked.account, at: who.now }), asked.amount)
  if (left > 0)
    refuse('value_short', { needed_fen: asked.amount, balance_fen: account.balance, short_fen: left })
  const id = newId()
  const transfers = post(books, {
    newId,
    stamp: {
      op_key: asked.op_key, store_id: asked.store_id, staff_id: who.principal.id, occurred_at: who.now,
    },
    entries: parts.map((part) => ({
      owner_id: asked.owner_id, kind: 'reserve.hold', from: asked.account, to: reserveOf(asked.account),
      ...part, ref: id, doc_id: id,
    })),
  })
  await store.insertReserve(tx, who.chain_id, {
    owner_id: asked.owner_id, id, account: asked.account, amount: asked.amount, ref: asked.ref,
    made_at: who.now,
  })
  await writeBooks(tx, who.chain_id, { books, new_lots: [], transfers })
  return id
}

export type ReserveEnd = { owner_id: string; reserve_id: string; op_key: string; store_id: string }

/** The act came about: what was set aside goes to a book. Refused when the reserve ended before. */
export async function postReserve(tx: Tx, who: Who, end: ReserveEnd & { to: `@${string}` }): Promise<void> {
  await endReserve(tx, who, { ...end, outcome: 'posted' })
}

/**
 * The act did not come about: what was set aside returns to its lots. Refused when the reserve ended before.
 */
export async function voidReserve(tx: Tx, who: Who, end: ReserveEnd): Promise<void> {
  await endReserve(tx, who, { ...end, to: null, outcome: 'voided' })
}

type Ending = ReserveEnd & { to: string | null; outcome: 'posted' | 'voided' }

async function endReserve(tx: Tx, who: Who, end: Ending): Promise<void> {
  const act = { owner_id: end.owner_id, ref: end.reserve_id }
  const books = await lockBooks(tx, who.chain_id, { owner_ids: [end.owner_id], acts: [act] })
  const held = await store.readReserve(tx, who.chain_id, { owner_id: end.owner_id, id: end.reserve_id })
  if (!held) refuse('not_found')
  if (held.outcome !== null) refuse('reserve_ended', { outcome: held.outcome })
  const holds = books.history.get(end.reserve_id)!.filter((transfer) => transfer.kind === 'reserve.hold')
  const transfers = post(books, {
    newId,
    stamp: { op_key: end.op_key, store_id: end.store_id, staff_id: who.principal.id, occurred_at: who.now },
    entries: holds.map((hold) => ({
      owner_id: end.owner_id, kind: `reserve.${end.outcome}`, from: reserveOf(held.account),
      to: end.to ?? held.account, amount: hold.amount, lot_id: hold.lot_id, ref: end.reserve_id,
      doc_id: held.ref,
    })),
  })
  await store.insertReserveEnd(tx, who.chain_id, {
    owner_id: end.owner_id, reserve_id: end.reserve_id, outcome: end.outcome, ended_at: who.now,
  })
  await writeBooks(tx, who.chain_id, { books, new_lots: [], transfers })
}
