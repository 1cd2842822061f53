import { getRouteApi } from '@tanstack/react-router'
import type { Request } from '#contract/endpoint.ts'
import { listRoles, listStaff } from '#contract/org.ts'
import { useState } from 'react'
import { formatCount } from '../../ui/format.ts'
import { roleName, usePeopleTexts } from '../../ui/people.ts'
import { may, useMe } from '../../ui/session.ts'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { ChoiceFilter, FilterBar, SearchField, StoreFilter } from '../list/filters.tsx'
import { List } from '../list/List.tsx'
import { useReply, useWhole } from '../query.ts'
import { useStaffColumns } from './columns.tsx'
import { FirstPassword, type HandedOver } from './FirstPassword.tsx'
import { PostingForm } from './PostingForm.tsx'
import { useSay } from '../texts/staff.ts'
import './staff.css'

const route = getRouteApi('/staff')

/** The people of the stores in reach. */
export function StaffPage() {
  const say = useSay()
  const me = useMe()
  const texts = usePeopleTexts()
  const { form, ...filters } = route.useSearch()
  const navigate = route.useNavigate()
  const [handed, setHanded] = useState<HandedOver | null>(null)
  const list = useWhole(listStaff, filters as Request<typeof listStaff>)
  const roles = useReply(listRoles, {}).data?.rows ?? []
  const columns = useStaffColumns()
  const adds = may(me, 'staff.edit')
  const change = (next: Partial<typeof filters & { form: 'new' | undefined }>) =>
    void navigate({ search: { ...filters, ...next }, replace: next.form === undefined })
  return (
    <>
      <PageHead title={say('title')} sub={say('count', { count: formatCount(list.rows.length) })}>
        {adds ? (
          <button type="button" className="btn pri" onClick={() => change({ form: 'new' })}>
            {say('add')}
          </button>
        ) : (
          <span className="why">{say('no_edit')}</span>
        )}
      </PageHead>
      <FilterBar>
        <SearchField value={filters.search} hint={say('search')} onChange={(search) => change({ search })} />
        <StoreFilter value={filters.store_id} onChange={(store_id) => change({ store_id })} />
        <ChoiceFilter
          label={say('role')}
          all={say('all_roles')}
          value={filters.role_id}
          choices={roles.map((role) => ({
            value: role.id, label: roleName(texts, role), note: formatCount(role.staff),
          }))}
          onChange={(role_id) => change({ role_id })}
        />
        <ChoiceFilter
          label={say('state')}
          value={filters.left ?? 'no'}
          choices={[{ value: 'no', label: say('working') }, { value: 'yes', label: say('left') }]}
          onChange={(left) => change({ left: left === 'yes' ? 'yes' : undefined })}
        />
      </FilterBar>
      <List
        name={say('title')}
        list={list}
        columns={columns}
        keyOf={(row) => row.id}
        empty={{ title: say('none'), why: say('none_hint') }}
        faded={(row) => row.left_at !== null}
      />
      <FormDrawer open={form === 'new' && adds} title={say('add')} onClose={() =>
        change({ form: undefined })}>
        {roles.length > 0 && <PostingForm
          roles={roles}
          onDone={(_, first) => {
            change({ form: undefined })
            setHanded(first)
          }}
        />}
      </FormDrawer>
      <FirstPassword handed={handed} onDone={() => setHanded(null)} />
    </>
  )
}
