import { useMutation, useQueryClient } from '@tanstack/react-query'
import { endSession, listSessions } from '#contract/session.ts'
import type { Reply } from '#contract/endpoint.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { Table, type Column } from '../list/List.tsx'
import { queryKey, useReply } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'

type Row = Reply<typeof listSessions>['rows'][number]

export function SessionsPage() {
  const say = useSay()
  const sessions = useReply(listSessions, {})
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: (session_id: string) => call(endSession, { session_id }),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKey(listSessions) }),
  })
  const columns = useColumns((row) => end.mutate(row.id))
  return (
    <>
      <PageHead title={say('sessions_title')} sub={say('sessions_hint')} />
      {sessions.isError && (
        <div className="stale">
          <Failed error={sessions.error} onRetry={() => void sessions.refetch()} />
        </div>
      )}
      {end.isError && (
        <div className="stale">
          <Failed error={end.error} />
        </div>
      )}
      <section className="panel list n" aria-label={say('sessions_title')}>
        {sessions.isPending && <Skeleton rows={3} columns={4} />}
        {sessions.data && <Table columns={columns} rows={sessions.data.rows} keyOf={(row) => row.id} />}
      </section>
    </>
  )
}

function useColumns(onEnd: (row: Row) => void): Column<Row>[] {
  const say = useSay()
  const when = useWhen()
  return [
    {
      key: 'device',
      head: say('sessions_device'),
      text: (row) => row.device,
      cell: (row) => (
        <>
          <b className="cut" title={row.device}>
            {row.device}
          </b>
          <small className="on-phone">{when.moment(row.seen_at)}</small>
        </>
      ),
    },
    {
      key: 'started',
      head: say('sessions_started'),
      wide: true,
      text: (row) => when.stamp(row.started_at),
      cell: (row) => when.moment(row.started_at),
    },
    {
      key: 'seen',
      head: say('sessions_seen'),
      wide: true,
      text: (row) => when.stamp(row.seen_at),
      cell: (row) => when.moment(row.seen_at),
    },
    {
      key: 'end',
      head: say('sessions_end'),
      num: true,
      text: () => '',
      cell: (row) =>
        row.current ? (
          <span className="tag ok" title={say('sessions_end_this')}>
            {say('sessions_current')}
          </span>
        ) : (
          <button type="button" className="btn" onClick={() => onEnd(row)}>
            {say('sessions_end')}
          </button>
        ),
    },
  ]
}
