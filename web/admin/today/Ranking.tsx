import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import type { Reply } from '#contract/endpoint.ts'
import type { readToday } from '#contract/figures.ts'
import { Empty } from '../../ui/Empty.tsx'
import { formatCount } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { has, may, useMe } from '../../ui/session.ts'
import { useSay } from '../texts.ts'
import { averageOf, percent, percentChange, shareOf } from './compare.ts'

type Today = Reply<typeof readToday>
type StoreRow = Today['stores'][number]
type Ranked = StoreRow & { rank: number; bar: number }

/** Up to this many stores are all shown; of more, the first seven and the last two. */
const all_max = 10

/** Stores by sales of today. With many, the middle folds away and opens in place. */
export function Ranking({ today, before_day }: { today: Today; before_day: string }) {
  const say = useSay()
  const me = useMe()
  const [open, setOpen] = useState(false)
  const sorted = today.stores.toSorted((a, b) => b.sales_fen - a.sales_fen)
  const most = Math.max(1, sorted[0]?.sales_fen ?? 1)
  const ranked = sorted.map((row, at): Ranked => ({
    ...row,
    rank: at + 1,
    bar: Math.max(0, row.sales_fen) / most,
  }))
  const folded = ranked.length > all_max && !open
  const head = ranked.slice(0, folded ? 7 : ranked.length)
  const tail = folded ? ranked.slice(-2) : []
  const row = (one: Ranked) => <StoreLine key={one.store_id} row={one} day={today.day} />
  const heads = [
    say('rank_no'),
    say('store'),
    say('figure_sales'),
    say('rank_bar'),
    say('rank_change', { day: before_day }),
    say('figure_orders'),
    say('figure_average'),
    ...(has(me, 'members') ? [say('rank_member_share')] : []),
  ]
  return (
    <section className="panel rank" aria-label={say('rank_title')}>
      <div className="ph">
        <h2 className="h2">{say('rank_title')}</h2>
        <span className="hint">{say('rank_by')}</span>
      </div>
      {ranked.length === 0 ? (
        <Empty title={say('rank_empty')} why={say('rank_empty_hint')} />
      ) : (
        <table className="tbl rows n">
          <thead>
            <tr>
              {heads.map((name, at) => (
                <th
                  key={name}
                  scope="col"
                  className={[at !== 1 && 'num', [0, 3, 5, 6, 7].includes(at) && 'wide']
                    .filter(Boolean)
                    .join(' ')}>
                  {at === 3 ? <span className="sr">{name}</span> : name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {head.map(row)}
            {folded && (
              <tr className="gap">
                <td className="wide" />
                <td colSpan={heads.length - 1}>
                  <button type="button" className="link" onClick={() => setOpen(true)}>
                    {say('rank_gap', { from: 8, to: ranked.length - 2, count: ranked.length - 9 })}
                  </button>
                </td>
              </tr>
            )}
            {tail.map(row)}
          </tbody>
        </table>
      )}
    </section>
  )
}

function StoreLine({ row, day }: { row: Ranked; day: string }) {
  const say = useSay()
  const me = useMe()
  const change = percentChange(row.sales_fen, row.before_fen)
  const average = averageOf(row)
  const name = <span className="cut">{row.store}</span>
  return (
    <tr>
      <td className="num mut wide">{row.rank}</td>
      <td>
        <span className="st">
          {may(me, 'sales.read') ? (
            <Link className="row-to cut" to="/orders" search={{ from: day, to: day, store_id: row.store_id }}>
              {name}
            </Link>
          ) : (
            name
          )}
          {row.ownership === 'franchise' && <span className="tag line">{say('ownership_franchise')}</span>}
        </span>
      </td>
      <td className="num">
        <b>
          <Money fen={row.sales_fen} bare />
        </b>
      </td>
      <td className="br wide">
        <i style={{ width: `${row.bar * 100}%` }} />
      </td>
      <td className={`num ${change?.tone ?? 'mut'}`}>{change?.text ?? '—'}</td>
      <td className="num wide">{formatCount(row.orders)}</td>
      <td className="num wide">{average === null ? '—' : <Money fen={average} bare />}</td>
      {has(me, 'members') && <td className="num wide">{percent(shareOf(row))}</td>}
    </tr>
  )
}
