import type { ReactNode } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { Failed } from '../../ui/Failed.tsx'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { Rows } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { saveCsv } from './csv.ts'

/**
 * One column: how it looks, and how it reads in an export. `wide` columns step aside on a phone, `roomy` ones
 * on a small screen already.
 */
export type Column<Row> = {
  key: string
  head: string
  num?: boolean
  wide?: boolean
  roomy?: boolean
  cell: (row: Row) => ReactNode
  text: (row: Row) => string
}
type Props<Row> = {
  name: string
  list: Rows<Row>
  columns: readonly Column<Row>[]
  keyOf: (row: Row) => string
  /** Shown when there is nothing: why, and the one step out. */
  empty: { title: string; why: string; step?: ReactNode }
  total?: number
  faded?: (row: Row) => boolean
  foot?: ReactNode
  page_size?: number
}

/** Every list of the console: rows, states, "more" by keyset, and an export of what it shows. */
export function List<Row>({
  name,
  list,
  columns,
  keyOf,
  empty,
  total,
  faded,
  foot,
  page_size = 50,
}: Props<Row>) {
  if (list.isPending)
    return (
      <div className="panel list-wait">
        <Skeleton rows={10} columns={Math.min(5, columns.length)} />
      </div>
    )
  return (
    <>
      <Stale list={list} name={name} />
      {list.rows.length === 0 && !list.isError && (
        <Empty title={empty.title} why={empty.why}>
          {empty.step}
        </Empty>
      )}
      {list.rows.length > 0 && (
        <section className="panel list n" aria-busy={list.isPlaceholderData} aria-label={name}>
          <Table columns={columns} rows={list.rows} keyOf={keyOf} faded={faded} />
          <ListFoot list={list} columns={columns} name={name} total={total} page_size={page_size}>
            {foot}
          </ListFoot>
        </section>
      )}
    </>
  )
}

/** What failed, with one retry; the last good rows stay below it with their time. */
function Stale({ list, name }: { list: Rows<unknown>; name: string }) {
  const say = useSay()
  const when = useWhen()
  if (!list.isError || list.isFetchNextPageError) return null
  const since =
    list.rows.length > 0
      ? ` · ${say('stale_from', { time: when.time(new Date(list.dataUpdatedAt).toISOString()) })}`
      : ''
  return (
    <div className="stale">
      <Failed
        title={say('not_loaded', { what: name }) + since}
        error={list.error}
        onRetry={() => void list.refetch()}
      />
    </div>
  )
}

type TableProps<Row> = Pick<Props<Row>, 'columns' | 'keyOf' | 'faded'> & { rows: readonly Row[] }

export function Table<Row>({ columns, rows, keyOf, faded }: TableProps<Row>) {
  const classOf = ({ num, wide, roomy }: Column<Row>) =>
    [num && 'num', (wide || roomy) && 'wide', roomy && 'roomy'].filter(Boolean).join(' ') || undefined
  return (
    <table className="tbl rows">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} className={classOf(column)} scope="col">
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} className={faded?.(row) ? 'faded' : undefined}>
            {columns.map((column) => (
              <td key={column.key} className={classOf(column)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type FootProps<Row> = Pick<Props<Row>, 'list' | 'columns' | 'name' | 'total'> & {
  page_size: number
  children?: ReactNode
}

function ListFoot<Row>({ list, columns, name, total, page_size, children }: FootProps<Row>) {
  const say = useSay()
  const shown = list.rows.length
  const more = total === undefined ? page_size : Math.min(page_size, total - shown)
  const save = () =>
    saveCsv(name, [
      columns.map(({ head }) => head),
      ...list.rows.map((row) => columns.map(({ text }) => text(row))),
    ])
  return (
    <div className="list-foot">
      {list.hasNextPage ? (
        <button
          type="button"
          className="btn"
          aria-disabled={list.isFetchingNextPage}
          onClick={() => {
            if (!list.isFetchingNextPage) void list.fetchNextPage()
          }}>
          {list.isFetchingNextPage ? say('more_loading') : say('more_rows', { count: Math.max(1, more) })}
        </button>
      ) : (
        <span className="mut">{say('rows_all', { count: formatCount(shown) })}</span>
      )}
      {list.isFetchNextPageError && <Failed error={list.error} onRetry={() => void list.fetchNextPage()} />}
      {children}
      <button type="button" className="link list-save" onClick={save}>
        <Icon name="download" size="s" />
        {say('export_rows', { count: formatCount(shown) })}
      </button>
    </div>
  )
}
