import { Link } from '@tanstack/react-router'
import type { Reply } from '#contract/endpoint.ts'
import type { readGoods } from '#contract/goods.ts'
import { Empty } from '../../ui/Empty.tsx'
import { formatQty } from '../../ui/format.ts'
import { may, useMe } from '../../ui/session.ts'
import { Table, type Column } from '../list/List.tsx'
import { useSay } from '../texts.ts'
import { useWhen } from '../when.ts'
import type { Article } from './ArticlePanels.tsx'

type Move = Reply<typeof readGoods>['moves'][number]

/** The latest moves of stock; what was sold opens its order. */
export function Moves({ sku, moves }: { sku: Article; moves: readonly Move[] }) {
  const say = useSay()
  const columns = useMoveColumns(sku)
  return (
    <section className="panel list n" aria-label={say('article_moves')}>
      <div className="ph">
        <h2 className="h2">{say('article_moves')}</h2>
      </div>
      {moves.length === 0 ? (
        <Empty title={say('article_moves_empty')} why={say('article_moves_empty_hint')} />
      ) : (
        <Table columns={columns} rows={moves} keyOf={(row) => row.id} />
      )}
    </section>
  )
}

function useMoveColumns(sku: Article): Column<Move>[] {
  const say = useSay()
  const when = useWhen()
  const me = useMe()
  const opens = (row: Move) => row.kind === 'sale' && may(me, 'sales.read')
  const change = (row: Move) => `${row.delta_m > 0 ? '+' : ''}${formatQty(row.delta_m, sku.sold_by)}`
  return [
    {
      key: 'kind',
      head: say('move_kind'),
      text: (row) => say.of(`move_${row.kind}`),
      cell: (row) => (
        <>
          {opens(row) ? (
            <Link className="row-to" to="/orders/$order" params={{ order: row.ref }}>
              {say.of(`move_${row.kind}`)}
            </Link>
          ) : (
            <span className="row-name">{say.of(`move_${row.kind}`)}</span>
          )}
          <small className="on-phone">{when.moment(row.at)}</small>
        </>
      ),
    },
    {
      key: 'at',
      head: say('move_at'),
      wide: true,
      text: (row) => when.stamp(row.at),
      cell: (row) => when.moment(row.at),
    },
    {
      key: 'store',
      head: say('store'),
      wide: true,
      text: (row) => row.store,
      cell: (row) => <span className="cut">{row.store}</span>,
    },
    { key: 'delta', head: say('move_delta'), num: true, text: change, cell: (row) => <b>{change(row)}</b> },
    {
      key: 'after',
      head: say('move_after'),
      num: true,
      text: (row) => formatQty(row.after_m, sku.sold_by),
      cell: (row) => (
        <span className={row.after_m < 0 ? 'neg' : ''}>{formatQty(row.after_m, sku.sold_by)}</span>
      ),
    },
  ]
}
