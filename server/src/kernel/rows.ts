import { sql } from 'kysely'
import type { Tx } from './db.ts'

/** The PostgreSQL type of a column, as written in a cast. */
export type ColumnType =
  | 'uuid' | 'text' | 'int8' | 'int4' | 'bool' | 'timestamptz' | 'date'
  | 'jsonb' | 'int8[]' | 'text[]' | 'bytea'

export type Columns<Row> = { readonly [Name in keyof Row]: ColumnType }

/** Types that a flat parameter array cannot carry travel as text and are cast row by row. */
const throughText = new Set<ColumnType>(['jsonb', 'int8[]', 'text[]'])

function asParameter(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined || !throughText.has(type)) return value ?? null
  if (type === 'jsonb') return JSON.stringify(value)
  return type === 'text[]' ? `{${(value as (string | null)[]).map(quoted).join(',')}}`
    : `{${(value as number[]).map(String).join(',')}}`
}

/**
 * An item of an array as PostgreSQL writes one: only quotes and backslashes are
 * escaped, a line end is itself.
 */
const quoted = (item: string | null): string =>
  item === null ? 'null' : `"${item.replaceAll(/["\\]/g, '\\$&')}"`

/**
 * `select … from unnest(…)` over rows in memory: one statement however many rows, and a text that does not
 * change with their number, so that its plan can be kept.
 */
export function unnested<Row extends object>(columns: Columns<Row>, rows: readonly Row[], name: string) {
  const keys = Object.keys(columns) as (keyof Row & string)[]
  const lists = keys.map((key) => {
    const type = columns[key]
    const values = rows.map((row) => asParameter(row[key], type))
    return sql`${values}::${sql.raw(throughText.has(type) ? 'text' : type)}[]`
  })
  return sql`unnest(${sql.join(lists)}) as ${sql.raw(name)}(${sql.raw(keys.join(', '))})`
}

/** Inserts many rows with one statement. Nothing is sent where there are none. */
export async function insertRows<Row extends object>(
  tx: Tx, into: { table: string; columns: Columns<Row>; conflict?: string }, rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return
  const keys = Object.keys(into.columns) as (keyof Row & string)[]
  const picked = keys.map((key) =>
    throughText.has(into.columns[key]) ? `r.${key}::${into.columns[key]}` : `r.${key}`)
  await sql`insert into ${sql.raw(into.table)} (${sql.raw(keys.join(', '))})
    select ${sql.raw(picked.join(', '))} from ${unnested(into.columns, rows, 'r')}
    ${sql.raw(into.conflict ?? '')}`.execute(tx)
}
