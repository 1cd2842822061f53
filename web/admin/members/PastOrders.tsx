import { Link } from '@tanstack/react-router'
import { listSales, type SaleHead } from '#contract/sales.ts'
import { yuan } from '#contract/text.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Failed } from '../../ui/Failed.tsx'
import { formatChange } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useRows } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'

/** The member's orders by day, newest first. */
export function PastOrders({ member_id }: { member_id: string }) {
  const say = useSay()
  const when = useWhen()
  const list = useRows(listSales, { member_id, limit: 20 })
  const today = when.today()
  const days = [...Map.groupBy(list.rows, (row) => row.business_day)]
  return (
    <>
      {list.isPending && <Skeleton rows={5} columns={2} />}
      {list.isError && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isPending && !list.isError && list.rows.length === 0 && (
        <Empty title={say('past_empty_orders')} why={say('past_empty_orders_hint')} />
      )}
      {days.map(([day, rows]) => (
        <div key={day}>
          <h3 className="day">
            {day === today
              ? `${say('today')} ${when.date(day)}`
              : say('day_weekday', { date: when.date(day), weekday: when.weekday(day) })}
          </h3>
          <ul>
            {rows.map((row) => (
              <Bought key={row.id} row={row} />
            ))}
          </ul>
        </div>
      ))}
      {list.rows.length > 0 && (
        <div className="past-foot">
          {list.hasNextPage && (
            <button
              type="button"
              className="btn"
              aria-disabled={list.isFetchingNextPage}
              onClick={() => {
                if (!list.isFetchingNextPage) void list.fetchNextPage()
              }}>
              {list.isFetchingNextPage ? say('more_loading') : say('more_rows', { count: 20 })}
            </button>
          )}
          <Link className="link" to="/orders" search={{ member_id }}>
            {say('past_all_orders')}
          </Link>
        </div>
      )}
    </>
  )
}

function Bought({ row }: { row: SaleHead }) {
  const say = useSay()
  const when = useWhen()
  return (
    <li>
      <Link className="ev" to="/orders/$order" params={{ order: row.id }}>
        <span className="tm">{when.time(row.at)}</span>
        <Icon name="basket" />
        <span className="what">
          <b className="cut">{say('past_bought', { store: row.store })}</b>
          <small>
            {row.receipt_no}
            {row.saved_fen > 0 && ` · ${say('reason_saved', { amount: yuan(row.saved_fen) })}`}
            {row.returned_fen > 0 && (
              <span className="neg"> · {say('past_returned', { amount: yuan(row.returned_fen) })}</span>
            )}
          </small>
        </span>
        <span className="a">
          <Money fen={row.payable_fen} bare className={row.state === 'returned' ? 'was' : ''} />
          {row.points_earned !== 0 && (
            <small className="gain">{say('points_n', { points: formatChange(row.points_earned) })}</small>
          )}
        </span>
      </Link>
    </li>
  )
}
