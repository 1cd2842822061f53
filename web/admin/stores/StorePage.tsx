import { Link, getRouteApi } from '@tanstack/react-router'
import { listRegions, listStores, type StoreRow } from '#contract/org.ts'
import { Empty } from '../../ui/Empty.tsx'
import { may, useMe } from '../../ui/session.ts'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { PageWait, Stale } from '../frame/PageWait.tsx'
import { useReply } from '../query.ts'
import { useWhen } from '../when.ts'
import { Closing } from './Closing.tsx'
import { StoreForm } from './StoreForm.tsx'
import { useSay } from '../texts/stores.ts'
import { Tills } from './Tills.tsx'
import './stores.css'

const route = getRouteApi('/stores/$store_id')

/** One store: what is known of it, its tills, and the way to its people, settings and records. */
export function StorePage() {
  const say = useSay()
  const me = useMe()
  const { store_id } = route.useParams()
  const { form } = route.useSearch()
  const navigate = route.useNavigate()
  const open = useReply(listStores, {})
  const closed = useReply(listStores, { closed: 'yes' }, { enabled: open.data !== undefined })
  const regions = useReply(listRegions, {}).data?.rows ?? []
  const up = { to: '/stores', text: say('title') } as const
  const store = [...open.data?.rows ?? [], ...closed.data?.rows ?? []].find(({ id }) => id === store_id)
  if (!store && (open.isPending || closed.isPending || open.isError))
    return <PageWait title={say('title')} up={up} asked={open} />
  if (!store) return <Empty title={say('none')} why={say('none_hint')} />
  const edits = may(me, 'stores.edit')
  const show = (next: 'edit' | undefined) =>
    void navigate({ search: { form: next }, replace: next === undefined })
  return (
    <>
      <PageHead title={store.name} up={up} sub={<StoreTags store={store} />}>
        {edits && me.staff.scope === 'chain' && <Closing store={store} />}
        {edits ? (
          <button type="button" className="btn pri" onClick={() => show('edit')}>
            {say('edit')}
          </button>
        ) : (
          <span className="why">{say('no_edit')}</span>
        )}
      </PageHead>
      <Stale asked={open} />
      <div className="store-cols">
        <div>
          <Facts store={store} />
          <Tills store={store} />
        </div>
        <div>
          <Ways store={store} />
        </div>
      </div>
      <FormDrawer open={form === 'edit' && edits} title={`${say('edit')} · ${store.name}`} onClose={() =>
        show(undefined)}>
        <StoreForm store={store} regions={regions} onDone={() => show(undefined)} />
      </FormDrawer>
    </>
  )
}

function StoreTags({ store }: { store: StoreRow }) {
  const say = useSay()
  const when = useWhen()
  return (
    <>
      <span className="tag">{store.code}</span> <span className="tag">{say(store.ownership)}</span>{' '}
      {store.closed_at !== null && (
        <span className="tag warn">{say('closed_since', { day: when.day(store.closed_at) })}</span>
      )}
    </>
  )
}

function Facts({ store }: { store: StoreRow }) {
  const say = useSay()
  const when = useWhen()
  const rows: [string, string][] = [
    [say('region'), store.region ?? say('no_region')],
    [say('legal_entity'), store.legal_entity],
    [say('credit_code'), store.credit_code ?? '—'],
    [say('address'), store.address || '—'],
    [say('phone'), store.phone || '—'],
    [say('hours'), hoursInWords(store, say('shut'))],
    [say('cutoff'), `${String(store.cutoff_hour).padStart(2, '0')}:00`],
    [say('opened'), when.day(store.opened_at)],
  ]
  return (
    <section className="panel n" aria-label={say('facts')}>
      <div className="ph">
        <h2 className="h2">{say('facts')}</h2>
      </div>
      <dl className="pairs">
        {rows.map(([name, value]) => (
          <div key={name} className="pair">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function hoursInWords({ hours }: StoreRow, shut: string): string {
  if (hours === null) return '—'
  const words = hours.map((day) => (day === null ? shut : `${day.from}–${day.until}`))
  return new Set(words).size === 1 ? words[0]! : words.join(' / ')
}

/** What else there is of this store, each on its own page. */
function Ways({ store }: { store: StoreRow }) {
  const say = useSay()
  const me = useMe()
  const off = store.features_off.map((feature) => say(`feature_${feature}`))
  return (
    <section className="panel">
      <div className="ph">
        <h2 className="h2">{say('features')}</h2>
      </div>
      <p className="store-list">{off.length === 0 ? say('features_none') : off.join(' · ')}</p>
      <div className="store-foot">
        {may(me, 'staff.read') && (
          <Link className="link" to="/staff" search={{ store_id: store.id }}>{say('staff_here')}</Link>
        )}
        {may(me, 'settings.read') && (
          <Link className="link" to="/settings" search={{ place_id: store.id }}>{say('settings_here')}</Link>
        )}
        {may(me, 'audit.read') && (
          <Link className="link" to="/audit" search={{ store_id: store.id }}>{say('audit_here')}</Link>
        )}
      </div>
    </section>
  )
}
