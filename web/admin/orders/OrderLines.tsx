import { Link } from '@tanstack/react-router'
import type { Reason, Sale, SaleLine } from '#contract/sales.ts'
import { yuan } from '#contract/text.ts'
import { formatQty } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { may, useMe } from '../../ui/session.ts'
import { ApprovedBy } from './ApprovedBy.tsx'
import { useSay as useWords } from '../texts/approvals.ts'
import { useSay } from '../texts.ts'

/** The lines as sold, each with the reason for its price, and what has come back of it. */
export function OrderLines({ sale }: { sale: Sale }) {
  const say = useSay()
  return (
    <section className="panel order-lines n" aria-label={say('order_lines')}>
      <div className="ph">
        <h2 className="h2">{say('order_lines')}</h2>
        <ApprovedBy approved={sale.approved} doc_id={sale.id} />
      </div>
      <table className="tbl rows">
        <thead>
          <tr>
            <th scope="col">{say('order_lines')}</th>
            <th scope="col" className="num">
              {say('order_qty')}
            </th>
            <th scope="col" className="num wide">
              {say('order_price')}
            </th>
            <th scope="col" className="num wide">
              {say('order_amount')}
            </th>
            <th scope="col" className="num wide">
              {say('order_line_points')}
            </th>
            <th scope="col" className="num wide">
              {say('order_line_rounding')}
            </th>
            <th scope="col" className="num">
              {say('order_line_payable')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sale.lines.map((line) => (
            <Line key={line.line} line={line} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Line({ line }: { line: SaleLine }) {
  const say = useSay()
  const me = useMe()
  const gone = line.returned_m >= line.qty_m
  const name = <span className="cut">{line.name}</span>
  return (
    <tr className={gone ? 'gone' : undefined}>
      <td>
        {may(me, 'goods.read') ? (
          <Link
            className="cut line-name"
            to="/goods/$sku_id"
            params={{ sku_id: line.sku_id }}
            title={line.name}>
            {name}
          </Link>
        ) : (
          name
        )}
        <small className="why-price">
          {line.reasons.length === 0
            ? say('order_no_reason')
            : line.reasons.map((reason) => <Why key={reason.kind} reason={reason} />)}
        </small>
        {line.returned_m > 0 && (
          <small className="neg">
            {say('order_returned_qty', { qty: `${formatQty(line.returned_m, line.sold_by)} ${line.unit}` })}
          </small>
        )}
      </td>
      <td className="num">
        {formatQty(line.qty_m, line.sold_by)} <span className="mut">{line.unit}</span>
      </td>
      <td className="num wide">
        <Money fen={line.unit_price_fen} bare />
        {line.unit_price_fen < line.list_price_fen && (
          <small className="was">{yuan(line.list_price_fen)}</small>
        )}
      </td>
      <td className="num wide">
        <Money fen={line.amount_fen} bare />
        {line.amount_fen < line.list_fen && <small className="was">{yuan(line.list_fen)}</small>}
      </td>
      <td className="num wide">
        <Step fen={-line.points_fen} />
      </td>
      <td className="num wide">
        <Step fen={line.rounding_fen} />
      </td>
      <td className="num">
        <b className={gone ? 'was' : undefined}>
          <Money fen={line.payable_fen} bare />
        </b>
      </td>
    </tr>
  )
}

/** A step of the price; none is a dash, so that the column is quiet where it says nothing. */
function Step({ fen }: { fen: number }) {
  return fen === 0 ? <span className="mut">—</span> : <Money fen={fen} bare signed />
}

function Why({ reason }: { reason: Reason }) {
  const say = useSay()
  const words = useWords()
  const why = reason.params['reason']
  const params = why === undefined ? reason.params : { ...reason.params, reason: words.of(`override_${why}`) }
  return (
    <span className="gain">
      {say.of(`reason_${reason.kind}`, params)}
      {reason.saved_fen > 0 && ` · ${say('reason_saved', { amount: yuan(reason.saved_fen) })}`}
    </span>
  )
}
