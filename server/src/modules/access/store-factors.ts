import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { insertRows } from '#kernel/rows.ts'

export type PinRow = { staff_id: string; pin_hash: string; set_at: Date }

export async function selectPin(tx: Tx, chain_id: string, staff_id: string): Promise<PinRow | null> {
  const { rows } = await sql<PinRow>`
    select staff_id, pin_hash, set_at from access.pins
     where chain_id = ${chain_id} and staff_id = ${staff_id}`.execute(tx)
  return rows[0] ?? null
}

/** Everybody of the chain who has a PIN. */
export async function selectPinned(tx: Tx, chain_id: string): Promise<string[]> {
  const { rows } = await sql<{ staff_id: string }>`
    select staff_id from access.pins where chain_id = ${chain_id} order by staff_id`.execute(tx)
  return rows.map(({ staff_id }) => staff_id)
}

export async function upsertPin(tx: Tx, chain_id: string, pin: PinRow): Promise<void> {
  await sql`insert into access.pins (chain_id, staff_id, pin_hash, set_at)
    values (${chain_id}, ${pin.staff_id}, ${pin.pin_hash}, ${pin.set_at})
    on conflict (chain_id, staff_id) do update
      set pin_hash = excluded.pin_hash, set_at = excluded.set_at`.execute(tx)
}

/** False where there was none. */
export async function deletePin(tx: Tx, chain_id: string, staff_id: string): Promise<boolean> {
  const { rows } = await sql<{ staff_id: string }>`
    delete from access.pins where chain_id = ${chain_id} and staff_id = ${staff_id}
    returning staff_id`.execute(tx)
  return rows.length === 1
}

export type FactorRow = {
  staff_id: string; secret_sealed: Buffer; begun_at: Date; confirmed_at: Date | null; last_step: number
}

const factorColumns = sql`staff_id, secret_sealed, begun_at, confirmed_at, last_step`

export async function selectFactor(tx: Tx, chain_id: string, staff_id: string): Promise<FactorRow | null> {
  const { rows } = await sql<FactorRow>`
    select ${factorColumns} from access.factors
     where chain_id = ${chain_id} and staff_id = ${staff_id}`.execute(tx)
  return rows[0] ?? null
}

/** Locked, so that of two uses of one code the second sees the first. */
export async function lockFactor(tx: Tx, chain_id: string, staff_id: string): Promise<FactorRow | null> {
  const { rows } = await sql<FactorRow>`
    select ${factorColumns} from access.factors
     where chain_id = ${chain_id} and staff_id = ${staff_id} for update`.execute(tx)
  return rows[0] ?? null
}

export async function upsertFactor(tx: Tx, chain_id: string, factor: FactorRow): Promise<void> {
  await sql`insert into access.factors (chain_id, staff_id, secret_sealed, begun_at, confirmed_at, last_step)
    values (${chain_id}, ${factor.staff_id}, ${factor.secret_sealed}, ${factor.begun_at},
            ${factor.confirmed_at}, ${factor.last_step})
    on conflict (chain_id, staff_id) do update
      set secret_sealed = excluded.secret_sealed, begun_at = excluded.begun_at,
          confirmed_at = excluded.confirmed_at, last_step = excluded.last_step`.execute(tx)
}

/** False where there was none. The recovery codes go with it. */
export async function deleteFactor(tx: Tx, chain_id: string, staff_id: string): Promise<boolean> {
  await sql`delete from access.recovery_codes
    where chain_id = ${chain_id} and staff_id = ${staff_id}`.execute(tx)
  const { rows } = await sql<{ confirmed_at: Date | null }>`
    delete from access.factors where chain_id = ${chain_id} and staff_id = ${staff_id}
    returning confirmed_at`.execute(tx)
  return rows.some(({ confirmed_at }) => confirmed_at !== null)
}

/** New recovery codes in place of whatever was left of the old ones. */
export async function replaceRecoveryCodes(
  tx: Tx, chain_id: string, { staff_id, hashes }: { staff_id: string; hashes: readonly string[] },
): Promise<void> {
  await sql`delete from access.recovery_codes
    where chain_id = ${chain_id} and staff_id = ${staff_id}`.execute(tx)
  await insertRows(tx, {
    table: 'access.recovery_codes', columns: { chain_id: 'uuid', staff_id: 'uuid', code_hash: 'text' },
  }, hashes.map((code_hash) => ({ chain_id, staff_id, code_hash })))
}

/** False where the person has no such code, or used it. */
export async function takeRecoveryCode(
  tx: Tx, chain_id: string, code: { staff_id: string; code_hash: string; at: Date },
): Promise<boolean> {
  const { rows } = await sql<{ code_hash: string }>`
    update access.recovery_codes set used_at = ${code.at}
     where chain_id = ${chain_id} and staff_id = ${code.staff_id} and code_hash = ${code.code_hash}
       and used_at is null returning code_hash`.execute(tx)
  return rows.length === 1
}

export async function countRecoveryCodes(tx: Tx, chain_id: string, staff_id: string): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select count(*)::int4 as left from access.recovery_codes
     where chain_id = ${chain_id} and staff_id = ${staff_id} and used_at is null`.execute(tx)
  return rows[0]!.left
}
