import type { Reply } from '#contract/endpoint.ts'
import type { topUp } from '#contract/value.ts'
import { formatStamp } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { useMe } from '../../ui/session.ts'
import { counter } from '../counter.ts'
import { onEnter, useKeys } from '../keys.ts'
import { Paper, PaperLine, PaperRow, slipFen } from '../Paper.tsx'
import { place, placeOf } from '../place.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { useSay } from '../texts.ts'

type TopUpReply = Reply<typeof topUp>

/** The top-up is in the books. */
export function TopUpDone({ reply, onClose }: { reply: TopUpReply; onClose: () => void }) {
  const say = useSay()
  const { principal_fen, bonus_fen } = reply.holdings
  useKeys({ Escape: onClose, Enter: onEnter(onClose), F8: () => window.print() })
  return (
    <Dialog label={say('top_up_done')} onEscape={onClose} className="sheet done">
      <div className="done-main">
        <p className="done-ok" role="status">
          <Icon name="check" size="l" />
          {say('top_up_done')}
        </p>
        <p className="n mut">{reply.receipt_no}</p>
        <dl className="done-figs">
          <dt>{say('topped_up')}</dt>
          <dd>
            <Money fen={reply.principal_fen} />
          </dd>
          <dt>{say('bonus')}</dt>
          <dd className="gain">
            <Money fen={reply.bonus_fen} signed />
          </dd>
          {reply.change_fen > 0 && (
            <>
              <dt className="big">{say('change')}</dt>
              <dd className="big">
                <Money fen={reply.change_fen} />
              </dd>
            </>
          )}
          <dt>{say('balance_after')}</dt>
          <dd className="n">
            <Money fen={principal_fen + bonus_fen} />
            <small>
              {say('principal')} <Money fen={principal_fen} bare /> + {say('bonus')}{' '}
              <Money fen={bonus_fen} bare />
            </small>
          </dd>
        </dl>
        <div className="done-keys">
          <button type="button" className="key" onClick={() => window.print()}>
            <Icon name="printer" />
            {say('print')} <span className="f">F8</span>
          </button>
          <button type="button" className="pay" onClick={onClose} data-autofocus>
            {say('finish')} <kbd>Enter</kbd>
          </button>
        </div>
      </div>
      <div className="done-paper" tabIndex={0} role="group" aria-label={say('slip')}>
        <TopUpSlip reply={reply} />
      </div>
    </Dialog>
  )
}

function TopUpSlip({ reply }: { reply: TopUpReply }) {
  const say = useSay()
  const me = useMe()
  const member = counter.use((basket) => basket.member)
  const at = placeOf(me, place.get())
  return (
    <Paper store={at?.store.name ?? ''} title={say('slip_top_up')}>
      <PaperRow word={say('slip_no')} value={reply.receipt_no} />
      <PaperRow word={say('slip_time')} value={formatStamp(reply.at, me.chain.time_zone)} />
      <PaperRow word={say('slip_cashier')} value={me.staff.name} />
      {member && <PaperRow word={say('member')} value={`${member.name} ${member.phone_masked}`} />}
      <PaperLine />
      <PaperRow word={say('topped_up')} value={slipFen(reply.principal_fen)} strong />
      <PaperRow word={say('bonus')} value={slipFen(reply.bonus_fen)} />
      <PaperLine />
      <PaperRow word={say('principal')} value={slipFen(reply.holdings.principal_fen)} />
      <PaperRow word={say('bonus')} value={slipFen(reply.holdings.bonus_fen)} />
      <footer>{say('slip_keep')}</footer>
    </Paper>
  )
}
