import type { Input, Reply } from '#contract/endpoint.ts'
import type * as contract from '#contract/members.ts'
import { anId, anInstant, keyAt, pageOf } from '#kernel/cursor.ts'
import type { Tx } from '#kernel/db.ts'
import { OutOfReach, refuse } from '#kernel/refusal.ts'
import type { Who } from '#kernel/who.ts'
import { balances } from '#modules/ledger/ledger.ts'
import { storesOf } from '#modules/org/org.ts'
import { cardOf, searchOf, strangerOf } from './rules.ts'
import type { Profile } from './rules.ts'
import * as store from './store.ts'

const most_found = 10, members_per_page = 50

/** Whose members somebody sees: the chain's (null), those of stores, or only those they enrolled. */
function reachOf({ stores, scope, principal }: Who): store.Reach {
  if (scope === 'own') return { enrolled_by: principal.id }
  return stores === 'all' ? null : { store_ids: stores }
}

/**
 * Finds members for a till: any of the chain by whole phone or last four digits, since members shop anywhere;
 * by name only those whom a store in reach knows. At most 10, whoever was here last first (R3.06).
 */
export async function findMembers(
  tx: Tx, who: Who, { find }: Input<typeof contract.findMembers>,
): Promise<Reply<typeof contract.findMembers>> {
  const wanted = wantedOf(who, find)
  const found = wanted ? await store.findProfiles(tx, who.chain_id, {
    wanted, reach: reachOf(who), only_known: wanted.by === 'name', limit: most_found,
  }) : []
  return { rows: await withHoldings(tx, who, found.map((one) => one.known ? one : strangerOf(one))) }
}

/** Members with what they hold, newest first: those whom a store in reach knows. */
export async function listMembers(
  tx: Tx, who: Who, input: Input<typeof contract.listMembers>,
): Promise<Reply<typeof contract.listMembers>> {
  const { search = '', cursor, limit = members_per_page } = input
  const asked = { wanted: wantedOf(who, search), reach: reachOf(who) }
  const [joined_at, member_id] = keyAt(cursor, [anInstant, anId]) ?? []
  const after = joined_at && member_id ? { joined_at, member_id } : null
  const read = await store.listProfiles(tx, who.chain_id, { ...asked, after, limit: limit + 1 })
  const page = pageOf(read, limit, (row) => [row.joined_at.toISOString(), row.member_id])
  const names = new Map((await storesOf(tx, who.chain_id)).map(({ id, name }) => [id, name]))
  const cards = await withHoldings(tx, who, page.rows)
  return {
    rows: cards.map((card, at) => ({ ...card, store: names.get(page.rows[at]!.store_id)! })), next: page.next,
    total: await store.countProfiles(tx, who.chain_id, asked),
  }
}

/** Profiles by id, for naming members elsewhere. */
export async function readProfiles(
  tx: Tx, chain_id: string, ids: readonly string[],
): Promise<Map<string, Profile>> {
  const profiles = await store.readProfiles(tx, chain_id, ids)
  return new Map(profiles.map((profile) => [profile.member_id, profile]))
}

/**
 * One profile, erased ones too. Refuses `member_unknown`, also for a member whom no store in reach knows:
 * that is on record (C20).
 */
export async function readProfile(tx: Tx, who: Who, member_id: string): Promise<Profile> {
  const [profile] = await store.readProfiles(tx, who.chain_id, [member_id])
  const reach = reachOf(who)
  // Asked for whoever it may be: the wait must not tell somebody else's member from nobody.
  const known = reach === null
    || (await store.knownAmong(tx, who.chain_id, { member_ids: [member_id], reach })).has(member_id)
  if (!profile) refuse('member_unknown')
  if (!known) throw new OutOfReach('member_unknown', member_id)
  return profile
}

/** The same under a lock, with what is closed. Refuses `member_erased` too. */
export async function lockProfile(tx: Tx, who: Who, member_id: string) {
  await readProfile(tx, who, member_id)
  const profile = await store.lockProfile(tx, who.chain_id, member_id)
  if (!profile) refuse('member_unknown')
  if (profile.erased_at !== null) refuse('member_erased')
  return profile
}

/** A member's card. Refuses `member_unknown`. */
export async function readMemberCard(tx: Tx, who: Who, member_id: string): Promise<contract.MemberCard> {
  const [card] = await withHoldings(tx, who, [await readProfile(tx, who, member_id)])
  return card!
}

function wantedOf(who: Who, text: string): store.Wanted | null {
  const search = searchOf(text)
  if (search?.by !== 'phone') return search
  return { by: 'phone', phone_key: who.seal.fingerprint('phone', search.phone) }
}

async function withHoldings(tx: Tx, who: Who, profiles: readonly Profile[]): Promise<contract.MemberCard[]> {
  const held = await balances(tx, who.chain_id, profiles.map(({ member_id }) => member_id))
  return profiles.map((profile) => cardOf(profile, held.get(profile.member_id)))
}
