import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import type { NameWanted } from '#kernel/grams.ts'
import { insertRows } from '#kernel/rows.ts'
import type { Spelling } from '#kernel/spelling.ts'
import type { Consent, ConsentKind, Profile } from './rules.ts'

const profile = sql.raw(`p.member_id, p.name, p.phone_masked, p.phone_last4, p.birthday, p.store_id,
  p.joined_at, p.joined_on, p.last_visit_at`)

/** A search with the phone already turned into its keyed digest: the phone itself is in no statement. */
export type Wanted =
  | { by: 'phone'; phone_key: string }
  | { by: 'last4'; last4: string }
  | { by: 'name'; letters: string | null } & NameWanted

/** False when the key belongs to another member. Two at the same moment queue here; the later one is told. */
export async function takeKey(
  tx: Tx, chain_id: string, key: { kind: 'phone'; value: string; member_id: string },
) {
  const { rows } = await sql<{ member_id: string }>`
    insert into members.keys (chain_id, kind, value, member_id)
    values (${chain_id}, ${key.kind}, ${key.value}, ${key.member_id})
    on conflict do nothing returning member_id`.execute(tx)
  return rows.length === 1
}

export type NewProfile = Profile & Spelling & { name_key: string; phone_sealed: Buffer }

export async function insertProfile(tx: Tx, chain_id: string, made: NewProfile): Promise<void> {
  await sql`
    insert into members.profiles (chain_id, member_id, name, name_key, pinyin, initials, phone_sealed,
                                  phone_masked, phone_last4, birthday, store_id, joined_at, joined_on,
                                  last_visit_at)
    values (${chain_id}, ${made.member_id}, ${made.name}, ${made.name_key}, ${made.pinyin}, ${made.initials},
            ${made.phone_sealed}, ${made.phone_masked}, ${made.phone_last4}, ${made.birthday}::date,
            ${made.store_id}, ${made.joined_at}, ${made.joined_on}::date, ${made.last_visit_at})`.execute(tx)
}

export async function insertGrams(
  tx: Tx, chain_id: string, { member_id, grams }: { member_id: string; grams: string[] },
) {
  await insertRows(tx, {
    table: 'members.grams', columns: { chain_id: 'uuid', gram: 'text', member_id: 'uuid' },
  }, grams.map((gram) => ({ chain_id, gram, member_id })))
}

export type ConsentRow = Consent & { member_id: string; id: string; wording: string; staff_id: string }

export async function insertConsents(
  tx: Tx, chain_id: string, consents: readonly ConsentRow[],
): Promise<void> {
  await insertRows(tx, {
    table: 'members.consents',
    columns: {
      chain_id: 'uuid', member_id: 'uuid', id: 'uuid', kind: 'text', given: 'bool', wording: 'text',
      staff_id: 'uuid',
      at: 'timestamptz',
    },
  }, consents.map((consent) => ({ chain_id, ...consent })))
}

export async function readProfiles(
  tx: Tx, chain_id: string, member_ids: readonly string[],
): Promise<Profile[]> {
  const { rows } = await sql<Profile>`
    select ${profile} from unnest(${member_ids}::uuid[]) as wanted(member_id)
      join members.profiles p on p.chain_id = ${chain_id} and p.member_id = wanted.member_id`.execute(tx)
  return rows
}

/** Members whose names fit. One piece that is the whole search, such as a surname, needs no second look. */
function named(chain_id: string, { grams, words }: NameWanted) {
  if (grams.length === 1 && grams[0] === words.join(' ')) return sql`
      select g.member_id from members.grams g where g.chain_id = ${chain_id} and g.gram = ${grams[0]}`
  return sql`
      select q.member_id from members.profiles q
       where q.chain_id = ${chain_id} and q.member_id in (
             select g.member_id from members.grams g
              where g.chain_id = ${chain_id} and g.gram = any(${grams}::text[])
              group by g.member_id having count(*) = ${grams.length}::int8)
         and 0 < all (select strpos(q.name_key, w.word) from unnest(${words}::text[]) as w(word))`
}

/** Members that fit. Only equalities and beginnings: under row security an index serves nothing else. */
function fitting(chain_id: string, wanted: Wanted) {
  switch (wanted.by) {
    case 'phone': return sql`
      select k.member_id from members.keys k
       where k.chain_id = ${chain_id} and k.kind = 'phone' and k.value = ${wanted.phone_key}`
    case 'last4': return sql`
      select q.member_id from members.profiles q
       where q.chain_id = ${chain_id} and q.phone_last4 = ${wanted.last4}`
    case 'name': return sql`
      ${named(chain_id, wanted)}
      union select q.member_id from members.profiles q
       where q.chain_id = ${chain_id} and starts_with(q.initials, ${wanted.letters}::text)
      union select q.member_id from members.profiles q
       where q.chain_id = ${chain_id} and starts_with(q.pinyin, ${wanted.letters}::text)`
  }
}

/** The members that fit, whoever was here last before the others; a new member was here when they joined. */
export async function findProfiles(
  tx: Tx, chain_id: string, { wanted, limit }: { wanted: Wanted; limit: number },
): Promise<Profile[]> {
  const { rows } = await sql<Profile>`
    with found as (${fitting(chain_id, wanted)})
    select ${profile} from found
      join members.profiles p on p.chain_id = ${chain_id} and p.member_id = found.member_id
     order by coalesce(p.last_visit_at, p.joined_at) desc, p.member_id desc limit ${limit}`.execute(tx)
  return rows
}

const fits = (chain_id: string, wanted: Wanted | null) =>
  wanted ? sql`and p.member_id in (${fitting(chain_id, wanted)})` : sql``

export type JoinedKey = { joined_at: string; member_id: string }
const before = ({ joined_at, member_id }: JoinedKey) =>
  sql`and (p.joined_at, p.member_id) < (${joined_at}::timestamptz, ${member_id}::uuid)`

/** A page of members, newest first, after the member `after`. */
export async function listProfiles(
  tx: Tx, chain_id: string, page: { wanted: Wanted | null; after: JoinedKey | null; limit: number },
): Promise<Profile[]> {
  const { after } = page
  const { rows } = await sql<Profile>`
    select ${profile} from members.profiles p
     where p.chain_id = ${chain_id} ${fits(chain_id, page.wanted)}
       ${after ? before(after) : sql``}
     order by p.joined_at desc, p.member_id desc limit ${page.limit}`.execute(tx)
  return rows
}

export async function countProfiles(tx: Tx, chain_id: string, wanted: Wanted | null): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from members.profiles p
     where p.chain_id = ${chain_id} ${fits(chain_id, wanted)}`.execute(tx)
  return rows[0]!.total
}

/** The consents in force: the newest row of each kind. */
export async function readConsents(tx: Tx, chain_id: string, member_id: string): Promise<Consent[]> {
  const { rows } = await sql<{ kind: ConsentKind; given: boolean; at: Date }>`
    select distinct on (kind) kind, given, at from members.consents
     where chain_id = ${chain_id} and member_id = ${member_id} order by kind, at desc, id desc`.execute(tx)
  return rows
}

/**
 * Moves the last visit forward, never back. Rows are locked in key order: notes of one member may be claimed
 * twice over.
 */
export async function markVisits(
  tx: Tx, chain_id: string, visits: readonly { member_id: string; at: Date }[],
) {
  if (visits.length === 0) return
  await sql`
    with seen as (
      select p.member_id, v.at
        from unnest(${visits.map((visit) => visit.member_id)}::uuid[],
                    ${visits.map((visit) => visit.at)}::timestamptz[]) as v(member_id, at)
        join members.profiles p on p.chain_id = ${chain_id} and p.member_id = v.member_id
       order by p.member_id for update of p)
    update members.profiles p set last_visit_at = greatest(p.last_visit_at, seen.at)
      from seen where p.chain_id = ${chain_id} and p.member_id = seen.member_id`.execute(tx)
}
