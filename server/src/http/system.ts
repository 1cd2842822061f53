import { endpoints } from '#contract/contract.ts'
import * as contract from '#contract/system.ts'
import { readAudit } from '#kernel/audit.ts'
import { anId, keyAt, pageOf } from '#kernel/cursor.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/refusal.ts'
import { pair, pairOpen } from '#kernel/route.ts'
import type { Route } from '#kernel/route.ts'
import { changeSetting, readSettings } from '#kernel/settings.ts'
import type { Who } from '#kernel/who.ts'
import { readStaffNames, readStores } from '#modules/org/org.ts'
import { openApiOf } from './openapi.ts'

const usual_limit = 50

/** The routes of the house itself, which belong to no module. */
export function systemRoutes(): Route[] {
  return [
    pairOpen(contract.readOpenApi, async () => openApiOf(endpoints)),
    pair(contract.readSettings, async (tx, who, { store_id }) => {
      const book = await readSettings(tx, who.chain_id)
      return { version: book.version, values: book.at(store_id ?? null) }
    }),
    pair(contract.changeSetting, async (tx, who, { key, store_id, value }) => {
      await refuseForeignPlace(tx, who, store_id)
      return await changeSetting(tx, who, { key, store_id, value })
    }),
    pair(contract.listAudit, async (tx, who, { cursor, limit = usual_limit }) => {
      const [before = null] = keyAt(cursor, [anId]) ?? []
      const acts = await readAudit(tx, who.chain_id, { before, limit: limit + 1 })
      const { rows, next } = pageOf(acts, limit, (act) => [act.id])
      const names = await readStaffNames(tx, who.chain_id, [...new Set(rows.map((act) => act.principal_id))])
      return {
        rows: rows.map(({ id, at, verb, ref, device, detail, principal_id }) =>
          ({ id, at, verb, ref, device, detail, who: names.get(principal_id) ?? 'Shuke' })),
        next,
      }
    }),
  ]
}

/** For the whole chain only those may set who reach all of it. */
async function refuseForeignPlace(tx: Tx, who: Who, store_id: string | null): Promise<void> {
  if (
    store_id === null ? who.stores !== 'all' : !(await readStores(tx, who)).some(({ id }) => id === store_id)
  )
    refuse('store_unknown')
}
