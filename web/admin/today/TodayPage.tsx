import { getRouteApi } from '@tanstack/react-router'
import { readToday } from '#contract/figures.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { has, may, useMe } from '../../ui/session.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { TopState } from '../frame/TopState.tsx'
import { StoreFilter } from '../list/filters.tsx'
import { useReply } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { FigureStrip } from './FigureStrip.tsx'
import { Hours } from './Hours.tsx'
import { Latest } from './Latest.tsx'
import { every_ms, useLive } from './live.ts'
import { Liability } from './Liability.tsx'
import { Ranking } from './Ranking.tsx'
import './today.css'

const route = getRouteApi('/today')
export function TodayPage() {
  const say = useSay()
  const when = useWhen()
  const me = useMe()
  const { store_id } = route.useSearch()
  const navigate = route.useNavigate()
  const told = useLive(store_id)
  const asks_ms = told ? every_ms.told : every_ms.untold
  const today = useReply(readToday, { store_id }, { every_ms: asks_ms, keep: true })
  const data = today.data
  const store = me.stores.find(({ id }) => id === store_id)
  const stores = store
    ? say('today_one_store', { store: store.name })
    : say('today_stores', { count: me.stores.length })
  const day = data?.day ?? when.today()
  const beforeDay = data ? say('last_weekday', { weekday: when.weekday(data.compared_with) }) : ''
  return (
    <>
      <PageHead
        title={say('today_title')}
        sub={`${say('day_weekday', { date: when.date(day), weekday: when.weekday(day) })} · ${stores}`}>
        <StoreFilter
          value={store_id}
          onChange={(picked) => void navigate({ search: { store_id: picked }, replace: true })}
        />
        {data && (
          <span
            className="compare"
            title={say('today_compare_title', { date: when.date(data.compared_with) })}>
            {say('today_compare', { day: beforeDay })}
          </span>
        )}
      </PageHead>
      <TopState>
        <Freshness as_of={data?.as_of} state={today.isError ? 'behind' : told ? 'live' : 'by_clock'} />
      </TopState>
      {today.isError && (
        <div className="stale">
          <Failed
            error={today.error}
            onRetry={() => void today.refetch()}
            title={
              say('not_loaded', { what: say('today_title') })
              + (data ? ` · ${say('stale_from', { time: when.time(data.as_of) })}` : '')
            }
          />
        </div>
      )}
      {today.isPending && (
        <div className="panel today-wait">
          <Skeleton rows={8} columns={5} />
        </div>
      )}
      {data && (
        <div aria-busy={today.isPlaceholderData}>
          <FigureStrip today={data} before_day={beforeDay} store_id={store_id} />
          <div className="cols">
            <div>
              <Hours today={data} before_day={beforeDay} store_id={store_id} />
              {store_id === undefined && <Ranking today={data} before_day={beforeDay} />}
            </div>
            <div>
              {has(me, 'stored_value') && <Liability today={data} />}
              {may(me, 'sales.read') && <Latest day={data.day} store_id={store_id} every_ms={asks_ms} />}
            </div>
          </div>
        </div>
      )}
    </>
  )
}

type Fresh = 'live' | 'by_clock' | 'behind'
const tones: Record<Fresh, string> = { live: 'ok', by_clock: '', behind: 'warn' }

/** How fresh the figures are: told of every change, asked for by the clock, or not to be had. */
function Freshness({ as_of, state }: { as_of: string | undefined; state: Fresh }) {
  const say = useSay()
  const when = useWhen()
  if (as_of === undefined) return null
  return (
    <>
      <span className="as-of">{say('today_as_of', { time: when.stamp(as_of).slice(11) })}</span>
      <span className={`tag ${tones[state]}`} role="status">
        <i className={`dot ${tones[state]}`} />
        {state === 'by_clock'
          ? say('today_by_clock', { seconds: every_ms.untold / 1_000 })
          : say(state === 'live' ? 'today_live' : 'today_behind')}
      </span>
    </>
  )
}
