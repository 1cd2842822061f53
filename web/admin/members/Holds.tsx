import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'
import type { Holdings } from '#contract/members.ts'
import { yuan } from '#contract/text.ts'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { has, may, useMe } from '../../ui/session.ts'
import { useSay as useWords } from '../texts/approvals.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { Lots } from './Lots.tsx'
import { lastDay, lotGroups, type Lot } from './lots.ts'
import type { Show } from './shows.ts'

type Props = { member_id: string; holdings: Holdings; lots: readonly Lot[]; show: Show | undefined }

/**
 * What the member holds. Principal and bonus stay apart; each opens its ledger; the lots behind them stand
 * below.
 */
export function Holds({ member_id, holdings, lots, show }: Props) {
  const say = useSay()
  const words = useWords()
  const me = useMe()
  const { principal_fen, bonus_fen, points } = holdings
  const open = { member_id, show }
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
          note={<PointsNote points={points} lots={lots} />}
        />
      )}
      <Lots lots={lots} />
      {may(me, 'value.adjust') && (
        <p className="hold-foot">
          <Link className="link" to="/members/$member_id" params={{ member_id }} resetScroll={false}
            search={(now) => ({ ...now, form: 'adjust' })}>
            {words('adjust')}
          </Link>
        </p>
      )}
    </section>
  )
}

type HoldProps = {
  member_id: string
  show: Show | undefined
  account: Show
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
  const first = lotGroups(lots).find(({ account, expires_at }) => account === 'points' && expires_at !== null)
  if (first?.expires_at == null) return null
  const date = when.day(lastDay(first.expires_at))
  return <span className="s">{say('hold_points_next', { date, points: formatCount(first.remaining) })}</span>
}
