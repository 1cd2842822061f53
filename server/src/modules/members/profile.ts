import type { Input, Reply } from '#contract/endpoint.ts'
import { profileFields } from '#contract/members.ts'
import type { editMember } from '#contract/members.ts'
import { identityKinds } from '#contract/privacy.ts'
import type { eraseMember } from '#contract/privacy.ts'
import { record } from '#kernel/audit.ts'
import { localTime } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import { gramsOf, nameKeyOf } from '#kernel/grams.ts'
import { refuse, refuseIf } from '#kernel/refusal.ts'
import { maskPhone } from '#kernel/seal.ts'
import { spellingOf, spellingsBetween } from '#kernel/spelling.ts'
import type { Who } from '#kernel/who.ts'
import { lockBooks } from '#modules/ledger/ledger.ts'
import { keepAnswers, withdrawAll } from './consents.ts'
import { lockProfile } from './find.ts'
import { keepGuardian } from './identity.ts'
import { isUnder14, pseudonymOf, stillHeld, whyNotBorn } from './rules.ts'
import type { Profile } from './rules.ts'
import * as sealed from './store-privacy.ts'
import * as store from './store.ts'

type Edit = Input<typeof editMember>
type Locked = Profile & { phone_sealed: Buffer }

/**
 * Corrects a profile. What stays as it was is no change; the record names the fields that changed and says
 * nothing of what they say. Refuses `phone_taken`, and a child's birthday without a guardian (C19).
 */
export async function edit(tx: Tx, who: Who, input: Edit): Promise<Reply<typeof editMember>> {
  const { member_id } = input
  const profile = await lockProfile(tx, who, member_id)
  const now = { ...profile, phone: who.seal.open(profile.phone_sealed) }
  const changed = profileFields.filter((field) => input[field] !== undefined && input[field] !== now[field])
  if (changed.length === 0) return { changed }
  if (changed.includes('birthday')) await checkBirthday(tx, who, { profile, input })
  if (changed.includes('phone')) await takePhone(tx, who, { member_id, phone: input.phone! })

  const name = input.name ?? profile.name, phone = input.phone ?? now.phone
  await sealed.updateProfile(tx, who.chain_id, {
    member_id, name, name_key: nameKeyOf(name), ...spellingOf(name, 'person'),
    birthday: input.birthday === undefined ? profile.birthday : input.birthday,
    gender: input.gender === undefined ? profile.gender : input.gender, note: input.note ?? profile.note,
    phone_sealed: changed.includes('phone') ? who.seal.close(phone) : profile.phone_sealed,
    phone_masked: maskPhone(phone), phone_last4: phone.slice(-4), erased_at: null,
  })
  if (changed.includes('name')) await store.writeNames(tx, who.chain_id, [
    { member_id, grams: gramsOf(name), spellings: spellingsBetween(name) }])
  await record(tx, who, [{
    verb: 'member.edit', ref: member_id, store_id: profile.store_id, detail: { fields: changed },
  }])
  return { changed }
}

/** A birthday that makes the member a child wants a guardian, unless one is kept. */
async function checkBirthday(
  tx: Tx, who: Who, { profile, input }: { profile: Locked; input: Edit },
): Promise<void> {
  const { member_id, birthday = null, guardian = null } = input
  const today = localTime(who.now, who.zone).day
  const kept = await sealed.readIdentities(tx, who.chain_id, member_id)
  const has = guardian !== null || kept.some(({ kind }) => kind === 'guardian_name')
  refuseIf(whyNotBorn(birthday, { today, guardian: has }))
  if (guardian === null || !isUnder14(birthday, today)) return
  await keepGuardian(tx, who, { member_id, guardian })
  await keepAnswers(tx, who, {
    member_id, store_id: profile.store_id, channel: 'console',
    answers: [{ kind: 'guardian', given: true, version: undefined }],
  })
}

/** The new phone is the member's and the old one free again. */
async function takePhone(
  tx: Tx, who: Who, { member_id, phone }: { member_id: string; phone: string },
): Promise<void> {
  await store.dropKeys(tx, who.chain_id, member_id)
  const value = who.seal.fingerprint('phone', phone)
  if (!await store.takeKey(tx, who.chain_id, { kind: 'phone', value, member_id })) refuse('phone_taken')
}

/**
 * Erases a member on request (C19, R1.62): profile, keys, what finds the name, closed fields, and which
 * stores knew them. Ledger, sales, consents and record keep the id, which says nothing any more. Refuses
 * `member_holds` while value or points are left.
 */
export async function erase(
  tx: Tx, who: Who, { member_id, reason }: Input<typeof eraseMember>,
): Promise<Reply<typeof eraseMember>> {
  const profile = await lockProfile(tx, who, member_id)
  // Under the lock that a top-up takes: what comes after it finds the accounts as they are left here.
  const { accounts } = await lockBooks(tx, who.chain_id, { owner_ids: [member_id], acts: [] })
  const held = Object.fromEntries([...accounts.values()].map(({ id, balance }) => [id, balance]))
  const left = stillHeld(held)
  if (left) refuse('member_holds', left)

  await sealed.updateProfile(tx, who.chain_id, {
    member_id, name: pseudonymOf(member_id), name_key: '', pinyin: '', initials: '', birthday: null,
    gender: null, note: '', phone_sealed: Buffer.alloc(0), phone_masked: '', phone_last4: '',
    erased_at: who.now,
  })
  await store.dropKeys(tx, who.chain_id, member_id)
  await store.dropNames(tx, who.chain_id, [member_id])
  await store.markSpelled(tx, who.chain_id, [member_id])
  await sealed.dropIdentities(tx, who.chain_id, { member_id, kinds: identityKinds })
  await sealed.dropVisits(tx, who.chain_id, member_id)
  await withdrawAll(tx, who, { member_id })
  await record(tx, who, [{
    verb: 'member.erase', ref: member_id, store_id: profile.store_id, detail: { reason },
  }])
  return { erased_at: who.now.toISOString() }
}
