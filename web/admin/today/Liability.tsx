import { Link } from '@tanstack/react-router'
import type { Reply } from '#contract/endpoint.ts'
import type { readToday } from '#contract/figures.ts'
import { formatCount } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { has, may, useMe } from '../../ui/session.ts'
import { useSay } from '../texts.ts'

/**
 * What the chain owes its members. Principal is the debt and stands alone; bonus is told apart, never added
 * (R1.11).
 */
export function Liability({ today }: { today: Reply<typeof readToday> }) {
  const say = useSay()
  const me = useMe()
  const { principal_fen, bonus_fen, topped_up_fen, spent_fen, points } = today.liability
  return (
    <section className="panel liab n" aria-label={say('liability_title')}>
      <div className="ph">
        <h2 className="h2">{say('liability_title')}</h2>
        {may(me, 'members.read') && (
          <div className="r">
            <Link className="link" to="/members">
              {say('liability_members')}
            </Link>
          </div>
        )}
      </div>
      <div className="big">
        <Money fen={principal_fen} />
        <span className="sub">{say('liability_principal')}</span>
      </div>
      <dl className="pairs">
        <dt>{say('liability_in')}</dt>
        <dd>
          <Money fen={topped_up_fen} bare signed />
        </dd>
        <dt>{say('liability_out')}</dt>
        <dd>
          <Money fen={-spent_fen} bare />
        </dd>
        <dt>{say('liability_bonus')}</dt>
        <dd className="mut">
          <Money fen={bonus_fen} bare />
        </dd>
        {has(me, 'points') && (
          <>
            <dt>{say('liability_points')}</dt>
            <dd className="mut">{formatCount(points)}</dd>
          </>
        )}
      </dl>
      <p className="liab-hint">{say('liability_hint')}</p>
    </section>
  )
}
