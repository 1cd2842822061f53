import { useEffect } from 'react'
import { getRouteApi } from '@tanstack/react-router'
import { approvalActs, listApprovals, readApproval } from '#contract/approvals.ts'
import type { Request } from '#contract/endpoint.ts'
import { FormDrawer } from '../form/FormDrawer.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { PageWait } from '../frame/PageWait.tsx'
import { ChoiceFilter, FilterBar, StoreFilter } from '../list/filters.tsx'
import { List } from '../list/List.tsx'
import { useReply, useRows } from '../query.ts'
import { useSay } from '../texts/approvals.ts'
import { useApprovalColumns } from './columns.tsx'
import { Decision } from './Decision.tsx'
import './approvals.css'

const route = getRouteApi('/approvals')
const look_every_ms = 5_000

/** What somebody asked for and waits for: it comes by itself, and is opened before it is decided. */
export function ApprovalsPage() {
  const say = useSay()
  const { open, ...filters } = route.useSearch()
  const navigate = route.useNavigate()
  // Whoever comes here comes for what waits; the rest is asked for.
  const waiting = filters.waiting ?? 'yes'
  const list = useRows(listApprovals, { ...filters, waiting, limit: 50 } as Request<typeof listApprovals>)
  const { refetch } = list
  useEffect(() => {
    const timer = setInterval(() => void refetch(), look_every_ms)
    return () => clearInterval(timer)
  }, [refetch])
  const change = (next: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: { ...filters, ...next }, replace: true })
  const columns = useApprovalColumns(({ id }) => change({ open: id }))
  const acts = approvalActs.map((act) => ({ value: act, label: say(`act_${act}`) }))
  const none = waiting === 'yes' ? 'none_waiting' : 'none'
  return (
    <>
      <PageHead title={say('title')} />
      <FilterBar>
        <span className="seg" role="group" aria-label={say('which')}>
          {(['yes', 'no'] as const).map((which) => (
            <button
              key={which}
              type="button"
              aria-pressed={which === waiting}
              onClick={() => change({ waiting: which })}>
              {say(which === 'yes' ? 'waiting' : 'all')}
            </button>
          ))}
        </span>
        <ChoiceFilter
          label={say('act')} all={say('any_act')} value={filters.act} choices={acts}
          onChange={(act) => change({ act: approvalActs.find((one) => one === act) })}
        />
        <StoreFilter value={filters.store_id} onChange={(store_id) => change({ store_id })} />
      </FilterBar>
      <List
        name={say('title')} list={list} columns={columns} keyOf={(row) => row.id} id="approvals"
        empty={{ title: say(none), why: say(`${none}_hint`) }}
      />
      <FormDrawer open={open !== undefined} title={say('title')} onClose={() => change({ open: undefined })}>
        {open !== undefined && <Opened approval_id={open} onDone={() => change({ open: undefined })} />}
      </FormDrawer>
    </>
  )
}

/** Read anew when it is opened: somebody else may have decided it meanwhile. */
function Opened({ approval_id, onDone }: { approval_id: string; onDone: () => void }) {
  const say = useSay()
  const asked = useReply(readApproval, { approval_id }, { every_ms: look_every_ms })
  if (!asked.data) return <PageWait title={say('title')} asked={asked} />
  return <Decision approval={asked.data} onDone={onDone} />
}
