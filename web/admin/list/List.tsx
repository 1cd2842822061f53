import { useEffect, useRef, type ReactNode } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { Failed } from '../../ui/Failed.tsx'
import { formatCount } from '../../ui/format.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { Rows } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { ColumnsMenu } from './ColumnsMenu.tsx'
import type { Exportable } from './exportable.ts'
import { ExportButton } from './ExportButton.tsx'
import { arrange, useKept, widened } from './kept.ts'
import { Table, type Column } from './Table.tsx'
import { useListSay } from './texts.ts'

export { Table } from './Table.tsx'
export type { Column } from './Table.tsx'

type Props<Row> = {
  name: string
  list: Rows<Row>
  columns: readonly Column<Row>[]
  keyOf: (row: Row) => string
  /** Shown when there is nothing: why, and the one step out. */
  empty: { title: string; why: string; step?: ReactNode }
  /** Under which name a person's columns are kept; without it they stay as made. */
  id?: string
  exports?: Exportable
  total?: number
  faded?: (row: Row) => boolean
  foot?: ReactNode
  page_size?: number
}

/** Every list of the console: rows, states, columns as a person keeps them, "more" by keyset, an export. */
export function List<Row>({ name, list, columns, keyOf, empty, id, exports, ...rest }: Props<Row>) {
  const { now, change, reset } = useKept(id)
  if (list.isPending)
    return (
      <div className="panel list-wait">
        <Skeleton rows={10} columns={Math.min(5, columns.length)} />
      </div>
    )
  const seen = arrange(columns, now)
  const widen = (key: string, width_px: number | null) => {
    const { [key]: _, ...widths } = now.widths
    change(width_px === null ? { ...now, widths } : widened(now, key, width_px))
  }
  const { total, foot, page_size, faded } = rest
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
          <div className="list-body">
            <Table columns={seen} rows={list.rows} keyOf={keyOf} faded={faded} widths={now.widths}
              onWiden={id === undefined ? undefined : widen} />
          </div>
          <ListFoot list={list} total={total} page_size={page_size}>
            {foot}
            <span className="list-tools">
              {id !== undefined && (
                <ColumnsMenu columns={columns} now={now} onChange={change} onReset={reset} />
              )}
              {exports && <ExportButton exports={exports} seen={seen.map(({ key }) => key)} total={total} />}
            </span>
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

/** So many rows come by scrolling; more are asked for by hand, since nobody reads them by accident. */
const by_scrolling_most = 2_000

type FootProps = { list: Rows<unknown>; total?: number; page_size?: number; children: ReactNode }

/** How much there is and how much is seen; it stays in sight while the rows scroll. */
function ListFoot({ list, total, page_size = 50, children }: FootProps) {
  const say = useSay()
  const words = useListSay()
  const shown = list.rows.length
  const next = useNear(() => {
    const may = list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError
    if (may && shown < by_scrolling_most) void list.fetchNextPage()
  }, shown)
  const more = total === undefined ? page_size : Math.min(page_size, total - shown)
  return (
    <>
      <div ref={next} className="list-end" />
      <div className="list-foot">
        <span className="mut" role="status">
          {!list.hasNextPage
            ? words('shown_all', { total: formatCount(shown) })
            : total === undefined
              ? words('shown_more', { shown: formatCount(shown) })
              : words('shown_of', { shown: formatCount(shown), total: formatCount(total) })}
        </span>
        {list.hasNextPage && (
          <button
            type="button"
            className="btn"
            aria-disabled={list.isFetchingNextPage}
            onClick={() => {
              if (!list.isFetchingNextPage) void list.fetchNextPage()
            }}>
            {list.isFetchingNextPage ? say('more_loading') : say('more_rows', { count: Math.max(1, more) })}
          </button>
        )}
        {list.isFetchNextPageError && <Failed error={list.error} onRetry={() => void list.fetchNextPage()} />}
        {children}
      </div>
    </>
  )
}

/** Calls when the end of the rows comes near, anew after each page. */
function useNear(near: () => void, page: number) {
  const end = useRef<HTMLDivElement>(null)
  const call = useRef(near)
  useEffect(() => {
    call.current = near
  })
  useEffect(() => {
    if (end.current === null) return
    const watch = new IntersectionObserver(([seen]) => {
      if (seen?.isIntersecting) call.current()
    }, { rootMargin: '600px' })
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [page])
  return end
}
