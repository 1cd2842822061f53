import type { Input } from '#contract/endpoint.ts'
import type * as contract from '#contract/members.ts'
import { record } from '#kernel/audit.ts'
import { businessDay, localTime } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import { gramsOf, nameKeyOf } from '#kernel/grams.ts'
import { newId } from '#kernel/ids.ts'
import { leaveNotes } from '#kernel/notes.ts'
import { once } from '#kernel/once.ts'
import { refuse, refuseIf } from '#kernel/refusal.ts'
import { maskPhone } from '#kernel/seal.ts'
import { spellingOf, spellingsBetween } from '#kernel/spelling.ts'
import type { Who } from '#kernel/who.ts'
import { openAccounts } from '#modules/ledger/ledger.ts'
import { readStores } from '#modules/org/org.ts'
import { keepAnswers } from './consents.ts'
import { readMemberCard } from './find.ts'
import { keepGuardian } from './identity.ts'
import { isUnder14, member_accounts, whyNotBorn } from './rules.ts'
import * as store from './store.ts'

type Enrolment = Input<typeof contract.enrolMember>

/**
 * Enrols a member: profile, key, consents in the words they were asked in (R1.60), accounts. Refuses
 * `phone_taken`, `store_unknown`, and `under_14` without a guardian (C19). The same key answers with the same
 * member.
 */
export async function enrol(tx: Tx, who: Who, input: Enrolment): Promise<contract.MemberCard> {
  const { op_key, phone, name, guardian = null, ...rest } = input
  const hide = (kind: string, text: string) => who.seal.fingerprint(kind, text)
  // The remembered digest is over keyed digests: nobody can try phones and names against it.
  const hidden = {
    ...rest, phone: hide('phone', phone), name: hide('name', name),
    ...guardian && { guardian: hide('guardian', `${guardian.name}\n${guardian.phone}`) },
  }
  const { member_id } = await once(tx, who, {
    owner_id: input.store_id, op_key, verb: 'member.enrol', input: hidden,
    act: () => enrolNow(tx, who, input),
  })
  return await readMemberCard(tx, who, member_id)
}

async function enrolNow(tx: Tx, who: Who, input: Enrolment): Promise<{ member_id: string }> {
  const { store_id, phone, birthday = null, guardian = null } = input
  const store_joined = (await readStores(tx, who)).find(({ id }) => id === store_id)
  if (!store_joined) refuse('store_unknown')
  const today = localTime(who.now, who.zone).day
  refuseIf(whyNotBorn(birthday, { today, guardian: guardian !== null }))
  // Rises with the time of joining, also where a sandbox's clock or a demo's history says another day.
  const member_id = newId(who.now.getTime())
  const value = who.seal.fingerprint('phone', phone)
  if (!await store.takeKey(tx, who.chain_id, { kind: 'phone', value, member_id })) refuse('phone_taken')

  await writeProfile(tx, who, { ...input, member_id, today })
  const child = guardian !== null && isUnder14(birthday, today) ? guardian : null
  if (child) await keepGuardian(tx, who, { member_id, guardian: child })
  await keepAnswers(tx, who, {
    member_id, store_id, channel: 'till', answers: answersIn(input, child !== null),
  })
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

async function writeProfile(
  tx: Tx, who: Who, made: Enrolment & { member_id: string; today: string },
): Promise<void> {
  const { member_id, store_id, name, phone } = made
  await store.insertProfile(tx, who.chain_id, {
    member_id, name, name_key: nameKeyOf(name), ...spellingOf(name, 'person'),
    phone_sealed: who.seal.close(phone), phone_masked: maskPhone(phone), phone_last4: phone.slice(-4),
    birthday: made.birthday ?? null, gender: null, note: '', store_id, joined_at: who.now,
    joined_on: made.today, last_visit_at: null, erased_at: null,
    enrolled_by: who.principal.kind === 'staff' ? who.principal.id : null,
  })
  await store.writeNames(tx, who.chain_id, [
    { member_id, grams: gramsOf(name), spellings: spellingsBetween(name) }])
  await store.addVisits(tx, who.chain_id, [{ member_id, store_id, first_at: who.now, last_at: who.now }])
}

/** What was asked, and what was answered; profiling is left out by a till that does not ask for it. */
function answersIn(input: Enrolment, is_child: boolean) {
  const { wordings = {}, consent_service, consent_marketing, consent_profiling } = input
  return [
    { kind: 'service' as const, given: consent_service, version: wordings.service },
    { kind: 'marketing' as const, given: consent_marketing, version: wordings.marketing },
    ...consent_profiling === undefined ? []
      : [{ kind: 'profiling' as const, given: consent_profiling, version: wordings.profiling }],
    ...is_child ? [{ kind: 'guardian' as const, given: true, version: wordings.guardian }] : [],
  ]
}
