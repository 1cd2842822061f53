import { Money } from '../../ui/Money.tsx'
import { useSay } from '../texts.ts'
import { percentChange } from './compare.ts'
import type { Hour } from './hours.ts'

type Props = { hours: readonly Hour[]; hour: number; before_day: string }

/** The same figures to read, copy and hear. */
export function HoursTable({ hours, hour, before_day }: Props) {
  const say = useSay()
  const now_at = hours.findIndex((row) => row.hour === hour)
  const total = hours.reduce(
    (sum, row) => ({ sales_fen: sum.sales_fen + row.sales_fen, before_fen: sum.before_fen + row.before_fen }),
    { sales_fen: 0, before_fen: 0 },
  )
  return (
    <table className="tbl rows n hours-table">
      <thead>
        <tr>
          <th scope="col">{say('hour', { hour: '' })}</th>
          <th className="num" scope="col">
            {say('hours_now')}
          </th>
          <th className="num" scope="col">
            {say('hours_before', { day: before_day })}
          </th>
          <th className="num" scope="col">
            {say('hours_difference')}
          </th>
        </tr>
      </thead>
      <tbody>
        {hours.map((row, at) => (
          <Line
            key={row.hour}
            name={say('hour', { hour: row.hour })}
            row={row}
            ahead={at > now_at && row.sales_fen === 0}
          />
        ))}
      </tbody>
      <tfoot>
        <Line name={say('hours_total')} row={total} ahead={false} whole />
      </tfoot>
    </table>
  )
}

type LineProps = {
  name: string
  row: { sales_fen: number; before_fen: number }
  ahead: boolean
  whole?: boolean
}

/** A day that still runs is not held against a whole one, so the total tells no difference. */
function Line({ name, row, ahead, whole = false }: LineProps) {
  const change = percentChange(row.sales_fen, row.before_fen)
  const quiet = ahead || whole || change === null
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="num">
        {ahead ? (
          <span className="mut">—</span>
        ) : (
          <b>
            <Money fen={row.sales_fen} bare />
          </b>
        )}
      </td>
      <td className="num sub">
        <Money fen={row.before_fen} bare />
      </td>
      <td className={`num ${quiet ? 'mut' : change.tone}`}>{quiet ? '—' : change.text}</td>
    </tr>
  )
}
