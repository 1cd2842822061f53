import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { leaveDirectory } from '#kernel/directory.ts'
import type { Old } from '#kernel/forget.ts'

/**
 * Forgets sessions that ended before a moment, and that their tokens were ever given out. Hands back how many
 * went.
 */
export async function forgetSessions(tx: Tx, chain_id: string, { before, limit }: Old): Promise<number> {
  const { rows } = await sql<{ token_hash: string }>`
    delete from access.sessions s using (
      select staff_id, id from access.sessions
       where chain_id = ${chain_id} and coalesce(ended_at, ends_at) < ${before}
       limit ${limit} for update skip locked) old
     where s.chain_id = ${chain_id} and s.staff_id = old.staff_id and s.id = old.id
    returning s.token_hash`.execute(tx)
  await leaveDirectory(tx, 'session', { values: rows.map(({ token_hash }) => token_hash), chain_id })
  return rows.length
}
