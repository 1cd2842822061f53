import { inChain, sql } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import type { Ground } from './ground.ts'

type OnRecord = { verb: string; principal_id: string; ref: string | null; endpoint: string | null }

/** What comes on record in some chains from now on, each asked for by its id. */
export async function listenTo(
  db: Db, chain_ids: readonly string[],
): Promise<(chain_id: string) => Promise<OnRecord[]>> {
  const last = new Map<string, string | null>()
  for (const chain_id of chain_ids)
    last.set(chain_id, (await rows<{ id: string }>(db, chain_id, sql`
      select id from kernel.audit where chain_id = ${chain_id} order by id desc limit 1`))[0]?.id ?? null)
  return async (chain_id) => await rows<OnRecord>(db, chain_id, sql`
    select verb, principal_id, ref, detail->>'endpoint' as endpoint from kernel.audit
     where chain_id = ${chain_id} and id > ${last.get(chain_id) ?? before_all} order by id`)
}

const before_all = '00000000-0000-0000-0000-000000000000'

const rows = async <Row>(db: Db, chain_id: string, query: ReturnType<typeof sql>): Promise<Row[]> =>
  await inChain(db, chain_id, async (tx) => (await query.execute(tx)).rows as Row[])

/** What is on record against what should be: as often, by the same people, and nothing else. */
export function recordFaults(
  ground: Ground, found: readonly string[], expected: readonly string[],
): string[] {
  const everybody = [...Object.values(ground.callers), ground.operator]
  const people = new Map(everybody.map((one) => [one.principal_id, one.name]))
  const count = (all: readonly string[], row: string) => all.filter((one) => one === row).length
  return [...new Set([...found, ...expected])].flatMap((row) => {
    const is = count(found, row), should_be = count(expected, row)
    const as_told = row.replace(/^\S+ \S+/, (start) => {
      const [verb = '', id = ''] = start.split(' ')
      return `${verb} by ${people.get(id) ?? id}`
    })
    return is === should_be ? [] : [`on record ${is} times instead of ${should_be}: ${as_told}`]
  })
}
