import type { Permission } from '#contract/permissions.ts'
import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { insertRows } from '#kernel/rows.ts'

/** Rows under a chain's own fence: whom it lets in, and who is inside. */
export type GrantRow = {
  id: string; operator_id: string; operator_name: string; phone_masked: string; permissions: Permission[]
  reason: string; from_at: Date; until_at: Date; given_by: string; given_at: Date
  ended_at: Date | null; ended_by: string | null
}

export async function insertGrant(
  tx: Tx, chain_id: string, grant: Omit<GrantRow, 'ended_at' | 'ended_by'>,
): Promise<void> {
  await insertRows(tx, {
    table: 'platform.grants',
    columns: {
      chain_id: 'uuid', id: 'uuid', operator_id: 'uuid', operator_name: 'text', phone_masked: 'text',
      permissions: 'text[]', reason: 'text', from_at: 'timestamptz', until_at: 'timestamptz',
      given_by: 'uuid', given_at: 'timestamptz',
    },
  }, [{ chain_id, ...grant }])
}

const grantColumns = sql`g.id, g.operator_id, g.operator_name, g.phone_masked, g.permissions, g.reason,
  g.from_at, g.until_at, g.given_by, g.given_at, g.ended_at, g.ended_by`

/** Newest first, with when the operator was last inside under it. */
export async function selectGrants(
  tx: Tx, chain_id: string, id: string | null = null,
): Promise<(GrantRow & { entered_at: Date | null })[]> {
  const { rows } = await sql<GrantRow & { entered_at: Date | null }>`
    select ${grantColumns},
           (select max(v.started_at) from platform.visits v
             where v.chain_id = ${chain_id} and v.operator_id = g.operator_id
               and v.started_at >= g.from_at
               and v.started_at < coalesce(g.ended_at, g.until_at)) as entered_at
      from platform.grants g
     where g.chain_id = ${chain_id} and (${id}::uuid is null or g.id = ${id}::uuid)
     order by g.id desc limit 500`.execute(tx)
  return rows
}

/** What a chain ever let an operator do that is not over or ended yet. */
export async function selectGrantsOf(
  tx: Tx, chain_id: string, of: { operator_id: string; now: Date },
): Promise<GrantRow[]> {
  const { rows } = await sql<GrantRow>`
    select ${grantColumns} from platform.grants g
     where g.chain_id = ${chain_id} and g.operator_id = ${of.operator_id} and g.until_at > ${of.now}
       and g.ended_at is null`.execute(tx)
  return rows
}

/** False where there is no such grant that still stands. */
export async function updateGrantEnd(
  tx: Tx, chain_id: string, end: { id: string; by: string; at: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update platform.grants set ended_at = ${end.at}, ended_by = ${end.by}
     where chain_id = ${chain_id} and id = ${end.id} and ended_at is null and until_at > ${end.at}
    returning id`.execute(tx)
  return rows.length === 1
}

/** Names of operators a chain ever let in, as they were called then. */
export async function selectOperatorNames(
  tx: Tx, chain_id: string, ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select distinct on (operator_id) operator_id as id, operator_name as name from platform.grants
     where chain_id = ${chain_id} and operator_id = any(${ids}::uuid[])
     order by operator_id, id desc`.execute(tx)
  return rows
}

export type VisitRow = {
  id: string; operator_id: string; operator_session_id: string; device: string; started_at: Date
  ends_at: Date; ended_at: Date | null
}

export async function insertVisit(
  tx: Tx, chain_id: string, visit: VisitRow & { token_hash: string },
): Promise<void> {
  await sql`
    insert into platform.visits (chain_id, id, operator_id, operator_session_id, token_hash, device,
      started_at, ends_at)
    values (${chain_id}, ${visit.id}, ${visit.operator_id}, ${visit.operator_session_id}, ${visit.token_hash},
            ${visit.device}, ${visit.started_at}, ${visit.ends_at})`.execute(tx)
}

export async function selectVisit(tx: Tx, chain_id: string, token_hash: string): Promise<VisitRow | null> {
  const { rows } = await sql<VisitRow>`
    select id, operator_id, operator_session_id, device, started_at, ends_at, ended_at from platform.visits
     where chain_id = ${chain_id} and token_hash = ${token_hash}`.execute(tx)
  return rows[0] ?? null
}

export async function updateVisitEnd(tx: Tx, chain_id: string, end: { id: string; at: Date }): Promise<void> {
  await sql`update platform.visits set ended_at = ${end.at}
    where chain_id = ${chain_id} and id = ${end.id} and ended_at is null`.execute(tx)
}
