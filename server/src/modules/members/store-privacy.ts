import type { ConsentKind } from '#contract/consents.ts'
import type { IdentityKind } from '#contract/privacy.ts'
import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { insertRows } from '#kernel/rows.ts'
import type { Spelling } from '#kernel/spelling.ts'
import type { Consent, Gender } from './rules.ts'

/** What is closed with the chain's seal; the fingerprint is a keyed digest, the masked form may be shown. */
export type Identity = {
  member_id: string; kind: IdentityKind; sealed: Buffer; masked: string; fingerprint: string; set_by: string
  set_at: Date
}

/** Keeps closed fields; one that is there already is replaced. */
export async function putIdentities(tx: Tx, chain_id: string, kept: readonly Identity[]): Promise<void> {
  await insertRows(tx, {
    table: 'members.identities',
    columns: {
      chain_id: 'uuid', member_id: 'uuid', kind: 'text', sealed: 'bytea', masked: 'text', fingerprint: 'text',
      set_by: 'uuid', set_at: 'timestamptz',
    },
    conflict: `on conflict (chain_id, member_id, kind) do update
      set sealed = excluded.sealed, masked = excluded.masked, fingerprint = excluded.fingerprint,
          set_by = excluded.set_by, set_at = excluded.set_at`,
  }, kept.map((one) => ({ chain_id, ...one })))
}

export async function readIdentities(tx: Tx, chain_id: string, member_id: string): Promise<Identity[]> {
  const { rows } = await sql<Identity>`
    select member_id, kind, sealed, masked, fingerprint, set_by, set_at from members.identities
     where chain_id = ${chain_id} and member_id = ${member_id} order by kind`.execute(tx)
  return rows
}

/** Forgets closed fields and hands back which of them there were. */
export async function dropIdentities(
  tx: Tx, chain_id: string, { member_id, kinds }: { member_id: string; kinds: readonly IdentityKind[] },
): Promise<IdentityKind[]> {
  const { rows } = await sql<{ kind: IdentityKind }>`
    delete from members.identities
     where chain_id = ${chain_id} and member_id = ${member_id} and kind = any(${kinds}::text[])
    returning kind`.execute(tx)
  return rows.map(({ kind }) => kind)
}

export type ConsentRow = Consent & { member_id: string }

export async function insertConsents(
  tx: Tx, chain_id: string, consents: readonly ConsentRow[],
): Promise<void> {
  await insertRows(tx, {
    table: 'members.consents',
    columns: {
      chain_id: 'uuid', member_id: 'uuid', id: 'uuid', kind: 'text', given: 'bool', wording_version: 'int4',
      channel: 'text', store_id: 'uuid', staff_id: 'uuid', at: 'timestamptz',
    },
  }, consents.map((consent) => ({ chain_id, ...consent })))
}

/** Every answer of a member, newest first. */
export async function readConsents(tx: Tx, chain_id: string, member_id: string): Promise<Consent[]> {
  const { rows } = await sql<Consent>`
    select id, kind, given, at, wording_version, channel, store_id, staff_id from members.consents
     where chain_id = ${chain_id} and member_id = ${member_id} order by at desc, id desc`.execute(tx)
  return rows
}

export type WordingRow = {
  kind: ConsentKind; version: number; zh: string; en: string; made_by: string; made_at: Date
}

/** The chain's own words; version 1 is the house's and no row. */
export async function readWordings(tx: Tx, chain_id: string): Promise<WordingRow[]> {
  const { rows } = await sql<WordingRow>`
    select kind, version, zh, en, made_by, made_at from members.consent_wordings
     where chain_id = ${chain_id} order by kind, version desc`.execute(tx)
  return rows
}

/** Adds the next version of a kind and hands back its number. Two at one moment queue at the kind. */
export async function insertWording(
  tx: Tx, chain_id: string, made: Omit<WordingRow, 'version'>,
): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${chain_id} wording ${made.kind}`}, 0))`
    .execute(tx)
  const { rows } = await sql<{ version: number }>`
    insert into members.consent_wordings (chain_id, kind, version, zh, en, made_by, made_at)
    select ${chain_id}, ${made.kind}, coalesce(max(version), 1) + 1, ${made.zh}, ${made.en}, ${made.made_by},
           ${made.made_at}
      from members.consent_wordings where chain_id = ${chain_id} and kind = ${made.kind}
    returning version`.execute(tx)
  return rows[0]!.version
}

/** What a correction leaves as it was is null in none of these: the whole profile is written. */
export type ProfileFacts = Spelling & {
  name: string; name_key: string; birthday: string | null; gender: Gender | null; note: string
  phone_sealed: Buffer; phone_masked: string; phone_last4: string; erased_at: Date | null
}

export async function updateProfile(
  tx: Tx, chain_id: string, { member_id, ...facts }: ProfileFacts & { member_id: string },
): Promise<void> {
  await sql`
    update members.profiles set name = ${facts.name}, name_key = ${facts.name_key}, pinyin = ${facts.pinyin},
           initials = ${facts.initials}, birthday = ${facts.birthday}::date, gender = ${facts.gender},
           note = ${facts.note}, phone_sealed = ${facts.phone_sealed}, phone_masked = ${facts.phone_masked},
           phone_last4 = ${facts.phone_last4}, erased_at = ${facts.erased_at}
     where chain_id = ${chain_id} and member_id = ${member_id}`.execute(tx)
}

export async function dropVisits(tx: Tx, chain_id: string, member_id: string): Promise<void> {
  await sql`delete from members.visits where chain_id = ${chain_id} and member_id = ${member_id}`.execute(tx)
}

/** The phone as it was closed, or null where there is none. */
export async function readSealedPhone(tx: Tx, chain_id: string, member_id: string): Promise<Buffer | null> {
  const { rows } = await sql<{ phone_sealed: Buffer }>`
    select phone_sealed from members.profiles
     where chain_id = ${chain_id} and member_id = ${member_id}`.execute(tx)
  const sealed = rows[0]?.phone_sealed
  return sealed && sealed.length > 0 ? sealed : null
}
