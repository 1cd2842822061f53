import { Link } from '@tanstack/react-router'
import type { SaleHead, SaleState } from '#contract/sales.ts'
import { yuan } from '#contract/text.ts'
import { Money } from '../../ui/Money.tsx'
import type { Column } from '../list/List.tsx'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'

const tones = { settled: '', partly_returned: 'warn', returned: 'bad' } satisfies Record<SaleState, string>

export function StateTag({ state }: { state: SaleState }) {
  const say = useSay()
  return <span className={`tag ${tones[state]}`}>{say(`state_${state}`)}</span>
}

const plainYuan = (amount_fen: number) => (amount_fen / 100).toFixed(2)

export function useOrderColumns(): Column<SaleHead>[] {
  const say = useSay()
  const when = useWhen()
  return [
    { key: 'receipt', head: say('orders_receipt'), text: (row) => row.receipt_no, cell: (row) => (
      <><Link className="row-to" to="/orders/$order" params={{ order: row.id }}>{row.receipt_no}</Link>
        <small className="on-phone">{when.moment(row.at)} · {row.store}</small></>) },
    { key: 'at', head: say('orders_at'), wide: true, cell: (row) => when.moment(row.at), text: (row) => when.stamp(row.at) },
    { key: 'store', head: say('store'), wide: true, text: (row) => row.store, cell: (row) => <span className="cut">{row.store}</span> },
    { key: 'cashier', head: say('orders_cashier'), wide: true, text: (row) => row.cashier,
      cell: (row) => <span className="cut">{row.cashier}</span> },
    { key: 'member', head: say('orders_member'), wide: true, text: (row) => row.member?.name ?? '', cell: (row) => row.member === null
      ? <span className="mut">{say('order_walk_in')}</span> : <MemberName member={row.member} /> },
    { key: 'saved', head: say('orders_saved'), num: true, wide: true, text: (row) => plainYuan(row.saved_fen),
      cell: (row) => row.saved_fen === 0 ? <span className="mut">—</span> : <Money fen={row.saved_fen} bare className="gain" /> },
    { key: 'payable', head: say('orders_payable'), num: true, text: (row) => plainYuan(row.payable_fen), cell: (row) => (
      <><b><Money fen={row.payable_fen} bare /></b>
        {row.returned_fen > 0 && <small className="on-phone neg">{say('past_returned', { amount: yuan(row.returned_fen) })}</small>}</>) },
    { key: 'returned', head: say('orders_returned'), num: true, wide: true, text: (row) => plainYuan(row.returned_fen),
      cell: (row) => row.returned_fen === 0 ? <span className="mut">—</span> : <Money fen={-row.returned_fen} bare className="neg" /> },
    { key: 'state', head: say('orders_state'), wide: true, text: (row) => say(`state_${row.state}`), cell: (row) => <StateTag state={row.state} /> },
  ]
}

function MemberName({ member }: { member: NonNullable<SaleHead['member']> }) {
  return <Link className="link cut" to="/members/$member_id" params={{ member_id: member.id }} title={member.name}>{member.name}</Link>
}
