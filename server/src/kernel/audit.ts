import type { Tx } from './db.ts'
import { newId } from './ids.ts'
import { insertRows } from './rows.ts'
import { sql } from 'kysely'
import type { Who } from './who.ts'

/** One act on record. `detail` holds ids and figures; of a personal field only that it changed. */
export type Act = { verb: string; ref: string | null; detail: Record<string, unknown> }

/** Writes acts plainly in the transaction that carries them out. */
export async function record(tx: Tx, who: Who, acts: readonly Act[]): Promise<void> {
  await recordAll(tx, [{ who, acts }])
}

/** The same for what several people did in one transaction. */
export async function recordAll(
  tx: Tx, done: readonly { who: Who; acts: readonly Act[] }[],
): Promise<void> {
  await insertRows(tx, {
    table: 'kernel.audit',
    columns: {
      chain_id: 'uuid', id: 'uuid', at: 'timestamptz', principal_kind: 'text', principal_id: 'uuid',
      device: 'text', verb: 'text', ref: 'text', detail: 'jsonb',
    },
  }, done.flatMap(({ who, acts }) => acts.map((act) => ({
    chain_id: who.chain_id, id: newId(), at: who.now, principal_kind: who.principal.kind,
    principal_id: who.principal.id, device: who.device, ...act,
  }))))
}

export type AuditRow = Act & {
  id: string; at: Date; principal_kind: string; principal_id: string; device: string | null
}

/** Acts, newest first, before the row `before`. */
export async function readAudit(tx: Tx, chain_id: string, page: { before: string | null; limit: number }) {
  const { rows } = await sql<AuditRow>`
    select id, at, principal_kind, principal_id, device, verb, ref, detail from kernel.audit
     where chain_id = ${chain_id} and (${page.before}::uuid is null or id < ${page.before}::uuid)
     order by id desc limit ${page.limit}`.execute(tx)
  return rows
}
