import { sql } from 'kysely'
import type { Tx } from './db.ts'

/** What is older than `before` goes, at most `limit` rows in one transaction. Hands back how many went. */
export type Old = { before: Date; limit: number }

/**
 * Forgets answers under operation keys: a till asks again within days, the bills of a month come within 35
 * (R5.01). By the wall clock, since a sandbox's own may be anywhere. The papers themselves stay.
 */
export async function forgetAnswers(tx: Tx, chain_id: string, { before, limit }: Old): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from kernel.once o using (
      select owner_id, op_key from kernel.once
       where chain_id = ${chain_id} and written_at < ${before} limit ${limit} for update skip locked) old
     where o.chain_id = ${chain_id} and o.owner_id = old.owner_id and o.op_key = old.op_key`.execute(tx)
  return Number(numAffectedRows)
}

/** Forgets notes that have reached everybody. One that a reaction still waits for, or gave up on, stays. */
export async function forgetNotes(tx: Tx, chain_id: string, { before, limit }: Old): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from kernel.notes n using (
      select owner_id, id from kernel.notes o
       where o.chain_id = ${chain_id} and o.at < ${before} and not exists (
             select from kernel.deliveries d
              where d.chain_id = ${chain_id} and d.owner_id = o.owner_id and d.note_id = o.id)
       limit ${limit} for update skip locked) old
     where n.chain_id = ${chain_id} and n.owner_id = old.owner_id and n.id = old.id`.execute(tx)
  return Number(numAffectedRows)
}
