import { inChain, sql } from '#kernel/db.ts'
import type { Db } from '#kernel/db.ts'
import type { Shelf } from './fuzz-pool.ts'

type Column = { table: string; column: string; type: string }

/** Every column of the tables of chains that holds an id or a short text. */
async function columnsOf(db: Db, chain_id: string): Promise<Column[]> {
  const { rows } = await inChain(db, chain_id, (tx) => sql<Column>`
    select c.table_schema || '.' || c.table_name as "table", c.column_name as "column", c.data_type as type
      from information_schema.columns c
      join information_schema.columns k on k.table_schema = c.table_schema and k.table_name = c.table_name
           and k.column_name = 'chain_id'
     where c.table_schema not in ('information_schema', 'pg_catalog', 'public')
     order by c.table_schema, c.table_name, c.column_name`.execute(tx))
  return rows
}

const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/s$/, '')

/** What a chain's tables hold, by the names that fields have: an `id` under its table's. */
export async function readShelf(db: Db, chain_id: string): Promise<Shelf> {
  const wanted = (await columnsOf(db, chain_id)).filter(({ column, type }) =>
    (type === 'uuid' || type === 'text') && column !== 'last_error')
  const each = wanted.map(({ table, column }) => {
    const name = column === 'id' ? `${singular(table.split('.')[1]!)}_id` : column
    return `(select '${name}' as name, v as value from (select distinct ${column}::text as v from
      (select ${column} from ${table} where chain_id = '${chain_id}' limit 300) s
      where length(${column}::text) between 1 and 60 order by 1 limit 24) t)`
  })
  const { rows } = await inChain(db, chain_id, (tx) =>
    sql<{ name: string; value: string }>`${sql.raw(each.join(' union all '))}`.execute(tx))
  const shelf: Shelf = new Map()
  const put = (name: string, value: string) => shelf.set(name, [...shelf.get(name) ?? [], value])
  for (const { name, value } of rows) {
    put(name, value)
    if (name.endsWith('_id')) put('id', value)
    if (['name', 'receipt_no', 'barcode', 'code'].includes(name)) put('words', value)
  }
  return shelf
}

/** How many rows of a chain stand in each table. */
export async function countRows(db: Db, chain_id: string): Promise<Map<string, number>> {
  const tables = [...new Set((await columnsOf(db, chain_id)).map(({ table }) => table))]
  const each = tables.map((table) =>
    `select '${table}' as name, count(*)::int8 as rows from ${table} where chain_id = '${chain_id}'`)
  const { rows } = await inChain(db, chain_id, (tx) =>
    sql<{ name: string; rows: number }>`${sql.raw(each.join(' union all '))}`.execute(tx))
  return new Map(rows.map((row) => [row.name, row.rows]))
}
