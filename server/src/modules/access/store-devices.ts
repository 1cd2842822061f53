import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'

export type DeviceRow = {
  id: string; store_id: string; till_id: string; name: string; enrolled_by: string; enrolled_at: Date
  seen_at: Date; revoked_at: Date | null; revoked_by: string | null
}
export type EnrolmentRow = {
  id: string; store_id: string; till_id: string; name: string; made_by: string; ends_at: Date
  used_at: Date | null
}

const deviceColumns = sql`
  id, store_id, till_id, name, enrolled_by, enrolled_at, seen_at, revoked_at, revoked_by`

export async function insertDevice(
  tx: Tx, chain_id: string, device: DeviceRow & { token_hash: string },
): Promise<void> {
  await sql`
    insert into access.devices (chain_id, store_id, id, till_id, name, token_hash, enrolled_by, enrolled_at,
                                seen_at)
    values (${chain_id}, ${device.store_id}, ${device.id}, ${device.till_id}, ${device.name},
            ${device.token_hash}, ${device.enrolled_by}, ${device.enrolled_at},
            ${device.seen_at})`.execute(tx)
}

/** The device behind a token, unless it was revoked. */
export async function selectDeviceByToken(
  tx: Tx, chain_id: string, token_hash: string,
): Promise<DeviceRow | null> {
  const { rows } = await sql<DeviceRow>`
    select ${deviceColumns} from access.devices
     where chain_id = ${chain_id} and token_hash = ${token_hash} and revoked_at is null`.execute(tx)
  return rows[0] ?? null
}

/** Those that stand, and the last fifty that were revoked. */
export async function selectDevices(tx: Tx, chain_id: string, store_id: string): Promise<DeviceRow[]> {
  const { rows } = await sql<DeviceRow>`
    select ${deviceColumns} from access.devices
     where chain_id = ${chain_id} and store_id = ${store_id}
     order by revoked_at desc nulls first, enrolled_at desc, id limit 150`.execute(tx)
  return rows
}

export async function updateDeviceSeen(
  tx: Tx, chain_id: string, { store_id, id, seen_at }: Pick<DeviceRow, 'store_id' | 'id' | 'seen_at'>,
): Promise<void> {
  await sql`update access.devices set seen_at = ${seen_at}
    where chain_id = ${chain_id} and store_id = ${store_id} and id = ${id}`.execute(tx)
}

export type Revocation = { store_id: string; by: string; at: Date }

/** Null where there is no such device, or it was revoked before. */
export async function updateRevoked(
  tx: Tx, chain_id: string, { device_id, ...revoked }: Revocation & { device_id: string },
): Promise<DeviceRow | null> {
  const { rows } = await sql<DeviceRow>`
    update access.devices set revoked_at = ${revoked.at}, revoked_by = ${revoked.by}
     where chain_id = ${chain_id} and store_id = ${revoked.store_id} and id = ${device_id}
       and revoked_at is null returning ${deviceColumns}`.execute(tx)
  return rows[0] ?? null
}

/** The device that stood for a till until now. */
export async function updateRevokedOfTill(
  tx: Tx, chain_id: string, { till_id, ...revoked }: Revocation & { till_id: string },
): Promise<DeviceRow | null> {
  const { rows } = await sql<DeviceRow>`
    update access.devices set revoked_at = ${revoked.at}, revoked_by = ${revoked.by}
     where chain_id = ${chain_id} and store_id = ${revoked.store_id} and till_id = ${till_id}
       and revoked_at is null returning ${deviceColumns}`.execute(tx)
  return rows[0] ?? null
}

export async function insertEnrolment(
  tx: Tx, chain_id: string, enrolment: Omit<EnrolmentRow, 'used_at'> & { code_hash: string; made_at: Date },
): Promise<void> {
  await sql`
    insert into access.enrolments (chain_id, store_id, id, till_id, name, code_hash, made_by, made_at,
                                   ends_at)
    values (${chain_id}, ${enrolment.store_id}, ${enrolment.id}, ${enrolment.till_id}, ${enrolment.name},
            ${enrolment.code_hash}, ${enrolment.made_by}, ${enrolment.made_at},
            ${enrolment.ends_at})`.execute(tx)
}

/** Takes a code that holds, so that nobody else can; null where it ran out or was taken. */
export async function takeEnrolment(
  tx: Tx, chain_id: string, { code_hash, now }: { code_hash: string; now: Date },
): Promise<EnrolmentRow | null> {
  const { rows } = await sql<EnrolmentRow>`
    update access.enrolments set used_at = ${now}
     where chain_id = ${chain_id} and code_hash = ${code_hash} and used_at is null and ends_at > ${now}
     returning id, store_id, till_id, name, made_by, ends_at, used_at`.execute(tx)
  return rows[0] ?? null
}
