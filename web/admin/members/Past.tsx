import { Link } from '@tanstack/react-router'
import { timelineGroupNames, type TimelineGroup } from '#contract/timeline.ts'
import { has, may, useMe } from '../../ui/session.ts'
import { useSay } from '../texts.ts'
import { Ledger } from './Ledger.tsx'
import type { Show } from './shows.ts'
import { Timeline } from './Timeline.tsx'

type Props = { member_id: string; show: Show | undefined; kind: TimelineGroup | undefined }

/** What happened, all of it or one kind; or the ledger of one account. Both stand in the address. */
export function Past({ member_id, show, kind }: Props) {
  const say = useSay()
  const me = useMe()
  const open: Record<Show, boolean> = {
    principal: has(me, 'stored_value'), bonus: has(me, 'stored_value'), points: has(me, 'points'),
  }
  const ledger = show !== undefined && may(me, 'value.read') && open[show] ? show : null
  const title = ledger === null ? say('past_title') : say('past_ledger_of', { account: say(ledger) })
  return (
    <section className="panel past n" aria-label={title}>
      <div className="ph">
        <h2 className="h2">{title}</h2>
        {ledger === null ? <Kinds member_id={member_id} /> : (
          <Link
            className="link r"
            to="/members/$member_id"
            params={{ member_id }}
            search={{ kind }}
            replace
            resetScroll={false}>
            {say('past_back')}
          </Link>
        )}
      </div>
      {ledger === null
        ? <Timeline key={kind ?? 'all'} member_id={member_id} kind={kind} />
        : <Ledger key={ledger} member_id={member_id} account={ledger} />}
    </section>
  )
}

function Kinds({ member_id }: Pick<Props, 'member_id'>) {
  const say = useSay()
  const me = useMe()
  const seen: Record<TimelineGroup, boolean> = {
    trade: may(me, 'sales.read'), value: may(me, 'value.read') && has(me, 'stored_value'), consent: true,
    record: true,
  }
  const chips = [undefined, ...timelineGroupNames.filter((group) => seen[group])]
  return (
    <div className="chips">
      {chips.map((group) => (
        <Link
          key={group ?? 'all'}
          to="/members/$member_id"
          params={{ member_id }}
          search={{ kind: group }}
          activeOptions={{ explicitUndefined: true }}
          replace
          resetScroll={false}>
          {say(`past_${group ?? 'all'}`)}
        </Link>
      ))}
    </div>
  )
}
