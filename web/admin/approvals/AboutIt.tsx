import { Link } from '@tanstack/react-router'
import type { Approval } from '#contract/approvals.ts'
import { formatQty } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { may, useMe } from '../../ui/session.ts'
import { useSay } from '../texts/approvals.ts'
import { moneyOf, pointsOf, wordsOf } from './about.ts'

type Prices = Extract<Approval['about'], { act: 'price_override' }>

/** What is asked for: old and new of each price, the refund and its order, the account and its reason. */
export function AboutIt({ approval }: { approval: Approval }) {
  const say = useSay()
  const { about } = approval
  const money_fen = moneyOf(approval), points = pointsOf(approval, say)
  return (
    <div className="approval-about n">
      {about.act === 'price_override' ? <Lines about={about} approval={approval} /> : (
        <p className="approval-what">{wordsOf(approval, say)}</p>
      )}
      {about.act === 'adjustment' && <p className="sub">{say(`reason_${about.reason}`)}</p>}
      {(money_fen !== null || points !== null) && (
        <p className="approval-sum">
          <span>{say(sums[about.act] ?? 'amount')}</span>
          <b>{points ?? <Money fen={money_fen ?? 0} signed={about.act === 'adjustment'} />}</b>
        </p>
      )}
      <WayThere about={about} />
    </div>
  )
}

const sums: Partial<Record<Approval['about']['act'], 'reduces' | 'gives_back'>> = {
  price_override: 'reduces', return_over: 'gives_back',
}

function Lines({ about, approval }: { about: Prices; approval: Approval }) {
  const say = useSay()
  return (
    <table className="tbl rows">
      <thead>
        <tr>
          <th scope="col">{say('what')}</th>
          <th scope="col" className="num">{say('marked')}</th>
          <th scope="col" className="num">{say('sold_at')}</th>
        </tr>
      </thead>
      <tbody>
        {about.lines.map((line, at) => (
          <tr key={`${line.sku_id} ${at}`}>
            <td>
              <span className="cut" title={approval.names[line.sku_id]}>
                {approval.names[line.sku_id] ?? say('goods_unknown')}
              </span>
              <small>
                {formatQty(line.qty_m, line.qty_m % 1000 === 0 ? 'piece' : 'weight')} ·{' '}
                {say(`override_${line.reason}`)}
              </small>
            </td>
            <td className="num"><s className="mut"><Money fen={line.list_fen} bare /></s></td>
            <td className="num"><b><Money fen={line.amount_fen} bare /></b></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** To the order or the member it is about, for whoever wants to look before they answer. */
function WayThere({ about }: { about: Approval['about'] }) {
  const say = useSay()
  const me = useMe()
  if (about.act === 'return_over' && may(me, 'sales.read'))
    return (
      <Link className="link" to="/orders/$order" params={{ order: about.sale_id }}>{say('to_order')}</Link>
    )
  if (about.act === 'adjustment' && may(me, 'members.read'))
    return (
      <Link className="link" to="/members/$member_id" params={{ member_id: about.member_id }}>
        {say('to_member')}
      </Link>
    )
  return null
}
