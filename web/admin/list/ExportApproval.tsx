import { useEffect, useState } from 'react'
import { askApproval, readApproval, type Approval } from '#contract/approvals.ts'
import { listExports, releaseExport, type ExportJob } from '#contract/exports.ts'
import { call, newOpKey } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { formatCount } from '../../ui/format.ts'
import { forget, keep, kept } from '../../ui/keep.ts'
import { useReply } from '../query.ts'
import { useSay } from '../texts.ts'
import { useListSay } from './texts.ts'

type Wanted = { approval_id: string; names: string[] }

/** Asks a second person for a large export, waits for their word, and opens the file with it. */
export function ExportApproval({ job, onDone }: { job: ExportJob; onDone: () => void }) {
  const say = useListSay()
  const place = `approval.${job.id}`
  const [wanted, setWanted] = useState<Wanted | null>(() => kept<Wanted>(place))
  const [error, setError] = useState<unknown>(null)
  const most = useReply(listExports, { limit: 1 }).data?.limits.rows_without_approval
  const asked = useReply(readApproval, { approval_id: wanted?.approval_id ?? '' }, {
    enabled: wanted !== null, every_ms: 3_000,
  })
  const approval = wanted === null ? undefined : asked.data
  const given = approval?.state === 'given' ? approval.id : null
  useEffect(() => {
    if (given === null) return
    call(releaseExport, { export_id: job.id, approval_id: given }).then(() => {
      forget(place)
      onDone()
    }, setError)
    // The callback of a parent is another at every render; the file is opened once for each approval.
  }, [given, job.id, place]) // oxlint-disable-line react/exhaustive-deps
  const want = async () => {
    const about = { act: 'export' as const, what: job.what, rows: Math.max(1, job.rows) }
    const op_key = newOpKey()
    const { approval: { id }, people } = await call(askApproval, { op_key, store_id: null, about })
    const next = { approval_id: id, names: people.map(({ name }) => name) }
    keep(place, next)
    setWanted(next)
  }
  const ask = () => {
    setError(null)
    void want().catch(setError)
  }
  const rows = formatCount(job.rows)
  return (
    <div className="export-approval">
      {most !== undefined && <p className="sub">{say('approval_why', { rows, most: formatCount(most) })}</p>}
      {wanted !== null && <Outcome approval={approval} names={wanted.names} />}
      {error !== null && <Failed error={error} />}
      {(wanted === null || isOver(approval)) && (
        <button type="button" className="btn" onClick={ask}>
          {say(wanted === null ? 'approval_ask' : 'approval_again')}
        </button>
      )}
    </div>
  )
}

const isOver = (approval: Approval | undefined): boolean =>
  approval !== undefined && !['waiting', 'given'].includes(approval.state)

function Outcome({ approval, names }: { approval: Approval | undefined; names: readonly string[] }) {
  const say = useListSay()
  const admin = useSay()
  if (approval?.state === 'given') return <p className="ok" role="status">{say('approval_given')}</p>
  if (approval?.state === 'refused')
    return <p className="err" role="alert">{say('approval_refused')} {approval.decided?.note}</p>
  if (isOver(approval)) return <p className="sub" role="status">{say('approval_ended')}</p>
  return (
    <p role="status">
      {names.length === 0 ? say('approval_asked_none')
        : say('approval_asked', { names: names.slice(0, 4).join(admin('list_comma')) })}
    </p>
  )
}
