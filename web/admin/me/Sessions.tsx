import { useMutation, useQueryClient } from '@tanstack/react-query'
import { endOtherSessions, endSession, listSessions } from '#contract/session.ts'
import type { Reply } from '#contract/endpoint.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Table, type Column } from '../list/List.tsx'
import { queryKey, useReply } from '../query.ts'
import { useSay } from '../texts/account.ts'
import { useWhen } from '../when.ts'

type Row = Reply<typeof listSessions>['rows'][number]

/** Where I am signed in; any but this one can be ended, or all others at once. */
export function Sessions() {
  const say = useSay()
  const sessions = useReply(listSessions, {})
  const queries = useQueryClient()
  const again = () => queries.invalidateQueries({ queryKey: queryKey(listSessions) })
  const end = useMutation({
    mutationFn: (session_id: string) => call(endSession, { session_id }),
    onSettled: again,
  })
  const endOthers = useMutation({ mutationFn: () => call(endOtherSessions, {}), onSettled: again })
  const columns = useColumns((row) => end.mutate(row.id))
  const rows = sessions.data?.rows ?? []
  const error = end.error ?? endOthers.error ?? sessions.error
  return (
    <section className="panel list n" aria-label={say('sessions')}>
      <div className="ph">
        <h2 className="h2">{say('sessions')}</h2>
        <span className="hint">{say('sessions_say')}</span>
        {rows.length > 1 && (
          <span className="r">
            <button type="button" className="btn" aria-disabled={endOthers.isPending}
              onClick={() => { if (!endOthers.isPending) endOthers.mutate() }}>
              {say('end_others')}
            </button>
          </span>
        )}
      </div>
      {error && <Failed error={error} onRetry={() => void again()} />}
      {endOthers.data && (
        <p className="guards-done" role="status">{say('ended', { count: endOthers.data.ended })}</p>
      )}
      {sessions.isPending && <Skeleton rows={3} columns={4} />}
      {sessions.data && <Table columns={columns} rows={rows} keyOf={(row) => row.id} />}
    </section>
  )
}

function useColumns(onEnd: (row: Row) => void): Column<Row>[] {
  const say = useSay()
  const when = useWhen()
  return [
    {
      key: 'device',
      head: say('device'),
      text: (row) => row.device,
      cell: (row) => (
        <>
          <b className="cut" title={row.device}>
            {row.device}
          </b>{' '}
          {row.at_till && <span className="tag">{say('at_till')}</span>}{' '}
          {row.opened_by === 'pin' && <span className="tag">{say('by_pin')}</span>}
          <small className="on-phone">{when.moment(row.seen_at)}</small>
        </>
      ),
    },
    {
      key: 'started',
      head: say('started'),
      wide: true,
      text: (row) => when.stamp(row.started_at),
      cell: (row) => when.moment(row.started_at),
    },
    {
      key: 'seen',
      head: say('seen'),
      wide: true,
      text: (row) => when.stamp(row.seen_at),
      cell: (row) => when.moment(row.seen_at),
    },
    {
      key: 'end',
      head: say('end'),
      num: true,
      text: () => '',
      cell: (row) =>
        row.current ? (
          <span className="tag ok" title={say('end_this')}>
            {say('current')}
          </span>
        ) : (
          <button type="button" className="btn" onClick={() => onEnd(row)}>
            {say('end')}
          </button>
        ),
    },
  ]
}
