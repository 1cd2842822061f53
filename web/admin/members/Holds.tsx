import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'
import type { Reply } from '#contract/endpoint.ts'
import type { Holdings, readMember } from '#contract/members.ts'
import { yuan } from '#contract/text.ts'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { has, may, useMe } from '../../ui/session.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import type { Show } from './shows.ts'

type Lot = Reply<typeof readMember>['lots'][number]
type Props = { member_id: string; holdings: Holdings; lots: readonly Lot[]; show: Show }

/**
 * What the member holds. Principal and bonus stay apart; each opens its ledger; the lots behind them stand
 * below.
 */
export function Holds({ member_id, holdings, lots, show }: Props) {
  const say = useSay()
  const me = useMe()
  const { principal_fen, bonus_fen, points } = holdings
  const open = { member_id, show }
  const left = lots.filter(({ remaining }) => remaining !== 0)
  return (
    <section className="panel hold n" aria-label={say('hold_title')}>
      <div className="ph">
        <h2 className="h2">{say('hold_title')}</h2>
        {may(me, 'value.read') && <span className="r">{say('hold_hint')}</span>}
      </div>
      {has(me, 'stored_value') && (
        <>
          <Hold {...open} account="principal" name={say('principal')} value={<Money fen={principal_fen} />} />
          <Hold {...open} account="bonus" name={say('bonus')} value={<Money fen={bonus_fen} />} quiet />
          <Mix principal_fen={principal_fen} bonus_fen={bonus_fen} />
        </>
      )}
      {has(me, 'points') && (
        <Hold
          {...open}
          account="points"
          name={say('points')}
          value={<span className={points < 0 ? 'neg' : ''}>{formatCount(points)}</span>}
          note={<PointsNote points={points} lots={left} />}
        />
      )}
      <h3 className="grp">
        {left.length === 0 ? say('hold_lots_none') : say('hold_lots', { count: left.length })}
      </h3>
      <ul>
        {left.map((lot) => (
          <LotRow key={lot.id} lot={lot} />
        ))}
      </ul>
    </section>
  )
}

type HoldProps = {
  member_id: string
  show: Show
  account: Exclude<Show, 'orders'>
  name: string
  value: ReactNode
  note?: ReactNode
  quiet?: boolean
}

function Hold({ member_id, show, account, name, value, note, quiet = false }: HoldProps) {
  const me = useMe()
  const inside = (
    <>
      <span className="k">
        {name}
        {may(me, 'value.read') && <Icon name="right" size="s" />}
      </span>
      <span className={`v ${quiet ? 'quiet' : ''}`}>{value}</span>
      {note}
    </>
  )
  if (!may(me, 'value.read')) return <div className="big">{inside}</div>
  return (
    <Link
      className="big"
      to="/members/$member_id"
      params={{ member_id }}
      search={{ show: account }}
      resetScroll={false}
      aria-current={show === account ? 'true' : undefined}>
      {inside}
    </Link>
  )
}

function Mix({ principal_fen, bonus_fen }: { principal_fen: number; bonus_fen: number }) {
  const say = useSay()
  const whole = principal_fen + bonus_fen
  if (whole === 0) return null
  const share = (amount_fen: number) => ({ flexGrow: amount_fen })
  return (
    <div className="mix-box">
      <div className="mix" aria-hidden="true">
        {principal_fen > 0 && <i style={share(principal_fen)} />}
        {bonus_fen > 0 && <i className="mix-2" style={share(bonus_fen)} />}
      </div>
      <span className="s">
        <span>{say('hold_value')}</span>
        <span>{yuan(whole)}</span>
      </span>
    </div>
  )
}

/** Points that end first, or a debt of points and what it means (C5). */
function PointsNote({ points, lots }: { points: number; lots: readonly Lot[] }) {
  const say = useSay()
  const when = useWhen()
  if (points < 0)
    return <span className="s neg">{say('hold_points_debt', { points: formatCount(-points) })}</span>
  const ending = lots
    .filter(({ account, expires_at }) => account === 'points' && expires_at !== null)
    .toSorted((a, b) => (a.expires_at ?? '').localeCompare(b.expires_at ?? ''))
  const first = ending[0]?.expires_at
  if (first === undefined || first === null) return null
  const day = lastDay(first)
  const together = ending.filter(({ expires_at }) => expires_at !== null && lastDay(expires_at) === day)
  const sum = together.reduce((total, { remaining }) => total + remaining, 0)
  return (
    <span className="s">{say('hold_points_next', { date: when.day(day), points: formatCount(sum) })}</span>
  )
}

function LotRow({ lot }: { lot: Lot }) {
  const say = useSay()
  const when = useWhen()
  const amount = (count: number) => (lot.account === 'points' ? formatCount(count) : yuan(count))
  const account = (
    { principal: say('principal'), bonus: say('bonus'), points: say('points') } as Record<string, string>
  )[lot.account]
  const until =
    lot.expires_at === null
      ? say('lot_forever')
      : say('lot_until', { date: when.day(lastDay(lot.expires_at)) })
  return (
    <li className="sm">
      <b>{account ?? lot.account}</b>
      <span className="v">{amount(lot.remaining)}</span>
      <small>
        <span>
          {say.of(`source_${lot.source}`)} {when.day(lot.starts_at)}
        </span>
        <span>
          {lot.remaining === lot.amount
            ? until
            : say('lot_of', { remaining: amount(lot.remaining), amount: amount(lot.amount) })}
        </span>
      </small>
      {lot.remaining !== lot.amount && lot.expires_at !== null && (
        <small>
          <span>{until}</span>
        </small>
      )}
    </li>
  )
}

/** A lot ends with its last day (C13), so the instant after that day is told by the day before it. */
const lastDay = (expires_at: string): string => new Date(Date.parse(expires_at) - 1000).toISOString()
