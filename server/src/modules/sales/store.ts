import type { Fen, Milli } from '#contract/money.ts'
import type { Reason, TenderRow } from '#contract/sales.ts'
import { sql, together } from '#kernel/db.ts'
import type { Tx } from '#kernel/db.ts'
import { insertRows } from '#kernel/rows.ts'
import type { RefundLine } from '#pricing/refund.ts'

export type TenderColumn = TenderRow & { amount_fen: Fen; change_fen: Fen }

export type LineDoc = {
  line: number; sku_id: string; name: string; unit: string; sold_by: 'piece' | 'weight'; qty_m: Milli
  list_price_fen: Fen; unit_price_fen: Fen; list_fen: Fen; amount_fen: Fen; points: number; points_fen: Fen
  rounding_fen: Fen; payable_fen: Fen; reasons: Reason[]; cells_fen: Fen[]
}

export type SaleHead = {
  id: string; store_id: string; till_id: string; receipt_no: string; token: string; business_day: string
  cashier_id: string; member_id: string | null; list_fen: Fen; saved_fen: Fen; points: number
  points_fen: Fen; rounding_fen: Fen; payable_fen: Fen; change_fen: Fen; points_earned: number
  points_rate: number; points_balance: number | null; settings_version: number; catalog_version: number
  engine_version: string; at: Date
}
export type SaleDoc = SaleHead & { lines: LineDoc[]; tenders: TenderColumn[] }

export type ReturnDoc = {
  id: string; sale_id: string; store_id: string; at_store_id: string; till_id: string; receipt_no: string
  business_day: string; made_by: string; reason: string; amount_fen: Fen; cells_fen: Fen[]
  points_back: number; points_clawed: number; at: Date; lines: RefundLine[]
}

/** A sale as a return needs it: what was sold, and what came back so far. */
export type SoldSale = SaleHead & {
  lines: (LineDoc & { returned_m: Milli })[]; tenders: (TenderColumn & { returned_fen: Fen })[]
  points_clawed: number
}

/** A number of a till on a business day, and the paper that carries it. */
export type Receipt = {
  store_id: string; till_id: string; business_day: string; seq: number; receipt_no: string
  kind: 'sale' | 'return' | 'top_up'; doc_id: string
}

export type TillDay = { store_id: string; till_id: string; business_day: string }

/**
 * Locks the counters of tills on their business days; a day without a receipt yet
 * has none. Last number by key.
 */
export async function lockTillDays(
  tx: Tx, chain_id: string, days: readonly TillDay[],
): Promise<Map<string, number>> {
  if (days.length === 0) return new Map()
  const inOrder = [...days].sort((a, b) => a.till_id < b.till_id ? -1 : 1)
  const { rows } = await sql<{ till_id: string; business_day: string; last_seq: number }>`
    select d.till_id, d.business_day, d.last_seq
      from unnest(${inOrder.map((d) => d.store_id)}::uuid[], ${inOrder.map((d) => d.till_id)}::uuid[],
                  ${inOrder.map((d) => d.business_day)}::date[]) as w(store_id, till_id, business_day)
      join sales.till_days d on d.chain_id = ${chain_id} and d.store_id = w.store_id and d.till_id = w.till_id
       and d.business_day = w.business_day
     order by d.till_id, d.business_day for update of d`.execute(tx)
  return new Map(rows.map((row) => [`${row.till_id} ${row.business_day}`, row.last_seq]))
}

/** The columns of a sale's head; the row is called `s`. */
export const headColumns = sql`
  s.id, s.store_id, s.till_id, s.receipt_no, s.token, s.business_day, s.cashier_id, s.member_id, s.list_fen,
  s.saved_fen, s.points, s.points_fen, s.rounding_fen, s.payable_fen, s.change_fen, s.points_earned,
  s.points_rate, s.points_balance, s.settings_version, s.catalog_version, s.engine_version, s.at`

/** Heads never change, so they are read before the lock that they lead to. */
export async function readHeads(tx: Tx, chain_id: string, sale_ids: readonly string[]): Promise<SaleHead[]> {
  const { rows } = await sql<SaleHead>`
    select ${headColumns} from unnest(${sale_ids}::uuid[]) as w(id)
      join sales.sales s on s.chain_id = ${chain_id} and s.id = w.id`.execute(tx)
  return rows
}

/** Locks sales against a second return at the same moment, and reads what of them came back. */
export async function lockSold(tx: Tx, chain_id: string, heads: readonly SaleHead[]): Promise<SoldSale[]> {
  const ids = heads.map((head) => head.id), stores = heads.map((head) => head.store_id)
  // The sale itself is append-only, so the lock is a promise between transactions, not on its row.
  await sql`select pg_advisory_xact_lock(hashtextextended(w.id, 1))
    from (select unnest(${[...ids].sort()}::text[]) as id order by 1) as w`.execute(tx)
  return await readSold(tx, chain_id, { heads, ids, stores })
}

export async function readSold(
  tx: Tx, chain_id: string, asked: { heads: readonly SaleHead[]; ids?: string[]; stores?: string[] },
): Promise<SoldSale[]> {
  const ids = asked.ids ?? asked.heads.map((head) => head.id)
  const stores = asked.stores ?? asked.heads.map((head) => head.store_id)
  const wanted = sql`unnest(${stores}::uuid[], ${ids}::uuid[]) as w(store_id, sale_id)`
  const lines = await sql<LineDoc & { sale_id: string; returned_m: Milli }>`
    select l.sale_id, l.line, l.sku_id, l.name, l.unit, l.sold_by, l.qty_m, l.list_price_fen,
           l.unit_price_fen, l.list_fen, l.amount_fen, l.points, l.points_fen, l.rounding_fen, l.payable_fen,
           l.reasons, l.cells_fen,
           coalesce((select sum(r.qty_m) from sales.return_lines r
                      where r.chain_id = l.chain_id and r.store_id = l.store_id and r.sale_id = l.sale_id
                        and r.line = l.line), 0)::int8 as returned_m
      from ${wanted}
      join sales.lines l on l.chain_id = ${chain_id} and l.store_id = w.store_id and l.sale_id = w.sale_id
     order by l.sale_id, l.line`.execute(tx)
  const tenders = await sql<TenderColumn & { sale_id: string; returned_fen: Fen }>`
    select t.sale_id, t."column", t.kind, t.amount_fen, t.tendered_fen, t.change_fen, t.reference,
           coalesce((select sum(r.cells_fen[t."column" + 1]) from sales.returns r
                      where r.chain_id = t.chain_id and r.store_id = t.store_id
                        and r.sale_id = t.sale_id), 0)::int8 as returned_fen
      from ${wanted}
      join sales.tenders t on t.chain_id = ${chain_id} and t.store_id = w.store_id and t.sale_id = w.sale_id
     order by t.sale_id, t."column"`.execute(tx)
  const clawed = await sql<{ sale_id: string; points: number }>`
    select r.sale_id, sum(r.points_clawed)::int8 as points
      from ${wanted}
      join sales.returns r on r.chain_id = ${chain_id} and r.store_id = w.store_id and r.sale_id = w.sale_id
     group by 1`.execute(tx)
  return asked.heads.map((head) => ({
    ...head, lines: rowsOf(lines.rows, head.id), tenders: rowsOf(tenders.rows, head.id),
    points_clawed: clawed.rows.find((row) => row.sale_id === head.id)?.points ?? 0,
  }))
}

/** The rows of one sale, without the sale's id that they were read by. */
function rowsOf<Row extends { sale_id: string }>(rows: readonly Row[], of: string): Omit<Row, 'sale_id'>[] {
  return rows.flatMap(({ sale_id, ...row }) => sale_id === of ? [row] : [])
}

/**
 * Raises the counters; two processes that begin a day at once meet at the primary key,
 * and the later one looks again.
 */
export async function writeTillDays(
  tx: Tx, chain_id: string, days: readonly (TillDay & { last_seq: number; begun: boolean })[],
): Promise<void> {
  const columns = {
    chain_id: 'uuid', store_id: 'uuid', till_id: 'uuid', business_day: 'date', last_seq: 'int8',
  } as const
  await insertRows(tx, { table: 'sales.till_days', columns }, days.filter((day) => !day.begun)
    .map(({ store_id, till_id, business_day, last_seq }) =>
      ({ chain_id, store_id, till_id, business_day, last_seq })))
  const begun = days.filter((day) => day.begun)
  if (begun.length === 0) return
  await sql`update sales.till_days d set last_seq = w.last_seq
    from unnest(${begun.map((d) => d.store_id)}::uuid[], ${begun.map((d) => d.till_id)}::uuid[],
                ${begun.map((d) => d.business_day)}::date[], ${begun.map((d) => d.last_seq)}::int8[])
         as w(store_id, till_id, business_day, last_seq)
    where d.chain_id = ${chain_id} and d.store_id = w.store_id and d.till_id = w.till_id
      and d.business_day = w.business_day`.execute(tx)
}

export async function insertReceipts(tx: Tx, chain_id: string, receipts: readonly Receipt[]): Promise<void> {
  await insertRows(tx, {
    table: 'sales.receipts',
    columns: {
      chain_id: 'uuid', store_id: 'uuid', receipt_no: 'text', till_id: 'uuid', business_day: 'date',
      seq: 'int8', kind: 'text', doc_id: 'uuid',
    },
  }, receipts.map((receipt) => ({ chain_id, ...receipt })))
}

export async function insertSales(tx: Tx, chain_id: string, sales: readonly SaleDoc[]): Promise<void> {
  await together([
    insertRows(tx, {
      table: 'sales.sales',
      columns: {
        chain_id: 'uuid', id: 'uuid', store_id: 'uuid', till_id: 'uuid', receipt_no: 'text', token: 'text',
        business_day: 'date', cashier_id: 'uuid', member_id: 'uuid', list_fen: 'int8', saved_fen: 'int8',
        points: 'int8', points_fen: 'int8', rounding_fen: 'int8', payable_fen: 'int8', change_fen: 'int8',
        points_earned: 'int8', points_rate: 'int8', points_balance: 'int8', settings_version: 'int8',
        catalog_version: 'int8', engine_version: 'text', at: 'timestamptz',
      },
    }, sales.map(({ lines: _lines, tenders: _tenders, ...head }) => ({ chain_id, ...head }))),
    insertRows(tx, {
      table: 'sales.lines',
      columns: {
        chain_id: 'uuid', store_id: 'uuid', sale_id: 'uuid', line: 'int4', sku_id: 'uuid', name: 'text',
        unit: 'text', sold_by: 'text', qty_m: 'int8', list_price_fen: 'int8', unit_price_fen: 'int8',
        list_fen: 'int8', amount_fen: 'int8', points: 'int8', points_fen: 'int8', rounding_fen: 'int8',
        payable_fen: 'int8', reasons: 'jsonb', cells_fen: 'int8[]',
      },
    }, sales.flatMap((sale) => sale.lines.map((line) =>
      ({ chain_id, store_id: sale.store_id, sale_id: sale.id, ...line })))),
    insertRows(tx, {
      table: 'sales.tenders',
      columns: {
        chain_id: 'uuid', store_id: 'uuid', sale_id: 'uuid', '"column"': 'int4', kind: 'text',
        amount_fen: 'int8', tendered_fen: 'int8', change_fen: 'int8', reference: 'text',
      },
    }, sales.flatMap((sale) => sale.tenders.map(({ column, ...tender }) =>
      ({ chain_id, store_id: sale.store_id, sale_id: sale.id, '"column"': column, ...tender })))),
  ])
}

export async function insertReturns(tx: Tx, chain_id: string, returns: readonly ReturnDoc[]): Promise<void> {
  await together([
    insertRows(tx, {
      table: 'sales.returns',
      columns: {
        chain_id: 'uuid', store_id: 'uuid', id: 'uuid', sale_id: 'uuid', at_store_id: 'uuid', till_id: 'uuid',
        receipt_no: 'text', business_day: 'date', made_by: 'uuid', reason: 'text', amount_fen: 'int8',
        cells_fen: 'int8[]', points_back: 'int8', points_clawed: 'int8', at: 'timestamptz',
      },
    }, returns.map(({ lines: _lines, ...head }) => ({ chain_id, ...head }))),
    insertRows(tx, {
      table: 'sales.return_lines',
      columns: {
        chain_id: 'uuid', store_id: 'uuid', return_id: 'uuid', line: 'int4', sale_id: 'uuid', qty_m: 'int8',
        amount_fen: 'int8', points: 'int8', cells_fen: 'int8[]',
      },
    }, returns.flatMap((back) => back.lines.map(({ cells, ...line }) => ({
      chain_id, store_id: back.store_id, return_id: back.id, sale_id: back.sale_id, cells_fen: cells, ...line,
    })))),
  ])
}
