import { Link } from '@tanstack/react-router'
import { has, may, useMe } from '../../ui/session.ts'
import { useSay } from '../texts.ts'
import { Ledger } from './Ledger.tsx'
import { PastOrders } from './PastOrders.tsx'
import type { Show } from './shows.ts'

/** What happened: the orders, or the ledger of one account. Which one stands in the address. */
export function Past({ member_id, show }: { member_id: string; show: Show }) {
  const say = useSay()
  const me = useMe()
  const shows: { key: Show; text: string; open: boolean }[] = [
    { key: 'orders', text: say('past_orders'), open: may(me, 'sales.read') },
    { key: 'principal', text: say('principal'), open: may(me, 'value.read') && has(me, 'stored_value') },
    { key: 'bonus', text: say('bonus'), open: may(me, 'value.read') && has(me, 'stored_value') },
    { key: 'points', text: say('points'), open: may(me, 'value.read') && has(me, 'points') },
  ]
  const open = shows.filter((one) => one.open)
  const now = open.find(({ key }) => key === show)?.key ?? open[0]?.key
  return (
    <section className="panel past n" aria-label={say('past_title')}>
      <div className="ph">
        <h2 className="h2">{say('past_title')}</h2>
        <div className="chips">
          {open.map(({ key, text }) => (
            <Link
              key={key}
              to="/members/$member_id"
              params={{ member_id }}
              search={{ show: key }}
              replace
              resetScroll={false}
              aria-current={key === now ? 'true' : undefined}>
              {text}
            </Link>
          ))}
        </div>
      </div>
      {now === 'orders' && <PastOrders member_id={member_id} />}
      {now !== undefined && now !== 'orders' && <Ledger key={now} member_id={member_id} account={now} />}
    </section>
  )
}
