import { inChain, sql } from '#kernel/db.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { faultsOf, untilReacted } from '../../bench/books.ts'
import { documentOf, mark } from './kill-work.ts'
import type { Operation } from './kill-work.ts'

/** What all members hold together and what stands on all shelves. */
export type Totals = { value_fen: number; points: number; stock_m: number }

export async function readTotals(tx: Tx, chain_id: string): Promise<Totals> {
  const { rows } = await sql<Totals>`
    select (select coalesce(sum(balance), 0)::int8 from ledger.accounts
             where chain_id = ${chain_id} and id in ('principal', 'bonus')) as value_fen,
           (select coalesce(sum(balance), 0)::int8 from ledger.accounts
             where chain_id = ${chain_id} and id = 'points') as points,
           (select coalesce(sum(on_hand_m), 0)::int8 from inventory.stock
              where chain_id = ${chain_id}) as stock_m`.execute(tx)
  return rows[0]!
}

type Written = { key: string; kind: Operation['kind']; doc_id: string; receipt_no: string }

/** Every document that carries the mark of this run, by the key its client gave it. */
export async function readWritten(tx: Tx, chain_id: string): Promise<Written[]> {
  const { rows } = await sql<Written>`
    select t.reference as key, 'sale' as kind, s.id as doc_id, s.receipt_no from sales.tenders t
      join sales.sales s on s.chain_id = t.chain_id and s.store_id = t.store_id and s.id = t.sale_id
     where t.chain_id = ${chain_id} and starts_with(t.reference, ${mark})
    union all select reason, 'return', id, receipt_no from sales.returns
     where chain_id = ${chain_id} and starts_with(reason, ${mark})
    union all select reference, 'top_up', id, receipt_no from storedvalue.top_ups
     where chain_id = ${chain_id} and starts_with(reference, ${mark})`.execute(tx)
  return rows
}

/**
 * Holds the client's log against the books: what was acknowledged is there, as it was answered
 * and once; nothing is there that nobody asked for; value, points and stock are what the log
 * adds up to; `verify` is clean.
 */
export async function faultsIn(
  db: Db, chain_id: string, { log, before }: { log: ReadonlyMap<string, Operation>; before: Totals },
): Promise<string[]> {
  await untilReacted(db, chain_id)
  const found = await inChain(db, chain_id, async (tx) => [
    ...documentFaults(log, await readWritten(tx, chain_id)),
    ...totalFaults(log, { before, totals: await readTotals(tx, chain_id) }),
  ])
  return [...found, ...await faultsOf(db, chain_id)]
}

function documentFaults(log: ReadonlyMap<string, Operation>, written: readonly Written[]): string[] {
  const byKey = Map.groupBy(written, ({ key }) => key)
  const asked = [...log.values()].flatMap(({ key, kind, answer }) => {
    const found = byKey.get(key) ?? []
    if (!answer) return [`${kind} ${key} never came to an answer`]
    if (found.length === 0) return [`lost: ${kind} ${key} was acknowledged and is not in the books`]
    if (found.length > 1) return [`doubled: ${kind} ${key} is in the books ${found.length} times`]
    const { doc_id, receipt_no } = found[0]!
    if (doc_id === documentOf(answer) && receipt_no === answer.receipt_no) return []
    return [`${kind} ${key} was answered as ${answer.receipt_no} and is in the books as ${receipt_no}`]
  })
  const unasked = [...byKey.keys()].filter((key) => !log.has(key))
  return [...asked, ...unasked.map((key) => `nobody asked for ${key}`)]
}

function totalFaults(
  log: ReadonlyMap<string, Operation>, { before, totals }: { before: Totals; totals: Totals },
): string[] {
  const expected = { ...before }
  for (const { answer, moves } of log.values()) {
    if (!answer) continue
    const moved = moves(answer)
    for (const name of names) expected[name] += moved[name]
  }
  return names.filter((name) => expected[name] !== totals[name])
    .map((name) => `the log adds up to ${expected[name]} ${name}, the books say ${totals[name]}`)
}

const names = ['value_fen', 'points', 'stock_m'] as const
