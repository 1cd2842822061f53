import { useLayoutEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react'
import { useWindow } from './useWindow.ts'
import { WidthHandle } from './WidthHandle.tsx'

/**
 * One column: how it looks, and how it reads in full where it is cut. `wide` columns step aside on a phone,
 * `roomy` ones on a small screen already.
 */
export type Column<Row> = {
  key: string
  head: string
  num?: boolean
  wide?: boolean
  roomy?: boolean
  cell: (row: Row) => ReactNode
  text?: (row: Row) => string
}
export type TableProps<Row> = {
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  faded?: (row: Row) => boolean
  widths?: Readonly<Record<string, number>>
  onWiden?: (key: string, width_px: number | null) => void
}

/** Rows under heads. A long table draws what is in sight; its columns then stand still. */
export function Table<Row>({ columns, rows, keyOf, faded, widths = {}, onWiden }: TableProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null)
  const part = useWindow(body, rows.length)
  const frozen = useFrozen(body, part !== null, columns.map(({ key }) => key + (widths[key] ?? '')).join(' '))
  const drawn = part === null ? rows : rows.slice(part.from, part.to)
  const start = part?.from ?? 0
  return (
    <table
      className="tbl rows"
      aria-rowcount={part === null ? undefined : rows.length + 1}
      style={frozen === null ? undefined : { tableLayout: 'fixed' }}>
      {frozen && <colgroup>{frozen.map((width, at) => <col key={at} style={{ width }} />)}</colgroup>}
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} className={classOf(column)} scope="col" style={styleOf(widths[column.key])}>
              {column.head}
              {onWiden && <WidthHandle column={column} width={widths[column.key]} onWiden={onWiden} />}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        <Gap rows={start} part={part} columns={columns.length} />
        {drawn.map((row, at) => (
          <tr key={keyOf(row)} data-row aria-rowindex={part === null ? undefined : start + at + 2}
            className={faded?.(row) ? 'faded' : undefined}>
            {columns.map((column) => (
              <td key={column.key} className={classOf(column)} style={styleOf(widths[column.key])}
                title={column.text?.(row) || undefined}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
        <Gap rows={rows.length - start - drawn.length} part={part} columns={columns.length} />
      </tbody>
    </table>
  )
}

const classOf = ({ num, wide, roomy }: Pick<Column<never>, 'num' | 'wide' | 'roomy'>) =>
  [num && 'num', (wide || roomy) && 'wide', roomy && 'roomy'].filter(Boolean).join(' ') || undefined

const styleOf = (width: number | undefined): CSSProperties | undefined =>
  width === undefined ? undefined : { minWidth: width, maxWidth: width }

/** The height of rows that are not drawn. */
function Gap({ rows, part, columns }: { rows: number; part: { row_px: number } | null; columns: number }) {
  if (part === null || rows <= 0) return null
  return (
    <tr aria-hidden="true" className="gap-row">
      <td colSpan={columns} style={{ height: rows * part.row_px, padding: 0 }} />
    </tr>
  )
}

/** Widths of the columns as they were when the table grew long: other rows must not move them. */
function useFrozen(body: { current: HTMLElement | null }, is_long: boolean, of: string): number[] | null {
  const [frozen, setFrozen] = useState<{ of: string; widths: number[] } | null>(null)
  const current = is_long && frozen?.of === of ? frozen.widths : null
  useLayoutEffect(() => {
    if (!is_long || current !== null) return
    const heads = [...body.current?.closest('table')?.querySelectorAll('thead th') ?? []]
    const seen = heads.filter((head) => getComputedStyle(head).display !== 'none')
    setFrozen({ of, widths: seen.map((head) => head.getBoundingClientRect().width) })
  }, [body, is_long, current, of])
  useLayoutEffect(() => {
    if (!is_long) return
    const again = () => setFrozen(null)
    addEventListener('resize', again)
    return () => removeEventListener('resize', again)
  }, [is_long])
  return current
}
