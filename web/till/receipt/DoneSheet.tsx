import { readSale } from '#contract/sales.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { formatCount } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { acts } from '../acts.ts'
import { enter, focusBox } from '../box.ts'
import { Done } from '../Done.tsx'
import { useLoad } from '../load.ts'
import { SalePaper } from '../SalePaper.tsx'
import { useSay } from '../texts.ts'

/** The sale is in the books: the change, large; the receipt; then the next customer. */
export function DoneSheet() {
  const say = useSay()
  const now = acts.settle.use()
  const sale_id = now.state === 'done' ? now.reply.sale_id : ''
  const receipt = useLoad(sale_id, (signal) => call(readSale, { sale_id }, { signal }))
  const next = () => {
    acts.settle.close()
    setTimeout(focusBox)
  }
  // The next customer's first article may be scanned while this is still open.
  const scan = (_: KeyboardEvent, code: string) => {
    next()
    void enter(code)
  }
  if (now.state !== 'done') return null
  const { reply } = now
  const slip = (
    <>
      {receipt.data && <SalePaper sale={receipt.data} />}
      {receipt.loading && <Skeleton rows={8} columns={2} />}
      {receipt.error !== null && (
        <Failed title={say('receipt_failed')} error={receipt.error} onRetry={receipt.again} />
      )}
    </>
  )
  return (
    <Done
      title={say('done_title')}
      receipt_no={reply.receipt_no}
      finish={say('next_customer')}
      onClose={next}
      slip={slip}
      printable={receipt.data !== null}
      keys={{ scan }}>
      <dt>{say('payable')}</dt>
      <dd>
        <Money fen={reply.payable_fen} />
      </dd>
      <dt className="big">{say('change')}</dt>
      <dd className="big">
        <Money fen={reply.change_fen} />
      </dd>
      {reply.points_earned > 0 && (
        <>
          <dt>{say('earned')}</dt>
          <dd className="gain n">{say('earn_points', { points: formatCount(reply.points_earned) })}</dd>
        </>
      )}
      {reply.holdings && (
        <>
          <dt>{say('balance_after')}</dt>
          <dd className="n">
            <Money fen={reply.holdings.principal_fen + reply.holdings.bonus_fen} />
            <small>
              {say('principal')} <Money fen={reply.holdings.principal_fen} bare /> + {say('bonus')}{' '}
              <Money fen={reply.holdings.bonus_fen} bare />
            </small>
          </dd>
        </>
      )}
    </Done>
  )
}
