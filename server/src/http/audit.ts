import * as contract from '#contract/audit.ts'
import type { Input } from '#contract/endpoint.ts'
import { readAudit } from '#kernel/audit.ts'
import type { AuditFilter } from '#kernel/audit.ts'
import type { Heads } from '#kernel/audit-heads.ts'
import { readSealState } from '#kernel/audit-sealer.ts'
import { addDays, instantOf } from '#kernel/clock.ts'
import { anId, anInstant, keyAt, pageOf } from '#kernel/cursor.ts'
import type { Tx } from '#kernel/db.ts'
import { pair } from '#kernel/route.ts'
import type { Answer, Route } from '#kernel/route.ts'
import type { Who } from '#kernel/who.ts'
import { readStaffNames, storesOf } from '#modules/org/org.ts'
import { readOperatorNames } from '#modules/platform/platform.ts'

const usual_limit = 50

/** Who did what, and how far that is sealed. `heads` is null where this process keeps no signed heads. */
export function auditRoutes({ heads }: { heads: Heads | null }): Route[] {
  return [
    pair(contract.listAudit, list),
    pair(contract.readAuditState, async (tx, { chain_id }) => await readSealState(tx, chain_id, heads)),
  ]
}

type Asked = Input<typeof contract.listAudit>

async function list(
  tx: Tx, who: Who, { cursor, limit = usual_limit, ...wanted }: Asked,
): Promise<Answer<typeof contract.listAudit>> {
  const [at, id] = keyAt(cursor, [anInstant, anId]) ?? []
  const acts = await readAudit(tx, who.chain_id, {
    ...filterOf(who, wanted), limit: limit + 1, after: at && id ? { at, id } : null,
  })
  const { rows, next } = pageOf(acts, limit, (act) => [act.at.toISOString(), act.id])
  const people = [...new Set(rows.map((act) => act.principal_id))]
  const names = await readStaffNames(tx, who.chain_id, people)
  // Of those who run the installation, whom this chain once let in.
  const visitors = await readOperatorNames(tx, who.chain_id, people)
  const stores = new Map((await storesOf(tx, who.chain_id)).map((store) => [store.id, store.name]))
  return {
    rows: rows.map((act) => ({
      ...act, who: names.get(act.principal_id) ?? visitors.get(act.principal_id) ?? null,
      store: stores.get(act.store_id ?? '') ?? null,
    })),
    next,
  }
}

function filterOf(
  { stores, scope, principal, zone }: Who, { from, until, ...equal }: Omit<Asked, 'cursor' | 'limit'>,
): AuditFilter {
  return {
    ...equal, stores, ...scope === 'own' ? { of: principal.id } : {},
    ...from === undefined ? {} : { from: instantOf(onCalendar(from), zone) },
    ...until === undefined ? {} : { before: instantOf(addDays(onCalendar(until), 1), zone) },
  }
}

/** Days that a time zone can be asked about; nothing was recorded before or after them. */
const onCalendar = (day: string): string =>
  day < '1970-01-02' ? '1970-01-02' : day > '9999-12-29' ? '9999-12-29' : day
