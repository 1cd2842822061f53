import type { Approval } from '#contract/approvals.ts'
import { Money } from '../../ui/Money.tsx'
import { plainYuan, roomy, wide, wordColumn } from '../list/columns.tsx'
import type { Column } from '../list/List.tsx'
import { useSay } from '../texts/approvals.ts'
import { useWhen } from '../when.ts'
import { moneyOf, pointsOf, wordsOf } from './about.ts'

export function useApprovalColumns(onOpen: (row: Approval) => void): Column<Approval>[] {
  const say = useSay()
  const when = useWhen()
  return [
    {
      key: 'what',
      head: say('what'),
      text: (row) => `${say(`act_${row.about.act}`)} ${wordsOf(row, say)}`,
      cell: (row) => (
        <>
          <button type="button" className="row-to approval-row" onClick={() => onOpen(row)}>
            {say(`act_${row.about.act}`)} · {wordsOf(row, say)}
          </button>
          <small className="on-phone">
            {row.asked_by.name} · {when.moment(row.asked_at)}
            {row.state !== 'waiting' && ` · ${say(`state_${row.state}`)}`}
          </small>
        </>
      ),
    },
    {
      key: 'amount',
      head: say('amount'),
      num: true,
      text: (row) => pointsOf(row, say) ?? plainYuan(moneyOf(row)),
      cell: (row) => <Amount row={row} />,
    },
    wordColumn(wide('who', say('who')), (row) => row.asked_by.name),
    wordColumn(wide('where', say('where')), (row) => row.store?.name ?? say('whole_chain')),
    {
      ...roomy('when', say('when')),
      text: (row) => when.stamp(row.asked_at),
      cell: (row) => <span className="n">{when.moment(row.asked_at)}</span>,
    },
    {
      ...wide('state', say('state')),
      text: (row) => say(`state_${row.state}`),
      cell: (row) => <span className={`tag ${looks[row.state] ?? ''}`}>{say(`state_${row.state}`)}</span>,
    },
  ]
}

const looks: Partial<Record<Approval['state'], string>> = {
  waiting: 'warn', given: 'ok', used: 'ok', refused: 'bad',
}

function Amount({ row }: { row: Approval }) {
  const say = useSay()
  const points = pointsOf(row, say), money_fen = moneyOf(row)
  if (points !== null) return <span className="n">{points}</span>
  if (money_fen === null) return <span className="mut">—</span>
  return <Money fen={money_fen} bare signed={row.about.act === 'adjustment'} />
}
