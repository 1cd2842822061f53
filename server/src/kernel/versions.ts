import { sql } from 'kysely'
import type { Tx } from './db.ts'

/** What processes keep in memory, and under which version it was read. */
export type Versioned = 'settings' | 'catalog' | 'org'

export async function readVersion(tx: Tx, chain_id: string, what: Versioned): Promise<number> {
  return (await readVersions(tx, chain_id))[what]
}

/** All versions of a chain in one read; the settle lane compares them before it trusts its memory. */
export async function readVersions(tx: Tx, chain_id: string): Promise<Record<Versioned, number>> {
  const { rows } = await sql<{ what: Versioned; version: number }>`
    select what, version from kernel.versions where chain_id = ${chain_id}`.execute(tx)
  return {
    settings: 0, catalog: 0, org: 0, ...Object.fromEntries(rows.map((row) => [row.what, row.version])),
  }
}

/** Raises a version in the transaction that changes what it covers. */
export async function bumpVersion(tx: Tx, chain_id: string, what: Versioned): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into kernel.versions (chain_id, what, version) values (${chain_id}, ${what}, 1)
    on conflict (chain_id, what) do update set version = kernel.versions.version + 1
    returning version`.execute(tx)
  return rows[0]!.version
}
