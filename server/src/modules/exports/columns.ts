import type { Endpoint, Reply } from '#contract/endpoint.ts'
import type { Feature } from '#contract/features.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Answer } from '#kernel/route.ts'
import type { Outgoing } from '#kernel/outgoing.ts'
import { cellOf } from './cells.ts'
import type { Cell, CellKind, CellValue } from './cells.ts'

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]
export type Words = Readonly<Record<Language, string>>

type Listing = Endpoint & { reply: { _zod: { output: { rows: unknown[]; next: string | null } } } }
/** A row as the verb hands it out, where an instant may be a Date. */
type RowOf<E extends Listing> = Exclude<Answer<E>, Outgoing> extends { readonly rows: readonly (infer Row)[] }
  ? Row : Reply<E>['rows'][number]

/** A column of a list: its head, what it holds, and for whom and where it is there at all. */
export type Column<Row> = {
  head: Words; kind: CellKind; of: (row: Row, language: Language) => CellValue
  feature?: Feature; need?: Permission
}
export type ColumnsOf<E extends Listing, Key extends string> = Readonly<Record<Key, Column<RowOf<E>>>>

/** A list that can be written to a file, whatever its rows are. */
export type ListKind = {
  title: Words
  /** The very endpoint that the list's page asks: what it shows, hides and masks, the file does. */
  endpoint: Endpoint
  columns: Readonly<Record<string, Pick<Column<never>, 'head' | 'kind' | 'feature' | 'need'>>>
  /** The cells of a row that this list's endpoint answered. */
  cellsOf: (row: unknown, as: { keys: readonly string[]; language: Language; zone: string }) => Cell[]
}

/** Ties columns to the rows of an endpoint, by the compiler; whoever writes files need not know the rows. */
export function listKind<E extends Listing, Key extends string>(
  endpoint: E, title: Words, columns: ColumnsOf<E, Key>,
): ListKind {
  return {
    title, endpoint, columns,
    cellsOf: (row, { keys, language, zone }) => keys.map((key) => {
      const { kind, of } = columns[key as Key]
      return cellOf(kind, of(row as RowOf<E>, language), zone)
    }),
  }
}
