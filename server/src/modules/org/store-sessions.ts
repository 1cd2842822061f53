import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import type { SessionTimes } from './rules.ts'

export type SessionRow = SessionTimes & { id: string; staff_id: string; device: string }

export async function insertSession(
  tx: Tx, chain_id: string, session: SessionRow & { token_hash: string },
): Promise<void> {
  await sql`
    insert into org.sessions (chain_id, staff_id, id, token_hash, device, started_at, seen_at, ends_at)
    values (${chain_id}, ${session.staff_id}, ${session.id}, ${session.token_hash}, ${session.device},
            ${session.started_at}, ${session.seen_at}, ${session.ends_at})`.execute(tx)
}

export async function selectSession(
  tx: Tx, chain_id: string, token_hash: string,
): Promise<SessionRow | null> {
  const { rows } = await sql<SessionRow>`
    select id, staff_id, device, started_at, seen_at, ends_at, ended_at from org.sessions
     where chain_id = ${chain_id} and token_hash = ${token_hash}`.execute(tx)
  return rows[0] ?? null
}

/** A session that ended in the meantime stays ended. */
export async function updateSeen(
  tx: Tx, chain_id: string, seen: Pick<SessionRow, 'id' | 'staff_id' | 'seen_at' | 'ends_at'>,
): Promise<void> {
  await sql`update org.sessions set seen_at = ${seen.seen_at}, ends_at = ${seen.ends_at}
    where chain_id = ${chain_id} and staff_id = ${seen.staff_id} and id = ${seen.id}
      and ended_at is null`.execute(tx)
}

/** A person's sessions that still run, the last used first. */
export async function selectOpenSessions(
  tx: Tx, chain_id: string, { staff_id, now }: { staff_id: string; now: Date },
): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select id, staff_id, device, started_at, seen_at, ends_at, ended_at from org.sessions
     where chain_id = ${chain_id} and staff_id = ${staff_id} and ended_at is null and ends_at > ${now}
     order by seen_at desc, id`.execute(tx)
  return rows
}

/** False where the person has no such running session. */
export async function updateEnded(
  tx: Tx, chain_id: string, end: { staff_id: string; id: string; now: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`update org.sessions set ended_at = ${end.now}
    where chain_id = ${chain_id} and staff_id = ${end.staff_id} and id = ${end.id} and ended_at is null
    returning id`.execute(tx)
  return rows.length === 1
}
