import { Link } from '@tanstack/react-router'
import { readTimeline, type TimelineEvent, type TimelineGroup } from '#contract/timeline.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Failed } from '../../ui/Failed.tsx'
import { formatChange } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { may, useMe } from '../../ui/session.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useRows } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { iconOf, useEventWords } from './events.ts'

type Props = { member_id: string; kind: TimelineGroup | undefined }

/** Everything that happened to a member by day, newest first; more of it by keyset. */
export function Timeline({ member_id, kind }: Props) {
  const say = useSay()
  const me = useMe()
  const when = useWhen()
  const list = useRows(readTimeline, { member_id, kind, limit: 20 })
  const days = [...Map.groupBy(list.rows, (row) => when.dayOf(row.at))]
  const today = when.today()
  const headOf = (day: string) => day === today ? `${say('today')} ${when.date(day)}`
    : say('day_weekday', { date: when.date(day), weekday: when.weekday(day) })
  const trade = kind === undefined || kind === 'trade'
  return (
    <>
      {list.isPending && <Skeleton rows={5} columns={2} />}
      {list.isError && !list.isFetchNextPageError && (
        <Failed error={list.error} onRetry={() => void list.refetch()} />
      )}
      {!list.isPending && !list.isError && list.rows.length === 0 && (
        <Empty title={say('past_empty')} why={say('past_empty_hint')} />
      )}
      {days.map(([day, rows]) => (
        <div key={day}>
          <h3 className="day">{headOf(day)}</h3>
          <ul>{rows.map((row) => <EventLine key={`${row.kind} ${row.id}`} event={row} />)}</ul>
        </div>
      ))}
      {list.rows.length > 0 && (list.hasNextPage || trade) && (
        <div className="past-foot">
          {list.hasNextPage && (
            <button
              type="button"
              className="btn"
              aria-disabled={list.isFetchingNextPage}
              onClick={() => {
                if (!list.isFetchingNextPage) void list.fetchNextPage()
              }}>
              {list.isFetchingNextPage ? say('more_loading') : say('past_more')}
            </button>
          )}
          {list.isFetchNextPageError && (
            <Failed error={list.error} onRetry={() => void list.fetchNextPage()} />
          )}
          {trade && may(me, 'sales.read') && (
            <Link className="link" to="/orders" search={{ member_id }}>{say('past_all_orders')}</Link>
          )}
        </div>
      )}
    </>
  )
}

/** One line: when, what, where and by whom, and the amount. A sale and a return open their order. */
function EventLine({ event }: { event: TimelineEvent }) {
  const me = useMe()
  const when = useWhen()
  const words = useEventWords(event)
  const inside = (
    <>
      <span className="tm">{when.time(event.at)}</span>
      <Icon name={iconOf(event)} />
      <span className="what">
        <b className="cut" title={words.title}>{words.title}</b>
        {words.about !== '' && <small>{words.about}</small>}
      </span>
      <Amounts event={event} />
    </>
  )
  if (event.order_id === null || !may(me, 'sales.read')) return <li className="ev">{inside}</li>
  return (
    <li>
      <Link className="ev" to="/orders/$order" params={{ order: event.order_id }}>{inside}</Link>
    </li>
  )
}

function Amounts({ event: { kind, amount_fen, points } }: { event: TimelineEvent }) {
  const say = useSay()
  const signed = kind === 'top_up' || kind === 'adjust'
  return (
    <span className="a">
      {amount_fen !== null && <Money fen={amount_fen} bare signed={signed} />}
      {points !== null && points !== 0 && (
        <small className={points > 0 ? 'gain' : ''}>
          {say('points_n', { points: formatChange(points) })}
        </small>
      )}
    </span>
  )
}
