import { sql } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'

/**
 * Carries work out and takes it back, so that its answer is what the same work would really have done. The
 * transaction goes on as if it had not happened.
 */
export async function rehearse<Result>(tx: Tx, work: () => Promise<Result>): Promise<Result> {
  await sql`savepoint rehearsal`.execute(tx)
  const result = await work()
  await sql`rollback to savepoint rehearsal`.execute(tx)
  return result
}
