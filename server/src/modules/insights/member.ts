import { asFen } from '#contract/money.ts'
import type { Input, Reply } from '#contract/endpoint.ts'
import type { readLedger, readMember } from '#contract/members.ts'
import type { Tx } from '#kernel/db.ts'
import { anId, keyAt, pageOf } from '#kernel/cursor.ts'
import type { Who } from '#kernel/who.ts'
import { readLots, readStatement } from '#modules/ledger/ledger.ts'
import {
  addVisits, consentsShown, readConsents, readIdentity, readMemberCard, readProfile, spellSome,
} from '#modules/members/members.ts'
import { readStaffNames, storesOf } from '#modules/org/org.ts'
import { sees, sightOf } from './sight.ts'
import { readAdjustmentReasons, readMemberFigures, readPastVisits, readReceiptNumbers } from './store.ts'

/** Who a member is, what they hold, what they agreed to, and what they have spent here. */
export async function member(
  tx: Tx, who: Who, { member_id }: Input<typeof readMember>,
): Promise<Reply<typeof readMember>> {
  const profile = await readProfile(tx, who, member_id)
  const stores = await storesOf(tx, who.chain_id)
  const lots = await readLots(tx, who.chain_id, member_id)
  return {
    member: {
      ...await readMemberCard(tx, who, member_id), gender: profile.gender,
      store: stores.find(({ id }) => id === profile.store_id)?.name ?? '',
      erased_at: profile.erased_at?.toISOString() ?? null,
    },
    identity: await readIdentity(tx, who.chain_id, member_id),
    consents: await consentsShown(tx, who.chain_id, await readConsents(tx, who.chain_id, member_id)),
    lots: lots.map(({ id, account, amount, remaining, source, starts_at, expires_at }) => ({
      id, account, amount, remaining, source, starts_at: starts_at.toISOString(),
      expires_at: expires_at?.toISOString() ?? null,
    })),
    figures: await figuresOf(tx, who, member_id),
  }
}

/** What the member spent, as far as the reader sees it. */
async function figuresOf(
  tx: Tx, who: Who, member_id: string,
): Promise<Reply<typeof readMember>['figures']> {
  const { orders, spent_fen, first_at } = await readMemberFigures(
    tx, who.chain_id, { member_id, ...sightOf(who) })
  return {
    orders, spent_fen: asFen(spent_fen), first_at: first_at?.toISOString() ?? null,
    average_fen: asFen(orders === 0 ? 0 : Math.round(spent_fen / orders)),
  }
}

const usual_limit = 50

/**
 * A member's ledger, newest first, each line with the balance after it, its paper, its place and who did it.
 * The amounts are the member's, whoever asks; paper, place and people of a store out of reach are not told.
 */
export async function statement(
  tx: Tx, who: Who, input: Input<typeof readLedger>,
): Promise<Reply<typeof readLedger>> {
  await readProfile(tx, who, input.member_id)
  const limit = input.limit ?? usual_limit
  const [id, account] = keyAt(input.cursor, [anId, /^[\w.:-]{1,100}$/]) ?? []
  const before = id && account ? { id, account } : null
  const lines = await readStatement(tx, who.chain_id, {
    owner_id: input.member_id, account: input.account ?? null, before, limit: limit + 1,
  })
  const { rows: page, next } = pageOf(lines, limit, (line) => [line.id, line.account])
  const papersOf = await readPapersOf(tx, who, {
    member_id: input.member_id, lines: page.filter((line) => sees(who, line)),
  })
  return {
    rows: page.map((line) => ({
      id: line.id, account: line.account, kind: line.kind, amount: line.amount, balance: line.balance,
      at: line.at.toISOString(), ...papersOf(line),
    })),
    next,
  }
}

type Line = Awaited<ReturnType<typeof readStatement>>[number]
type Papers = Pick<Reply<typeof readLedger>['rows'][number],
  'ref' | 'receipt_no' | 'store' | 'staff' | 'reason'>
const unseen: Papers = { ref: null, receipt_no: null, store: null, staff: null, reason: null }

/** Paper, place and people behind the lines that somebody sees. */
async function readPapersOf(
  tx: Tx, { chain_id }: Who, { member_id, lines }: { member_id: string; lines: readonly Line[] },
): Promise<(line: Line) => Papers> {
  const stores = new Map((await storesOf(tx, chain_id)).map((store) => [store.id, store.name]))
  const staff = await readStaffNames(tx, chain_id, [...new Set(lines.map((line) => line.staff_id))])
  const doc_ids = [...new Set(lines.map((line) => line.doc_id))]
  const receipts = await readReceiptNumbers(tx, chain_id, { doc_ids, store_ids: [...stores.keys()] })
  const reasons = await readAdjustmentReasons(tx, chain_id, {
    member_id, ids: [...new Set(lines.flatMap((line) => line.kind === 'adjust' ? [line.doc_id] : []))],
  })
  const seen = new Set(lines)
  return (line) => !seen.has(line) ? unseen : {
    ref: line.ref, receipt_no: receipts.get(line.doc_id) ?? null, store: stores.get(line.store_id) ?? null,
    staff: staff.get(line.staff_id) ?? null, reason: reasons.get(line.doc_id) ?? null,
  }
}

const batch = 500

/**
 * Brings members of before up to date, a batch at a time: the spellings of their names, and the stores that
 * know them from what they bought and topped up. Hands back how many it did; 0 when all are. A sweep calls it
 * until then, each time in a transaction of its own; any repetition does.
 */
export async function catchUpMembers(tx: Tx, chain_id: string): Promise<number> {
  const member_ids = await spellSome(tx, chain_id, batch)
  await addVisits(tx, chain_id, await readPastVisits(tx, chain_id, member_ids))
  return member_ids.length
}
