import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { listSales, type SaleHead } from '#contract/sales.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Failed } from '../../ui/Failed.tsx'
import { Money } from '../../ui/Money.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useReply } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'

type Props = { day: string; store_id: string | undefined; every_ms: number }

/** The latest orders of today, so that the figures have faces. */
export function Latest({ day, store_id, every_ms }: Props) {
  const say = useSay()
  const latest = useReply(listSales, { from: day, to: day, store_id, limit: 8 }, { every_ms, keep: true })
  const isNew = useNews(`${day} ${store_id}`, latest.isPlaceholderData ? undefined : latest.data?.rows)
  return (
    <section className="panel latest n" aria-label={say('latest_title')}>
      <div className="ph">
        <h2 className="h2">{say('latest_title')}</h2>
        <div className="r">
          <Link className="link" to="/orders" search={{ from: day, to: day, store_id }}>
            {say('latest_all')}
          </Link>
        </div>
      </div>
      {latest.isPending && <Skeleton rows={5} columns={2} />}
      {latest.isError && !latest.data && (
        <Failed error={latest.error} onRetry={() => void latest.refetch()} />
      )}
      {latest.data?.rows.length === 0 && <Empty title={say('latest_empty')} />}
      <ul>
        {latest.data?.rows.map((row) => (
          <LatestRow key={row.id} row={row} is_new={isNew(row.id)} />
        ))}
      </ul>
    </section>
  )
}

/** Which orders came while the page was looked at: those of its first answer were there before. */
function useNews(asked: string, rows: readonly SaleHead[] | undefined): (id: string) => boolean {
  const [first, setFirst] = useState<{ asked: string; ids: ReadonlySet<string> } | null>(null)
  if (rows !== undefined && first?.asked !== asked)
    setFirst({ asked, ids: new Set(rows.map(({ id }) => id)) })
  return (id) => first?.asked === asked && !first.ids.has(id)
}

function LatestRow({ row, is_new }: { row: SaleHead; is_new: boolean }) {
  const say = useSay()
  const when = useWhen()
  return (
    <li className={is_new ? 'new' : undefined}>
      <Link to="/orders/$order" params={{ order: row.id }}>
        <span className="tm">{when.time(row.at)}</span>
        <span className="cut" title={row.member?.name}>
          <b>{row.member?.name ?? say('latest_walk_in')}</b>
          <small>{row.store}</small>
        </span>
        <span className="a">
          <Money fen={row.payable_fen} bare />
          {row.returned_fen > 0 && (
            <small className="neg">
              <Money fen={-row.returned_fen} bare />
            </small>
          )}
        </span>
      </Link>
    </li>
  )
}
