import { Link } from '@tanstack/react-router'
import type { SaleHead, SaleState } from '#contract/sales.ts'
import { yuan } from '#contract/text.ts'
import { Money } from '../../ui/Money.tsx'
import { moneyColumn, plainYuan, roomy, wide, wordColumn } from '../list/columns.tsx'
import type { Column } from '../list/List.tsx'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'

const tones = { settled: '', partly_returned: 'warn', returned: 'bad' } satisfies Record<SaleState, string>

export function StateTag({ state }: { state: SaleState }) {
  const say = useSay()
  return <span className={`tag ${tones[state]}`}>{say(`state_${state}`)}</span>
}

/** Zero is nothing to say. */
const orNone = (amount_fen: number) => (amount_fen === 0 ? null : amount_fen)

export function useOrderColumns(): Column<SaleHead>[] {
  const say = useSay()
  const when = useWhen()
  const member: Column<SaleHead> = {
    key: 'member', head: say('orders_member'), wide: true, text: (row) => row.member?.name ?? '',
    cell: (row) => <MemberName member={row.member} />,
  }
  return [
    {
      key: 'receipt', head: say('orders_receipt'), text: (row) => row.receipt_no,
      cell: (row) => <Receipt row={row} />,
    },
    {
      key: 'at', head: say('orders_at'), wide: true, text: (row) => when.stamp(row.at),
      cell: (row) => when.moment(row.at),
    },
    wordColumn(wide('store', say('store')), (row) => row.store),
    wordColumn(roomy('cashier', say('orders_cashier')), (row) => row.cashier),
    member,
    moneyColumn(roomy('saved', say('orders_saved')), (row) => orNone(row.saved_fen), 'gain'),
    {
      key: 'payable', head: say('orders_payable'), num: true, text: (row) => plainYuan(row.payable_fen),
      cell: (row) => <Payable row={row} />,
    },
    moneyColumn(wide('returned', say('orders_returned')), (row) => orNone(-row.returned_fen), 'neg'),
    {
      key: 'state', head: say('orders_state'), wide: true, text: (row) => say(`state_${row.state}`),
      cell: (row) => <StateTag state={row.state} />,
    },
  ]
}

function Receipt({ row }: { row: SaleHead }) {
  const when = useWhen()
  return (
    <>
      <Link className="row-to" to="/orders/$order" params={{ order: row.id }}>{row.receipt_no}</Link>
      <small className="on-phone">{when.moment(row.at)} · {row.store}</small>
    </>
  )
}

function Payable({ row }: { row: SaleHead }) {
  const say = useSay()
  return (
    <>
      <b><Money fen={row.payable_fen} bare /></b>
      {row.returned_fen > 0 && (
        <small className="on-phone neg">{say('past_returned', { amount: yuan(row.returned_fen) })}</small>
      )}
    </>
  )
}

function MemberName({ member }: { member: SaleHead['member'] }) {
  const say = useSay()
  if (member === null) return <span className="mut">{say('order_walk_in')}</span>
  return (
    <Link className="link cut" to="/members/$member_id" params={{ member_id: member.id }} title={member.name}>
      {member.name}
    </Link>
  )
}
