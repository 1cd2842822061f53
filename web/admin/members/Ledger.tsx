import { Link } from '@tanstack/react-router'
import { readLedger, type LedgerLine } from '#contract/members.ts'
import { formatChange, formatCount } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { may, useMe } from '../../ui/session.ts'
import { List, type Column } from '../list/List.tsx'
import { useRows } from '../query.ts'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import type { Show } from './shows.ts'

const page_size = 50

/** One account's ledger, newest first: what moved, the balance after it, and the order behind it. */
export function Ledger({ member_id, account }: { member_id: string; account: Show }) {
  const say = useSay()
  const list = useRows(readLedger, { member_id, account, limit: page_size })
  const columns = useLedgerColumns(account)
  return (
    <List
      name={say('past_ledger_of', { account: say(account) })}
      list={list}
      columns={columns}
      keyOf={(row) => `${row.id} ${row.account}`}
      empty={{ title: say('past_empty_ledger'), why: say('past_empty_ledger_hint') }}
      page_size={page_size}
    />
  )
}

function useLedgerColumns(account: Show): Column<LedgerLine>[] {
  const say = useSay()
  const when = useWhen()
  const amount = (value: number, signed: boolean) =>
    account === 'points' ? (
      signed ? (
        formatChange(value)
      ) : (
        formatCount(value)
      )
    ) : (
      <Money fen={value} bare signed={signed} />
    )
  const plain = (value: number) => (account === 'points' ? String(value) : (value / 100).toFixed(2))
  return [
    {
      key: 'kind',
      head: say('ledger_kind'),
      text: (row) => say.of(`ledger_${row.kind}`),
      cell: (row) => (
        <>
          <LedgerTarget row={row} />
          <small>
            {when.moment(row.at)}
            {row.receipt_no === null ? '' : ` · ${row.receipt_no}`}
            {row.reason === null ? '' : ` · ${say.of(`reason_${row.reason}`)}`}
          </small>
        </>
      ),
    },
    {
      key: 'where',
      head: say('ledger_where'),
      wide: true,
      text: (row) => row.store ?? '',
      cell: (row) => (
        <>
          <span className="cut">{row.store ?? '—'}</span>
          <small>{row.staff}</small>
        </>
      ),
    },
    {
      key: 'amount',
      head: say('ledger_amount'),
      num: true,
      text: (row) => plain(row.amount),
      cell: (row) => <b className={row.amount > 0 ? 'gain' : ''}>{amount(row.amount, true)}</b>,
    },
    {
      key: 'balance',
      head: say('ledger_balance'),
      num: true,
      text: (row) => plain(row.balance),
      cell: (row) => <span className={row.balance < 0 ? 'neg' : ''}>{amount(row.balance, false)}</span>,
    },
  ]
}

/** A sale and a return open their order; a top-up has none to open. */
function LedgerTarget({ row }: { row: LedgerLine }) {
  const say = useSay()
  const me = useMe()
  const word = say.of(`ledger_${row.kind}`)
  const order = row.ref ?? row.receipt_no
  if (order === null || !/^(sale|return)\./.test(row.kind) || !may(me, 'sales.read'))
    return <span className="row-name">{word}</span>
  return (
    <Link className="row-to" to="/orders/$order" params={{ order }}>
      {word}
    </Link>
  )
}
