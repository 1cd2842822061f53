import type { Sale, TenderRow } from '#contract/sales.ts'
import { yuan } from '#contract/text.ts'
import { formatChange, formatCount } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { has, useMe } from '../../ui/session.ts'
import { useSay } from '../texts.ts'

/** From the list price down to what was paid, and with what. */
export function OrderPaid({ sale }: { sale: Sale }) {
  const say = useSay()
  const me = useMe()
  const kept_fen = sale.payable_fen - sale.returned_fen
  return (
    <section className="panel paid n" aria-label={say('order_tenders')}>
      <div className="paid-due">
        <span className="sub">{say('order_payable')}</span>
        <Money fen={sale.payable_fen} />
      </div>
      <dl className="pairs">
        <dt>{say('order_list_total')}</dt>
        <dd>
          <Money fen={sale.list_fen} bare />
        </dd>
        {sale.saved_fen !== 0 && (
          <>
            <dt>{say('order_saved')}</dt>
            <dd className="gain">
              <Money fen={-sale.saved_fen} bare />
            </dd>
          </>
        )}
        {sale.points_fen !== 0 && (
          <>
            <dt>
              {say('order_points')}{' '}
              <span className="mut">{say('order_points_used', { points: formatCount(sale.points) })}</span>
            </dt>
            <dd className="gain">
              <Money fen={-sale.points_fen} bare />
            </dd>
          </>
        )}
        {sale.rounding_fen !== 0 && (
          <>
            <dt>{say('order_rounding')}</dt>
            <dd>
              <Money fen={sale.rounding_fen} bare signed />
            </dd>
          </>
        )}
        {sale.returned_fen > 0 && (
          <>
            <dt>{say('orders_returned')}</dt>
            <dd className="neg">
              <Money fen={-sale.returned_fen} bare />
            </dd>
            <dt>{say('order_kept')}</dt>
            <dd>
              <b>
                <Money fen={kept_fen} bare />
              </b>
            </dd>
          </>
        )}
      </dl>
      <h3 className="paid-head">{say('order_tenders')}</h3>
      <ul>
        {sale.tenders.map((tender) => (
          <Tender key={tender.column} tender={tender} />
        ))}
      </ul>
      {sale.member && has(me, 'points') && (
        <dl className="pairs paid-points">
          <dt>{say('order_points_earned')}</dt>
          <dd className="gain">{formatChange(sale.points_earned)}</dd>
          {sale.points_balance !== null && (
            <>
              <dt>{say('order_points_balance')}</dt>
              <dd>{formatCount(sale.points_balance)}</dd>
            </>
          )}
        </dl>
      )}
    </section>
  )
}

function Tender({ tender }: { tender: TenderRow }) {
  const say = useSay()
  const notes = [
    tender.reference !== null && say('order_reference', { reference: tender.reference }),
    tender.tendered_fen !== null && say('order_tendered', { amount: yuan(tender.tendered_fen) }),
    tender.change_fen > 0 && say('order_change', { amount: yuan(tender.change_fen) }),
  ].filter((note) => note !== false)
  return (
    <li>
      <span>
        {say(`tender_${tender.kind}`)}
        {notes.length > 0 && <small>{notes.join(' · ')}</small>}
      </span>
      <b>
        <Money fen={tender.amount_fen} bare />
      </b>
    </li>
  )
}
