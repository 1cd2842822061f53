import type { Reply } from '#contract/endpoint.ts'
import type { readMember } from '#contract/members.ts'
import { formatCount } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'

/** What the member has bought so far. */
export function MemberFigures({ figures }: { figures: Reply<typeof readMember>['figures'] }) {
  const say = useSay()
  const when = useWhen()
  return (
    <section className="panel n" aria-label={say('rhythm_spent')}>
      <div className="ph">
        <h2 className="h2">{say('rhythm_spent')}</h2>
      </div>
      <div className="spent">
        <Money fen={figures.spent_fen} />
      </div>
      <dl className="pairs">
        <dt>{say('rhythm_orders')}</dt>
        <dd>{formatCount(figures.orders)}</dd>
        <dt>{say('rhythm_average')}</dt>
        <dd>{figures.orders === 0 ? '—' : <Money fen={figures.average_fen} bare />}</dd>
        <dt>{say('rhythm_first')}</dt>
        <dd>{figures.first_at === null ? say('member_never') : when.day(figures.first_at)}</dd>
      </dl>
    </section>
  )
}
