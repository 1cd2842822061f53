import { timelineGroups } from '#contract/timeline.ts'
import type { Tx } from '#kernel/db.ts'
import type { Who } from '#kernel/who.ts'
import { balances, readStatement } from '#modules/ledger/ledger.ts'
import {
  consentsShown, listWordings, openFields, readConsents, readProfile,
} from '#modules/members/members.ts'
import { readStaffNames, storesOf } from '#modules/org/org.ts'
import { sees, sightOf } from './sight.ts'
import { readBought, readPapers } from './store-ownrecord.ts'
import { readHappened } from './store-timeline.ts'

/** What the file holds; money in whole fen, quantities in thousandths, times as ISO 8601. */
export type OwnRecord = Awaited<ReturnType<typeof gather>>

const most_acts = 100_000

/**
 * Everything the house holds on one member, closed fields included. Whoever calls this has a reason on
 * record.
 */
export async function gather(tx: Tx, who: Who, member_id: string) {
  const { chain_id } = who
  const profile = await readProfile(tx, who, member_id)
  const stores = new Map((await storesOf(tx, chain_id)).map(({ id, name }) => [id, name]))
  const sight = sightOf(who), { reach } = sight
  const asked = { member_id, ...sight }
  const storeName = (id: string | null) => id === null ? null : stores.get(id) ?? null
  const { member_id: _, erased_at: __, phone_masked: ___, phone_last4: ____, store_id, ...facts } = profile
  const closed = Object.fromEntries(await openFields(tx, who, member_id))
  return {
    made_at: who.now.toISOString(),
    /** Whoever hands the file out may reach single stores only: then their trade alone is in it. */
    stores: reach === null ? 'all' : reach.flatMap((id) => stores.get(id) ?? []),
    profile: { id: member_id, ...facts, ...closed, store: storeName(store_id) },
    consents: await consentsInWords(tx, who, member_id),
    holdings: (await balances(tx, chain_id, [member_id])).get(member_id) ?? {},
    orders: (await readBought(tx, chain_id, asked)).map((row) => ({ ...row, store: storeName(row.store) })),
    papers: (await readPapers(tx, chain_id, asked)).map((row) => ({ ...row, store: storeName(row.store) })),
    ledger: (await ledgerOf(tx, chain_id, member_id)).map((row) => {
      const { store_id: at_store, staff_id: _staff, doc_id: _doc, ref, ...line } = row
      const seen = sees(who, row)
      return { ...line, ref: seen ? ref : null, store: seen ? storeName(at_store) : null }
    }),
    record: await actsOn(tx, chain_id, member_id),
  }
}

async function consentsInWords(tx: Tx, who: Who, member_id: string) {
  const { rows } = await listWordings(tx, who)
  const given = await consentsShown(tx, who.chain_id, await readConsents(tx, who.chain_id, member_id))
  return given.map(({ id: _, ...consent }) => ({
    ...consent, words: rows.find(({ kind, version }) =>
      kind === consent.kind && version === consent.version)?.zh ?? null,
  }))
}

const ledger_page = 1_000

async function ledgerOf(tx: Tx, chain_id: string, member_id: string) {
  const lines: Awaited<ReturnType<typeof readStatement>> = []
  for (;;) {
    const last = lines.at(-1)
    const before = last ? { id: last.id, account: last.account } : null
    const page = await readStatement(tx, chain_id, {
      owner_id: member_id, account: null, before, limit: ledger_page,
    })
    lines.push(...page)
    if (page.length < ledger_page) return lines
  }
}

/** Who changed or looked at what. */
async function actsOn(tx: Tx, chain_id: string, member_id: string) {
  const acts = await readHappened(tx, chain_id, {
    member_id, kinds: [...timelineGroups.record], reach: null, by: null, before: null, limit: most_acts,
  })
  const staff = await readStaffNames(
    tx, chain_id, [...new Set(acts.flatMap(({ staff_id }) => staff_id ?? []))])
  return acts.map(({ kind, at, staff_id, detail }) => ({
    at: at.toISOString(), kind, staff: staff_id === null ? null : staff.get(staff_id) ?? null,
    fields: Array.isArray(detail?.['fields']) ? detail['fields'].map(String) : [],
    reason: typeof detail?.['reason'] === 'string' ? detail['reason'] : null,
  }))
}
