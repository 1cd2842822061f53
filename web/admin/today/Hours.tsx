import { useState } from 'react'
import { useNavigate } from '@tanstack/react-router'
import type { Reply } from '#contract/endpoint.ts'
import type { readToday } from '#contract/figures.ts'
import { Empty } from '../../ui/Empty.tsx'
import { formatFen } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { may, useMe } from '../../ui/session.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { percentChange } from './compare.ts'
import { HoursChart } from './HoursChart.tsx'
import { HoursTable } from './HoursTable.tsx'
import { unitOf, usedHours } from './hours.ts'
import { TableIcon } from './TableIcon.tsx'

type Props = { today: Reply<typeof readToday>; before_day: string; store_id: string | undefined }

/** Sales by hour beside the same weekday a week before, as a picture or as a table. */
export function Hours({ today, before_day, store_id }: Props) {
  const say = useSay()
  const when = useWhen()
  const me = useMe()
  const navigate = useNavigate()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const clock = when.time(today.as_of)
  const hour = Number(clock.slice(0, 2))
  const hours = usedHours(today.hours, { now_hour: hour, cutoff_hour: me.stores[0]?.cutoff_hour ?? 0 })
  const unit = unitOf(hours)
  const open = () => {
    if (may(me, 'sales.read'))
      void navigate({ to: '/orders', search: { from: today.day, to: today.day, store_id } })
  }
  const sayHour = (row: (typeof hours)[number]) => {
    const change = percentChange(row.sales_fen, row.before_fen)
    const size = change ? change.text.replace(/^[+−]/, '') : ''
    const word =
      change === null
        ? ''
        : row.sales_fen > row.before_fen
          ? say('hours_more', { percent: size })
          : row.sales_fen < row.before_fen
            ? say('hours_less', { percent: size })
            : say('hours_same')
    return {
      head: `${say('hour', { hour: row.hour })} · ${formatFen(row.sales_fen)}`,
      beside: [`${before_day} ${formatFen(row.before_fen)}`, word].filter(Boolean).join(' · '),
    }
  }
  return (
    <section className="panel" aria-label={say('hours_title')}>
      <div className="ph">
        <h2 className="h2">{say('hours_title')}</h2>
        <span className="hint">{say(unit.name)}</span>
        <div className="r">
          <span className="lg">
            <i className="lg-now" />
            {say('hours_now')}
          </span>
          <span className="lg">
            <i className="lg-hot" />
            {say('hours_this', { minutes: Number(clock.slice(3)) })}
          </span>
          <span className="lg">
            <i className="lg-before" />
            {say('hours_before', { day: before_day })}
          </span>
          <span className="views" role="group">
            <button
              type="button"
              className="ib"
              aria-pressed={view === 'chart'}
              aria-label={say('hours_as_chart')}
              onClick={() => setView('chart')}>
              <Icon name="chart" size="s" />
            </button>
            <button
              type="button"
              className="ib"
              aria-pressed={view === 'table'}
              aria-label={say('hours_as_table')}
              onClick={() => setView('table')}>
              <TableIcon />
            </button>
          </span>
        </div>
      </div>
      {hours.length === 0 ? (
        <Empty title={say('hours_empty')} why={say('hours_empty_hint')} />
      ) : view === 'table' ? (
        <HoursTable hours={hours} hour={hour} before_day={before_day} />
      ) : (
        <HoursChart
          hours={hours}
          hour={hour}
          unit={unit}
          label={say('hours_chart_label', { day: before_day })}
          sayHour={sayHour}
          sayAxis={(at) => (at === hours[0]?.hour ? say('hour', { hour: at }) : String(at))}
          onOpen={open}
        />
      )}
    </section>
  )
}
