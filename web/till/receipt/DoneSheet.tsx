import { readSale } from '#contract/sales.ts'
import { call } from '../../ui/call.ts'
import { Failed } from '../../ui/Failed.tsx'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { acts } from '../acts.ts'
import { enter, focusBox } from '../box.ts'
import { onEnter, useKeys } from '../keys.ts'
import { useLoad } from '../load.ts'
import { SalePaper } from '../SalePaper.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
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
  useKeys({ Enter: onEnter(next), Escape: next, F8: () => window.print(), scan })
  if (now.state !== 'done') return null
  const { reply } = now
  return (
    <Dialog label={say('done_title')} onEscape={next} className="sheet done">
      <div className="done-main">
        <p className="done-ok" role="status">
          <Icon name="check" size="l" />
          {say('done_title')}
        </p>
        <p className="n mut">{reply.receipt_no}</p>
        <dl className="done-figs">
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
        </dl>
        <div className="done-keys">
          <button
            type="button"
            className="key"
            onClick={() => window.print()}
            aria-disabled={receipt.data === null}
          >
            <Icon name="printer" />
            {say('print')} <span className="f">F8</span>
          </button>
          <button type="button" className="pay" onClick={next} data-autofocus>
            {say('next_customer')} <kbd>Enter</kbd>
          </button>
        </div>
      </div>
      <div className="done-paper" tabIndex={0} role="group" aria-label={say('slip')}>
        {receipt.data && <SalePaper sale={receipt.data} />}
        {receipt.loading && <Skeleton rows={8} columns={2} />}
        {receipt.error !== null && (
          <Failed title={say('receipt_failed')} error={receipt.error} onRetry={receipt.again} />
        )}
      </div>
    </Dialog>
  )
}
