import { useState } from 'react'
import { getRouteApi } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { endGrant, listGrants } from '#contract/operators.ts'
import type { GrantRow } from '#contract/operators.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { List } from '../list/List.tsx'
import { useWhole } from '../query.ts'
import { useWhen } from '../when.ts'
import { GrantForm } from './GrantForm.tsx'
import { useSay } from '../texts/operators.ts'
import { useGrantColumns } from './columns.tsx'
import './operators.css'

const route = getRouteApi('/operators')

/** Whom of the platform this chain let in: for how long, what for, and an end to it at any moment. */
export function OperatorsPage() {
  const say = useSay()
  const when = useWhen()
  const queries = useQueryClient()
  const { form } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useWhole(listGrants, {})
  const [admitted, setAdmitted] = useState<GrantRow | null>(null)
  const [error, setError] = useState<unknown>(null)
  const open = (next: 'new' | undefined) => void navigate(
    { search: { form: next }, replace: next === undefined })
  async function end(grant: GrantRow) {
    setError(null)
    setAdmitted(null)
    await call(endGrant, { grant_id: grant.id }).catch(setError)
    await queries.invalidateQueries({ queryKey: ['GET'] })
  }
  const columns = useGrantColumns((grant) => void end(grant))
  const admit = (
    <button type="button" className="btn pri" onClick={() => open('new')}>{say('admit')}</button>
  )
  return (
    <>
      <PageHead title={say('title')}>{admit}</PageHead>
      <p className="sub grants-why">{say('why')}</p>
      {error !== null && <Failed error={error} />}
      {admitted && (
        <p className="grants-told" role="status">
          {say('admitted', { who: admitted.operator, time: when.moment(admitted.until_at) })}
        </p>
      )}
      <List
        name={say('title')}
        list={list}
        columns={columns}
        keyOf={(row) => row.id}
        empty={{ title: say('empty'), why: say('empty_hint') }}
        faded={({ state }) => state === 'over' || state === 'ended'}
      />
      <FormDrawer open={form === 'new'} title={say('admit')} onClose={() => open(undefined)}>
        <GrantForm onDone={(grant) => {
          setAdmitted(grant)
          open(undefined)
        }} />
      </FormDrawer>
    </>
  )
}
