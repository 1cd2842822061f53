import { getRouteApi } from '@tanstack/react-router'
import { auditVerbs, listAudit, type AuditRow, type AuditVerb } from '#contract/audit.ts'
import type { Request } from '#contract/endpoint.ts'
import { listStaff } from '#contract/org.ts'
import { useState } from 'react'
import { may, useMe } from '../../ui/session.ts'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { ChoiceFilter, DayFilter, FilterBar, SearchField, StoreFilter } from '../list/filters.tsx'
import { List } from '../list/List.tsx'
import { useReply, useRows } from '../query.ts'
import { AuditDetail } from './AuditDetail.tsx'
import { useAuditColumns } from './columns.tsx'
import { Seal } from './Seal.tsx'
import { useAuditTexts } from './texts-of-verbs.ts'
import { useSay } from '../texts/audit.ts'
import './audit.css'

const route = getRouteApi('/audit')

/** Who did what, when, from where, before and after. */
export function AuditPage() {
  const say = useSay()
  const texts = useAuditTexts()
  const { who, ...filters } = route.useSearch()
  const navigate = route.useNavigate()
  const [opened, setOpened] = useState<AuditRow | null>(null)
  const list = useRows(listAudit, { ...filters, principal_id: who, limit: 50 } as Request<typeof listAudit>)
  const columns = useAuditColumns(setOpened)
  const people = useChoosable()
  const change = (next: Partial<{ who: string } & typeof filters>) =>
    void navigate({ search: { who, ...filters, ...next }, replace: true })
  return (
    <>
      <PageHead title={say('title')} sub={<Seal />} />
      <FilterBar>
        <ChoiceFilter label={say('who')} all={say('anybody')} value={who} choices={people}
          onChange={(next) => change({ who: next })} />
        <ChoiceFilter
          label={say('verb')} all={say('any_verb')} value={filters.verb}
          choices={auditVerbs.map((verb: AuditVerb) => ({ value: verb, label: texts.verbs[verb] }))}
          onChange={(verb) => change({ verb })}
        />
        <StoreFilter value={filters.store_id} onChange={(store_id) => change({ store_id })} />
        <SearchField value={filters.ref} hint={say('search_ref')} onChange={(ref) => change({ ref })} />
        <DayFilter from={filters.from} to={filters.until} onChange={({ from, to }) =>
          change({ from, until: to })} />
      </FilterBar>
      <List
        name={say('title')} list={list} columns={columns} keyOf={(row) => row.id}
        empty={{ title: say('none'), why: say('none_hint') }}
        id="audit" exports={{ what: 'audit', filters: { ...filters, principal_id: who } }}
      />
      <FormDrawer open={opened !== null} title={say('detail')} onClose={() => setOpened(null)}>
        {opened && <AuditDetail row={opened} />}
      </FormDrawer>
    </>
  )
}

/** The people whose acts can be asked for, those who left too: a record outlives whoever made it. */
function useChoosable() {
  const me = useMe()
  const enabled = may(me, 'staff.read')
  const here = useReply(listStaff, {}, { enabled }).data?.rows ?? []
  const gone = useReply(listStaff, { left: 'yes' }, { enabled }).data?.rows ?? []
  return [...here, ...gone].map(({ id, name, phone_masked }) =>
    ({ value: id, label: name, note: phone_masked }))
}
