import { listExports, type ExportState } from '#contract/exports.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { Stale } from '../frame/PageWait.tsx'
import { ExportCard } from '../list/ExportCard.tsx'
import { useListSay } from '../list/texts.ts'
import { useReply } from '../query.ts'
import { useSay } from './texts.ts'

const moving: readonly ExportState[] = ['waiting', 'running']

/** What I exported: how far it is, and the file while it lasts. */
export function ExportsPage() {
  const say = useSay()
  const words = useListSay()
  const asked = useReply(listExports, { limit: 100 }, { every_ms: 5_000, keep: true })
  const rows = asked.data?.rows
  const busy = rows?.some(({ state }) => moving.includes(state)) ?? false
  return (
    <>
      <PageHead title={words('export_page')} sub={say('hint')} />
      <Stale asked={asked} />
      {asked.isPending && <div className="panel list-wait"><Skeleton rows={4} columns={2} /></div>}
      {rows?.length === 0 && <Empty title={say('none')} why={say('none_hint')} />}
      <section className="export-cards" aria-busy={busy} aria-label={words('export_page')}>
        {rows?.map((job) => <div key={job.id} className="panel"><ExportCard job={job} /></div>)}
      </section>
    </>
  )
}
