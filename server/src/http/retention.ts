import { retention } from '#contract/retention.ts'
import type { Kept } from '#contract/retention.ts'
import { readClockOffset } from '#kernel/clock.ts'
import { inChain } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { forgetAnswers, forgetNotes } from '#kernel/forget.ts'
import type { Old } from '#kernel/forget.ts'
import { forgetSessions } from '#modules/access/access.ts'
import { forgetExports } from '#modules/exports/exports.ts'

type SweptTable = {
  [Table in keyof typeof retention]: (typeof retention)[Table] extends { swept: true } ? Table : never
}[keyof typeof retention]

type Forget = (tx: Tx, chain_id: string, old: Old) => Promise<number>

/** What a sweep can end already, complete by the compiler. A session takes its row of the directory along. */
const forgets: { readonly [Table in Exclude<SweptTable, 'kernel.directory'>]: Forget } = {
  'kernel.once': forgetAnswers, 'kernel.notes': forgetNotes, 'access.sessions': forgetSessions,
  'exports.jobs': forgetExports,
}

const batch = 1_000, day_ms = 86_400_000

/**
 * Ends what a chain has kept long enough: a batch in each transaction, so that nobody waits for it. Hands
 * back how many rows of which table went.
 */
export async function forgetOld(
  db: Db, chain_id: string, isStopped: () => boolean = () => false,
): Promise<Record<string, number>> {
  const offset_ms = await inChain(db, chain_id, (tx) => readClockOffset(tx, chain_id))
  const gone: Record<string, number> = {}
  for (const [table, forget] of Object.entries(forgets)) {
    const { keep } = retention[table as keyof typeof forgets] satisfies Kept
    const now_ms = Date.now() + (table === 'kernel.once' ? 0 : offset_ms)
    const before = new Date(now_ms - keep.days * day_ms)
    for (let some = batch; some === batch && !isStopped();) {
      some = await inChain(db, chain_id, (tx) => forget(tx, chain_id, { before, limit: batch }))
      gone[table] = (gone[table] ?? 0) + some
    }
  }
  return gone
}
