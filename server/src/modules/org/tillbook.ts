import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { readVersion } from '#kernel/versions.ts'

/** What a receipt needs to know of the till it is written at. */
export type TillFacts = {
  till_id: string; number: number; store_id: string; store_code: string; cutoff_hour: number
  legal_entity: string; is_closed: boolean
}

type Kept = { version: number; tills: Map<string, TillFacts> }
const cache = new Map<string, Kept>()

/**
 * All tills of a chain, kept in memory by the version `org`, which every change of stores and tills raises.
 */
export async function readTillBook(
  tx: Tx, chain_id: string, known_version?: number,
): Promise<Map<string, TillFacts>> {
  const version = known_version ?? await readVersion(tx, chain_id, 'org')
  const kept = cache.get(chain_id)
  if (kept?.version === version) return kept.tills
  const { rows } = await sql<TillFacts>`
    select t.id as till_id, t.number, s.id as store_id, s.code as store_code, s.cutoff_hour, s.legal_entity,
           s.closed_at is not null as is_closed
      from org.tills t join org.stores s on s.chain_id = t.chain_id and s.id = t.store_id
     where t.chain_id = ${chain_id}`.execute(tx)
  const tills = new Map(rows.map((row) => [row.till_id, row]))
  cache.set(chain_id, { version, tills })
  return tills
}
