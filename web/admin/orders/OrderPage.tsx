import { getRouteApi, Link } from '@tanstack/react-router'
import { findReceipt, readSale, type Sale } from '#contract/sales.ts'
import { Failed } from '../../ui/Failed.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { may, useMe } from '../../ui/session.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useReply } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import { StateTag } from './columns.tsx'
import { MatrixTable } from './MatrixTable.tsx'
import { OrderLines } from './OrderLines.tsx'
import { OrderPaid } from './OrderPaid.tsx'
import { OrderReturns } from './OrderReturns.tsx'
import './order.css'

const route = getRouteApi('/orders/$order')
const isId = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)

/** One order, asked for by its id or by the receipt number in the customer's hand. */
export function OrderPage() {
  const say = useSay()
  const { order } = route.useParams()
  const byId = useReply(readSale, { sale_id: order }, { enabled: isId(order) })
  const byReceipt = useReply(findReceipt, { receipt_no: order }, { enabled: !isId(order) })
  const asked = isId(order) ? byId : byReceipt
  const up = { to: '/orders', text: say('orders_title') } as const
  if (!asked.data)
    return (
      <>
        <PageHead title={isId(order) ? say('orders_title') : order} up={up} />
        {asked.isError ? (
          <Failed error={asked.error} onRetry={() => void asked.refetch()} />
        ) : (
          <div className="panel list-wait">
            <Skeleton rows={8} columns={4} />
          </div>
        )}
      </>
    )
  return (
    <>
      <PageHead title={asked.data.receipt_no} up={up} sub={<StateTag state={asked.data.state} />} />
      {asked.isError && (
        <div className="stale">
          <Failed error={asked.error} onRetry={() => void asked.refetch()} />
        </div>
      )}
      <OrderFacts sale={asked.data} />
      <div className="order-cols">
        <div>
          <OrderLines sale={asked.data} />
          <MatrixTable sale={asked.data} />
        </div>
        <div>
          <OrderPaid sale={asked.data} />
          <OrderReturns sale={asked.data} />
        </div>
      </div>
    </>
  )
}

function OrderFacts({ sale }: { sale: Sale }) {
  const say = useSay()
  const when = useWhen()
  const me = useMe()
  const { member } = sale
  const name = member && <span className="cut" title={member.name}>{member.name}</span>
  return (
    <div className="facts order-facts n">
      <span>{when.stamp(sale.at)}</span>
      {when.dayOf(sale.at) !== sale.business_day && (
        <span>{say('order_business_day', { day: when.date(sale.business_day) })}</span>
      )}
      <span>{sale.store}</span>
      <span>{say('order_till', { till: sale.till, cashier: sale.cashier })}</span>
      {member === null ? (
        <span className="mut">{say('order_walk_in')}</span>
      ) : (
        <span className="order-member">
          {may(me, 'members.read') ? (
            <Link className="link cut" to="/members/$member_id" params={{ member_id: member.id }}>
              {name}
            </Link>
          ) : (
            name
          )}
          {member.phone_masked}
        </span>
      )}
    </div>
  )
}
