import { listSettingHistory } from '#contract/setting-doors.ts'
import type { SettingKey } from '#contract/settings.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Failed } from '../../ui/Failed.tsx'
import { usePeopleTexts } from '../../ui/people.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useRows } from '../query.ts'
import { useWhen } from '../when.ts'
import { useSay } from '../texts/settings.ts'
import { inWords } from '../settingwords.ts'

/** Every value a setting had, newest first: where, who, when, and from when on. */
export function History({ of }: { of: SettingKey }) {
  const say = useSay()
  const when = useWhen()
  const people = usePeopleTexts()
  const list = useRows(listSettingHistory, { key: of, limit: 50 })
  if (list.isPending) return <Skeleton rows={4} columns={2} />
  if (list.isError) return <Failed error={list.error} onRetry={() => void list.refetch()} />
  if (list.rows.length === 0) return <Empty title={say('history_empty')} why={say('history_empty_hint')} />
  return (
    <ol className="setting-history n">
      {list.rows.map((row) => (
        <li key={row.version}>
          <b>{row.unset ? say('unset') : inWords(row.key, row.value, { say, people })}</b>
          <small>{row.place.name || say('chain')}</small>
          <small className="mut">
            {row.by} · {when.moment(row.at)}
            {row.starts_at !== row.at && ` · ${say('starts_col')} ${when.moment(row.starts_at)}`}
          </small>
        </li>
      ))}
    </ol>
  )
}
