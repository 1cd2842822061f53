import { listSales } from '#contract/sales.ts'
import { formatFen } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useReply } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen, type When } from '../when.ts'
import { RhythmPicture } from './RhythmPicture.tsx'
import { daysBefore, rhythmOf, rhythmStart, type Rhythm } from './rhythm.ts'

/** As many orders as one answer carries; a member with more is told from the latest of them. */
const orders_max = 200

/** When this member comes, from their own orders of 26 weeks. */
export function RhythmPanel({ member_id }: { member_id: string }) {
  const say = useSay()
  const when = useWhen()
  const today = when.today()
  const asked = useReply(listSales, { member_id, from: rhythmStart(today), to: today, limit: orders_max })
  if (asked.isError && !asked.data) return null
  const rhythm = asked.data && rhythmOf(asked.data.rows, today)
  const capped = asked.data?.next ? ` · ${say('rhythm_capped', { count: orders_max })}` : ''
  return (
    <section className="panel" aria-label={say('rhythm_title')}>
      <div className="ph">
        <h2 className="h2">{say('rhythm_title')}</h2>
        <span className="hint">
          {say('rhythm_hint')}
          {capped}
        </span>
      </div>
      {rhythm ? (
        <div className="rhy">
          <RhythmPicture
            rhythm={rhythm}
            label={say('rhythm_label', { days: rhythm.visit_days, amount: formatFen(rhythm.spent_fen) })}
          />
          <Habits rhythm={rhythm} when={when} />
        </div>
      ) : (
        <Skeleton rows={4} columns={2} />
      )}
    </section>
  )
}

function Habits({ rhythm, when }: { rhythm: Rhythm; when: When }) {
  const say = useSay()
  // Any Monday gives the names of the week.
  const weekday = (index: number) => when.weekday(daysBefore('2026-01-05', -index))
  const interval =
    rhythm.interval_days === null
      ? '—'
      : say('rhythm_interval_days', { days: rhythm.interval_days.toFixed(1) })
  const store = rhythm.store ? `${rhythm.store.name} ${Math.round(rhythm.store.share * 100)}%` : '—'
  return (
    <dl className="n">
      <div>
        <dt>{say('rhythm_interval')}</dt>
        <dd>{interval}</dd>
      </div>
      <div>
        <dt>{say('rhythm_weekday')}</dt>
        <dd>{rhythm.weekdays.map(weekday).join(say('list_comma')) || '—'}</dd>
      </div>
      <div>
        <dt>{say('rhythm_store')}</dt>
        <dd title={store} className="cut">
          {store}
        </dd>
      </div>
      <div>
        <dt>{say('rhythm_average')}</dt>
        <dd>{rhythm.average_fen === null ? '—' : <Money fen={rhythm.average_fen} />}</dd>
      </div>
    </dl>
  )
}
