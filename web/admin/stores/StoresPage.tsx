import { getRouteApi } from '@tanstack/react-router'
import type { Request } from '#contract/endpoint.ts'
import { listRegions, listStores } from '#contract/org.ts'
import { formatCount } from '../../ui/format.ts'
import { may, useMe } from '../../ui/session.ts'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { ChoiceFilter, FilterBar, SearchField } from '../list/filters.tsx'
import { List } from '../list/List.tsx'
import { useReply, useWhole } from '../query.ts'
import { useStoreColumns } from './columns.tsx'
import { Regions } from './Regions.tsx'
import { StoreForm } from './StoreForm.tsx'
import { useSay } from '../texts/stores.ts'
import './stores.css'

const route = getRouteApi('/stores')

/** The stores in reach; headquarters opens new ones here and draws the regions. */
export function StoresPage() {
  const say = useSay()
  const me = useMe()
  const { form, ...filters } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useWhole(listStores, filters as Request<typeof listStores>)
  const regions = useReply(listRegions, {}).data?.rows ?? []
  const columns = useStoreColumns()
  const opens = may(me, 'stores.edit') && me.staff.scope === 'chain'
  const change = (next: Partial<typeof filters & { form: 'new' | 'regions' | undefined }>) =>
    void navigate({ search: { ...filters, ...next }, replace: next.form === undefined })
  const free = Object.values(filters).every((value) => value === undefined)
  return (
    <>
      <PageHead title={say('title')} sub={say('count', { count: formatCount(list.rows.length) })}>
        {opens ? (
          <>
            <button type="button" className="btn" onClick={() => change({ form: 'regions' })}>
              {say('regions')}
            </button>
            <button type="button" className="btn pri" onClick={() => change({ form: 'new' })}>
              {say('add')}
            </button>
          </>
        ) : (
          <span className="why">{say('no_edit')}</span>
        )}
      </PageHead>
      <FilterBar>
        <SearchField value={filters.search} hint={say('search')} onChange={(search) => change({ search })} />
        {regions.length > 0 && (
          <ChoiceFilter
            label={say('region')}
            all={say('all_regions')}
            value={filters.region_id}
            choices={regions.map(({ id, name, stores }) =>
              ({ value: id, label: name, note: formatCount(stores) }))}
            onChange={(region_id) => change({ region_id })}
          />
        )}
        <ChoiceFilter
          label={say('ownership')}
          all={say('all_ownerships')}
          value={filters.ownership}
          choices={(['direct', 'franchise'] as const).map((value) => ({ value, label: say(value) }))}
          onChange={(ownership) => change({ ownership })}
        />
        <ChoiceFilter
          label={say('state')}
          value={filters.closed ?? 'no'}
          choices={[{ value: 'no', label: say('open') }, { value: 'yes', label: say('closed') }]}
          onChange={(closed) => change({ closed: closed === 'yes' ? 'yes' : undefined })}
        />
      </FilterBar>
      <List
        name={say('title')}
        list={list}
        columns={columns}
        keyOf={(row) => row.id}
        empty={
          free
            ? { title: say('empty'), why: say('empty_hint') }
            : { title: say('none'), why: say('none_hint') }
        }
        faded={(row) => row.closed_at !== null}
      />
      <FormDrawer open={form === 'new' && opens} title={say('add')} onClose={() =>
        change({ form: undefined })}>
        <StoreForm
          regions={regions}
          onDone={({ id }) => void navigate({ to: '/stores/$store_id', params: { store_id: id } })}
        />
      </FormDrawer>
      <FormDrawer
        open={form === 'regions' && opens}
        title={say('regions')}
        onClose={() => change({ form: undefined })}>
        <Regions regions={regions} />
      </FormDrawer>
    </>
  )
}
