import type { Input, Reply } from '#contract/endpoint.ts'
import type * as contract from '#contract/members.ts'
import { record } from '#kernel/audit.ts'
import { businessDay, localTime } from '#kernel/clock.ts'
import { anId, anInstant, keyAt, pageOf } from '#kernel/cursor.ts'
import type { Tx } from '#kernel/db.ts'
import { gramsOf, nameKeyOf } from '#kernel/grams.ts'
import { newId } from '#kernel/ids.ts'
import { leaveNotes } from '#kernel/notes.ts'
import type { Delivered } from '#kernel/notes.ts'
import { once } from '#kernel/once.ts'
import { refuse, refuseIf } from '#kernel/refusal.ts'
import { maskPhone } from '#kernel/seal.ts'
import { spellingOf } from '#kernel/spelling.ts'
import type { Who } from '#kernel/who.ts'
import { balances, openAccounts } from '#modules/ledger/ledger.ts'
import { readStores, storesOf } from '#modules/org/org.ts'
import { cardOf, member_accounts, searchOf, visitsIn, whyNotBorn, wordings } from './rules.ts'
import type { Consent, Profile } from './rules.ts'
import * as store from './store.ts'

export type { Consent, ConsentKind, Profile } from './rules.ts'

const most_found = 20, members_per_page = 50

type Enrolment = Input<typeof contract.enrolMember>

/**
 * Enrols a member: profile, key, consents in the words they were asked in (R1.60), accounts. Refuses
 * `phone_taken` and `store_unknown`. The same key answers with the same member.
 */
export async function enrol(tx: Tx, who: Who, input: Enrolment): Promise<contract.MemberCard> {
  const { op_key, phone, name, ...rest } = input
  // The remembered digest is over keyed digests: nobody can try phones and names against it.
  const hidden = {
    ...rest, phone: who.seal.fingerprint('phone', phone), name: who.seal.fingerprint('name', name),
  }
  const { member_id } = await once(tx, who, {
    owner_id: input.store_id, op_key, verb: 'member.enrol', input: hidden,
    act: () => enrolNow(tx, who, input),
  })
  return await readMemberCard(tx, who, member_id)
}

async function enrolNow(tx: Tx, who: Who, input: Enrolment): Promise<{ member_id: string }> {
  const { store_id, phone, name, birthday = null } = input
  const stores = await readStores(tx, who)
  const store_joined = stores.find(({ id }) => id === store_id)
  if (!store_joined) refuse('store_unknown')
  refuseIf(whyNotBorn(birthday, localTime(who.now, who.zone).day))
  // Rises with the time of joining, also where a sandbox's clock or a demo's history says another day.
  const member_id = newId(who.now.getTime())
  const value = who.seal.fingerprint('phone', phone)
  if (!await store.takeKey(tx, who.chain_id, { kind: 'phone', value, member_id })) refuse('phone_taken')

  await store.insertProfile(tx, who.chain_id, {
    member_id, name, name_key: nameKeyOf(name), ...spellingOf(name, 'person'),
    phone_sealed: who.seal.close(phone), phone_masked: maskPhone(phone), phone_last4: phone.slice(-4),
    birthday, store_id, joined_at: who.now, joined_on: localTime(who.now, who.zone).day, last_visit_at: null,
  })
  await store.insertGrams(tx, who.chain_id, { member_id, grams: gramsOf(name) })
  await store.insertConsents(tx, who.chain_id, consentsGiven(who, input).map((given) =>
    ({ ...given, member_id, id: newId(), wording: wordings[given.kind], staff_id: who.principal.id })))
  await openAccounts(tx, who, { owner_id: member_id, accounts: member_accounts })
  await record(tx, who, [{
    verb: 'member.enrol', ref: member_id, detail: { store_id, consent_marketing: input.consent_marketing },
  }])
  await leaveNotes(tx, who, [{
    owner_id: member_id, kind: 'member.enrolled', at: who.now,
    data: {
      member_id, store_id, business_day: businessDay(who.now, who.zone, store_joined.cutoff_hour),
      hour: localTime(who.now, who.zone).hour,
    },
  }])
  return { member_id }
}

/** Both answers are kept: a customer who said no was asked, too. */
const consentsGiven = (who: Who, input: Enrolment): Consent[] => [
  { kind: 'service', given: input.consent_service, at: who.now },
  { kind: 'marketing', given: input.consent_marketing, at: who.now },
]

/**
 * Finds members by whole phone, last four digits, name, pinyin or initials: at most 20, whoever was here last
 * first.
 */
export async function findMembers(
  tx: Tx, who: Who, { find }: Input<typeof contract.findMembers>,
): Promise<Reply<typeof contract.findMembers>> {
  const wanted = wantedOf(who, find)
  const found = wanted ? await store.findProfiles(tx, who.chain_id, { wanted, limit: most_found }) : []
  return { rows: await withHoldings(tx, who, found) }
}

/** Members with what they hold, newest first. */
export async function listMembers(
  tx: Tx, who: Who, input: Input<typeof contract.listMembers>,
): Promise<Reply<typeof contract.listMembers>> {
  const { search = '', cursor, limit = members_per_page } = input
  const wanted = wantedOf(who, search)
  const [joined_at, member_id] = keyAt(cursor, [anInstant, anId]) ?? []
  const after = joined_at && member_id ? { joined_at, member_id } : null
  const read = await store.listProfiles(tx, who.chain_id, { wanted, after, limit: limit + 1 })
  const page = pageOf(read, limit, (row) => [row.joined_at.toISOString(), row.member_id])
  const names = new Map((await storesOf(tx, who.chain_id)).map(({ id, name }) => [id, name]))
  const cards = await withHoldings(tx, who, page.rows)
  return {
    rows: cards.map((card, at) => ({ ...card, store: names.get(page.rows[at]!.store_id)! })), next: page.next,
    total: await store.countProfiles(tx, who.chain_id, wanted),
  }
}

/** Profiles by id, for naming members elsewhere. */
export async function readProfiles(
  tx: Tx, chain_id: string, ids: readonly string[],
): Promise<Map<string, Profile>> {
  const profiles = await store.readProfiles(tx, chain_id, ids)
  return new Map(profiles.map((profile) => [profile.member_id, profile]))
}

/** One profile. Refuses `member_unknown`. */
export async function readProfile(tx: Tx, who: Who, member_id: string): Promise<Profile> {
  const [profile] = await store.readProfiles(tx, who.chain_id, [member_id])
  if (!profile) refuse('member_unknown')
  return profile
}

/** One member with what they hold. Refuses `member_unknown`. */
export async function readMemberCard(tx: Tx, who: Who, member_id: string): Promise<contract.MemberCard> {
  const profile = await readProfile(tx, who, member_id)
  const held = await balances(tx, who.chain_id, [member_id])
  return cardOf(profile, held.get(member_id))
}

/** The consents in force, one of each kind the member was asked for. */
export async function readConsents(tx: Tx, who: Who, member_id: string): Promise<Consent[]> {
  return await store.readConsents(tx, who.chain_id, member_id)
}

/**
 * The reaction `members.visits`: the day a member was last here. Any order and any repetition of notes does.
 */
export async function markVisits(tx: Tx, chain_id: string, notes: readonly Delivered[]): Promise<void> {
  await store.markVisits(tx, chain_id, visitsIn(notes))
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
