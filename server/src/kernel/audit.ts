import type { AuditVerb } from '#contract/audit.ts'
import { sql } from 'kysely'
import { longest_ms } from './audit-chain.ts'
import { commitWithin } from './db.ts'
import type { Tx } from './db.ts'
import { newId } from './ids.ts'
import { insertRows } from './rows.ts'
import type { Who } from './who.ts'

/**
 * One act on record. `detail` holds ids and figures, and for a change `before` and `after`; of a personal
 * field only that it changed. `store_id` is where it happened: left out, it is the `store_id` that the detail
 * names; null is the chain as a whole.
 */
export type Act = {
  verb: AuditVerb; ref: string | null; detail: Record<string, unknown>; store_id?: string | null
}

/** Writes acts plainly in the transaction that carries them out. */
export async function record(tx: Tx, who: Who, acts: readonly Act[]): Promise<void> {
  await recordAll(tx, [{ who, acts }])
}

/** The same for what several people did in one transaction. */
export async function recordAll(
  tx: Tx, done: readonly { who: Who; acts: readonly Act[] }[],
): Promise<void> {
  if (done.every(({ acts }) => acts.length === 0)) return
  // The sealer looks back so far and no further: a row that came later would stay without a link.
  commitWithin(tx, longest_ms)
  await insertRows(tx, {
    table: 'kernel.audit',
    columns: {
      chain_id: 'uuid', id: 'uuid', at: 'timestamptz', principal_kind: 'text', principal_id: 'uuid',
      device: 'text', verb: 'text', ref: 'text', store_id: 'uuid', detail: 'jsonb',
    },
  }, done.flatMap(({ who, acts }) => acts.map(({ verb, ref, detail, store_id = storeIn(detail) }) => ({
    chain_id: who.chain_id, id: newId(), at: who.now, principal_kind: who.principal.kind,
    principal_id: who.principal.id, device: who.device, verb, ref, store_id, detail,
  }))))
}

const storeIn = ({ store_id }: Act['detail']): string | null => typeof store_id === 'string' ? store_id : null

export type AuditRow = {
  id: string; at: Date; principal_kind: string; principal_id: string; device: string | null; verb: string
  ref: string | null; store_id: string | null; detail: Record<string, unknown>
  /** Linked into the chain already. */
  sealed: boolean
}

export type AuditFilter = {
  principal_id?: string; verb?: string; store_id?: string; ref?: string
  /** Any of these. */
  verbs?: readonly string[]
  /** The stores whose acts may be seen; 'all': also those of no single store. */
  stores?: readonly string[] | 'all'
  /** The one person whose acts may be seen. */
  of?: string
  /** Instants, the second exclusive. */
  from?: Date; before?: Date
}
/** `after` is the sort key of the last row of the page before. */
export type AuditPage = { limit: number; after?: { at: string; id: string } | null }

/** Acts that fit, newest first. */
export async function readAudit(
  tx: Tx, chain_id: string, { limit, after = null, ...filter }: AuditFilter & AuditPage,
): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`
    select a.id, a.at, a.principal_kind, a.principal_id, a.device, a.verb, a.ref, a.store_id, a.detail,
           l.seq is not null as sealed
      from kernel.audit a
      left join kernel.audit_links l on l.chain_id = ${chain_id} and l.audit_id = a.id
     where a.chain_id = ${chain_id} and ${sql.join(conditionsOf(filter), sql` and `)}
       ${after ? sql`and (a.at, a.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
     order by a.at desc, a.id desc limit ${limit}`.execute(tx)
  return rows
}

/** One condition for each filter given: an index serves a page by the first of them and goes on by time. */
function conditionsOf({ stores = 'all', of, ...wanted }: AuditFilter) {
  return [
    sql`true`,
    ...(['principal_id', 'verb', 'store_id', 'ref'] as const).flatMap((column) =>
      wanted[column] === undefined ? [] : [sql`${sql.raw(`a.${column}`)} = ${wanted[column]}`]),
    ...wanted.verbs === undefined ? [] : [sql`a.verb = any(${wanted.verbs}::text[])`],
    ...stores === 'all' ? [] : [sql`a.store_id = any(${stores}::uuid[])`],
    ...of === undefined ? [] : [sql`a.principal_id = ${of}`],
    ...wanted.from === undefined ? [] : [sql`a.at >= ${wanted.from}`],
    ...wanted.before === undefined ? [] : [sql`a.at < ${wanted.before}`],
  ]
}
