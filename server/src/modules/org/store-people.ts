import type { Permission } from '#contract/permissions.ts'
import type { RoleCode, Scope } from '#contract/roles.ts'
import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { insertRows } from '#kernel/rows.ts'

export type RoleRow = {
  id: string; code: RoleCode | null; name: string | null; scope: Scope; permissions: Permission[] | null
}

export async function insertRoles(
  tx: Tx, chain_id: string, roles: readonly (RoleRow & { made_at: Date })[],
): Promise<void> {
  for (const role of roles)
    await sql`insert into org.roles (chain_id, id, code, name, scope, permissions, made_at)
      values (${chain_id}, ${role.id}, ${role.code}, ${role.name}, ${role.scope}, ${role.permissions}::text[],
              ${role.made_at})`.execute(tx)
}

/** Built-in roles first, in the order they were made, then the chain's own. */
export async function selectRoles(tx: Tx, chain_id: string): Promise<(RoleRow & { staff: number })[]> {
  const { rows } = await sql<RoleRow & { staff: number }>`
    select r.id, r.code, r.name, r.scope, r.permissions, (select count(*)::int4 from org.staff s
        where s.chain_id = r.chain_id and s.role_id = r.id and s.left_at is null) as staff
      from org.roles r where r.chain_id = ${chain_id}
     order by r.code is null, r.made_at, r.id`.execute(tx)
  return rows
}

export async function updateRole(tx: Tx, chain_id: string, role: Omit<RoleRow, 'code'>): Promise<void> {
  await sql`update org.roles set name = ${role.name}, scope = ${role.scope},
      permissions = ${role.permissions}::text[]
    where chain_id = ${chain_id} and id = ${role.id}`.execute(tx)
}

/** Locks the roles: nobody is given a role in the moment it is removed or widened. */
export async function lockRoles(tx: Tx, chain_id: string): Promise<void> {
  await sql`select id from org.roles where chain_id = ${chain_id} order by id for update`.execute(tx)
}

/** False where somebody has the role, or had it: a record would lose its word for them. */
export async function deleteRole(tx: Tx, chain_id: string, id: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    delete from org.roles r where r.chain_id = ${chain_id} and r.id = ${id} and not exists (
      select 1 from org.staff s where s.chain_id = r.chain_id and s.role_id =
        r.id) returning r.id`.execute(tx)
  return rows.length === 1
}

export type StaffRow = {
  id: string; name: string; phone_masked: string; role_id: string; store_ids: string[]; region_ids: string[]
  made_at: Date; left_at: Date | null; first_password: boolean
}
export type NewStaff = Pick<StaffRow,
  'id' | 'name' | 'phone_masked' | 'role_id' | 'made_at' | 'first_password'>
  & { phone_key: string; phone_sealed: Buffer; password_hash: string }

/** False when somebody who works here has this phone. */
export async function insertStaff(tx: Tx, chain_id: string, staff: NewStaff): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into org.staff (chain_id, id, name, role_id, phone_key, phone_sealed, phone_masked, password_hash,
                           first_password, made_at)
    values (${chain_id}, ${staff.id}, ${staff.name}, ${staff.role_id}, ${staff.phone_key},
            ${staff.phone_sealed}, ${staff.phone_masked}, ${staff.password_hash}, ${staff.first_password},
            ${staff.made_at})
    on conflict (chain_id, phone_key) do nothing returning id`.execute(tx)
  return rows.length === 1
}

/** Where a person works from now on, in place of what was. */
export async function replacePlaces(
  tx: Tx, chain_id: string,
  { staff_id, store_ids, region_ids }: {
    staff_id: string; store_ids: readonly string[]; region_ids: readonly string[]
  },
): Promise<void> {
  await sql`delete from org.staff_stores where chain_id = ${chain_id} and staff_id = ${staff_id}`.execute(tx)
  await sql`delete from org.staff_regions where chain_id = ${chain_id} and staff_id = ${staff_id}`.execute(tx)
  await insertRows(tx, {
    table: 'org.staff_stores', columns: { chain_id: 'uuid', staff_id: 'uuid', store_id: 'uuid' },
  }, store_ids.map((store_id) => ({ chain_id, staff_id, store_id })))
  await insertRows(tx, {
    table: 'org.staff_regions', columns: { chain_id: 'uuid', staff_id: 'uuid', region_id: 'uuid' },
  }, region_ids.map((region_id) => ({ chain_id, staff_id, region_id })))
}

const staffColumns = sql`s.id, s.name, s.role_id, s.phone_masked, s.made_at, s.left_at, s.first_password,
  array(select x.store_id from org.staff_stores x
         where x.chain_id = s.chain_id and x.staff_id = s.id order by x.store_id)::text[] as store_ids,
  array(select x.region_id from org.staff_regions x
         where x.chain_id = s.chain_id and x.staff_id = s.id order by x.region_id)::text[] as region_ids`

/** Everybody, those who left too, in order of entry. */
export async function selectStaff(tx: Tx, chain_id: string): Promise<StaffRow[]> {
  const { rows } = await sql<StaffRow>`
    select ${staffColumns} from org.staff s where s.chain_id = ${chain_id} order by s.id`.execute(tx)
  return rows
}

/** Names of people, whether they left or not: a receipt keeps naming its cashier. */
export async function selectNames(
  tx: Tx, chain_id: string, ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from org.staff where chain_id = ${chain_id} and id = any(${ids}::uuid[])`.execute(tx)
  return rows
}

/** One person who has not left. */
export async function selectOneStaff(tx: Tx, chain_id: string, staff_id: string): Promise<StaffRow | null> {
  const { rows } = await sql<StaffRow>`
    select ${staffColumns} from org.staff s
     where s.chain_id = ${chain_id} and s.id = ${staff_id} and s.left_at is null`.execute(tx)
  return rows[0] ?? null
}

/**
 * Locks a person for somebody's act; null where there is none who has not left. The one who acts is locked
 * too, in the order of ids: of two who turn on each other, the later one finds out what they have become.
 */
export async function lockStaff(
  tx: Tx, chain_id: string, { staff_id, by }: { staff_id: string; by: string },
): Promise<StaffRow | null> {
  await sql`select id from org.staff where chain_id = ${chain_id} and id = any(${[staff_id, by]}::uuid[])
    order by id for update`.execute(tx)
  return await selectOneStaff(tx, chain_id, staff_id)
}

export async function updateStaff(
  tx: Tx, chain_id: string, staff: Pick<StaffRow, 'id' | 'name' | 'role_id'>,
): Promise<void> {
  await sql`update org.staff set name = ${staff.name}, role_id = ${staff.role_id}
    where chain_id = ${chain_id} and id = ${staff.id}`.execute(tx)
}

/** Whoever left keeps their name on records; their phone is free for whoever comes, themselves too. */
export async function updateLeft(
  tx: Tx, chain_id: string, { id, left_at }: { id: string; left_at: Date },
): Promise<void> {
  await sql`update org.staff set left_at = ${left_at}, phone_key = ${`left ${id}`}
    where chain_id = ${chain_id} and id = ${id}`.execute(tx)
}

export async function updatePassword(
  tx: Tx, chain_id: string, change: { staff_id: string; password_hash: string; first_password: boolean },
): Promise<void> {
  await sql`update org.staff
      set password_hash = ${change.password_hash}, first_password = ${change.first_password}
    where chain_id = ${chain_id} and id = ${change.staff_id}`.execute(tx)
}

/** Who made a person's password, and when. The person themselves takes nothing of it back. */
export async function updateVouched(
  tx: Tx, chain_id: string, made: { staff_id: string; vouched_by: string; vouched_at: Date },
): Promise<void> {
  await sql`update org.staff set vouched_by = ${made.vouched_by}, vouched_at = ${made.vouched_at}
    where chain_id = ${chain_id} and id = ${made.staff_id}`.execute(tx)
}

/**
 * Whose password somebody may still know: those whose password they made after `since`, those whose password
 * was made by one of these, and so on; never they themselves.
 */
export async function selectVouchedBy(
  tx: Tx, chain_id: string, { by, since }: { by: readonly string[]; since: Date },
): Promise<{ by: string; staff_id: string }[]> {
  const { rows } = await sql<{ by: string; staff_id: string }>`
    with recursive close as (
      select vouched_by as by, id as staff_id from org.staff
       where chain_id = ${chain_id} and vouched_by = any(${by}::uuid[]) and vouched_at > ${since}
      union
      select c.by, s.id from close c
        join org.staff s on s.chain_id = ${chain_id} and s.vouched_by =
          c.staff_id and s.vouched_at > ${since})
    select by, staff_id from close where by <> staff_id`.execute(tx)
  return rows
}

export type Credentials = { staff_id: string; password_hash: string; first_password: boolean }

export async function selectCredentials(
  tx: Tx, chain_id: string, by: { phone_key: string } | { staff_id: string },
): Promise<Credentials | null> {
  const { rows } = await sql<Credentials>`
    select id as staff_id, password_hash, first_password from org.staff
     where chain_id = ${chain_id} and left_at is null
       and ${'phone_key' in by ? sql`phone_key = ${by.phone_key}` : sql`id = ${by.staff_id}`}`.execute(tx)
  return rows[0] ?? null
}

/** One sealed phone of the chain: opened to see whether the keys belong to this database. */
export async function selectSealedPhone(tx: Tx, chain_id: string): Promise<Buffer | null> {
  const { rows } = await sql<{ phone_sealed: Buffer }>`
    select phone_sealed from org.staff where chain_id = ${chain_id} order by id limit 1`.execute(tx)
  return rows[0]?.phone_sealed ?? null
}

export type PersonRow = {
  id: string; name: string; store_ids: string[]; region_store_ids: string[]
} & Pick<RoleRow, 'code' | 'scope' | 'permissions'> & { role_name: string | null }

/** A person who has not left, with their role and the stores of their regions: read at every sign of life. */
export async function selectPerson(tx: Tx, chain_id: string, staff_id: string): Promise<PersonRow | null> {
  const { rows } = await sql<PersonRow>`
    select s.id, s.name, r.code, r.name as role_name, r.scope, r.permissions,
           array(select x.store_id from org.staff_stores x
                  where x.chain_id = s.chain_id and x.staff_id =
                    s.id order by x.store_id)::text[] as store_ids,
           array(select o.id from org.staff_regions x
                   join org.stores o on o.chain_id = x.chain_id and o.region_id = x.region_id
                  where x.chain_id = s.chain_id and x.staff_id =
                    s.id order by o.id)::text[] as region_store_ids
      from org.staff s join org.roles r on r.chain_id = s.chain_id and r.id = s.role_id
     where s.chain_id = ${chain_id} and s.id = ${staff_id} and s.left_at is null`.execute(tx)
  return rows[0] ?? null
}
