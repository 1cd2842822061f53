import { consentKinds, usualWordings } from '#contract/consents.ts'
import type * as contract from '#contract/consents.ts'
import type { ConsentChannel, ConsentKind, Wording } from '#contract/consents.ts'
import type { Input, Reply } from '#contract/endpoint.ts'
import { record } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { refuse } from '#kernel/refusal.ts'
import { refuseOutOfReach } from '#kernel/who.ts'
import type { Who } from '#kernel/who.ts'
import { readStaffNames, storesOf } from '#modules/org/org.ts'
import { lockProfile } from './find.ts'
import { isGiven } from './rules.ts'
import type { Consent } from './rules.ts'
import * as store from './store-privacy.ts'

/** Every answer of a member, newest first; the first of a kind is in force. */
export async function readConsents(tx: Tx, chain_id: string, member_id: string): Promise<Consent[]> {
  return await store.readConsents(tx, chain_id, member_id)
}

/** Answers with names for ids, as the screens show them. */
export async function consentsShown(
  tx: Tx, chain_id: string, consents: readonly Consent[],
): Promise<contract.ConsentGiven[]> {
  const stores = new Map((await storesOf(tx, chain_id)).map(({ id, name }) => [id, name]))
  const staff = await readStaffNames(tx, chain_id, [...new Set(consents.map(({ staff_id }) => staff_id))])
  return consents.map(({ wording_version: version, store_id, staff_id, at, ...rest }) => ({
    ...rest, version, at: at.toISOString(), store: store_id === null ? null : stores.get(store_id) ?? null,
    staff: staff.get(staff_id) ?? null,
  }))
}

const closed_by_consent = ['real_name', 'id_number', 'bank_account'] as const

/**
 * Keeps a member's answer: a new row each time it differs from the one in force. What was kept under the
 * identity consent goes when the consent is withdrawn (R1.62). Refuses `wording_wrong`.
 */
export async function setConsent(
  tx: Tx, who: Who, input: Input<typeof contract.setConsent>,
): Promise<Reply<typeof contract.setConsent>> {
  const { member_id, kind, given, channel, store_id = null } = input
  if (store_id !== null) refuseOutOfReach(who, store_id)
  const profile = await lockProfile(tx, who, member_id)
  const before = await store.readConsents(tx, who.chain_id, member_id)
  const last = before.find((one) => one.kind === kind)
  if (last && last.given === given) return (await consentsShown(tx, who.chain_id, [last]))[0]!

  const consent = {
    id: newId(), kind, given, at: who.now, channel, store_id, staff_id: who.principal.id,
    wording_version: await versionOf(tx, who.chain_id, { kind, version: input.version }),
  }
  await store.insertConsents(tx, who.chain_id, [{ member_id, ...consent }])
  const forgotten = given || kind !== 'identity' ? []
    : await store.dropIdentities(tx, who.chain_id, { member_id, kinds: closed_by_consent })
  await record(tx, who, [{
    verb: 'member.consent', ref: member_id, store_id: store_id ?? profile.store_id,
    detail: { kind, given, version: consent.wording_version, channel },
  }, ...forgotten.map((field) => ({
    verb: 'member.identity_remove' as const, ref: member_id, store_id: profile.store_id,
    detail: { fields: [field], reason: 'consent_withdrawn' },
  }))])
  return (await consentsShown(tx, who.chain_id, [consent]))[0]!
}

/** Refuses where the member did not agree to sensitive data being kept (R1.61). */
export async function refuseWithoutIdentityConsent(tx: Tx, who: Who, member_id: string): Promise<void> {
  if (!isGiven(await store.readConsents(tx, who.chain_id, member_id), 'identity'))
    refuse('identity_consent_missing')
}

type Answered = { kind: ConsentKind; given: boolean; version: number | undefined }

/** Keeps what a member was asked and answered; a no is kept too, since who said no was asked. */
export async function keepAnswers(
  tx: Tx, who: Who, { member_id, store_id, channel, answers }: {
    member_id: string; store_id: string; channel: ConsentChannel; answers: readonly Answered[]
  },
): Promise<void> {
  const rows = []
  for (const { kind, given, version } of answers) rows.push({
    member_id, id: newId(), kind, given, at: who.now, channel, store_id,
    staff_id: who.principal.id, wording_version: await versionOf(tx, who.chain_id, { kind, version }),
  })
  await store.insertConsents(tx, who.chain_id, rows)
}

/** Ends whatever a member agreed to, as their last answers. */
export async function withdrawAll(
  tx: Tx, who: Who, { member_id }: { member_id: string },
): Promise<void> {
  const before = await store.readConsents(tx, who.chain_id, member_id)
  const given = consentKinds.flatMap((kind) => before.find((one) => one.kind === kind) ?? [])
    .filter((one) => one.given)
  await store.insertConsents(tx, who.chain_id, given.map((one) => ({
    ...one, member_id, id: newId(), given: false, at: who.now, channel: 'console', store_id: null,
    staff_id: who.principal.id,
  })))
}

/** The version that was shown, or the one in use. A version that nobody wrote is refused. */
async function versionOf(
  tx: Tx, chain_id: string, shown: { kind: ConsentKind; version: number | undefined },
): Promise<number> {
  if (shown.version === 1) return 1
  const versions = (await store.readWordings(tx, chain_id))
    .filter(({ kind }) => kind === shown.kind).map(({ version }) => version)
  if (shown.version === undefined) return versions[0] ?? 1
  if (!versions.includes(shown.version)) refuse('wording_wrong')
  return shown.version
}

/** The words of every consent, newest first of each kind, those of the house last. */
export async function listWordings(tx: Tx, who: Who): Promise<Reply<typeof contract.listWordings>> {
  const own = await store.readWordings(tx, who.chain_id)
  const staff = await readStaffNames(tx, who.chain_id, [...new Set(own.map(({ made_by }) => made_by))])
  return {
    rows: consentKinds.flatMap((kind): Wording[] => {
      const written = own.filter((one) => one.kind === kind)
      return [
        ...written.map(({ made_by, made_at, ...words }, at) => ({
          ...words, made_at: made_at.toISOString(), made_by: staff.get(made_by) ?? null, in_use: at === 0,
        })),
        {
          kind, version: 1, ...usualWordings[kind], made_at: null, made_by: null,
          in_use: written.length === 0,
        },
      ]
    }),
  }
}

/**
 * New words for a consent. Answers given before keep the words they were given under. What members agree to
 * is between them and the chain: refuses `not_permitted` for a visitor from the platform.
 */
export async function writeWording(
  tx: Tx, who: Who, { kind, zh, en }: Input<typeof contract.writeWording>,
): Promise<Reply<typeof contract.writeWording>> {
  if (who.principal.kind === 'operator') refuse('not_permitted')
  const version = await store.insertWording(tx, who.chain_id, {
    kind, zh, en, made_by: who.principal.id, made_at: who.now,
  })
  await record(tx, who, [{ verb: 'consent.wording', ref: null, detail: { kind, version } }])
  const staff = await readStaffNames(tx, who.chain_id, [who.principal.id])
  return {
    kind, version, zh, en, made_at: who.now.toISOString(), made_by: staff.get(who.principal.id) ?? null,
    in_use: true,
  }
}
