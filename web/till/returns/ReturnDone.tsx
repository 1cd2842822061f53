import type { Reply } from '#contract/endpoint.ts'
import type { returnSale } from '#contract/sales.ts'
import { Failed } from '../../ui/Failed.tsx'
import { formatCount, formatQty, formatStamp } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { useMe } from '../../ui/session.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Done } from '../Done.tsx'
import type { Chosen } from '../FindSale.tsx'
import { useLoad } from '../load.ts'
import type { At } from '../place.ts'
import { Paper, PaperLine, PaperRow, slipFen } from '../Paper.tsx'
import { useSay } from '../texts.ts'
import { readChosen } from './chosen.ts'

type Back = Reply<typeof returnSale>

/** The return is in the books: what goes back by which way, cash largest. */
export function ReturnDone({
  reply,
  chosen,
  at,
  onClose,
}: {
  reply: Back
  chosen: Chosen
  at: At
  onClose: () => void
}) {
  const say = useSay()
  return (
    <Done
      title={say('return_done')}
      receipt_no={reply.receipt_no}
      finish={say('finish')}
      onClose={onClose}
      slip={<ReturnSlip reply={reply} chosen={chosen} at={at} />}>
      {reply.tenders
        .filter(({ amount_fen }) => amount_fen > 0)
        .map(({ column, kind, amount_fen }) => (
          <Row key={column} word={say(`back_${kind}`)} big={kind === 'cash'} fen={amount_fen} />
        ))}
      <Row word={say('total')} fen={reply.amount_fen} />
      {reply.points_back > 0 && (
        <>
          <dt>{say('points_back_word')}</dt>
          <dd className="n">+{formatCount(reply.points_back)}</dd>
        </>
      )}
      {reply.points_clawed > 0 && (
        <>
          <dt>{say('points_clawed_word')}</dt>
          <dd className="n">−{formatCount(reply.points_clawed)}</dd>
        </>
      )}
    </Done>
  )
}

const Row = ({ word, fen, big = false }: { word: string; fen: number; big?: boolean }) => (
  <>
    <dt className={big ? 'big' : ''}>{word}</dt>
    <dd className={big ? 'big' : ''}>
      <Money fen={fen} />
    </dd>
  </>
)

function ReturnSlip({ reply, chosen, at }: { reply: Back; chosen: Chosen; at: At }) {
  const say = useSay()
  const { chain, staff } = useMe()
  const { data, error, loading, again } = useLoad(chosen.sale_id, (signal) => readChosen(chosen, signal))
  if (loading && !data) return <Skeleton rows={6} columns={2} />
  if (error !== null) return <Failed title={say('receipt_failed')} error={error} onRetry={again} />
  const row = data?.returns.find(({ id }) => id === reply.return_id)
  return (
    <Paper store={at.store.name} title={say('slip_return')}>
      <PaperRow word={say('slip_no')} value={reply.receipt_no} />
      <PaperRow word={say('slip_of')} value={data?.receipt_no} />
      <PaperRow word={say('slip_time')} value={formatStamp(reply.at, chain.time_zone)} />
      <PaperRow word={say('slip_cashier')} value={staff.name} />
      <PaperLine />
      {row?.lines.map(({ line, qty_m, amount_fen }) => {
        const sold = data?.lines.find((one) => one.line === line)
        return (
          <PaperRow
            key={line}
            value={slipFen(-amount_fen)}
            word={`${sold?.name ?? ''} × ${formatQty(qty_m, sold?.sold_by ?? 'piece')}`}
          />
        )
      })}
      <PaperLine />
      {reply.tenders
        .filter(({ amount_fen }) => amount_fen > 0)
        .map(({ column, kind, amount_fen }) => (
          <PaperRow key={column} word={say(`back_${kind}`)} value={slipFen(amount_fen)} />
        ))}
      <PaperRow strong word={say('total')} value={slipFen(reply.amount_fen)} />
      <footer>{say('slip_keep')}</footer>
    </Paper>
  )
}
