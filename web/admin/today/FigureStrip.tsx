import type { ReactNode } from 'react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { Reply } from '#contract/endpoint.ts'
import type { readToday } from '#contract/figures.ts'
import { yuan } from '#contract/text.ts'
import { formatCount } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { has, may, useMe } from '../../ui/session.ts'
import { useSay } from '../texts.ts'
import { averageOf, percent, percentChange, pointChange, shareOf, type Change } from './compare.ts'

type Today = Reply<typeof readToday>
type Props = { today: Today; before_day: string; store_id: string | undefined }

/** The figures of today, each beside the same weekday a week before, each opening the rows behind it. */
export function FigureStrip({ today, before_day, store_id }: Props) {
  const say = useSay()
  const me = useMe()
  const { now, before } = today
  const orders: LinkProps | null = may(me, 'sales.read')
    ? { to: '/orders', search: { from: today.day, to: today.day, store_id } }
    : null
  const members: LinkProps | null = may(me, 'members.read') && has(me, 'members') ? { to: '/members' } : null
  const average = { now: averageOf(now), before: averageOf(before) }
  const share = { now: shareOf(now), before: shareOf(before) }
  const points = pointChange(share.now, share.before)
  const money = (amount_fen: number | null) => (amount_fen === null ? '—' : <Money fen={amount_fen} />)
  return (
    <section className="panel kpi n" aria-label={say('figures')}>
      <Figure
        name={say('figure_sales')}
        value={money(now.sales_fen)}
        change={percentChange(now.sales_fen, before.sales_fen)}
        before={yuan(before.sales_fen)}
        day={before_day}
        link={orders}
      />
      <Figure
        name={say('figure_orders')}
        value={formatCount(now.orders)}
        change={percentChange(now.orders, before.orders)}
        before={formatCount(before.orders)}
        link={orders}
      />
      <Figure
        name={say('figure_average')}
        value={money(average.now)}
        change={percentChange(average.now ?? 0, average.before ?? 0)}
        before={average.before === null ? '—' : yuan(average.before)}
        link={orders}
      />
      {has(me, 'members') && (
        <>
          <Figure
            name={say('figure_member_share')}
            value={percent(share.now)}
            before={percent(share.before)}
            link={orders}
            change={points && { ...points, text: say('points_of_percent', { value: points.text }) }}
          />
          <Figure
            name={say('figure_new_members')}
            value={formatCount(now.new_members)}
            before={formatCount(before.new_members)}
            change={percentChange(now.new_members, before.new_members)}
            link={members}
          />
        </>
      )}
      {has(me, 'stored_value') && (
        <Figure
          name={say('figure_topped_up')}
          value={money(now.topped_up_fen)}
          before={yuan(before.topped_up_fen)}
          change={percentChange(now.topped_up_fen, before.topped_up_fen)}
          link={members}
        />
      )}
    </section>
  )
}

type FigureProps = {
  name: string
  value: ReactNode
  change: Change | null
  before: string
  day?: string
  link: LinkProps | null
}

function Figure({ name, value, change, before, day, link }: FigureProps) {
  const inside = (
    <>
      <span className="k">{name}</span>
      <span className="v">{value}</span>
      <span className="d">
        {change && <b className={change.tone}>{change.text}</b>}
        {day === undefined ? before : `${day} ${before}`}
      </span>
    </>
  )
  return link ? (
    <Link {...link} className="figure">
      {inside}
    </Link>
  ) : (
    <div className="figure">{inside}</div>
  )
}
