import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import type { SessionTimes } from './rules.ts'

/** `store_id` and `device_id`: the enrolled till it was opened on, with `till_id` from there. */
export type SessionRow = SessionTimes & {
  id: string; staff_id: string; device: string; opened_by: 'password' | 'pin'; store_id: string | null
  device_id: string | null; till_id: string | null
}

export async function insertSession(
  tx: Tx, chain_id: string, session: Omit<SessionRow, 'till_id'> & { token_hash: string },
): Promise<void> {
  await sql`
    insert into access.sessions (chain_id, staff_id, id, token_hash, device, started_at, seen_at, ends_at,
                                 idle_s, opened_by, store_id, device_id)
    values (${chain_id}, ${session.staff_id}, ${session.id}, ${session.token_hash}, ${session.device},
            ${session.started_at}, ${session.seen_at}, ${session.ends_at}, ${session.idle_s},
            ${session.opened_by}, ${session.store_id}, ${session.device_id})`.execute(tx)
}

/**
 * A device that is no longer enrolled takes its sessions with it. A till goes by the name it was given, and
 * after it by its browser.
 */
const sessionsWithTill = sql`
  select s.id, s.staff_id, concat_ws(' · ', d.name, s.device) as device, s.started_at, s.seen_at, s.ends_at,
         s.idle_s, s.opened_by, s.store_id, s.device_id, d.till_id,
         coalesce(s.ended_at, d.revoked_at) as ended_at
    from access.sessions s
    left join access.devices d
      on d.chain_id = s.chain_id and d.store_id = s.store_id and d.id = s.device_id`

export async function selectSession(
  tx: Tx, chain_id: string, token_hash: string,
): Promise<SessionRow | null> {
  const { rows } = await sql<SessionRow>`
    ${sessionsWithTill} where s.chain_id = ${chain_id} and s.token_hash = ${token_hash}`.execute(tx)
  return rows[0] ?? null
}

export async function selectOneSession(
  tx: Tx, chain_id: string, { staff_id, id }: { staff_id: string; id: string },
): Promise<SessionRow | null> {
  const { rows } = await sql<SessionRow>`
    ${sessionsWithTill}
    where s.chain_id = ${chain_id} and s.staff_id = ${staff_id} and s.id = ${id}`.execute(tx)
  return rows[0] ?? null
}

/** A session that ended in the meantime stays ended. */
export async function updateSeen(
  tx: Tx, chain_id: string, seen: Pick<SessionRow, 'id' | 'staff_id' | 'seen_at' | 'ends_at'>,
): Promise<void> {
  await sql`update access.sessions set seen_at = ${seen.seen_at}, ends_at = ${seen.ends_at}
    where chain_id = ${chain_id} and staff_id = ${seen.staff_id} and id = ${seen.id}
      and ended_at is null`.execute(tx)
}

/** A person's sessions that still run, the last used first. */
export async function selectOpenSessions(
  tx: Tx, chain_id: string, { staff_id, now }: { staff_id: string; now: Date },
): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    ${sessionsWithTill}
    where s.chain_id = ${chain_id} and s.staff_id = ${staff_id} and s.ended_at is null and s.ends_at > ${now}
      and d.revoked_at is null
    order by s.seen_at desc, s.id`.execute(tx)
  return rows
}

/** False where the person has no such running session. */
export async function updateEnded(
  tx: Tx, chain_id: string, end: { staff_id: string; id: string; now: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`update access.sessions set ended_at = ${end.now}
    where chain_id = ${chain_id} and staff_id = ${end.staff_id} and id = ${end.id} and ended_at is null
    returning id`.execute(tx)
  return rows.length === 1
}

/** Ends all of a person's sessions but one, and tells how many still ran. */
export async function updateAllEnded(
  tx: Tx, chain_id: string, end: { staff_id: string; but: string | null; now: Date },
): Promise<number> {
  const { rows } = await sql<{ id: string }>`update access.sessions set ended_at = ${end.now}
    where chain_id = ${chain_id} and staff_id = ${end.staff_id} and ended_at is null and ends_at > ${end.now}
      and id is distinct from ${end.but}::uuid
    returning id`.execute(tx)
  return rows.length
}

/** Ends the session a browser had before, when it opens another. */
export async function updateEndedByToken(
  tx: Tx, chain_id: string, end: { token_hash: string; now: Date },
): Promise<void> {
  await sql`update access.sessions set ended_at = ${end.now}
    where chain_id = ${chain_id} and token_hash = ${end.token_hash} and ended_at is null`.execute(tx)
}

/** A session becomes one of the till that its browser was just made. */
export async function updateSessionDevice(
  tx: Tx, chain_id: string, at: { staff_id: string; id: string; store_id: string; device_id: string },
): Promise<void> {
  await sql`update access.sessions set store_id = ${at.store_id}, device_id = ${at.device_id}
    where chain_id = ${chain_id} and staff_id = ${at.staff_id} and id = ${at.id}`.execute(tx)
}

export async function updateEndedOnDevice(
  tx: Tx, chain_id: string, end: { store_id: string; device_id: string; now: Date },
): Promise<void> {
  await sql`update access.sessions set ended_at = ${end.now}
    where chain_id = ${chain_id} and store_id = ${end.store_id} and device_id = ${end.device_id}
      and ended_at is null`.execute(tx)
}
