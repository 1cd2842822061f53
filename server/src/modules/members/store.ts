import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import type { NameWanted } from '#kernel/grams.ts'
import { insertRows, unnested } from '#kernel/rows.ts'
import type { Spelling } from '#kernel/spelling.ts'
import type { Profile, Visit } from './rules.ts'

const profile = sql.raw(`p.member_id, p.name, p.phone_masked, p.phone_last4, p.birthday, p.gender, p.note,
  p.store_id, p.joined_at, p.joined_on, p.last_visit_at, p.erased_at`)

/** A search with the phone already turned into its keyed digest: the phone itself is in no statement. */
export type Wanted =
  | { by: 'phone'; phone_key: string }
  | { by: 'last4'; last4: string }
  | { by: 'name'; letters: string | null } & NameWanted

/** The stores whose members somebody sees; null for the whole chain. */
export type Reach = { store_ids: readonly string[] } | { enrolled_by: string } | null

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

export async function dropKeys(tx: Tx, chain_id: string, member_id: string): Promise<void> {
  await sql`delete from members.keys where chain_id = ${chain_id} and member_id = ${member_id}`.execute(tx)
}

/** The rule that the rows of members.spellings are made by. */
const spelling_version = 1

export type NewProfile = Profile & Spelling & {
  name_key: string; phone_sealed: Buffer; enrolled_by: string | null
}

export async function insertProfile(tx: Tx, chain_id: string, made: NewProfile): Promise<void> {
  await sql`
    insert into members.profiles (chain_id, member_id, name, name_key, pinyin, initials, phone_sealed,
                                  phone_masked, phone_last4, birthday, store_id, joined_at, joined_on,
                                  last_visit_at, spelling_version, enrolled_by)
    values (${chain_id}, ${made.member_id}, ${made.name}, ${made.name_key}, ${made.pinyin}, ${made.initials},
            ${made.phone_sealed}, ${made.phone_masked}, ${made.phone_last4}, ${made.birthday}::date,
            ${made.store_id}, ${made.joined_at}, ${made.joined_on}::date, ${made.last_visit_at},
            ${spelling_version}, ${made.enrolled_by})`.execute(tx)
}

export type Named = { member_id: string; grams: string[]; spellings: string[] }

/** What a name is found by; rows of an earlier name are taken away first. */
export async function writeNames(tx: Tx, chain_id: string, members: readonly Named[]): Promise<void> {
  await dropNames(tx, chain_id, members.map(({ member_id }) => member_id))
  await insertRows(tx, {
    table: 'members.grams', columns: { chain_id: 'uuid', gram: 'text', member_id: 'uuid' },
  }, members.flatMap(({ member_id, grams }) => grams.map((gram) => ({ chain_id, gram, member_id }))))
  await insertRows(tx, {
    table: 'members.spellings', columns: { chain_id: 'uuid', member_id: 'uuid', spelling: 'text' },
  }, members.flatMap(({ member_id, spellings }) =>
    spellings.map((spelling) => ({ chain_id, member_id, spelling }))))
}

export async function dropNames(tx: Tx, chain_id: string, member_ids: readonly string[]): Promise<void> {
  for (const table of ['members.grams', 'members.spellings'])
    await sql`delete from ${sql.table(table)}
      where chain_id = ${chain_id} and member_id = any(${member_ids}::uuid[])`.execute(tx)
}

/** Some members whose names were never spelled by the rule of now, locked; a busy one is left for later. */
export async function lockUnspelled(
  tx: Tx, chain_id: string, limit: number,
): Promise<{ member_id: string; name: string }[]> {
  const { rows } = await sql<{ member_id: string; name: string }>`
    select member_id, name from members.profiles
     where chain_id = ${chain_id} and spelling_version = 0
     order by member_id limit ${limit} for update skip locked`.execute(tx)
  return rows
}

export async function markSpelled(tx: Tx, chain_id: string, member_ids: readonly string[]): Promise<void> {
  await sql`update members.profiles set spelling_version = ${spelling_version}
    where chain_id = ${chain_id} and member_id = any(${member_ids}::uuid[])`.execute(tx)
}

export async function readProfiles(
  tx: Tx, chain_id: string, member_ids: readonly string[],
): Promise<Profile[]> {
  const { rows } = await sql<Profile>`
    select ${profile} from unnest(${member_ids}::uuid[]) as wanted(member_id)
      join members.profiles p on p.chain_id = ${chain_id} and p.member_id = wanted.member_id`.execute(tx)
  return rows
}

/** One profile under a lock, with what is closed: whoever changes it waits for whoever else does. */
export async function lockProfile(tx: Tx, chain_id: string, member_id: string) {
  const { rows } = await sql<Profile & { phone_sealed: Buffer }>`
    select ${profile}, p.phone_sealed from members.profiles p
     where p.chain_id = ${chain_id} and p.member_id = ${member_id} for update`.execute(tx)
  return rows[0] ?? null
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
       where q.chain_id = ${chain_id} and starts_with(q.pinyin, ${wanted.letters}::text)
      union select s.member_id from members.spellings s
       where s.chain_id = ${chain_id} and starts_with(s.spelling, ${wanted.letters}::text)`
  }
}

/**
 * Whether one of the stores knows the member (the store they joined does, whatever else is known), or whether
 * it was this person who enrolled them.
 */
function known(chain_id: string, reach: Reach) {
  if (reach === null) return sql`true`
  if ('enrolled_by' in reach) return sql`p.enrolled_by = ${reach.enrolled_by}`
  return sql`(
    p.store_id = any(${reach.store_ids}::uuid[]) or exists (
      select from members.visits v where v.chain_id = ${chain_id} and v.member_id = p.member_id
         and v.store_id = any(${reach.store_ids}::uuid[])))`
}

export type Found = Profile & { known: boolean }

/**
 * The members that fit, whoever was here last before the others; a new member was here when they joined.
 * `only_known` leaves out whom no store of the reach knows.
 */
export async function findProfiles(
  tx: Tx, chain_id: string, asked: { wanted: Wanted; reach: Reach; only_known: boolean; limit: number },
): Promise<Found[]> {
  const is_known = known(chain_id, asked.reach)
  const { rows } = await sql<Found>`
    with found as (${fitting(chain_id, asked.wanted)})
    select ${profile}, ${is_known} as known from found
      join members.profiles p on p.chain_id = ${chain_id} and p.member_id = found.member_id
     where p.erased_at is null ${asked.only_known ? sql`and ${is_known}` : sql``}
     order by coalesce(p.last_visit_at, p.joined_at) desc, p.member_id desc
     limit ${asked.limit}`.execute(tx)
  return rows
}

/** Which of some members a store of the reach knows. */
export async function knownAmong(
  tx: Tx, chain_id: string, asked: { member_ids: readonly string[]; reach: Reach },
): Promise<Set<string>> {
  const { rows } = await sql<{ member_id: string }>`
    select p.member_id from unnest(${asked.member_ids}::uuid[]) as wanted(member_id)
      join members.profiles p on p.chain_id = ${chain_id} and p.member_id = wanted.member_id
     where ${known(chain_id, asked.reach)}`.execute(tx)
  return new Set(rows.map(({ member_id }) => member_id))
}

const fits = (chain_id: string, { wanted, reach }: { wanted: Wanted | null; reach: Reach }) => sql`
  p.erased_at is null and ${known(chain_id, reach)}
  ${wanted ? sql`and p.member_id in (${fitting(chain_id, wanted)})` : sql``}`

export type JoinedKey = { joined_at: string; member_id: string }
const before = ({ joined_at, member_id }: JoinedKey) =>
  sql`and (p.joined_at, p.member_id) < (${joined_at}::timestamptz, ${member_id}::uuid)`

type Page = { wanted: Wanted | null; reach: Reach; after: JoinedKey | null; limit: number }

/** A page of members, newest first, after the member `after`. */
export async function listProfiles(tx: Tx, chain_id: string, page: Page): Promise<Profile[]> {
  if (page.reach !== null && 'store_ids' in page.reach && page.wanted === null)
    return await listOfStores(tx, chain_id, { ...page, reach: page.reach.store_ids })
  const { after } = page
  const { rows } = await sql<Profile>`
    select ${profile} from members.profiles p
     where p.chain_id = ${chain_id} and ${fits(chain_id, page)} ${after ? before(after) : sql``}
     order by p.joined_at desc, p.member_id desc limit ${page.limit}`.execute(tx)
  return rows
}

/**
 * The same for some stores: each one's next members from its own index, so that a small store of a large
 * chain does not read everybody. A member of two stores comes once.
 */
async function listOfStores(
  tx: Tx, chain_id: string, page: Omit<Page, 'reach'> & { reach: readonly string[] },
): Promise<Profile[]> {
  const { rows } = await sql<Profile>`
    with page as (
      select distinct next.joined_at, next.member_id from unnest(${page.reach}::uuid[]) as w(store_id)
       cross join lateral (
         select p.joined_at, p.member_id from members.visits p
          where p.chain_id = ${chain_id} and p.store_id = w.store_id
            ${page.after ? before(page.after) : sql``}
          order by p.joined_at desc, p.member_id desc limit ${page.limit}) next
       order by next.joined_at desc, next.member_id desc limit ${page.limit})
    select ${profile} from page
      join members.profiles p on p.chain_id = ${chain_id} and p.member_id = page.member_id
     order by p.joined_at desc, p.member_id desc`.execute(tx)
  return rows
}

export async function countProfiles(
  tx: Tx, chain_id: string, asked: { wanted: Wanted | null; reach: Reach },
): Promise<number> {
  const ofStores = asked.reach !== null && 'store_ids' in asked.reach && asked.wanted === null
    ? asked.reach.store_ids : null
  const { rows } = await (ofStores !== null
    ? sql<{ total: number }>`select count(distinct member_id) as total from members.visits
        where chain_id = ${chain_id} and store_id = any(${ofStores}::uuid[])`
    : sql<{ total: number }>`select count(*) as total from members.profiles p
        where p.chain_id = ${chain_id} and ${fits(chain_id, asked)}`).execute(tx)
  return rows[0]!.total
}

/** Keeps which stores know which members; later visits move the last one on, earlier ones the first back. */
export async function addVisits(tx: Tx, chain_id: string, visits: readonly Visit[]): Promise<void> {
  if (visits.length === 0) return
  await sql`
    insert into members.visits as v (chain_id, member_id, store_id, joined_at, first_at, last_at)
    select ${chain_id}, r.member_id, r.store_id, p.joined_at, r.first_at, r.last_at
      from ${unnested<Visit>({
        member_id: 'uuid', store_id: 'uuid', first_at: 'timestamptz', last_at: 'timestamptz',
      }, visits, 'r')}
      join members.profiles p on p.chain_id = ${chain_id} and p.member_id = r.member_id
     where p.erased_at is null
     order by r.member_id, r.store_id
    on conflict (chain_id, member_id, store_id) do update
       set first_at = least(v.first_at, excluded.first_at), last_at = greatest(v.last_at, excluded.last_at)
     where v.first_at > excluded.first_at or v.last_at < excluded.last_at`.execute(tx)
}

/**
 * Moves the last visit forward, never back. Rows are locked in key order: notes of one member may be claimed
 * twice over.
 */
export async function markVisits(
  tx: Tx, chain_id: string, visits: readonly { member_id: string; last_at: Date }[],
) {
  if (visits.length === 0) return
  await sql`
    with latest as (
      select v.member_id, max(v.at) as at
        from unnest(${visits.map((visit) => visit.member_id)}::uuid[],
                    ${visits.map((visit) => visit.last_at)}::timestamptz[]) as v(member_id, at)
       group by v.member_id),
    seen as (
      select p.member_id, latest.at from latest
        join members.profiles p on p.chain_id = ${chain_id} and p.member_id = latest.member_id
       where p.erased_at is null order by p.member_id for update of p)
    update members.profiles p set last_visit_at = greatest(p.last_visit_at, seen.at)
      from seen where p.chain_id = ${chain_id} and p.member_id = seen.member_id`.execute(tx)
}
