import type { ReturnRow, Sale } from '#contract/sales.ts'
import { yuan } from '#contract/text.ts'
import { formatCount, formatQty } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { ApprovedBy } from './ApprovedBy.tsx'

/** Every return of this order: what came back, why, and to where the money went. */
export function OrderReturns({ sale }: { sale: Sale }) {
  const say = useSay()
  return (
    <section className="panel returns n" aria-label={say('returns_title')}>
      <div className="ph">
        <h2 className="h2">{say('returns_title')}</h2>
        {sale.returns.length === 0 && (
          <span className="hint">
            {say('returns_none')} · {say('returns_none_hint')}
          </span>
        )}
      </div>
      <ul>
        {sale.returns.map((back) => (
          <Return key={back.id} back={back} sale={sale} />
        ))}
      </ul>
    </section>
  )
}

function Return({ back, sale }: { back: ReturnRow; sale: Sale }) {
  const say = useSay()
  const when = useWhen()
  const points = [
    back.points_back > 0 && say('return_points_back', { points: formatCount(back.points_back) }),
    back.points_clawed > 0 && say('return_points_clawed', { points: formatCount(back.points_clawed) }),
  ].filter((word) => word !== false)
  const paths = back.tenders
    .filter(({ amount_fen }) => amount_fen > 0)
    .map(({ kind, amount_fen }) => `${say(`tender_${kind}`)} ${yuan(amount_fen)}`)
  return (
    <li>
      <div className="return-head">
        <b className="return-no">{back.receipt_no}</b>
        <b className="neg">
          <Money fen={-back.amount_fen} bare />
        </b>
      </div>
      <p>{back.reason}</p>
      <small>
        {when.moment(back.at)} · {say('return_by', { store: back.store, cashier: back.cashier })}
      </small>
      <ApprovedBy approved={sale.approved} doc_id={back.id} />
      <small>{paths.join(' · ')}</small>
      {points.length > 0 && <small>{points.join(' · ')}</small>}
      <ul>
        {back.lines.map((line) => {
          const sold = sale.lines.find((one) => one.line === line.line)
          return (
            <li key={line.line}>
              <span className="cut">{sold?.name ?? line.line}</span>
              <span>
                {formatQty(line.qty_m, sold?.sold_by ?? 'piece')} {sold?.unit}
              </span>
              <Money fen={-line.amount_fen} bare />
            </li>
          )
        })}
      </ul>
    </li>
  )
}
