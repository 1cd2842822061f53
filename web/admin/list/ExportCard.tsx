import { useState } from 'react'
import {
  downloadExport, endExport, exportCan, listExports, readExport, type ExportJob, type ExportState,
} from '#contract/exports.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { client, queryKey, useReply } from '../query.ts'
import { useWhen } from '../when.ts'
import { ExportApproval } from './ExportApproval.tsx'
import { useListSay } from './texts.ts'

const tones = {
  waiting: '', running: '', waiting_approval: 'warn', ready: 'ok', failed: 'bad', ended: '',
} satisfies Record<ExportState, string>
const at_work: readonly ExportState[] = ['waiting', 'running']

const can = (act: keyof typeof exportCan, { state }: ExportJob): boolean =>
  (exportCan[act] as readonly ExportState[]).includes(state)

/** One export: how far it is, and what can be done with it. It asks again while it is at work. */
export function ExportCard({ job: before }: { job: ExportJob }) {
  const say = useListSay()
  const [error, setError] = useState<unknown>(null)
  const asked = useReply(readExport, { export_id: before.id }, {
    every_ms: at_work.includes(before.state) ? 1_000 : undefined, enabled: at_work.includes(before.state),
  })
  const job = latest(before, asked.data)
  const act = (deed: () => Promise<void>) => () => {
    setError(null)
    void deed().catch(setError).then(forgetList)
  }
  const fetchFile = act(async () => {
    // Asked first, so that a file that ran out is told of here and not by the browser.
    const now = await call(readExport, { export_id: job.id })
    if (can('download', now)) save(downloadExport.path.replace(':export_id', job.id))
  })
  const throwAway = act(async () => {
    await call(endExport, { export_id: job.id })
  })
  return (
    <article className="export-card" aria-label={say('export_of', { what: say(`what_${job.what}`) })}>
      <Head job={job} />
      <Progress job={job} />
      {job.why_failed !== null && (
        <p className="err" role="alert"><Icon name="alert" size="s" />{job.why_failed}</p>
      )}
      {can('release', job) && <ExportApproval job={job} onDone={forgetList} />}
      {error !== null && <Failed error={error} />}
      <div className="export-acts">
        {can('download', job) && (
          <button type="button" className="btn" onClick={fetchFile}>
            <Icon name="download" size="s" />
            {say('download')}
          </button>
        )}
        {can('end', job) && (
          <button type="button" className="btn quiet" onClick={throwAway}>
            {say(at_work.includes(job.state) ? 'stop' : 'throw_away')}
          </button>
        )}
      </div>
    </article>
  )
}

/** While the list still says it is at work, the card's own answer is the later one. */
const latest = (listed: ExportJob, own: ExportJob | undefined): ExportJob =>
  own !== undefined && at_work.includes(listed.state) ? own : listed

const forgetList = (): void => {
  for (const endpoint of [listExports, readExport])
    void client.invalidateQueries({ queryKey: queryKey(endpoint).slice(0, 2) })
}

function Head({ job }: { job: ExportJob }) {
  const say = useListSay()
  const when = useWhen()
  return (
    <header>
      <b>{say(`what_${job.what}`)}</b>
      <span className={`tag ${tones[job.state]}`}>{say(`state_${job.state}`)}</span>
      <small>{when.moment(job.asked_at)} · {say(`format_${job.format}`)} · {job.reason}</small>
    </header>
  )
}

/** Real counts: rows written, of how many where that is known. */
function Progress({ job }: { job: ExportJob }) {
  const say = useListSay()
  const when = useWhen()
  const rows = formatCount(job.rows)
  const parts: string[] = []
  if (at_work.includes(job.state))
    parts.push(job.total === null ? say('rows_written', { rows })
      : say('rows_of', { rows, total: formatCount(job.total) }))
  else if (job.bytes !== null) {
    const kb = formatCount(Math.ceil(job.bytes / 1_024))
    parts.push(say('rows_done', { rows }), say('file_size', { kb }))
    if (job.ends_at !== null && job.state === 'ready')
      parts.push(say('until', { time: when.moment(job.ends_at) }))
  }
  return (
    <>
      {at_work.includes(job.state) && (
        <progress aria-label={say(`state_${job.state}`)} max={job.total ?? undefined}
          value={job.total === null ? undefined : job.rows} />
      )}
      {parts.length > 0 && <p className="export-count n" role="status">{parts.join(' · ')}</p>}
    </>
  )
}

/** Lets the browser take the file as it takes any other. */
function save(path: string): void {
  const link = document.createElement('a')
  link.href = path
  link.download = ''
  link.click()
}
