import type { Input, Reply } from '#contract/endpoint.ts'
import { sealedFields } from '#contract/privacy.ts'
import type * as contract from '#contract/privacy.ts'
import type { IdentityKind, SealedField } from '#contract/privacy.ts'
import { record } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Who } from '#kernel/who.ts'
import { refuseWithoutIdentityConsent } from './consents.ts'
import { lockProfile, readProfile } from './find.ts'
import { isBankAccount, isIdNumber, maskOf, passesLuhn, plainOf } from './masks.ts'
import * as store from './store-privacy.ts'

function closed(
  who: Who, { member_id, kind, value }: { member_id: string; kind: IdentityKind; value: string },
): store.Identity {
  return {
    member_id, kind, sealed: who.seal.close(value), masked: maskOf[kind](value),
    fingerprint: who.seal.fingerprint(kind, value), set_by: who.principal.id, set_at: who.now,
  }
}

/** Closed fields in their masked form. */
export async function readIdentity(
  tx: Tx, chain_id: string, member_id: string,
): Promise<contract.IdentityShown[]> {
  return (await store.readIdentities(tx, chain_id, member_id))
    .map(({ kind, masked, set_at }) => ({ kind, masked, at: set_at.toISOString() }))
}

/**
 * Keeps a real name, ID number or bank account, closed. Refuses without the separate consent (R1.61), and an
 * ID number whose check sign does not fit (GB 11643). An account that fails Luhn is only told: some do.
 */
export async function setIdentity(
  tx: Tx, who: Who, input: Input<typeof contract.setIdentity>,
): Promise<Reply<typeof contract.setIdentity>> {
  const { member_id, kind } = input
  const value = plainOf(kind, input.value)
  if (kind === 'id_number' && !isIdNumber(value)) refuse('id_number_wrong')
  if (kind === 'bank_account' && !isBankAccount(value)) refuse('bank_account_wrong')
  const profile = await lockProfile(tx, who, member_id)
  await refuseWithoutIdentityConsent(tx, who, member_id)

  const kept = closed(who, { member_id, kind, value })
  await store.putIdentities(tx, who.chain_id, [kept])
  await record(tx, who, [{
    verb: 'member.identity_set', ref: member_id, store_id: profile.store_id, detail: { fields: [kind] },
  }])
  return {
    kind, masked: kept.masked, at: kept.set_at.toISOString(),
    unusual: kind === 'bank_account' && !passesLuhn(value),
  }
}

/** Forgets a closed field. One that is not there is forgotten already. */
export async function removeIdentity(
  tx: Tx, who: Who, { member_id, kind }: Input<typeof contract.removeIdentity>,
): Promise<Reply<typeof contract.removeIdentity>> {
  const profile = await lockProfile(tx, who, member_id)
  const gone = await store.dropIdentities(tx, who.chain_id, { member_id, kinds: [kind] })
  await record(tx, who, gone.map((field) => ({
    verb: 'member.identity_remove' as const, ref: member_id, store_id: profile.store_id,
    detail: { fields: [field] },
  })))
  return {}
}

/** A child's guardian, who agreed to being kept with the child's consent. */
export async function keepGuardian(
  tx: Tx, who: Who, { member_id, guardian }: { member_id: string; guardian: { name: string; phone: string } },
): Promise<void> {
  await store.putIdentities(tx, who.chain_id, [
    closed(who, { member_id, kind: 'guardian_name', value: guardian.name }),
    closed(who, { member_id, kind: 'guardian_phone', value: guardian.phone }),
  ])
}

/**
 * One closed field whole, once: who asked, for what and why is on record, and what it says is not (R1.64).
 * Refuses `field_not_kept`.
 */
export async function unmask(
  tx: Tx, who: Who, { member_id, field, reason }: Input<typeof contract.unmaskMember>,
): Promise<Reply<typeof contract.unmaskMember>> {
  const profile = await readProfile(tx, who, member_id)
  const value = (await openFields(tx, who, member_id)).get(field)
  if (value === undefined) refuse('field_not_kept')
  await record(tx, who, [{
    verb: 'member.unmask', ref: member_id, store_id: profile.store_id, detail: { fields: [field], reason },
  }])
  return { value }
}

/** Every closed field of a member, opened. Whoever calls this has a reason on record. */
export async function openFields(
  tx: Tx, who: Who, member_id: string,
): Promise<Map<SealedField, string>> {
  const phone = await store.readSealedPhone(tx, who.chain_id, member_id)
  const sealed = new Map<SealedField, Buffer>(phone ? [['phone', phone]] : [])
  for (const one of await store.readIdentities(tx, who.chain_id, member_id)) sealed.set(one.kind, one.sealed)
  return new Map(sealedFields.filter((field) => sealed.has(field))
    .map((field) => [field, who.seal.open(sealed.get(field)!)]))
}
