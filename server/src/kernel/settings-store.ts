import type { SettingKey } from '#contract/settings.ts'
import { sql } from 'kysely'
import type { Tx } from './db.ts'

/** One value that was set: for which place (the chain's own id: for the chain), by whom, from when on. */
export type SettingRow = {
  place_id: string; key: SettingKey; version: number; value: unknown; unset: boolean; starts_at: Date
  made_by: string; at: Date
}

/** The one that begins last first; of two that begin together, the one made last. */
export async function selectSettings(tx: Tx, chain_id: string, version: number): Promise<SettingRow[]> {
  const { rows } = await sql<SettingRow>`
    select place_id, key, version, value, unset, starts_at, made_by, at from kernel.settings
     where chain_id = ${chain_id} and version <= ${version}
     order by starts_at desc, version desc`.execute(tx)
  return rows
}

export async function insertSetting(tx: Tx, chain_id: string, row: SettingRow): Promise<void> {
  await sql`insert into kernel.settings
      (chain_id, place_id, key, value, unset, version, made_by, at, starts_at)
    values (${chain_id}, ${row.place_id}, ${row.key}, ${JSON.stringify(row.value)}::jsonb, ${row.unset},
            ${row.version}, ${row.made_by}, ${row.at}, ${row.starts_at})`.execute(tx)
}

export async function selectHistory(
  tx: Tx, chain_id: string,
  page: { key: SettingKey | null; place_ids: readonly string[] | null; before: number | null; limit: number },
): Promise<SettingRow[]> {
  const { rows } = await sql<SettingRow>`
    select place_id, key, version, value, unset, starts_at, made_by, at from kernel.settings
     where chain_id = ${chain_id} and (${page.key}::text is null or key = ${page.key})
       and (${page.place_ids}::uuid[] is null or place_id = any(${page.place_ids}::uuid[]))
       and (${page.before}::int8 is null or version < ${page.before})
     order by version desc limit ${page.limit}`.execute(tx)
  return rows
}
