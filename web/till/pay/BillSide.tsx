import { formatCount, formatQty } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { useSay } from '../texts.ts'
import type { Pay } from './usepay.ts'

/** The bill as it stands: what was bought, what it comes to, and what the member gains. */
export function BillSide({ pay }: { pay: Pay }) {
  const say = useSay()
  const { lines, local } = pay
  return (
    <aside className="bill" aria-label={say('bill')}>
      <h2>
        <span className="n">{say('lines_n', { lines: lines.length })}</span>
        <span>{say('amount')}</span>
      </h2>
      <ol className="bill-lines">
        {lines.map(({ key, sku, qty_m }, at) => (
          <li key={key} className="l">
            <span className="cut" title={sku.name}>
              {sku.name}
            </span>
            <span className="q n">
              {formatQty(qty_m, sku.sold_by)}
              {sku.sold_by === 'weight' && ' kg'}
            </span>
            <span className="n">
              <Money fen={local.lines[at]!.amount_fen} bare />
            </span>
          </li>
        ))}
      </ol>
      <Sums pay={pay} />
      {pay.member && <Gains pay={pay} />}
    </aside>
  )
}

function Sums({ pay: { subtotal_fen, points_fen, bill, quote } }: { pay: Pay }) {
  const say = useSay()
  const mayRound = quote !== null && (quote.rounding.cash_fen !== 0 || quote.rounding.mixed_fen !== 0)
  const notNow = mayRound && bill.mix === 'mixed' && bill.rounding_fen === 0
  return (
    <dl>
      <dt className="tt">{say('due')}</dt>
      <dd className="n tt">
        <Money fen={subtotal_fen} bare />
      </dd>
      {points_fen > 0 && (
        <>
          <dt>{say('points_used', { points: formatCount(quote?.points ?? 0) })}</dt>
          <dd className="n gain">
            <Money fen={-points_fen} bare />
          </dd>
        </>
      )}
      {mayRound && (
        <>
          <dt>{say('rounding')}</dt>
          <dd className={`n ${bill.rounding_fen < 0 ? 'gain' : 'mut'}`}>
            <Money fen={bill.rounding_fen} bare signed />
          </dd>
        </>
      )}
      {notNow && <dd className="why1">{say('rounding_cash_only')}</dd>}
      <dt className="tt">{say('payable')}</dt>
      <dd className="n tt">
        <Money fen={bill.payable_fen} bare />
      </dd>
    </dl>
  )
}

function Gains({ pay: { member, bill, balance_fen, quote } }: { pay: Pay }) {
  const say = useSay()
  if (!member) return null
  return (
    <div className="bmem">
      <div className="n1 cut" title={member.name}>
        {member.name}
      </div>
      <p className="n sub">
        {member.phone_masked} · {say('balance_after')} <Money fen={balance_fen - bill.stored_fen} />
      </p>
      {quote !== null && quote.points_to_earn > 0 && (
        <p className="g">
          <span>{say('earns_at_most')}</span>
          <span className="n">{say('earn_points', { points: formatCount(quote.points_to_earn) })}</span>
        </p>
      )}
      <p className="mut">{say('earns_on')}</p>
    </div>
  )
}
