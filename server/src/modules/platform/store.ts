import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { nobodys_chain } from './rules.ts'

export type OperatorRow = {
  id: string; name: string; phone_masked: string; first_password: boolean; made_at: Date
}
export type NewOperator = OperatorRow & { phone_key: string; password_hash: string }

/** Somebody who left and comes back keeps their id, so that old grants still name them. */
export async function upsertOperator(tx: Tx, operator: NewOperator): Promise<OperatorRow | null> {
  const { rows } = await sql<OperatorRow>`
    insert into platform.operators as o
           (chain_id, id, name, phone_key, phone_masked, password_hash, first_password, made_at)
    values (${nobodys_chain}, ${operator.id}, ${operator.name}, ${operator.phone_key},
            ${operator.phone_masked}, ${operator.password_hash}, ${operator.first_password},
            ${operator.made_at})
    on conflict (chain_id, phone_key) do update
       set name = excluded.name, password_hash = excluded.password_hash, left_at = null,
           first_password = excluded.first_password
     where o.left_at is not null
    returning id, name, phone_masked, first_password, made_at`.execute(tx)
  return rows[0] ?? null
}

type Credentials = Omit<NewOperator, 'phone_key' | 'made_at'>

/** By the keyed digest of their phone; null for whoever left or never was one. */
export async function selectOperator(tx: Tx, phone_key: string): Promise<Credentials | null> {
  const { rows } = await sql<Credentials>`
    select id, name, password_hash, first_password, phone_masked from platform.operators
     where chain_id = ${nobodys_chain} and phone_key = ${phone_key} and left_at is null`.execute(tx)
  return rows[0] ?? null
}

export async function selectOperatorById(tx: Tx, id: string): Promise<Credentials | null> {
  const { rows } = await sql<Credentials>`
    select id, name, password_hash, first_password, phone_masked from platform.operators
     where chain_id = ${nobodys_chain} and id = ${id} and left_at is null for update`.execute(tx)
  return rows[0] ?? null
}

export async function selectOperators(tx: Tx): Promise<(OperatorRow & { left_at: Date | null })[]> {
  const { rows } = await sql<OperatorRow & { left_at: Date | null }>`
    select id, name, phone_masked, first_password, made_at, left_at from platform.operators
     where chain_id = ${nobodys_chain} order by id`.execute(tx)
  return rows
}

export async function updateLeft(tx: Tx, left: { id: string; at: Date }): Promise<void> {
  await sql`update platform.operators set left_at = ${left.at}
    where chain_id = ${nobodys_chain} and id = ${left.id} and left_at is null`.execute(tx)
}

export async function updatePassword(
  tx: Tx, change: { id: string; password_hash: string; first_password: boolean },
): Promise<void> {
  await sql`update platform.operators
      set password_hash = ${change.password_hash}, first_password = ${change.first_password}
    where chain_id = ${nobodys_chain} and id = ${change.id}`.execute(tx)
}

export type SessionRow = {
  id: string; operator_id: string; device: string; started_at: Date; ends_at: Date; ended_at: Date | null
}
export type KnownSession = SessionRow & { name: string; first_password: boolean }

export async function insertSession(tx: Tx, session: SessionRow & { token_hash: string }): Promise<void> {
  await sql`
    insert into platform.sessions (chain_id, operator_id, id, token_hash, device, started_at, ends_at)
    values (${nobodys_chain}, ${session.operator_id}, ${session.id}, ${session.token_hash}, ${session.device},
            ${session.started_at}, ${session.ends_at})`.execute(tx)
}

const sessionColumns = sql`s.id, s.operator_id, s.device, s.started_at, s.ends_at, s.ended_at, o.name,
  o.first_password`
const ofOperator = sql`platform.operators o
  on o.chain_id = s.chain_id and o.id = s.operator_id and o.left_at is null`

/** A session of somebody who has not left. */
export async function selectSession(tx: Tx, token_hash: string): Promise<KnownSession | null> {
  const { rows } = await sql<KnownSession>`
    select ${sessionColumns} from platform.sessions s join ${ofOperator}
     where s.chain_id = ${nobodys_chain} and s.token_hash = ${token_hash}`.execute(tx)
  return rows[0] ?? null
}

export async function selectSessionById(
  tx: Tx, key: { operator_id: string; id: string },
): Promise<KnownSession | null> {
  const { rows } = await sql<KnownSession>`
    select ${sessionColumns} from platform.sessions s join ${ofOperator}
     where s.chain_id = ${nobodys_chain} and s.operator_id = ${key.operator_id}
       and s.id = ${key.id}`.execute(tx)
  return rows[0] ?? null
}

/** Ends one session of an operator, or (null) all of them but the one kept. */
export async function endSessions(
  tx: Tx, end: { operator_id: string; id: string | null; keep: string | null; at: Date },
): Promise<void> {
  await sql`update platform.sessions set ended_at = ${end.at}
    where chain_id = ${nobodys_chain} and operator_id = ${end.operator_id} and ended_at is null
      and (${end.id}::uuid is null or id = ${end.id}::uuid)
      and (${end.keep}::uuid is null or id <> ${end.keep}::uuid)`.execute(tx)
}

export type InvitationRow = {
  id: string; chain_code: string; name: string; made_at: Date; ends_at: Date; ended_at: Date | null
  used_at: Date | null; by: string
}

export async function insertInvitation(
  tx: Tx, made: {
    id: string; chain_code: string; name: string; code_key: string; made_by: string; made_at: Date
    ends_at: Date
  },
): Promise<void> {
  await sql`
    insert into platform.invitations (chain_id, id, chain_code, name, code_key, made_by, made_at, ends_at)
    values (${nobodys_chain}, ${made.id}, ${made.chain_code}, ${made.name}, ${made.code_key}, ${made.made_by},
            ${made.made_at}, ${made.ends_at})`.execute(tx)
}

const invitationColumns = sql`i.id, i.chain_code, i.name, i.made_at, i.ends_at, i.ended_at, i.used_at,
  (select o.name from platform.operators o where o.chain_id = i.chain_id and o.id = i.made_by) as by`

/** The last two hundred, newest first. */
export async function selectInvitations(tx: Tx): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    select ${invitationColumns} from platform.invitations i where i.chain_id = ${nobodys_chain}
     order by i.id desc limit 200`.execute(tx)
  return rows
}

/** Locked: two who finish with one code queue here. */
export async function lockInvitation(tx: Tx, code_key: string): Promise<InvitationRow | null> {
  const { rows } = await sql<InvitationRow>`
    select ${invitationColumns} from platform.invitations i
     where i.chain_id = ${nobodys_chain} and i.code_key = ${code_key} for update of i`.execute(tx)
  return rows[0] ?? null
}

/** Ends the codes still open for a chain code, or the one named. How many there were. */
export async function endInvitations(
  tx: Tx, end: { chain_code: string | null; id: string | null; at: Date },
): Promise<number> {
  const { rows } = await sql<{ id: string }>`update platform.invitations set ended_at = ${end.at}
    where chain_id = ${nobodys_chain} and used_at is null and ended_at is null
      and (chain_code = ${end.chain_code} or id = ${end.id}::uuid) returning id`.execute(tx)
  return rows.length
}

export async function closeInvitation(
  tx: Tx, used: { id: string; at: Date; made_chain_id: string },
): Promise<void> {
  await sql`update platform.invitations set used_at = ${used.at}, made_chain_id = ${used.made_chain_id}
    where chain_id = ${nobodys_chain} and id = ${used.id}`.execute(tx)
}

/** Only one at a time makes the first chain of an installation. */
export async function lockSetup(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('platform.setup', 0))`.execute(tx)
}
